"""Named figures about client care letters (domain 2.10)."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from engagement.models import Bill, Letter
from engagement.rules import LetterStage
from practice.figures import Figure
from practice.models import JournalEntry, User

_WORK = ("matter.status_updated",)  # a client is told how their matter goes on: somebody has worked on it


def issued_in_time(*, reader: User, first: date, last: date, today: date) -> Figure:
    """Count first letters promised in a stretch of days, and those of them issued by their day (domain C01)."""
    of_days = Letter.objects.visible_to(reader).first_versions().promised_between(first, last)
    promised = of_days.filter(Q(issued_on__isnull=False) | Q(due_on__lt=today))
    kept = promised.in_time().order_by("due_on", "pk")
    return Figure(
        label="Letters issued in time",
        numerator=kept.count(),
        denominator=promised.count(),
        rows=kept,
        explanation="First client care letters promised in this time and issued by the promised day, "
        "one working day after instruction unless the department has set another standard. One that is not issued "
        "counts once its day is over.",
    )


def accepted_in_time(*, reader: User, first: date, last: date, today: date) -> Figure:
    """Count letters in force that were to be accepted in a stretch of days, and those that every client accepted."""
    in_force = Letter.objects.visible_to(reader).filter(stage=LetterStage.ISSUED)
    of_days = in_force.filter(accept_by__gte=first, accept_by__lte=last)
    asked = of_days.filter(Q(accepted_on__isnull=False) | Q(accept_by__lt=today))
    kept = asked.filter(accepted_on__lte=F("accept_by")).order_by("accept_by", "pk")
    return Figure(
        label="Letters accepted in time",
        numerator=kept.count(),
        denominator=asked.count(),
        rows=kept,
        explanation="Letters in force whose day to accept lay in this time, and that every client accepted by then: "
        "ten working days after issue unless the letter gave another day. One that is not accepted counts once its day "
        "is over.",
    )


def worked_before_acceptance(*, reader: User, first: date, last: date) -> Figure:
    """Count letters in force issued in a stretch of days on whose matters work went on before they were accepted."""
    in_force = Letter.objects.visible_to(reader).filter(stage=LetterStage.ISSUED)
    issued = in_force.filter(issued_on__gte=first, issued_on__lte=last)
    work = JournalEntry.objects.filter(matter_id=OuterRef("matter_id"), event__in=_WORK, at__gt=OuterRef("issued_at"))
    early = issued.filter(
        Q(accepted_at=None) & Exists(work) | Exists(work.filter(at__lt=OuterRef("accepted_at")))
    ).order_by("issued_on", "pk")
    return Figure(
        label="Work before acceptance",
        numerator=early.count(),
        denominator=issued.count(),
        rows=early,
        explanation="Letters issued in this time, in force, whose clients were told that their matter goes on before "
        "all of them had accepted. Fewer is better: only first steps are agreed until then.",
    )


def billed_within_estimate(*, reader: User, first: date, last: date) -> Figure:
    """Count bills of a stretch of days, and those with which no more was billed than the client was told (k_est)."""
    bills = Bill.objects.visible_to(reader).standing().filter(estimate__isnull=False).dated_between(first, last)
    within = bills.within_estimate().order_by("on", "pk")
    return Figure(
        label="Bills within the estimate",
        numerator=within.count(),
        denominator=bills.count(),
        rows=within,
        explanation="Bills dated in this time with which all that was billed on the matter came to no more than the "
        "top of the estimate that the client had on that day. Matters without an estimate are left out.",
    )
