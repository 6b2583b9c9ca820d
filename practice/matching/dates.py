"""Dates of birth as they are mistyped: digits swapped, one off, day and month the other way round."""

import re
from datetime import date
from functools import lru_cache
from typing import Final

_ISO: Final = re.compile(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})")
_BRITISH: Final = re.compile(r"(\d{1,2})\D(\d{1,2})\D(\d{4})|(\d{2})(\d{2})((?:18|19|20)\d{2})")
_YEARS: Final = range(1850, 2100)


def digits_of(text: str) -> str:
    """
    Return a date as eight digits, year first, even if no calendar has it (31 February); "" if it is no date at all.

    Understood: 1958-03-14, 19580314, 14/03/1958, 14.3.1958, with or without a time behind it.
    """
    text = text.strip().split("T")[0].split(" ")[0]
    if (found := _ISO.fullmatch(text)) and (int(found[1]) in _YEARS or not _BRITISH.fullmatch(text)):
        return f"{found[1]}{found[2]:0>2}{found[3]:0>2}"
    if found := _BRITISH.fullmatch(text):
        day, month, year = found.groups()[:3] if found[1] else found.groups()[3:]
        return f"{year}{month:0>2}{day:0>2}"
    return ""


def as_date(digits: str) -> date | None:
    """Return the day the digits stand for; None if the calendar does not have it."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def day_and_month_swapped(digits: str) -> str:
    return digits[:4] + digits[6:] + digits[4:6]


@lru_cache(maxsize=1024)
def slips(digits: str) -> tuple[str, ...]:
    """Return every date of the calendar that is one digit off, or has two neighbours swapped."""
    swapped = [digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in range(len(digits) - 1)]
    one_off = [digits[:i] + other + digits[i + 1 :] for i in range(len(digits)) for other in "0123456789"]
    return tuple(
        slip
        for slip in dict.fromkeys(swapped + one_off)
        if slip != digits and int(slip[:4]) in _YEARS and as_date(slip) is not None
    )


def compare_dates(asked: str, stored: str) -> tuple[float, str]:
    """Return how near two dates of birth are, from 0 to 1, and why."""
    if asked == stored:
        return 1.0, "same date of birth"
    if day_and_month_swapped(asked) == stored:
        return 0.9, "day and month of birth the other way round"
    off = [i for i in range(8) if asked[i] != stored[i]]
    if len(off) == 1:
        return 0.85, "date of birth one digit off"
    if len(off) == 2 and asked[off[0]] == stored[off[1]] and asked[off[1]] == stored[off[0]]:
        return 0.85, "date of birth with two digits swapped"
    if len(off) == 2 or sorted(asked) == sorted(stored):
        return 0.45, "date of birth two slips off"
    if len(off) == 3 or asked[4:] == stored[4:]:
        return 0.25, "another date of birth, with digits in common"
    return 0.0, "another date of birth"
