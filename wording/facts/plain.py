"""Plain words for plain facts: gaps, lists, dates, and what every set of facts must be able to say."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from practice import phrases

# A gap is marked with two private characters. No font of ours has a shape for them, so that even a letter which
# passed every other check could not be printed with an open question in it.
GAP_OPENS, GAP_CLOSES = "\ue000", "\ue001"
Context = dict[str, Any]


class Facts(Protocol):
    """One letter's facts."""

    def context(self) -> Context:
        """Return everything the wording may use: text, whole numbers, yes/no, lists and dicts of these."""

    def triggers(self) -> Mapping[str, bool | str]:
        """Return the facts that decide which clauses go in."""

    def has_estimate(self) -> bool:
        """Return whether a likely cost is filled in, or none is needed."""


def gap(question: str, words: str) -> str:
    """Return the mark of an open question: its key on the page, and the words that stand in the letter meanwhile."""
    return f"{GAP_OPENS}{question}|{words}{GAP_CLOSES}"


def text(typed: str | None, question: str, words: str) -> str:
    """Return what somebody typed, or a gap; private characters do not pass."""
    cleaned = "".join(letter for letter in typed or "" if not "\ue000" <= letter <= "\uf8ff").strip()
    return cleaned or gap(question, words)


def paragraphs(typed: str) -> list[str]:
    """Return typed text as its paragraphs: a blank line parts them, a line break does not."""
    return [" ".join(part.split()) for part in typed.replace("\r", "").split("\n\n") if part.strip()]


def listed(items: Iterable[str], *, last: str = " and ") -> str:
    """Say "a", "a and b", "a, b and c"."""
    *first, end = [*items] or [""]
    return f"{', '.join(first)}{last}{end}" if first else end


def day(when: date | None, question: str, words: str = "which day?") -> str:
    """Say "Tuesday 8 December 2026"."""
    return phrases.long_date(when) if when else gap(question, words)


def short_day(when: date | None, question: str, words: str = "which day?") -> str:
    """Say "Tuesday 8 December": for a second mention, where the year stands near."""
    return day(when, question, words).removesuffix(f" {when.year}") if when else gap(question, words)


def plain_date(when: date) -> str:
    """Say "24 November 2026", as a letter is dated."""
    return phrases.long_date(when).partition(" ")[2]


def between(first: date, last: date, *, with_year: bool) -> str:
    """Say "1 and 15 December 2026", "26 January and 23 February"; over a New Year "22 December and 12 January 2027"."""
    start, end = plain_date(first), plain_date(last)
    if (first.year, first.month) == (last.year, last.month):
        start = str(first.day)
    elif (last - first).days < 300:
        start = start.removesuffix(f" {first.year}")
    return f"{start} and {end if with_year or first.year != last.year else end.removesuffix(f' {last.year}')}"


def counted(value: int, unit: str) -> str:
    """Say "3 days", "10 working days", "1 year" from a rule's number and unit."""
    noun = unit.removeprefix("calendar_").replace("_", " ")
    return f"{value} {noun.removesuffix('s')}" if value == 1 else f"{value} {noun}"
