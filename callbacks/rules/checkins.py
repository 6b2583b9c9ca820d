"""Weekly check-ins: when each call is expected, when the client is reminded, from when on it has not come (D16)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.db.models import TextChoices

from callbacks.rules.policy import Applies, ReminderPolicy
from callbacks.rules.reminders import out_of_quiet_hours
from practice.calendar import DAY, WorkingCalendar
from practice.errors import Refusal, WorldMoved


class CheckInState(TextChoices):
    EXPECTED = "expected", "expected"
    CAME = "came", "came"
    NOT_COME = "not_come", "did not come"
    CALLED_OFF = "called_off", "called off"


class NoTimeForCheckIn(Refusal):
    """Nobody is there to take the call then."""

    code = "no_time_for_check_in"


class CheckInOver(WorldMoved):
    """It was ended or has come meanwhile."""

    code = "check_in_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInPolicy:
    """How long after its time a call counts as not come, and how many days ahead the calls are planned."""

    over_after_minutes: int
    days_ahead: int

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> Self:
        """:raises TypeError: if the data is no such policy"""
        return cls(**mapping)


WORKING_WEEK = range(5)


def check_time(weekday: int, at: time, *, calendar: WorkingCalendar) -> None:
    """:raises NoTimeForCheckIn: if the office is never open then"""
    if weekday not in WORKING_WEEK:
        raise NoTimeForCheckIn("The office is shut on that day of the week. Please choose another.")
    if not calendar.opens_at <= at < calendar.closes_at:
        opens, closes = f"{calendar.opens_at:%H:%M}", f"{calendar.closes_at:%H:%M}"
        raise NoTimeForCheckIn(f"Somebody has to be there to answer: choose a time from {opens}, before {closes}.")


def expected_days(weekday: int, *, first: date, last: date) -> Iterator[date]:
    """Yield the days of that name from the first to the last, both included."""
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    while day <= last:
        yield day
        day += timedelta(days=7)


def expected_at(on: date, at: time, *, calendar: WorkingCalendar) -> datetime:
    """Return when the call of that week is expected: on the next working day where the office is shut."""
    while not calendar.is_open_on(on):
        on += DAY
    return calendar.at(on, at)


def reminded_at(expected: datetime, *, reminders: ReminderPolicy, calendar: WorkingCalendar) -> datetime | None:
    """
    Return when the client is reminded: the evening of the working day before, out of quiet hours; None for never.

    Its time is that of the firm's evening lists, moved by the minutes of the rule.
    """
    rule = next((one for one in reminders.rules if one.applies == Applies.CLIENT_CHECK_IN), None)
    if rule is None:
        return None
    eve = calendar.last_working_day_on_or_before(calendar.local_date(expected) - DAY)
    moment = calendar.at(eve, reminders.evening_at) + timedelta(minutes=rule.offset_minutes)
    return out_of_quiet_hours(moment, reminders=reminders, calendar=calendar)


def over_at(expected: datetime, *, policy: CheckInPolicy) -> datetime:
    return expected + timedelta(minutes=policy.over_after_minutes)
