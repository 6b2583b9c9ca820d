"""Times counted from now: "within two hours", "in half an hour"."""

import re
from datetime import datetime, timedelta

from callbacks.rules.phrases.reading import Reading
from callbacks.rules.policy import CallPolicyValue
from callbacks.rules.stages import PromiseType
from practice.calendar import WorkingCalendar

_AMOUNT = (
    r"(?P<amount>an hour and a half|half an hour|the hour|an hour|a day|\d{1,3})"
    r"(?: ?(?P<unit>working hours?|working days?|minutes?|mins?|hours?|hrs?|days?))?(?:'s?)?(?: time)?"
)
_WITHIN = re.compile(rf"\b(?:within|in the next|over the next|inside)(?: the next)? {_AMOUNT}(?=$|[^\w:])")
_IN = re.compile(rf"\bin (?:about |around )?{_AMOUNT}(?=$|[^\w:])")
_LEAST = timedelta(minutes=2)  # a shorter time is over when it has been read back
_FIXED = {
    "an hour and a half": timedelta(minutes=90),
    "half an hour": timedelta(minutes=30),
    "the hour": timedelta(hours=1),
    "an hour": timedelta(hours=1),
    "a day": timedelta(hours=24),
}


def read_elapsed(
    text: str, *, now: datetime, policy: CallPolicyValue, calendar: WorkingCalendar
) -> tuple[list[Reading], str]:
    """
    Return the times counted from now that may be meant, none if the phrase counts none, and the words that are left.

    "In an hour" can be at that time or by then. Hours that run past closing can be of the clock or of the office.
    """
    text = text.replace("in 1 hour", "in an hour")
    found = _WITHIN.search(text)
    is_within = found is not None
    found = found or _IN.search(text)
    if found is None or not (found["unit"] or found["amount"] in _FIXED):
        return [], text
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    working, length = _length(found, calendar)
    if length < _LEAST:
        return [], text
    if working:
        return [_within(now, calendar.add_working_hours(now, length))], rest
    ends_at = (now + length).replace(second=0, microsecond=0)
    if not calendar.is_open_at(now) or not _is_open_until(ends_at, calendar):
        days, hours = divmod(length, timedelta(hours=24))
        opened = calendar.add_working_hours(now, days * calendar.working_day + hours)
        closing = calendar.closing(calendar.local_date(now))
        rest_of_day = [_within(now, closing)] if calendar.is_open_at(now) and closing < ends_at else []
        return [*rest_of_day, _within(now, opened)], rest
    if is_within:
        return [_within(now, ends_at)], rest
    then = ends_at + timedelta(minutes=policy.rest_minutes)
    return [_within(now, ends_at), Reading(kind=PromiseType.WINDOW, starts_at=ends_at, ends_at=then)], rest


def _length(found: re.Match[str], calendar: WorkingCalendar) -> tuple[bool, timedelta]:
    if found["amount"] in _FIXED:
        return False, _FIXED[found["amount"]]
    number, unit = int(found["amount"]), found["unit"]
    if unit.startswith("working day"):
        return True, number * calendar.working_day
    if unit.startswith("min"):
        return False, timedelta(minutes=number)
    days = unit.startswith("day")
    return unit.startswith("working"), timedelta(hours=number * (24 if days else 1))


def _is_open_until(at: datetime, calendar: WorkingCalendar) -> bool:
    day = calendar.local_date(at)
    return calendar.is_open_on(day) and calendar.opening(day) < at <= calendar.closing(day)


def _within(now: datetime, ends_at: datetime) -> Reading:
    return Reading(kind=PromiseType.WITHIN, starts_at=now, ends_at=ends_at.replace(second=0, microsecond=0))
