"""How complaints are going: each figure with its base and its rows, narrowed to what the reader may see."""

from datetime import date, datetime, timedelta

from django.db.models import DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.urls import reverse

from complaints.models import Complaint, Deadline
from complaints.rules import DeadlineKind, DeadlineStatus
from practice.figures import Figure
from practice.models import User
from practice.office import load_calendar, main_office

SOON_WORKING_DAYS = 2
NEAR_WORKING_DAYS = 5  # eight weeks inside this are red above all (decisions, Screens)
TARGET_ON_TIME = 95  # per cent, on "by a person" (decision 10)
_SETTLED = (DeadlineStatus.MET, DeadlineStatus.LATE, DeadlineStatus.EXTENDED)


def overdue(user: User, *, now: datetime) -> Figure:
    """Count open complaints on which something is owed and late, by the clock and not by any job."""
    rows = _with(user, Deadline.objects.overdue(now))
    return _count("Overdue", rows, "Something was due to the complainant and has not left.", "overdue")


def due_soon(user: User, *, now: datetime) -> Figure:
    """Count open complaints with something due today or within two working days."""
    calendar = load_calendar(main_office())
    until = calendar.add_working_days(calendar.local_date(now), SOON_WORKING_DAYS)
    rows = _with(user, Deadline.objects.owed().running().filter(due_before__gt=now, due_on__lte=until))
    return _count("Due in 2 working days", rows, "Something is due within 2 working days.", "soon")


def at_risk(user: User, *, now: datetime) -> Figure:
    """Count open complaints whose eight weeks end within five working days, or have ended."""
    calendar = load_calendar(main_office())
    until = calendar.add_working_days(calendar.local_date(now), NEAR_WORKING_DAYS)
    rows = _with(user, Deadline.objects.running().filter(kind=DeadlineKind.EIGHT_WEEK, due_on__lte=until))
    return _count("Eight weeks near", rows, "The eight weeks end within 5 working days, or are over.", "near")


def acknowledged_by_person(user: User, *, since: date, now: datetime, until: date | None = None) -> Figure:
    """Of the acknowledgements due: those that left in time and were written by a person (decision 10)."""
    due = _acknowledgements(user, since=since, until=until, now=now)
    rows = due.filter(status=DeadlineStatus.MET, response__is_automatic=False)
    return _share(
        "Acknowledged on time by a person",
        rows,
        due,
        "Left within the promise, and not the automatic letter.",
        target=TARGET_ON_TIME,
    )


def acknowledged_automatically(user: User, *, since: date, now: datetime, until: date | None = None) -> Figure:
    """Of the same: those where the safety net had to write."""
    due = _acknowledgements(user, since=since, until=until, now=now)
    rows = due.filter(status=DeadlineStatus.MET, response__is_automatic=True)
    return _share("Automatic letter, in time", rows, due, "Nobody had written, so the short letter went by itself.")


def acknowledged_late(user: User, *, since: date, now: datetime) -> Figure:
    """Of the same: those that left late, or have not left although their day is over."""
    due = _acknowledgements(user, since=since, now=now)
    rows = due.exclude(status=DeadlineStatus.MET)
    return _share("Acknowledged late, or not yet", rows, due, "Left after the promised day, or has not left.")


def outcome_on_time(user: User, *, since: date, now: datetime, until: date | None = None) -> Figure:
    """Of the stage 1 outcomes due: those that left in time; extended ones never count as met (decision 10)."""
    due = _due(user, DeadlineKind.STAGE1_OUTCOME, since=since, until=until, now=now)
    rows = due.filter(status=DeadlineStatus.MET)
    return _share(
        "Outcome on time, extended apart",
        rows,
        due,
        "Left within the first promise. Extended with notice is counted apart.",
        target=TARGET_ON_TIME,
    )


def outcome_extended(user: User, *, since: date, now: datetime) -> Figure:
    """Of the same: those that were extended with notice, and kept the second date."""
    due = _due(user, DeadlineKind.STAGE1_OUTCOME, since=since, now=now)
    return _share(
        "Outcome extended with notice", due.filter(status=DeadlineStatus.EXTENDED), due, "With notice in time."
    )


def receipt_to_logging(user: User, *, since: date) -> tuple[Figure, timedelta | None]:
    """Return the complaints received since, and the middle time from receipt to logging; None without any."""
    rows = Complaint.objects.visible_to(user).filter(received_at__date__gte=since)
    taken = sorted(
        rows.annotate(
            taken=ExpressionWrapper(F("logged_at") - F("received_at"), output_field=DurationField())
        ).values_list("taken", flat=True)
    )
    middle = len(taken) // 2
    median = (taken[middle] + taken[-middle - 1]) / 2 if taken else None
    return _count("Received", rows, "Every complaint received since, however it was sorted.", ""), median


def _acknowledgements(user: User, *, since: date, now: datetime, until: date | None = None) -> QuerySet[Deadline]:
    return _due(user, DeadlineKind.ACK, since=since, until=until, now=now)


def _due(
    user: User, kind: DeadlineKind, *, since: date, now: datetime, until: date | None = None
) -> QuerySet[Deadline]:
    """
    Return what was settled, or should have been by now; what is still in time is not counted yet.

    ``since`` and ``until``, both included: when the complaint was received. None is up to now.
    """
    rows = Deadline.objects.filter(
        complaint__in=Complaint.objects.visible_to(user), complaint__received_at__date__gte=since, kind=kind
    )
    if until is not None:
        rows = rows.filter(complaint__received_at__date__lte=until)
    return rows.filter(Q(status__in=_SETTLED) | Q(status=DeadlineStatus.RUNNING, due_before__lte=now))


def _with(user: User, deadlines: QuerySet[Deadline]) -> QuerySet[Complaint]:
    rows = Complaint.objects.visible_to(user).unfinished()
    return rows.filter(Exists(deadlines.filter(complaint=OuterRef("pk"))))


def _count(label: str, rows: QuerySet[Complaint], explanation: str, show: str) -> Figure:
    url = reverse("complaints")
    return Figure(
        label=label,
        numerator=rows.count(),
        rows=rows,
        explanation=explanation,
        url=f"{url}?show={show}" if show else url,
    )


def _share(
    label: str, rows: QuerySet[Deadline], due: QuerySet[Deadline], explanation: str, *, target: int | None = None
) -> Figure:
    return Figure(
        label=label,
        numerator=rows.count(),
        denominator=due.count(),
        rows=rows,
        explanation=explanation,
        url=f"{reverse('complaints')}?show=year",
        target=target,
    )
