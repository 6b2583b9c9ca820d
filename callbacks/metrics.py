"""
Named figures about promised calls, each with its rows (domain 5.9).

Promises count in the stretch in which their time ended, calls in the one in which they were taken; the stretch has its
own end left out. Calls that the caller withdrew are in no share: a promise withdrawn in time was never judged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import (
    Case,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from callbacks.models import Attempt, Callback, Promise, PutThrough
from callbacks.models.promises import PromiseQuerySet
from callbacks.policies import policies_for
from callbacks.rules import SPOKE, AttemptResult, CallPolicyValue, ClosureReason, Judgement, PromiseType, slots
from callbacks.rules.counting import nth_of_hundred, working_minutes
from practice.calendar import DAY, WorkingCalendar
from practice.figures import Figure, Spread
from practice.models import User

SAME_DAY_BEFORE = time(15)
_SETTLED_BY_US = (ClosureReason.RESOLVED_BY_RECEPTION, ClosureReason.ANSWERED_BY_OTHER_CHANNEL)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which stretch, and who asks: figures hold only what that person may see."""

    start: datetime
    end: datetime
    reader: User
    calendar: WorkingCalendar

    def promises(self) -> PromiseQuerySet:
        return Promise.objects.between(self.start, self.end).judged().visible_to(self.reader)

    def calls(self) -> QuerySet[Callback]:
        taken = Callback.objects.visible_to(self.reader).filter(taken_at__gte=self.start, taken_at__lt=self.end)
        return taken.exclude(closed_as=ClosureReason.WITHDRAWN_BY_CALLER)

    def first_rung(self) -> list[tuple[int, datetime, datetime | None]]:
        """Return calls that had to be made: which, when it was taken, when we first rang."""
        rung = Attempt.objects.filter(callback=OuterRef("pk")).exclude(result=AttemptResult.CLIENT_RANG_BACK)
        found = self.calls().filter(needs_call=True).annotate(first_at=Subquery(rung.order_by("at").values("at")[:1]))
        return list(found.values_list("pk", "taken_at", "first_at"))


def kept_promises(start: datetime, end: datetime, *, by: User | None = None, reader: User | None = None) -> Figure:
    """
    Count promises whose time ended in this stretch, end left out, and how many of them were kept.

    Changed by the caller or no longer needed: not counted. ``by``: of one person. ``reader``: only what they may see.
    """
    rows = Promise.objects.between(start, end).judged()
    if by is not None:
        rows = rows.filter(adviser=by)
    if reader is not None:
        rows = rows.visible_to(reader)
    kept = rows.kept()
    return Figure(
        label="Calls returned when promised",
        numerator=kept.count(),
        denominator=rows.count(),
        rows=kept.order_by("-ends_at", "pk"),
        explanation=(
            "Promises whose time has ended, kept by a call made in that time, whenever it was entered. "
            "Left out: times the caller changed, and calls that were no longer needed."
        ),
    )


def spoke_in_time(asked: Asked) -> Figure:
    """Of the same promises, those on which somebody was spoken to."""
    rows = asked.promises()
    spoke = Attempt.objects.filter(
        callback=OuterRef("callback"), result__in=SPOKE, at__gte=OuterRef("made_at"), at__lte=OuterRef("last_at")
    )
    tolerance = ExpressionWrapper(F("tolerance_minutes") * Value(timedelta(minutes=1)), DurationField())
    until = Case(When(type=PromiseType.SLOT, then=F("ends_at") + tolerance), default=F("ends_at"))
    found = rows.annotate(last_at=until).filter(Exists(spoke))
    return _share("Spoke in the promised time", found.order_by("-ends_at", "pk"), rows, "By the end of its time.")


def missed_promises(asked: Asked) -> Figure:
    missed = asked.promises().exclude(outcome=Judgement.KEPT).order_by("-ends_at", "pk")
    return Figure(
        label="Promises missed",
        numerator=missed.count(),
        rows=missed,
        explanation="Whose time ended without a call. A new promise does not take the old miss back.",
    )


def kept_after_the_end(asked: Asked) -> Figure:
    """Calls that kept a slot within its tolerance, but after its end: how far windows overrun."""
    rows = asked.promises()
    late = rows.filter(minutes_after__gt=0).order_by("-ends_at", "pk")
    return _share("Made after the end of the time", late, rows, "Inside the tolerance of a set time, so kept.")


def first_attempt(asked: Asked) -> Spread:
    return _spread(
        "Time to the first attempt",
        [(pk, taken_at, first_at) for pk, taken_at, first_at in asked.first_rung() if first_at is not None],
        asked,
        "From when the call was taken until somebody first rang, in working time. Calls not tried yet are left out.",
    )


