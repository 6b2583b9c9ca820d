"""
The one measure of who may be whom: a weighted mean over what was asked, with the reasons in words.

Weights: the name 0.40, the date of birth 0.28, the address 0.20, the postcode 0.12 (see WEIGHTS). What was not asked
does not count. What was asked but is not stored counts as neither for nor against (UNKNOWN), so that a namesake
without a birth date stands behind the person with the right one and before the one with a wrong one.
"""

from dataclasses import dataclass
from typing import Final

from practice.matching.dates import compare_dates
from practice.matching.names import compare_names
from practice.matching.places import address_words, compare_addresses, compare_postcodes
from practice.matching.words import words_of

WEIGHTS: Final = {"name": 0.40, "born": 0.28, "address": 0.20, "postcode": 0.12}
UNKNOWN: Final = 0.42
SAME_NUMBER: Final = "same company number"  # a reason of its own, whatever the names (domain 4.2: exact)


@dataclass(frozen=True, slots=True)
class Traits:
    """
    What somebody is recognised by; an empty field is one that nobody knows.

    ``born``: eight digits, year first. ``postcode``: capitals without spaces. ``address``: its telling words.
    """

    words: tuple[str, ...] = ()
    born: str = ""
    postcode: str = ""
    address: frozenset[str] = frozenset()

    @property
    def has_more_than_a_name(self) -> bool:
        return bool(self.born or self.postcode or self.address)


@dataclass(frozen=True, slots=True)
class Likeness:
    """
    How near two are: each part and the whole from 0 to 1, and the reasons, most telling first.

    ``born``: None unless both dates of birth are known.
    """

    score: float
    name: float
    whys: tuple[str, ...]
    born: float | None = None

    @property
    def why(self) -> str:
        return ", ".join(self.whys)


def traits_of(*, name: str, born: str = "", postcode: str = "", address: str = "") -> Traits:
    """Bring what was typed or stored into the form in which it is compared."""
    return Traits(words_of(name), born, postcode, address_words(address))


def measure(asked: Traits, stored: Traits) -> Likeness:
    """Return how near a stored party is to the one asked for, and why."""
    name, whys = compare_names(asked.words, stored.words) if asked.words else (0.0, [])
    parts = [(WEIGHTS["name"], name)] if asked.words else []
    reasons = list(whys)
    born: float | None = None
    for field, known, compared in (
        ("born", asked.born and stored.born, compare_dates),
        ("address", asked.address and stored.address, compare_addresses),
        ("postcode", asked.postcode and stored.postcode, compare_postcodes),
    ):
        if not getattr(asked, field):
            continue
        near, why = compared(getattr(asked, field), getattr(stored, field)) if known else (UNKNOWN, "")
        parts.append((WEIGHTS[field], near))
        if known and field == "born":
            born = near
        if why:
            reasons.append(why)
    total = sum(weight for weight, _ in parts)
    score = sum(weight * near for weight, near in parts) / total if total else 0.0
    return Likeness(score, name, tuple(reasons), born)
