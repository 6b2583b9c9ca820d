"""Which times a client is shown by their link: free ones, and nothing about the others (decisions 36)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from callbacks.models import Callback
from callbacks.offers import taken_spans
from callbacks.policies import policy_for
from callbacks.presets import self_service_preset
from callbacks.rules import Slot, slots
from practice.calendar import DAY, WorkingCalendar
from practice.reach import hours_of, may_ring_at
from practice.statuses import may_be_reached


@dataclass(frozen=True, slots=True)
class DayOfTimes:
    """The free times of one day, by the clock of the office."""

    on: date
    slots: Sequence[Slot]


@dataclass(frozen=True, slots=True)
class Choices:
    """The next days with free times. ``later``: the first day after them that has any."""

    days: Sequence[DayOfTimes]
    later: date | None


def choices_for(callback: Callback, *, calendar: WorkingCalendar, now: datetime, since: date | None = None) -> Choices:
    """Return the times of whoever rings at which the caller may be rung, from today or a day on; three queries."""
    if not may_be_reached(callback.caller):
        return Choices(days=(), later=None)
    adviser, shown = callback.adviser, self_service_preset().days_shown
    policy, hours = policy_for(adviser), hours_of(callback.caller)
    today = calendar.local_date(now)
    last = min(today + timedelta(days=policy.search_days), calendar.known_until)
    taken = taken_spans(
        [adviser], now, calendar.end_of_day(last), now=now, policies={adviser.pk: policy}, calendar=calendar
    )[adviser.pk]
    day, found = max(today, since or today), list[DayOfTimes]()
    while day <= last:
        free = slots([day], policy=policy, calendar=calendar, taken=taken, now=now)
        inside = [one for one in free if may_ring_at(hours, one.starts_at, one.ends_at, calendar=calendar)]
        if inside and len(found) == shown:
            return Choices(days=found, later=day)
        if inside:
            found.append(DayOfTimes(day, inside))
        day += DAY
    return Choices(days=found, later=None)
