"""
When things are due. Pure: an instant, a procedure and a calendar in, dates with their reasons out.

Nothing here pauses. A date once stored is never computed again; it is only replaced by a new row (decisions B5, 7).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from complaints.rules.policy import (
    DEEMED,
    ON_RECEIPT,
    DeadlineKind,
    DeadlinePolicy,
    DeadlineStatus,
    ProcedurePolicy,
    Roll,
    TargetRule,
    Unit,
)
from practice.calendar import DAY, WorkingCalendar, add_months, day_in_words

DAYS_IN_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """
    One dated promise and how it was reached.

    ``due_before`` is the first instant that is too late: the start of the local day after ``due_on``.
    """

    kind: DeadlineKind
    started_on: date
    due_on: date
    target_on: date
    due_before: datetime
    zone: str
    calendar_version: str
    procedure_version: int
    explanation: str


def deadlines(received_at: datetime, *, procedure: ProcedurePolicy, calendar: WorkingCalendar) -> tuple[Promise, ...]:
    """
    Return every promise that begins with receipt, in the order of the procedure.

    :raises BeyondKnownCalendar: if one of them lies beyond the known holidays
    """
    return tuple(
        _promise(rule, received_at, procedure=procedure, calendar=calendar)
        for rule in procedure.deadlines
        if rule.starts_from in ON_RECEIPT
    )


def deadline(
    kind: DeadlineKind, started_at: datetime, *, procedure: ProcedurePolicy, calendar: WorkingCalendar
) -> Promise:
    """
    Return the promise of one kind from the event that starts it: review asked for, outcome sent, last update.

    :raises LookupError: if the procedure has no such rule
    :raises BeyondKnownCalendar: if it lies beyond the known holidays
    """
    return _promise(procedure.rule(kind), started_at, procedure=procedure, calendar=calendar)


def review_deadline(
    requested_at: datetime, *, eight_weeks_on: date | None, procedure: ProcedurePolicy, calendar: WorkingCalendar
) -> Promise:
    """
    Return when the review is due: by its own rule, shortened to the eight-week date where that comes first.

    A request after the eight weeks has nothing left to fit into and keeps its own rule.
    """
    promise = deadline(DeadlineKind.STAGE2_OUTCOME, requested_at, procedure=procedure, calendar=calendar)
    asked_on = calendar.local_date(requested_at)
    if eight_weeks_on is None or not asked_on <= eight_weeks_on < promise.due_on:
        return promise
    return replace(
        promise,
        due_on=eight_weeks_on,
        target_on=_target(
            procedure.rule(DeadlineKind.STAGE2_OUTCOME),
            eight_weeks_on,
            started_on=asked_on,
            counted_from=asked_on,
            calendar=calendar,
        ),
        due_before=calendar.end_of_day(eight_weeks_on),
        explanation=f"{promise.explanation} Shortened to fit the eight weeks: {day_in_words(eight_weeks_on)}.",
    )


def extended(running: Promise, *, new_due_on: date, rule: DeadlinePolicy, calendar: WorkingCalendar) -> Promise:
    """Return the promise that replaces a running one after ``check_extension`` allowed it."""
    return replace(
        running,
        due_on=new_due_on,
        target_on=_target(rule, new_due_on, started_on=running.started_on, counted_from=new_due_on, calendar=calendar),
        due_before=calendar.end_of_day(new_due_on),
        calendar_version=calendar.version,
        explanation=(
            f"Extended from {day_in_words(running.due_on)} to {day_in_words(new_due_on)}, "
            "with notice sent before the first date had passed. It counts as extended, never as on time."
        ),
    )


def is_late(dispatched_at: datetime, *, due_before: datetime) -> bool:
    """Say if something left too late: at or after the first instant of the day after."""
    return dispatched_at >= due_before


def status_of(*, due_before: datetime, dispatched_at: datetime | None, was_extended: bool = False) -> DeadlineStatus:
    """Return what a deadline has come to by what has left; what was extended is never met (decision 10)."""
    if dispatched_at is None:
        return DeadlineStatus.RUNNING
    if is_late(dispatched_at, due_before=due_before):
        return DeadlineStatus.LATE
    return DeadlineStatus.EXTENDED if was_extended else DeadlineStatus.MET


def _promise(
    rule: DeadlinePolicy, started_at: datetime, *, procedure: ProcedurePolicy, calendar: WorkingCalendar
) -> Promise:
    started_on = calendar.local_date(started_at)
    counted_from = started_on
    if rule.starts_from in DEEMED and procedure.cut_off is not None:
        counted_from = calendar.deemed_receipt(started_at, cut_off=procedure.cut_off)
    due_on = _rolled(rule, _counted(rule, counted_from, calendar, rule.count_start_day), calendar)
    return Promise(
        kind=rule.kind,
        started_on=started_on,
        due_on=due_on,
        target_on=_target(rule, due_on, started_on=started_on, counted_from=counted_from, calendar=calendar),
        due_before=calendar.end_of_day(due_on),
        zone=calendar.zone.key,
        calendar_version=calendar.version,
        procedure_version=procedure.version,
        explanation=_explanation(rule, started_on, counted_from, due_on),
    )


def _counted(rule: DeadlinePolicy, start: date, calendar: WorkingCalendar, count_start_day: bool) -> date:
    first = start - DAY if count_start_day else start
    if rule.unit == Unit.WORKING_DAYS:
        return calendar.add_working_days(first, rule.value)
    if rule.unit == Unit.MONTHS:
        return add_months(start, rule.value)
    days = rule.value * (DAYS_IN_WEEK if rule.unit == Unit.WEEKS else 1)
    return first + timedelta(days=days)


def _rolled(rule: DeadlinePolicy, due_on: date, calendar: WorkingCalendar) -> date:
    if rule.roll == Roll.NEXT_WORKING_DAY:
        return calendar.next_working_day_on_or_after(due_on)
    if rule.roll == Roll.PREVIOUS_WORKING_DAY:
        return calendar.last_working_day_on_or_before(due_on)
    return due_on


def _target(
    rule: DeadlinePolicy, due_on: date, *, started_on: date, counted_from: date, calendar: WorkingCalendar
) -> date:
    """Return the day people work to: never before the day it started, else that day (domain Q1, 3.5 point 9)."""
    if rule.target == TargetRule.DUE_DAY:
        return due_on
    latest = due_on
    if rule.target == TargetRule.WORKING_DAY_BEFORE:
        latest = due_on - DAY
    elif rule.target == TargetRule.COUNTING_START_DAY and counted_from < due_on:
        latest = _counted(rule, counted_from, calendar, count_start_day=True)
    return max(started_on, calendar.last_working_day_on_or_before(latest))


def _explanation(rule: DeadlinePolicy, started_on: date, counted_from: date, due_on: date) -> str:
    unit = f"{rule.unit.label}{'' if rule.value == 1 else 's'}"
    counting = "that day counted" if rule.count_start_day else "that day not counted"
    moved = ""
    if counted_from != started_on:
        moved = f"It came on {day_in_words(started_on)} after hours or on a day off. "
    rolled = "" if rule.roll == Roll.KEEP else f" A date that is no working day {rule.roll.label}."
    return f"{moved}{rule.value} {unit} from {day_in_words(counted_from)}, {counting}: {day_in_words(due_on)}.{rolled}"
