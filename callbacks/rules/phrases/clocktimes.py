"""Which times of a day a phrase means. A figure without am or pm is read as what lies in opening hours."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from callbacks.rules.phrases.book import DayPart
from callbacks.rules.phrases.reading import NotRead
from callbacks.rules.stages import PromiseType
from practice.calendar import WorkingCalendar

_NEAR = timedelta(hours=1)  # "5 to 6" is cut at half past five; "4 to 2" is no time at all
_HALF_A_DAY = timedelta(hours=12)  # "8 to 9" is no evening that began in the morning
NOON = time(12)


def _time(name: str) -> str:
    return rf"(?P<{name}h>\d{{1,2}})(?::(?P<{name}m>[0-5]\d))? ?(?P<{name}x>am|pm)?(?![\d:])"


_RANGE = re.compile(rf"\b(?:between |from )?{_time('a')} ?(?:-|\bto\b|\btill?\b|\buntil\b|\band\b) ?{_time('b')}")
_AFTER = re.compile(rf"\b(?:any time )?(?:after|from|past|later than) {_time('a')}(?: onwards?)?")
_ONWARDS = re.compile(rf"\b{_time('a')} ?(?:onwards?|or later|or after)\b")
_BEFORE = re.compile(rf"\b(?:before|by|until|till?|no later than|up to|latest) {_time('a')}")
_AT_LATEST = re.compile(rf"\b{_time('a')} ?(?:at the latest|or earlier|or before)\b")
_POINT = re.compile(rf"\b{_time('a')}")
_SHAPES = (
    (_RANGE, "range"),
    (_AFTER, "after"),
    (_ONWARDS, "after"),
    (_BEFORE, "by"),
    (_AT_LATEST, "by"),
    (_POINT, "at"),
)


@dataclass(frozen=True, slots=True)
class Times:
    """A time of day. ``is_exact``: am, pm or 24 hours were said, so nothing about it is read into it."""

    starts: time
    ends: time
    kind: PromiseType = PromiseType.WINDOW
    is_point: bool = False
    is_exact: bool = False


def read_times(
    text: str, parts: Sequence[DayPart], *, about: timedelta, calendar: WorkingCalendar
) -> tuple[list[Times], str]:
    """
    Return the times that may be meant, none if the phrase names none, and the phrase without the words for them.

    :raises NotRead: if what is said is no time, ends before it starts, or lies outside opening hours
    """
    for pattern, shape in _SHAPES:
        if found := pattern.search(text):
            halves = {part.half for part in parts} - {""}
            meant = [one for one in _meant(found, shape, about, calendar) if _in_half(one, halves)]
            kept = _within_hours(meant, calendar)
            if not kept:
                raise _refusal(found[0].strip(), meant, calendar)
            return kept, f"{text[: found.start()]} {text[found.end() :]}"
    return [], text


def explicit(text: str) -> Iterator[time]:
    """Give every time of which am, pm or 24 hours were said, wherever it lies."""
    for found in _POINT.finditer(text):
        hours = _hours(found, "a")
        if len(hours) == 1:
            yield hours[0]


def of_parts(parts: Sequence[DayPart], calendar: WorkingCalendar) -> Times:
    """Return what all these parts of the day have in common. :raises NotRead: if that is nothing"""
    starts = max(part.starts or calendar.opens_at for part in parts)
    ends = min(part.ends or calendar.closes_at for part in parts)
    starts, ends = max(starts, calendar.opens_at), min(ends, calendar.closes_at)
    if starts >= ends:
        raise NotRead(f"That is no time at which the office is open: {_opening(calendar)}.")
    return Times(starts, ends)


def _meant(found: re.Match[str], shape: str, about: timedelta, calendar: WorkingCalendar) -> list[Times]:
    first, exact = _hours(found, "a"), len(_hours(found, "a")) == 1
    if shape == "after":
        return [Times(at, calendar.closes_at, is_exact=exact) for at in first]
    if shape == "by":
        return [Times(calendar.opens_at, at, PromiseType.BY, is_exact=exact) for at in first]
    if shape == "at":
        return [Times(at, _later(at, about), is_point=True, is_exact=exact) for at in first]
    second = _hours(found, "b")
    exact = exact and len(second) == 1
    pairs = [(starts, ends) for starts in first for ends in second if starts < ends]
    return [Times(*pair, is_exact=exact) for pair in pairs if exact or _between(*pair) < _HALF_A_DAY]


def _hours(found: re.Match[str], name: str) -> list[time]:
    """Return the one or two times that figures can be. :raises NotRead: if they are no time"""
    hour, minute, half = int(found[f"{name}h"]), int(found[f"{name}m"] or 0), found[f"{name}x"]
    if hour > 23 or (half and not 1 <= hour <= 12):
        raise NotRead(f"{found[0].strip()} is no time of day.")
    if half:
        return [time(hour % 12 + (12 if half == "pm" else 0), minute)]
    if hour > 12 or hour == 0 or found[f"{name}h"].startswith("0"):
        return [time(hour, minute)]
    return [time(hour % 12, minute), time(hour % 12 + 12, minute)]


def _in_half(one: Times, halves: Iterable[str]) -> bool:
    """Keep what lies at least partly in every half of the day that was said."""
    for half in halves:
        said = one.ends if one.kind == PromiseType.BY else one.starts
        if half == "am" and said >= NOON and not (one.kind == PromiseType.BY and said == NOON):
            return False
        if half == "pm" and (said if one.is_point or one.kind == PromiseType.BY else one.ends) < NOON:
            return False
    return True


def _within_hours(meant: Sequence[Times], calendar: WorkingCalendar) -> list[Times]:
    """Keep what lies in opening hours; if nothing does, what a cut of at most an hour brings there."""
    inside = [one for one in meant if calendar.opens_at <= one.starts < one.ends <= calendar.closes_at]
    if inside:
        return inside
    cut = []
    for one in meant:
        starts, ends = max(one.starts, calendar.opens_at), min(one.ends, calendar.closes_at)
        lost = max(_between(one.starts, starts), _between(ends, one.ends))
        if starts < ends and (lost <= _NEAR or one.is_exact) and not (one.is_point and starts != one.starts):
            cut.append(Times(starts, ends, one.kind, one.is_point, one.is_exact))
    return cut


def _refusal(said: str, meant: Sequence[Times], calendar: WorkingCalendar) -> NotRead:
    if not meant:
        return NotRead(f"\u201c{said}\u201d ends before it starts, or is not in the part of the day you said.")
    return NotRead(f"\u201c{said}\u201d lies outside opening hours: {_opening(calendar)}.")


def _opening(calendar: WorkingCalendar) -> str:
    return f"{calendar.opens_at:%H:%M} to {calendar.closes_at:%H:%M}"


def _later(at: time, by: timedelta) -> time:
    later = datetime.combine(date.min, at) + by
    return later.time() if later.date() == date.min else time.max


def _between(first: time, second: time) -> timedelta:
    return datetime.combine(date.min, second) - datetime.combine(date.min, first)
