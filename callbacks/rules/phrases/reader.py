"""
Read when a call would suit: every word has to be understood, or the phrase is refused.

What is past is never offered: of a time that runs, the rest while enough is left of it, else the next one.
"""

import re
from datetime import date, datetime, timedelta

from callbacks.rules.phrases.book import DayPart, PhraseBook
from callbacks.rules.phrases.clocktimes import Times, explicit, of_parts, read_times
from callbacks.rules.phrases.days import Day, next_open, read_day
from callbacks.rules.phrases.elapsed import read_elapsed
from callbacks.rules.phrases.reading import NotRead, Question, Reading
from callbacks.rules.phrases.tidy import tidy
from callbacks.rules.policy import CallPolicyValue
from callbacks.rules.slots import next_windows
from callbacks.rules.stages import PromiseType
from practice.calendar import DAY, WorkingCalendar, day_in_words

_FILLER = frozenset(
    "a about again any around at back be best call can could do fine for good if in is it me my of on ok okay or our "
    "perhaps phone please possible ring some sometime suits telephone the time to would works us we".split()
)
_EXAMPLE = "Say it like \u201cafter 3\u201d, \u201ctomorrow morning\u201d or \u201cTuesday 10 to 12\u201d."
_WHOLE_DAY = DayPart(words=())


def read_phrase(
    text: str, *, now: datetime, policy: CallPolicyValue, calendar: WorkingCalendar, book: PhraseBook
) -> Reading | Question:
    """
    Return the time those words mean, by the office's clock, or what to ask the caller.

    ``policy``: whose next window takes the place of a time that is over today (domain 5.2).

    :raises NotRead: if a word is not understood, or the time lies in the past, outside hours or on a closed day
    :raises NoSuchTime: if the clocks skip that time
    :raises BeyondKnownCalendar: if the day is not known
    """
    found: list[Reading] = []
    refused: list[NotRead] = []
    for spelling in tidy(text):
        try:
            found += _read(spelling, now=now, policy=policy, calendar=calendar, book=book)
        except NotRead as no:
            refused.append(no)
    choices = tuple(dict.fromkeys(found))
    if not choices:
        raise refused[0]
    if len(choices) == 1:
        return choices[0]
    return Question("That can mean more than one time. Ask which of these they mean.", choices)


def _read(
    text: str, *, now: datetime, policy: CallPolicyValue, calendar: WorkingCalendar, book: PhraseBook
) -> list[Reading]:
    elapsed, rest = read_elapsed(text, now=now, policy=policy, calendar=calendar)
    if elapsed:
        _check_all_read(rest)
        return elapsed
    today = calendar.local_date(now)
    days, rest = read_day(text, today=today, calendar=calendar)
    parts, rest = _parts(rest, book)
    for day in days:
        for at in explicit(rest):
            calendar.exactly(day.on, at)
    times, rest = read_times(rest, parts, about=book.about, calendar=calendar)
    if not times and (parts or days):
        whole = of_parts(parts or [_WHOLE_DAY], calendar)
        is_by = bool(re.search(r"\bby\b", rest)) and whole.ends == calendar.closes_at
        times = [Times(calendar.opens_at, whole.ends, PromiseType.BY) if is_by else whole]
        rest = re.sub(r"\bby\b", "", rest) if is_by else rest
    _check_all_read(rest)
    if not times:
        raise NotRead(f"No time can be read from that. {_EXAMPLE}")
    answers: list[Reading] = []
    refused: list[NotRead] = []
    for day in days or (Day(today, is_said=False),):
        for one in times:
            try:
                answers.append(_place(day, one, now=now, policy=policy, calendar=calendar))
            except NotRead as no:
                refused.append(no)
    if not answers:
        raise refused[0]
    return answers


def _parts(text: str, book: PhraseBook) -> tuple[list[DayPart], str]:
    """Take out every part of the day that is named, the longest words first."""
    found: list[DayPart] = []
    named = ((word, part) for part in book.parts for word in part.words)
    for word, part in sorted(named, key=lambda one: -len(one[0])):
        text, times = re.subn(rf"\b(?:(?:in|at|over) )?(?:the )?{re.escape(word)}s?\b", " ", text)
        if times and part not in found:
            found.append(part)
    return found, text


def _check_all_read(rest: str) -> None:
    left = [word for word in re.findall(r"[a-z0-9:/+'-]+", rest) if word not in _FILLER and word.strip("-':/")]
    if left:
        raise NotRead(f"\u201c{' '.join(left)[:40]}\u201d is not understood. {_EXAMPLE}")


def _place(day: Day, times: Times, *, now: datetime, policy: CallPolicyValue, calendar: WorkingCalendar) -> Reading:
    """Put times on their day; what is over gives way to the next time of its kind."""
    today = calendar.local_date(now)
    on = day.on if day.is_said else next_open(day.on, calendar)
    if not calendar.is_open_on(on):
        why = calendar.why_not_working(on) or calendar.shut[on]
        named = "" if why == f"{on:%A}" else f", {why}"
        raise NotRead(f"We do not ring on {day_in_words(on)}{named}. Please ask for a working day.")
    reading = _on(on, times, now=now, policy=policy, calendar=calendar, note=day.note)
    if reading is not None:
        return reading
    if not day.is_said:
        later = _on(next_open(today + DAY, calendar), times, now=now, policy=policy, calendar=calendar)
        assert later is not None  # a whole day lies ahead
        return later
    over = "That time is over today"
    window = next(iter(next_windows(now, policy=policy, calendar=calendar, taken=())), None)
    if times.is_point or times.kind != PromiseType.WINDOW or window is None:
        raise NotRead(f"{over}. Please ask for a later one.")
    return Reading(
        kind=PromiseType.WINDOW,
        starts_at=window.starts_at,
        ends_at=window.ends_at,
        note=f"{over}: this is the next time at which calls are returned.",
    )


def _on(
    on: date, times: Times, *, now: datetime, policy: CallPolicyValue, calendar: WorkingCalendar, note: str = ""
) -> Reading | None:
    """Return what is left of these times on that day; None if it is too little."""
    starts_at, ends_at = calendar.at(on, times.starts), calendar.at(on, times.ends)
    rest = timedelta(minutes=policy.rest_minutes)
    if times.is_point and starts_at < now:
        return None
    if starts_at < now and ends_at - now < rest:
        return None
    return Reading(kind=times.kind, starts_at=max(starts_at, now), ends_at=ends_at, note=note)
