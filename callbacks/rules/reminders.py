"""
Who is reminded of a promise, and when: planned rows, written with the promise (decisions B8 and 34).

Staff have one list in the morning, one before the window and one in the evening; the rest is on their page. Only
urgent promises interrupt.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from callbacks.rules.judging import PromiseValue, last_moment
from callbacks.rules.policy import Anchor, Applies, Audience, CallPolicyValue, ReminderPolicy, ReminderRule
from practice.calendar import LatePolicy, WorkingCalendar


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """One stage of a promise. ``Audience.PAGE`` sends nothing: it marks the promise."""

    code: str
    audience: Audience
    fire_at: datetime
    late_policy: LatePolicy
    occurrence: int = 1


def reminder_plan(
    promise: PromiseValue,
    *,
    booked_at: datetime,
    policy: CallPolicyValue,
    reminders: ReminderPolicy,
    calendar: WorkingCalendar,
    urgent: bool = False,
    client_confirmation: bool = False,
    client_reminder: bool = False,
) -> tuple[PlannedReminder, ...]:
    """
    Return the planned stages of one promise, earliest first; none before it was booked.

    A list that has already gone is followed by one about this call, at once. What would reach the caller in quiet
    hours or on a day off waits for the next morning; if that is after the start, the sweep records it as too late.

    :raises BeyondKnownCalendar: if a stage lies beyond the known holidays
    """
    applies = {
        Applies.NEVER: False,
        Applies.ALWAYS: True,
        Applies.URGENT: urgent,
        Applies.CLIENT_CONFIRMATION: client_confirmation,
        Applies.CLIENT_REMINDER: client_reminder,
        Applies.CLIENT_CHECK_IN: False,  # of calls that come to us: rules/checkins.py
    }
    over = last_moment(promise, policy=policy) + timedelta.resolution
    day, last_day = calendar.local_date(promise.starts_at), calendar.local_date(promise.ends_at)
    moments = {
        Anchor.BOOKED: booked_at,
        Anchor.WINDOW_START: window_start(promise, policy=policy, calendar=calendar),
        Anchor.START: promise.starts_at,
        Anchor.END: promise.ends_at,
        Anchor.OVER: over,
        Anchor.MORNING: calendar.at(day, reminders.morning_at),
        Anchor.EVENING: max(over, calendar.at(last_day, reminders.evening_at)),
    }
    if any(rule.anchor == Anchor.NEXT_MORNING and applies[rule.applies] for rule in reminders.rules):
        moments[Anchor.NEXT_MORNING] = calendar.at(calendar.add_working_days(last_day, 1), reminders.morning_at)
    return tuple(
        sorted(
            _planned(
                (rule for rule in reminders.rules if applies[rule.applies]), moments, booked_at, reminders, calendar
            ),
            key=lambda planned: planned.fire_at,
        )
    )


def window_start(promise: PromiseValue, *, policy: CallPolicyValue, calendar: WorkingCalendar) -> datetime:
    """Return the start of the window a promise lies in; its own start if it lies in none."""
    day = calendar.local_date(promise.starts_at)
    for window in policy.windows_of(day):
        if calendar.at(day, window.starts) <= promise.starts_at < calendar.at(day, window.ends):
            return calendar.at(day, window.starts)
    return promise.starts_at


def out_of_quiet_hours(moment: datetime, *, reminders: ReminderPolicy, calendar: WorkingCalendar) -> datetime:
    """Return the moment itself if a caller may be written to then, else the next working morning."""
    return calendar.out_of_quiet_hours(moment, quiet_from=reminders.quiet_from, quiet_until=reminders.quiet_until)


def _planned(
    rules: Iterator[ReminderRule],
    moments: dict[Anchor, datetime],
    booked_at: datetime,
    reminders: ReminderPolicy,
    calendar: WorkingCalendar,
) -> Iterator[PlannedReminder]:
    for rule in rules:
        if rule.anchor == Anchor.MORNING and not booked_at <= moments[Anchor.MORNING] <= moments[Anchor.START]:
            continue  # the list of that morning has gone, or would come when the call is over
        fire_at = max(booked_at, moments[rule.anchor] + timedelta(minutes=rule.offset_minutes))
        if rule.anchor == Anchor.END:  # a slot is shorter than the offset: nothing is unfinished before its start
            fire_at = max(fire_at, moments[Anchor.START])
        if rule.audience == Audience.CLIENT:
            fire_at = out_of_quiet_hours(fire_at, reminders=reminders, calendar=calendar)
        yield PlannedReminder(rule.code, rule.audience, fire_at, rule.late_policy, rule.occurrence)
