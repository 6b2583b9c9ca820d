"""Figures of intake: what waits for an answer, and how much compliance has to read for it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.urls import reverse

from intake.models import ConflictCheck, Enquiry, EnquiryOutcome
from intake.rules import CheckState, Level
from practice.figures import Figure
from practice.models import User

TARGET_MEDIAN, TARGET_SLOWEST = 2, 8  # hits to read for one check (decisions 26)


@dataclass(frozen=True, slots=True)
class ReadingLoad:
    """How many hits above the review line a check has: the middle one, and the one that 95 of 100 stay below."""

    checks: int
    median: int
    p95: int

    @property
    def is_met(self) -> bool:
        return self.median <= TARGET_MEDIAN and self.p95 <= TARGET_SLOWEST


def reading_load(*, since: datetime, until: datetime, reader: User | None = None) -> ReadingLoad:
    """
    Count what the checks asked in that stretch gave compliance to read; nothing asked is nothing to read.

    ``reader``: only checks they may see, so that no count tells of one behind a barrier.
    """
    checks = ConflictCheck.objects.all() if reader is None else ConflictCheck.objects.visible_to(reader)
    loads = sorted(
        checks.filter(asked_at__gte=since, asked_at__lt=until)
        .annotate(above=models.Count("hits", filter=models.Q(hits__level__lte=Level.CLOSE)))
        .values_list("above", flat=True)
    )
    if not loads:
        return ReadingLoad(0, 0, 0)
    return ReadingLoad(len(loads), loads[(len(loads) - 1) // 2], loads[-(-len(loads) * 95 // 100) - 1])


def checks_waiting(user: User) -> Figure:
    rows = ConflictCheck.objects.visible_to(user).waiting()
    return Figure(
        label="Conflict checks waiting",
        numerator=rows.count(),
        rows=rows,
        explanation="Checks that nobody has cleared or declined, escalated ones included.",
        url=reverse("conflicts"),
    )


def urgent_answered_in_time(user: User, *, since: datetime, until: datetime) -> Figure:
    """Of the urgent checks due in that stretch, those answered within their working hour (decisions 27)."""
    due = ConflictCheck.objects.visible_to(user).filter(answer_due_at__gte=since, answer_due_at__lt=until)
    in_time = due.filter(decided_at__lte=models.F("answer_due_at"))
    return Figure(
        label="Urgent conflict checks answered in time",
        numerator=in_time.count(),
        denominator=due.count(),
        rows=in_time,
        explanation="Checks with a key date within two working days, answered within one working hour of being asked.",
        url=reverse("conflicts"),
    )


def enquiries_converted(user: User, *, since: datetime, until: datetime) -> Figure:
    """Of the enquiries received in that stretch, those that became clients."""
    received = Enquiry.objects.visible_to(user).filter(received_at__gte=since, received_at__lt=until)
    real = received.exclude(outcome__in=[EnquiryOutcome.SPAM, EnquiryOutcome.DUPLICATE])
    converted = real.filter(outcome=EnquiryOutcome.CONVERTED)
    return Figure(
        label="Enquiries that became clients",
        numerator=converted.count(),
        denominator=real.count(),
        rows=converted,
        explanation="By the day the enquiry came in. Spam and duplicates are left out; open ones count as not yet.",
        url=reverse("intake:enquiries"),
    )


def funnel(user: User, *, since: datetime, until: datetime) -> dict[str, Figure]:
    """
    Follow the enquiries received in that stretch from the first word to a client, by the name of each figure.

    Spam and duplicates are left out everywhere. Each step is a share of all, so that the steps compare.
    """
    visible = Enquiry.objects.visible_to(user).filter(received_at__gte=since, received_at__lt=until)
    real = visible.exclude(outcome__in=[EnquiryOutcome.SPAM, EnquiryOutcome.DUPLICATE])
    total = real.count()
    cleared = real.filter(
        pk__in=ConflictCheck.objects.filter(state=CheckState.CLEARED, enquiry__isnull=False).values("enquiry")
    )
    steps = (
        ("checked", "Went to the conflict check", real.exclude(matter=None), "Those that became a prospective matter."),
        ("cleared", "Cleared by the check", cleared, "Those with a cleared conflict check."),
        (
            "clients",
            "Became clients",
            real.filter(outcome=EnquiryOutcome.CONVERTED),
            "Open ones count as not yet.",
        ),
        (
            "by-us",
            "Declined by us",
            real.filter(outcome__in=_BY_US),
            "Conflict, capacity, not our work, funds, referred on.",
        ),
        ("lost", "Lost", real.filter(outcome__in=_LOST), "They found it too dear, or did not reply."),
    )
    received = Figure(
        label="Enquiries",
        numerator=total,
        rows=real,
        explanation="Received; spam and duplicates left out.",
        url=_rows_of("received"),
    )
    shares = {
        name: Figure(
            label=label, numerator=rows.count(), denominator=total, rows=rows, explanation=why, url=_rows_of(name)
        )
        for name, label, rows, why in steps
    }
    return {"received": received, "answered": first_answers(user, since=since, until=until), **shares}


def _rows_of(name: str) -> str:
    return f"{reverse('intake:enquiries')}?of={name}"


def first_answers(user: User, *, since: datetime, until: datetime) -> Figure:
    """Of the first answers promised for that stretch, those given by then. Closed unanswered ones count as missed."""
    promised = Enquiry.objects.visible_to(user).filter(respond_by__gte=since, respond_by__lt=until)
    promised = promised.exclude(outcome__in=[EnquiryOutcome.SPAM, EnquiryOutcome.DUPLICATE])
    kept = promised.filter(answered_at__lte=models.F("respond_by"))
    return Figure(
        label="First answers in time",
        numerator=kept.count(),
        denominator=promised.count(),
        rows=kept,
        explanation="Enquiries that nobody spoke to as they came, answered by a person within the hours promised.",
        url=_rows_of("answered"),
    )


_BY_US = [outcome for outcome in EnquiryOutcome if outcome.needs_letter]
_LOST = [EnquiryOutcome.CLIENT_DECLINED_PRICE, EnquiryOutcome.CLIENT_NO_REPLY]
