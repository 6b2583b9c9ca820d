"""How soon a call is returned that was promised no set time: by whom rang and what is at stake (domain 5.3, D08)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from django.db.models import TextChoices

from practice.calendar import DAY, WorkingCalendar
from practice.errors import Refusal


class CallKind(TextChoices):
    """Which standard a call falls under. The first that fits, in this order, after what only informs."""

    URGENT = "urgent", "Urgent, for a written reason"
    COURT = "court", "Court or other side, with a deadline"
    PROSPECTIVE = "prospective", "Somebody who would like to be a client"
    TODAY = "today", "Cannot wait until tomorrow"
    NORMAL = "normal", "Everybody else"
    INFORMATION = "information", "For information only"


class Unit(TextChoices):
    """In what a standard is counted; every one starts at the next opening if the office is closed."""

    WORKING_HOURS = "working_hours", "working hours"
    ELAPSED_HOURS = "elapsed_hours", "hours by the clock"
    WORKING_DAYS = "working_days", "working days"
    SAME_DAY = "same_day", "the same working day"
    NONE = "none", "no call"


class NoReasonGiven(Refusal):
    """Urgent is a promise of the whole team: it needs one of the written reasons."""

    code = "no_reason_given"


@dataclass(frozen=True, slots=True)
class Standard:
    """By when a call is returned at the latest. ``amount`` counts only where the unit can be counted."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        """Reject a promise of no time at all."""
        if self.is_counted and self.amount < 1:
            raise ValueError("A call is returned within at least one hour or day.")

    @property
    def is_counted(self) -> bool:
        return self.unit not in (Unit.SAME_DAY, Unit.NONE)

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> Self:
        """:raises ValueError: if the unit is none"""
        return cls(int(mapping.get("amount", 0)), Unit(mapping["unit"]))

    def as_mapping(self) -> dict[str, Any]:
        return {"amount": self.amount, "unit": str(self.unit)}

    def __str__(self) -> str:
        """Say it as the handbook does: "within 2 working hours", "the same working day", "no call is promised"."""
        if self.unit == Unit.NONE:
            return "no call is promised"
        if self.unit == Unit.SAME_DAY:
            return "the same working day"
        words = str(self.unit.label)
        noun = words if self.amount > 1 else words.replace("hours", "hour", 1).replace("days", "day", 1)
        return f"within {self.amount} {noun}"


@dataclass(frozen=True, slots=True)
class UrgentReason:
    """One reason for which a call is urgent, with its definition as the desk reads it."""

    code: str
    label: str
    meaning: str


def read_standards(mapping: Mapping[str, Any]) -> dict[CallKind, Standard]:
    """:raises ValueError: if a kind or a unit is none"""
    return {CallKind(kind): Standard.from_mapping(one) for kind, one in mapping.items()}


def call_kind(*, urgency: str, relation: str, action: str, names_deadline: bool, is_enquirer: bool = False) -> CallKind:
    """Say which standard a call falls under, by the stored words of its slip."""
    kinds = (
        (urgency == "hour", CallKind.URGENT),
        (action == "information_only", CallKind.INFORMATION),
        (relation in ("court", "other_side") and names_deadline, CallKind.COURT),
        (relation == "prospective" or is_enquirer, CallKind.PROSPECTIVE),
        (urgency == "today", CallKind.TODAY),
    )
    return next((kind for fits, kind in kinds if fits), CallKind.NORMAL)


def due_at(taken_at: datetime, standard: Standard, *, calendar: WorkingCalendar, rest: timedelta) -> datetime | None:
    """
    Return the last moment for a call taken then; None if none is promised. A working day is its opening hours.

    Never a time when nobody is in: the hours by the clock end earlier, at closing, or ``rest`` after the next opening.

    :raises BeyondKnownCalendar: if the days until then are not known
    """
    if standard.unit == Unit.NONE:
        return None
    if standard.unit == Unit.WORKING_HOURS:
        return calendar.add_working_hours(taken_at, timedelta(hours=standard.amount))
    if standard.unit == Unit.WORKING_DAYS:
        return calendar.add_working_hours(taken_at, calendar.working_day * standard.amount)
    starts_at = _counts_from(taken_at, calendar)
    if standard.unit == Unit.SAME_DAY:
        closing = calendar.closing(calendar.local_date(starts_at))
        return closing if closing - starts_at >= rest else _next_opening(closing, calendar) + rest
    ends_at = starts_at + timedelta(hours=standard.amount)
    return ends_at if calendar.is_open_at(ends_at) else _inside(starts_at, ends_at, calendar, rest)


def _counts_from(taken_at: datetime, calendar: WorkingCalendar) -> datetime:
    return taken_at if calendar.is_open_at(taken_at) else _next_opening(taken_at, calendar)


def _next_opening(after: datetime, calendar: WorkingCalendar) -> datetime:
    day = calendar.local_date(after)
    while not calendar.is_open_on(day) or calendar.opening(day) < after:
        day += DAY
    return calendar.opening(day)


def _inside(starts_at: datetime, ends_at: datetime, calendar: WorkingCalendar, rest: timedelta) -> datetime:
    """Return the last closing between the two that leaves time for the call, else a little after the next opening."""
    day = calendar.local_date(ends_at)
    while day >= calendar.local_date(starts_at):
        if calendar.is_open_on(day) and calendar.closing(day) <= ends_at and calendar.closing(day) - starts_at >= rest:
            return calendar.closing(day)
        day -= DAY
    return _next_opening(ends_at, calendar) + rest
