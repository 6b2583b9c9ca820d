"""
A complaints procedure as typed values: every number a firm may choose arrives here, from a preset or from rows.

``from_mapping`` reads the shape of ``complaints/data/procedures.yaml``; a misspelt key is an error, never a default.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any, Self

from django.db.models import TextChoices


class DeadlineKind(TextChoices):
    """What is due."""

    ACK = "ack", "acknowledgement"
    STAGE1_OUTCOME = "stage1_outcome", "stage 1 outcome"
    STAGE2_OUTCOME = "stage2_outcome", "final response after review"
    EIGHT_WEEK = "eight_week", "eight weeks"
    PROGRESS_UPDATE = "progress_update", "progress update"
    REVIEW_REQUEST_WINDOW = "review_request_window", "time to ask for a review"
    REDRESS_REFERRAL = "redress_referral", "time to go to the redress scheme"


class DeadlineStatus(TextChoices):
    """What became of a deadline (domain 3.5 point 6)."""

    RUNNING = "running", "running"
    MET = "met", "met"
    LATE = "late", "late"
    EXTENDED = "extended", "extended with notice"
    NOT_APPLICABLE = "not_applicable", "no longer applies"
    SUPERSEDED = "superseded", "replaced"


class Unit(TextChoices):
    """What is counted."""

    WORKING_DAYS = "working_days", "working day"
    CALENDAR_DAYS = "calendar_days", "calendar day"
    WEEKS = "weeks", "week"
    MONTHS = "months", "month"


class StartsFrom(TextChoices):
    """The event from which it is counted; "deemed" moves it to a working day by the procedure's cut-off."""

    RECEIVED = "received", "receipt"
    DEEMED_RECEIVED = "deemed_received", "deemed receipt"
    ACKNOWLEDGED = "acknowledged", "acknowledgement"
    STAGE1_OUTCOME_SENT = "stage1_outcome_sent", "sending of the stage 1 outcome"
    REVIEW_REQUESTED = "review_requested", "request for a review"
    DEEMED_REVIEW_REQUESTED = "deemed_review_requested", "deemed request for a review"
    FINAL_RESPONSE_SENT = "final_response_sent", "sending of the final response"


ON_RECEIPT = (StartsFrom.RECEIVED, StartsFrom.DEEMED_RECEIVED)
DEEMED = (StartsFrom.DEEMED_RECEIVED, StartsFrom.DEEMED_REVIEW_REQUESTED)


class Roll(TextChoices):
    """Where a date goes that is no working day."""

    KEEP = "keep", "stays"
    NEXT_WORKING_DAY = "next_working_day", "moves to the next working day"
    PREVIOUS_WORKING_DAY = "previous_working_day", "moves to the working day before"


