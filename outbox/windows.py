"""An address as the window of a DL envelope shows it, however the sheet has slipped inside. Pure."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final


@dataclass(frozen=True, slots=True)
class Type:
    """A size of type: how many lines of it stand in the 24 mm that always show, and how many letters in a line."""

    name: str
    lines: int
    letters: int


_SIZES: Final = (Type("", 5, 38), Type("cover-small", 6, 47))
_WIDE: Final = {"W", "F"}


def in_window(name: str, address: str) -> tuple[list[str], str] | None:
    """
    Return the lines of an address and the class of their type; None if the window cannot show it.

    Too many lines are joined by commas, the shortest first, and only then set smaller.
    """
    lines = [line.strip() for line in (name, *address.splitlines()) if line.strip()]
    for size in _SIZES:
        if (joined := _joined(lines, size)) is not None:
            return joined, size.name
    return None


def _joined(lines: Sequence[str], size: Type) -> list[str] | None:
    found = list(lines)
    while sum(ceil(_width(line) / size.letters) for line in found) > size.lines:
        pairs = [
            (_width(f"{one}, {two}"), place)
            for place, (one, two) in enumerate(zip(found[1:], found[2:], strict=False), 1)
        ]
        fitting = [pair for pair in pairs if pair[0] <= size.letters]
        if not fitting:
            return None
        _, place = min(fitting)
        found[place : place + 2] = [f"{found[place].rstrip(',')}, {found[place + 1]}"]
    return found


def _width(line: str) -> float:
    """Return how many letters of running text a line is as wide as."""
    return sum(2 if unicodedata.east_asian_width(sign) in _WIDE else 1.35 if sign.isupper() else 1 for sign in line)