def resolution(asked: Asked) -> Spread:
    resolved = Attempt.objects.filter(callback=OuterRef("pk"), result=AttemptResult.SPOKE_RESOLVED)
    done = asked.calls().annotate(done_at=Subquery(resolved.order_by("at").values("at")[:1]))
    done = done.filter(Q(done_at__isnull=False) | Q(closed_as__in=_SETTLED_BY_US))
    ends = list(done.annotate(end_at=Coalesce("done_at", "closed_at")).values_list("pk", "taken_at", "end_at"))
    words = "From when the call was taken until it was settled by speaking, or in another way, in working time."
    return _spread("Time to the end of it", ends, asked, words)


def same_day(asked: Asked) -> Figure:
    calendar = asked.calendar
    of, rung = [], []
    for pk, taken_at, first_at in asked.first_rung():
        local = calendar.local(taken_at)
        if local.time() < SAME_DAY_BEFORE and calendar.is_working_day(local.date()):
            of.append(pk)
            if first_at is not None and calendar.local_date(first_at) == local.date():
                rung.append(pk)
    words = f"Of calls taken before {SAME_DAY_BEFORE:%H:%M} on a working day, those first rung back on that day."
    rows = Callback.objects.filter(pk__in=rung).order_by("-taken_at", "pk")
    return _share("Rung back the same day", rows, Callback.objects.filter(pk__in=of), words)


def repeat_calls(asked: Asked) -> Figure:
    calls = asked.calls()
    again = calls.filter(calls__gt=1).order_by("-taken_at", "pk")
    return _share("Callers who rang again", again, calls, "Before they were rung, about the same thing.")


def settled_at_first(asked: Asked) -> Figure:
    calls = asked.calls()
    helped = calls.filter(closed_as=ClosureReason.RESOLVED_BY_RECEPTION).order_by("-taken_at", "pk")
    through = PutThrough.objects.visible_to(asked.reader).filter(came_back_at=None, at__gte=asked.start)
    return Figure(
        label="Settled at the desk",
        numerator=helped.count(),
        denominator=calls.count() + through.filter(at__lt=asked.end).count(),
        rows=helped,
        explanation="Of all calls answered, those put through among them, the ones that reception could settle.",
    )


def use_of_windows(asked: Asked) -> Figure:
    """Set times promised, of all the set times that the windows of everybody who works here hold."""
    people = list(User.objects.working().select_related("department__office"))
    days = [asked.calendar.local_date(asked.start) + DAY * n for n in range((asked.end - asked.start).days + 1)]
    days = [day for day in days if asked.start <= asked.calendar.start_of_day(day) < asked.end]
    policies = policies_for(people)
    cache: dict[CallPolicyValue, int] = {}
    for policy in policies.values():
        if policy not in cache:
            before = asked.start - timedelta(minutes=policy.notice_minutes)
            cache[policy] = len(slots(days, policy=policy, calendar=asked.calendar, taken=(), now=before))
    booked = Promise.objects.visible_to(asked.reader).filter(
        type=PromiseType.SLOT, starts_at__gte=asked.start, starts_at__lt=asked.end
    )
    booked = booked.exclude(outcome__in=[Judgement.CHANGED_BY_CLIENT, Judgement.EXCLUDED])
    return Figure(
        label="Windows used",
        numerator=booked.count(),
        denominator=sum(cache[policy] for policy in policies.values()),
        rows=booked.order_by("-starts_at", "pk"),
        explanation="Set times promised, of those that the windows of the people who work here hold.",
    )


def overdue_calls(reader: User) -> Figure:
    """Calls whose promise was missed and that are still to be made: the alert (domain D01)."""
    late = Promise.objects.owed().exclude(outcome=Judgement.OPEN).visible_to(reader).order_by("ends_at", "pk")
    return Figure(
        label="Calls overdue", numerator=late.count(), rows=late, explanation="Promised, missed and still to be made."
    )


def _share(label: str, rows: QuerySet[Any], of: QuerySet[Any], explanation: str) -> Figure:
    return Figure(label=label, numerator=rows.count(), denominator=of.count(), rows=rows, explanation=explanation)


def _spread(label: str, ends: Sequence[tuple[int, datetime, datetime]], asked: Asked, explanation: str) -> Spread:
    minutes = [working_minutes(start, end, calendar=asked.calendar) for _, start, end in ends]
    return Spread(
        label=label,
        number=len(minutes),
        middle=nth_of_hundred(minutes, 50),
        ninetieth=nth_of_hundred(minutes, 90),
        rows=Callback.objects.filter(pk__in=[pk for pk, _, _ in ends]).order_by("-taken_at", "pk"),
        explanation=explanation,
    )