class TargetRule(TextChoices):
    """The day people work to; never after the due day, never before the day it started."""

    DUE_DAY = "due_day", "the due day itself"
    LAST_WORKING_DAY = "last_working_day", "the last working day on or before the due day"
    WORKING_DAY_BEFORE = "working_day_before", "the working day before the due day"
    COUNTING_START_DAY = "counting_start_day", "the last working day, had the first day counted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """Tell somebody on the morning of that working day after the due day."""

    to: str
    working_days_after: int

    def __post_init__(self) -> None:
        """Reject an escalation before anything is late."""
        if self.working_days_after < 1:
            raise ValueError(f"Telling {self.to} comes at least one working day after the due day.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlinePolicy:
    """
    One deadline rule (domain 2.7 and 3.5).

    ``warn_at``: percentages of the period. ``warn_working_days_before``: warnings counted back from the due day.
    ``draft_working_days_before``: when the letter for that day is drafted; None for no letter.
    ``max_extensions``: nought for never; an extension always needs notice before the due day ends.
    ``owed_by_firm``: False for a time in which the complainant may act: nobody can breach it.
    """

    kind: DeadlineKind
    value: int
    unit: Unit
    starts_from: StartsFrom
    count_start_day: bool = False
    roll: Roll = Roll.KEEP
    target: TargetRule = TargetRule.DUE_DAY
    warn_at: tuple[int, ...] = ()
    warn_working_days_before: tuple[int, ...] = ()
    draft_working_days_before: int | None = None
    escalate: tuple[Escalation, ...] = ()
    max_extensions: int = 0
    owed_by_firm: bool = True

    def __post_init__(self) -> None:
        """Reject numbers that are no rule."""
        if self.value < 1:
            raise ValueError(f"{self.kind}: a deadline of {self.value} {self.unit} is none.")
        if any(not 0 < percent < 100 for percent in self.warn_at):
            raise ValueError(f"{self.kind}: a warning lies between 1 and 99 % of the period.")

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> Self:
        """Read one rule. :raises ValueError: if a key is unknown or missing, or a value is no choice"""
        _check_keys(cls, mapping)
        values = dict(mapping)
        for name, choices in _CHOICES.items():
            if name in values:
                values[name] = choices(values[name])
        for name in ("warn_at", "warn_working_days_before"):
            values[name] = tuple(values.get(name) or ())
        values["escalate"] = tuple(Escalation(**one) for one in values.get("escalate") or ())
        return cls(**values)


_CHOICES: dict[str, type[TextChoices]] = {
    "kind": DeadlineKind,
    "unit": Unit,
    "starts_from": StartsFrom,
    "roll": Roll,
    "target": TargetRule,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyNetPolicy:
    """When the acknowledgement goes by itself (decision 1). Times are the office's own; hours are whole."""

    target_time: time
    register_working_hours: int
    due_time: time
    after_logging_hours: int
    latest_time: time

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> Self:
        """Read the settings. :raises ValueError: if a key is unknown or missing"""
        _check_keys(cls, mapping)
        values = dict(mapping)
        for name in ("target_time", "due_time", "latest_time"):
            values[name] = read_time(values[name])
        return cls(**values)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedurePolicy:
    """
    A whole procedure.

    ``in_force_from``: what is received from this day on is dealt with under this version.
    ``cut_off``: from this local time on, something counts as received on the next working day; None where deemed
    receipt is off. ``safety_net``: None where nothing is ever acknowledged by itself.
    ``offer_limit``: the most, in pounds, that one person may offer without a second.
    The ``..._working_days`` are tasks for people: to sort an expression of dissatisfaction, to write the handler's own
    letter after an automatic one, to answer as the person complained of.
    """

    code: str
    name: str
    version: int
    in_force_from: date
    deadlines: tuple[DeadlinePolicy, ...]
    safety_net: SafetyNetPolicy | None = None
    cut_off: time | None = None
    early_resolution: bool = False
    sort_working_days: int
    own_letter_working_days: int
    staff_response_working_days: int
    offer_limit: int

    def __post_init__(self) -> None:
        """Reject a procedure that contradicts itself."""
        kinds = [rule.kind for rule in self.deadlines]
        if len(kinds) != len(set(kinds)):
            raise ValueError(f"{self.code}: two rules for one kind of deadline.")
        if self.cut_off is None and any(rule.starts_from in DEEMED for rule in self.deadlines):
            raise ValueError(f"{self.code}: a rule counts from deemed receipt, but there is no cut-off.")
        if self.safety_net and DeadlineKind.ACK not in kinds:
            raise ValueError(f"{self.code}: a safety net needs a deadline for the acknowledgement.")

    def rule(self, kind: DeadlineKind) -> DeadlinePolicy:
        """Return the rule of that kind. :raises LookupError: if this procedure has none"""
        for rule in self.deadlines:
            if rule.kind == kind:
                return rule
        raise LookupError(f"Procedure {self.code} has no rule for {kind}.")

    def has(self, kind: DeadlineKind) -> bool:
        """Say if this procedure has a rule of that kind."""
        return any(rule.kind == kind for rule in self.deadlines)

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> Self:
        """Read a procedure. :raises ValueError: if a key is unknown or missing, or a value is no choice"""
        _check_keys(cls, mapping)
        values = dict(mapping)
        values["deadlines"] = tuple(DeadlinePolicy.from_mapping(rule) for rule in values["deadlines"])
        if values.get("safety_net") is not None:
            values["safety_net"] = SafetyNetPolicy.from_mapping(values["safety_net"])
        if values.get("cut_off") is not None:
            values["cut_off"] = read_time(values["cut_off"])
        return cls(**values)


def read_time(value: time | str) -> time:
    """Read "15:00"; a time from a row passes through."""
    return value if isinstance(value, time) else time.fromisoformat(value)


def _check_keys(cls: type, mapping: Mapping[str, Any]) -> None:
    known = {one.name for one in fields(cls)}
    if unknown := sorted(set(mapping) - known):
        raise ValueError(f"{cls.__name__} has no {', '.join(unknown)}.")
