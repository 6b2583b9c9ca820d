"""Sums of the call figures (domain 5.9): working minutes, the middle and the ninetieth of a hundred, age in days."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from practice.calendar import DAY, WorkingCalendar

#: Below this many a share says more about one person than about the firm: the count is shown, the share is not.
FEWEST = 5
AGES = ("up to 1 working day", "2 working days", "3 to 5 working days", "more than 5 working days")
_UPPER = (1, 2, 5)


def working_minutes(start: datetime, end: datetime, *, calendar: WorkingCalendar) -> int:
    """Return the whole minutes between two instants in which the office was open; 0 if the second comes first."""
    minutes, day = timedelta(0), calendar.local_date(start)
    while day <= calendar.local_date(end):
        if calendar.is_open_on(day):
            minutes += max(timedelta(0), min(end, calendar.closing(day)) - max(start, calendar.opening(day)))
        day += DAY
    return minutes // timedelta(minutes=1)


def nth_of_hundred(values: Sequence[int], nth: int) -> int | None:
    """Return the smallest value that at least so many of a hundred do not exceed; None of none."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * nth // 100) - 1)] if ordered else None


def age_of(taken_on: date, today: date, *, calendar: WorkingCalendar) -> str:
    """Say how long a call has been open."""
    days = calendar.working_days_between(taken_on, today)
    return next((words for upper, words in zip(_UPPER, AGES, strict=False) if days <= upper), AGES[-1])
