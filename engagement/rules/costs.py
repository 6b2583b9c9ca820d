"""What was billed, held against the estimate in force, and when to warn (domain 8.7). Pure: facts, no accounting."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import TextChoices

from practice.errors import Refusal, WorldMoved

THE_TOP = 100  # per cent: the threshold that is passed when more is charged than the estimate says
_PENNY = Decimal("0.01")


class BillKind(TextChoices):
    INTERIM = "interim", "On account, more to come"
    FINAL = "final", "Final"


class Answer(TextChoices):
    """How a warning was answered."""

    UPDATED = "updated", "The client was written to"
    CLOSED = "closed", "Closed with a reason"


class BadFigure(Refusal):
    """What was typed about a bill or about unbilled work cannot be right. `field`: where it was typed."""

    code = "bad_figure"

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


class AnsweredAlready(WorldMoved):
    """The warning is not open any more."""

    code = "warning_answered"


class SetAsideAlready(WorldMoved):
    """Somebody has set this bill aside."""

    code = "bill_set_aside"


class NoEstimate(WorldMoved):
    """The client has no estimate yet that could be changed."""

    code = "no_estimate_in_force"


class UpdateWaits(WorldMoved):
    """The cost update before has not left: one at a time, so that each says what the client has."""

    code = "update_waits"


@dataclass(frozen=True, slots=True)
class CostPolicy:
    """At which share of the estimate a department is warned, in per cent; 100 and more warns only at the top."""

    warn_at: int = 80

    @property
    def thresholds(self) -> tuple[int, ...]:
        return (self.warn_at, THE_TOP) if self.warn_at < THE_TOP else (THE_TOP,)


@dataclass(frozen=True, slots=True)
class Spent:
    """What the client was charged so far, and what is to come, against the top of the estimate in force."""

    billed: Decimal
    unbilled: Decimal
    top: Decimal

    @property
    def total(self) -> Decimal:
        return self.billed + self.unbilled

    @property
    def percent(self) -> int:
        """The share, rounded; never 100 but at the top itself, and never so that more than the top reads as less."""
        shown = int((self.total * 100 / self.top).quantize(Decimal(1), ROUND_HALF_UP))
        if self.total < self.top:
            return min(shown, 99)
        return max(shown, 101) if self.total > self.top else 100

    @property
    def over(self) -> Decimal:
        return max(self.total - self.top, Decimal(0))

    def reaches(self, threshold: int) -> bool:
        if threshold >= THE_TOP:
            return self.total > self.top
        return self.total * 100 >= self.top * threshold


def to_warn(spent: Spent, policy: CostPolicy, warned: Collection[int]) -> int | None:
    """Return the threshold to warn of now, the highest that is reached; None if that or a higher one was warned of."""
    reached = [one for one in policy.thresholds if spent.reaches(one)]
    if not reached or max(reached) <= max(warned, default=0):
        return None
    return max(reached)


def no_longer_reached(spent: Spent, warned: Collection[int]) -> list[int]:
    """Return the thresholds that were warned of by mistake: a bill was set aside, or the unbilled work put right."""
    return [one for one in warned if not spent.reaches(one)]


Moment = tuple[date, datetime]  # the day it is about, and when it was recorded


def still_counts(noted: Moment, last_bill: Moment | None) -> bool:
    """Say if noted unbilled work still counts: a later bill has most likely billed it."""
    return last_bill is None or noted > last_bill


@dataclass(frozen=True, slots=True)
class BillFacts:
    """A bill as somebody typed it."""

    number: str
    on: date
    kind: str
    fees: Decimal
    disbursements: Decimal
    vat: Decimal

    @property
    def total(self) -> Decimal:
        return self.fees + self.disbursements + self.vat


def check_bill(bill: BillFacts, *, today: date, instructed_on: date | None, vat_rate: Decimal) -> None:
    """
    Refuse a bill that cannot be right.

    :raises BadFigure: naming what is wrong, and where
    """
    _check_day(bill.on, "on", "A bill", today=today, instructed_on=instructed_on)
    net = bill.fees + bill.disbursements
    if net <= 0:
        raise BadFigure("A bill of nothing is no bill. Enter the fees, or what was paid for the client.", "fees")
    most = (net * vat_rate).quantize(_PENNY, ROUND_HALF_UP)
    if bill.vat > most:
        rate = f"{(vat_rate * 100).normalize():f}"
        raise BadFigure(f"VAT at {rate} % on £{net:,.2f} is £{most:,.2f} at most. Look at the figures again.", "vat")


def check_unbilled(as_of: date, *, today: date, instructed_on: date | None) -> None:
    """:raises BadFigure: for a day to come, or before the work began"""
    _check_day(as_of, "as_of", "Unbilled work", today=today, instructed_on=instructed_on)


def _check_day(on: date, field: str, what: str, *, today: date, instructed_on: date | None) -> None:
    if on > today:
        raise BadFigure(f"{what} cannot have a day to come. Enter the day that stands on it.", field)
    if instructed_on is not None and on < instructed_on:
        raise BadFigure(f"{what} cannot be older than the matter. Look at the year.", field)
