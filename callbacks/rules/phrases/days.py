"""Which day a phrase means."""

import re
from dataclasses import dataclass
from datetime import date

from callbacks.rules.phrases.reading import NotRead
from practice.calendar import DAY, WorkingCalendar, day_in_words

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "weds": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
_NUMBER = {**{name: number for number, name in enumerate(_WEEKDAYS)}, **_SHORT}
_MONTHS = "january february march april may june july august september october november december".split()
_WEEKDAY = rf"(?P<weekday>{'|'.join(sorted(_NUMBER, key=len, reverse=True))})"
_MONTH = rf"(?P<month>{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in _MONTHS)}|sept)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_DATES = (
    re.compile(rf"\b(?:{_WEEKDAY},? )?(?:the )?{_DAY} (?:of )?{_MONTH}(?:,? (?P<year>20\d\d))?\b"),
    re.compile(rf"\b(?:{_WEEKDAY},? )?{_MONTH} (?:the )?{_DAY}(?:,? (?P<year>20\d\d))?\b(?!:)"),
    re.compile(rf"\b(?:{_WEEKDAY} )?(?P<day>[0-3]?\d)/(?P<month>[01]?\d)(?:/(?P<year>(?:20)?\d\d))?\b"),
    re.compile(rf"\b(?:{_WEEKDAY} )?(?:the )?(?P<day>[0-3]?\d)(?:st|nd|rd|th)\b"),
)
_WEEK = 7 * DAY
_A_WEEK_LATER = re.compile(rf"\b(?:a week on {_WEEKDAY}|{_WEEKDAY.replace('weekday', 'other')} week)\b")
_NAMED = re.compile(rf"\b(?:(?P<which>this|next|coming|this coming) )?{_WEEKDAY}\b")
_TODAY = re.compile(r"\b(?:today|this(?= (?:morning|afternoon|evening|lunch|lunchtime|late|early|mid)\b)|(?=tonight))")
_TOMORROW = re.compile(r"\b(?:tomorrow|tomorow|tmrw|tmw)\b")


@dataclass(frozen=True, slots=True)
class Day:
    """
    A day that may be meant. ``is_said``: the caller named it, so no other may be put in its place.

    ``note``: what it is, where the words alone would mislead: "tomorrow" before Easter is a Tuesday.
    """

    on: date
    is_said: bool = True
    note: str = ""


def read_day(text: str, *, today: date, calendar: WorkingCalendar) -> tuple[tuple[Day, ...], str]:
    """
    Return the days that may be meant, none if the phrase names none, and the phrase without the words for it.

    :raises NotRead: if there is no such day, or it is over
    """
    for pattern in _DATES:
        if found := pattern.search(text):
            return (Day(_dated(found, today)),), _without(text, found)
    if found := re.search(r"\bday after tomorrow\b", text):
        return (Day(today + 2 * DAY),), _without(text, found)
    if found := _TOMORROW.search(text):
        return (_tomorrow(today, calendar),), _without(text, found)
    if found := _A_WEEK_LATER.search(text):
        number = _NUMBER[found["weekday"] or found["other"]]
        return (Day(_coming(number, today) + _WEEK),), _without(text, found)
    if found := _NAMED.search(text):
        return _named(found, today), _without(text, found)
    if found := re.search(r"\b(?P<which>this|next) week\b", text):
        return _of_week(today + (_WEEK if found["which"] == "next" else 0 * DAY), today, calendar), _without(
            text, found
        )
    if found := _TODAY.search(text):
        return (Day(today),), _without(text, found)
    return (), text


def next_open(day: date, calendar: WorkingCalendar) -> date:
    """Return the day itself if somebody answers then, else the next such day. :raises BeyondKnownCalendar"""
    while not calendar.is_open_on(day):
        day += DAY
    return day


def _tomorrow(today: date, calendar: WorkingCalendar) -> Day:
    """ "Tomorrow" is the next working day, and says so where it is another day."""
    on = next_open(today + DAY, calendar)
    if on == today + DAY:
        return Day(on)
    why = calendar.why_not_working(today + DAY) or calendar.shut[today + DAY]
    return Day(on, note=f"Tomorrow is no working day ({why}): this is the next one.")


def _named(found: re.Match[str], today: date) -> tuple[Day, ...]:
    """ "Tuesday" on a Tuesday, and "next Tuesday" on a Monday, can be two days."""
    coming = _coming(_NUMBER[found["weekday"]], today)
    which = found["which"]
    if coming == today:
        return (Day(coming + _WEEK),) if which == "next" else (Day(coming), Day(coming + _WEEK))
    if which == "next" and coming.isocalendar()[:2] == today.isocalendar()[:2]:
        return Day(coming), Day(coming + _WEEK)
    return (Day(coming),)


def _of_week(within: date, today: date, calendar: WorkingCalendar) -> tuple[Day, ...]:
    monday = within - within.weekday() * DAY
    return tuple(Day(on) for n in range(5) if (on := monday + n * DAY) >= today and calendar.is_open_on(on))


def _coming(weekday: int, today: date) -> date:
    return today + ((weekday - today.weekday()) % 7) * DAY


def _dated(found: re.Match[str], today: date) -> date:
    parts = found.groupdict()
    day, year = int(parts["day"]), parts.get("year")
    month = _month(parts["month"]) if parts.get("month") else today.month
    try:
        if year:
            on = date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        else:
            on = _next_such(day, month, today, any_month=not parts.get("month"))
    except ValueError as none:
        raise NotRead(f"There is no such date as {found[0].strip()}.") from none
    if on < today:
        raise NotRead(f"{day_in_words(on)} has passed. Please say a day still to come.")
    if parts["weekday"] and _NUMBER[parts["weekday"]] != on.weekday():
        raise NotRead(
            f"{on.day} {_MONTHS[on.month - 1].title()} is a {_WEEKDAYS[on.weekday()].title()}. Which of the two is it?"
        )
    return on


def _next_such(day: int, month: int, today: date, *, any_month: bool) -> date:
    """Return the next date with that number; of the same month next year, or of the next month if none was said."""
    on = date(today.year, month, day)
    if on >= today:
        return on
    if not any_month:
        return date(today.year + 1, month, day)
    return date(today.year + month // 12, month % 12 + 1, day)


def _month(text: str) -> int:
    return int(text) if text.isdecimal() else [name[:3] for name in _MONTHS].index(text[:3]) + 1


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"
