"""
What happens by itself around a deadline: warnings, the safety net, the breach, escalations, drafts (domain 3.10).

Each is a planned row, written with the deadline and fired once. Warnings come at the opening of a working day, or at
once where that morning has passed when the row is written; of several that fall together only the last is kept.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from complaints.rules.deadlines import Promise, is_late
from complaints.rules.policy import DeadlineKind, DeadlinePolicy, ProcedurePolicy, SafetyNetPolicy, Unit
from practice.calendar import LatePolicy, PlannedStage, WorkingCalendar

DUE_TODAY = "due_today"
SAFETY_NET = "safety_net"
BREACHED = "breached"
DRAFT_APOLOGY = "draft_apology"
DRAFT_LETTER = "draft_letter"
WINDOW_CLOSED = "window_closed"
WARNINGS = ("warn_", "minus_")  # how the kinds of warnings begin, but for the last: DUE_TODAY
HUNDRED_PERCENT = 100

_LABELS = {
    DUE_TODAY: "due today, or the last working day before it",
    SAFETY_NET: "automatic acknowledgement",
    BREACHED: "overdue",
    DRAFT_APOLOGY: "draft of a late acknowledgement that apologises",
    DRAFT_LETTER: "draft of the letter for that day",
    WINDOW_CLOSED: "time has run out",
    "escalate_head": "head of department told",
    "escalate_managing_partner": "managing partner told",
}


def stage_label(code: str) -> str:
    """Name a stage for a person who reads what will go out, and what went."""
    kind, _, number = code.rpartition("_")
    if kind == "warn":
        return f"{number} % of the time is over"
    if kind == "minus":
        return f"{number} working days left"
    return _LABELS.get(code) or f"{code.removeprefix('escalate_').replace('_', ' ')} told"


def is_warning(code: str) -> bool:
    """Say if a stage only warns that a day comes near; breaches, escalations and drafts do not."""
    return code == DUE_TODAY or code.startswith(WARNINGS)


def stage_plan(
    promise: Promise,
    *,
    procedure: ProcedurePolicy,
    calendar: WorkingCalendar,
    planned_at: datetime,
    logged_at: datetime | None = None,
) -> tuple[PlannedStage, ...]:
    """
    Return all stages of one deadline, earliest first.

    ``planned_at``: when the rows are written. ``logged_at``: when the complaint entered the register, if that was
    earlier (a date counted again); it decides the safety net.

    :raises LookupError: if the procedure has no rule for that kind
    :raises BeyondKnownCalendar: if a stage lies beyond the known holidays
    """
    rule = procedure.rule(promise.kind)
    stages = [*_draft(promise, rule, calendar, planned_at)]
    if rule.owed_by_firm:
        stages += _warnings(promise, rule, calendar, planned_at)
        stages += _consequences(promise, rule, calendar)
        if promise.kind == DeadlineKind.ACK:
            stages += _acknowledgement(promise, procedure.safety_net, calendar, logged_at or planned_at)
    else:
        stages.append(PlannedStage(WINDOW_CLOSED, promise.due_before, LatePolicy.ALWAYS))
    return tuple(sorted(stages, key=lambda stage: stage.fire_at))


def safety_net_at(
    promise: Promise, *, logged_at: datetime, net: SafetyNetPolicy, calendar: WorkingCalendar
) -> datetime | None:
    """
    Return when the acknowledgement goes by itself; None if its due day was over when it was logged (decision 1).

    On the target day, if the complaint has by then been in the register for some working hours; else on the due day,
    working day or not, never later than ``latest_time`` unless it was logged later still: then at once.
    """
    if is_late(logged_at, due_before=promise.due_before):
        return None
    on_target = calendar.at(promise.target_on, net.target_time)
    if calendar.add_working_hours(logged_at, timedelta(hours=net.register_working_hours)) <= on_target:
        return on_target
    soonest = max(
        calendar.at(promise.due_on, net.due_time),
        logged_at + timedelta(hours=net.after_logging_hours),
    )
    return max(logged_at, min(soonest, calendar.at(promise.due_on, net.latest_time)))


def _warnings(
    promise: Promise, rule: DeadlinePolicy, calendar: WorkingCalendar, planned_at: datetime
) -> list[PlannedStage]:
    """Plan the warnings in rising order of urgency; none if the time was over when they were planned."""
    if is_late(planned_at, due_before=promise.due_before):
        return []
    mornings = [(f"warn_{percent}", _gone(promise, rule, percent, calendar)) for percent in sorted(rule.warn_at)]
    mornings += [
        (f"minus_{days}", calendar.add_working_days(promise.due_on, -days))
        for days in sorted(rule.warn_working_days_before, reverse=True)
    ]
    mornings.append((DUE_TODAY, promise.due_on))
    by_moment: dict[datetime, str] = {}
    for code, day in mornings:
        by_moment[max(planned_at, _morning(day, calendar))] = code
    return [PlannedStage(code, moment, LatePolicy.UNTIL_END) for moment, code in by_moment.items()]


def _gone(promise: Promise, rule: DeadlinePolicy, percent: int, calendar: WorkingCalendar) -> date:
    """Return the day on which that share of the period is over, counted in the rule's own days, rounded down."""
    if rule.unit == Unit.WORKING_DAYS:
        total = calendar.working_days_between(promise.started_on, promise.due_on)
        return calendar.add_working_days(promise.started_on, total * percent // HUNDRED_PERCENT)
    total = (promise.due_on - promise.started_on).days
    return promise.started_on + timedelta(days=total * percent // HUNDRED_PERCENT)


def _morning(day: date, calendar: WorkingCalendar) -> datetime:
    return calendar.opening(calendar.last_working_day_on_or_before(day))


def _consequences(promise: Promise, rule: DeadlinePolicy, calendar: WorkingCalendar) -> Iterator[PlannedStage]:
    """Plan what follows a missed date; it is told however late."""
    yield PlannedStage(BREACHED, promise.due_before, LatePolicy.ALWAYS)
    for step in rule.escalate:
        morning = calendar.opening(calendar.add_working_days(promise.due_on, step.working_days_after))
        yield PlannedStage(f"escalate_{step.to}", morning, LatePolicy.ALWAYS)


def _acknowledgement(
    promise: Promise, net: SafetyNetPolicy | None, calendar: WorkingCalendar, logged_at: datetime
) -> Iterator[PlannedStage]:
    """Plan the safety net, and the draft that apologises should nothing have left when the day is over."""
    moment = safety_net_at(promise, logged_at=logged_at, net=net, calendar=calendar) if net else None
    if moment is not None:
        yield PlannedStage(SAFETY_NET, moment, LatePolicy.UNTIL_END)
    yield PlannedStage(DRAFT_APOLOGY, max(promise.due_before, logged_at), LatePolicy.ALWAYS)


def _draft(
    promise: Promise, rule: DeadlinePolicy, calendar: WorkingCalendar, planned_at: datetime
) -> Iterator[PlannedStage]:
    if rule.draft_working_days_before is not None:
        day = calendar.add_working_days(promise.due_on, -rule.draft_working_days_before)
        yield PlannedStage(DRAFT_LETTER, max(planned_at, calendar.opening(day)), LatePolicy.ALWAYS)
