"""A phrase in one plain spelling: small letters, figures for numbers, "14:30" for every clock time."""

import re
from collections.abc import Callable

_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MINUTES = {"five": 5, "ten": 10, "quarter": 15, "twenty": 20, "twenty five": 25, "half": 30}
_HOUR = rf"(?:{'|'.join(_HOURS)}|1[0-2]|0?[1-9])"
_MINUTE = r"(?P<minutes>five|ten|a quarter|quarter|twenty five|twenty|25|20|10|5)(?: minutes| mins)?"
_SAID_IN_WORDS = re.compile(rf"\b(?P<minutes>five|ten) to (?P<hour>{'|'.join(_HOURS)})\b")
MOST_LETTERS = 100


def tidy(text: str) -> tuple[str, ...]:
    """
    Return the phrase in plain spelling; in two where words can be a clock time and a window: "ten to twelve".

    What is longer than anybody says is cut; it cannot be read then either.
    """
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", text[:MOST_LETTERS].lower()).replace("\u2019", "'")
    plain = re.sub(r"\b([ap])\.?\s?m\b\.?", r"\1m", plain)
    plain = re.sub(r"(?<=\d)\.(?=\d)", ":", plain)
    plain = re.sub(r"[^a-z0-9:/+'-]+", " ", plain).replace("twenty-five", "twenty five").strip()
    if _SAID_IN_WORDS.search(plain):
        return _clock(_SAID_IN_WORDS.sub(_to, plain)), _clock(plain)
    return (_clock(plain),)


def _clock(text: str) -> str:
    """Write every clock time in figures."""
    steps: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
        (r"\b(?:noon|midday|mid-day)\b", "12:00pm"),
        (r"\bmidnight\b", "12:00am"),
        (rf"\bhalf(?: past)? (?P<hour>{_HOUR})\b", lambda found: f"{_figure(found['hour'])}:30"),
        (rf"\b{_MINUTE} past (?P<hour>{_HOUR})\b", _past),
        (rf"\b(?P<minutes>a quarter|quarter|twenty five|twenty|25|20)(?: minutes)? to (?P<hour>{_HOUR})\b", _to),
        (rf"\b(?P<hour>{'|'.join(_HOURS)})\b", lambda found: str(_figure(found["hour"]))),
        (r"(?<!/)\b(?!20[2-9]\d)([01]\d|2[0-3])([0-5]\d)(?: ?hrs| ?hours| ?h)?\b", r"\1:\2"),
        (r"(?<=\d) ?o'? ?clock\b", ""),
    )
    for pattern, written in steps:
        text = re.sub(pattern, written, text)
    return text


def _figure(hour: str) -> int:
    return _HOURS.index(hour) + 1 if hour in _HOURS else int(hour)


def _count(minutes: str) -> int:
    return int(minutes) if minutes.isdecimal() else _MINUTES[minutes.removeprefix("a ")]


def _past(found: re.Match[str]) -> str:
    return f"{_figure(found['hour'])}:{_count(found['minutes']):02}"


def _to(found: re.Match[str]) -> str:
    hour = _figure(found["hour"]) - 1 or 12
    return f"{hour}:{60 - _count(found['minutes']):02}"
