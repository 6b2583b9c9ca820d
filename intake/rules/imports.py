"""What a row of somebody else's list must be before it becomes a party. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

LONGEST: Final = {
    "given_name": 100,
    "family_name": 100,
    "organisation": 200,
    "date_of_birth": 40,
    "address": 240,
    "postcode": 10,
    "reference": 40,
}
EARLIEST_BIRTH: Final = date(1850, 1, 1)
_FORMULA: Final = ("=", "+", "-", "@")
_NAMES: Final = ("given_name", "family_name", "organisation")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is refused: the column, "" for the whole row, and a sentence's end."""

    field: str
    because: str


def problems_of(cells: Mapping[str, str], *, born_on: date | None, today: date) -> list[Problem]:
    """Return everything that is wrong with a row; ``born_on`` is its date of birth as read, None for no such day."""
    problems = [
        Problem(field, f"begins with {text[0]}, which a spreadsheet runs as a formula")
        for field, text in cells.items()
        if text.startswith(_FORMULA)
    ]
    problems += [
        Problem(field, f"has {len(cells[field])} characters; {most} are the most")
        for field, most in LONGEST.items()
        if len(cells[field]) > most
    ]
    if not any(cells[field] for field in _NAMES):
        problems.append(Problem("", "gives no name: fill given_name, family_name or organisation"))
    problems += [
        Problem(field, "has no letter")
        for field in ("given_name", "family_name")
        if cells[field] and not any(letter.isalpha() for letter in cells[field])
    ]
    if cells["date_of_birth"]:
        problems += _of_birth(born_on, today)
    return problems


def _of_birth(born_on: date | None, today: date) -> list[Problem]:
    if born_on is None:
        return [Problem("date_of_birth", "is no date: write 1958-03-14 or 14/03/1958")]
    if born_on > today:
        return [Problem("date_of_birth", "lies in the future")]
    if born_on < EARLIEST_BIRTH:
        return [Problem("date_of_birth", "lies before 1850")]
    return []
