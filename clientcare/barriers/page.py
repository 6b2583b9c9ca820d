"""What compliance read about one barrier, and about all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from clientcare.barriers import forms
from practice.journal import subject_type
from practice.models import Barrier, BrokenGlass, JournalEntry, Matter, User
from practice.office import load_calendar
from practice.permissions import Permission
from practice.phrases import Due

_TRIES = 50


def keeps(user: User) -> bool:
    return user.may(Permission.BARRIER_KEEP)


def matters_kept_by(user: User) -> QuerySet[Matter]:
    """Return the matters whose barrier this person may keep: none that names them outside."""
    return Matter.objects.exclude(pk__in=Matter.objects.outside_of(user)) if keeps(user) else Matter.objects.none()


@dataclass(frozen=True, slots=True)
class Row:
    barrier: Barrier
    review: Due
    is_visible: bool


def rows_of(user: User, *, now: datetime) -> list[Row]:
    """Return every standing barrier this person keeps, the next review first; as many queries for one as for all."""
    found = list(Barrier.objects.standing().kept_by(user).with_people().order_by("review_on", "pk"))
    seen = set(
        Matter.objects.visible_to(user).filter(pk__in=[one.matter_id for one in found]).values_list("pk", flat=True)
    )
    offices = {one.matter.department.office for one in found}
    calendars = {office.pk: load_calendar(office) for office in offices}
    rows = []
    for one in found:
        calendar = calendars[one.matter.department.office_id]
        today = calendar.local_date(now)
        due = Due(one.review_on, today, calendar.working_days_between(today, one.review_on))
        rows.append(Row(one, due, one.matter_id in seen))
    return rows


def glasses_kept_by(user: User) -> QuerySet[BrokenGlass]:
    kept = BrokenGlass.objects.exclude(matter__in=Matter.objects.outside_of(user))
    return kept.select_related("matter", "user", "told").order_by("-opened_at", "-pk")


def refused_at(matters: Iterable[Matter]) -> list[tuple[JournalEntry, Matter]]:
    """Return who was turned away, and from which of these matters, newest first."""
    of = {str(one.pk): one for one in matters}
    found = JournalEntry.objects.filter(
        event="barrier.refused", subject_type=subject_type(Matter), subject_id__in=list(of)
    )
    return [(one, of[one.subject_id]) for one in found.order_by("-at", "-pk")[:_TRIES]]


def page_of(matter: Matter, user: User, *, now: datetime, **bound: Any) -> dict[str, Any]:
    """Gather the page; ``bound`` are forms as they were typed."""
    of_matter = Barrier.objects.filter(matter=matter).with_people().order_by("-set_at", "-pk")
    standing = next((one for one in of_matter if one.ended_at is None), None)
    keeper = matters_kept_by(user).filter(pk=matter.pk).exists()
    context: dict[str, Any] = {
        "matter": matter,
        "barrier": standing,
        "is_keeper": keeper,
        "is_visible": Matter.objects.visible_to(user).filter(pk=matter.pk).exists(),
    }
    if keeper:
        staff = list(User.objects.working().by_name())
        context |= {
            "before": [one for one in of_matter if one.ended_at is not None],
            "glass": BrokenGlass.objects.open_for(user).filter(matter=matter).first(),
            "glasses": glasses_kept_by(user).filter(matter=matter),
            "refused": refused_at([matter]),
            "set": forms.SetBarrier.first(matter, standing, staff=staff),
            "end": forms.EndBarrier(initial={"standing": standing.pk if standing else None}),
            "break": forms.BreakGlass(),
            "may_post": _may_post(matter, standing),
        }
    return context | bound


def _may_post(matter: Matter, standing: Barrier | None) -> bool:
    """Say if somebody whom the barrier lets through may print and post its letters."""
    if standing is None:
        return True
    posters = [user for user in User.objects.working() if user.may(Permission.POST_TRAY)]
    return any(Matter.objects.visible_to(user).filter(pk=matter.pk).exists() for user in posters)
