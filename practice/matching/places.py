"""Addresses and postcodes as they are compared."""

import re
from functools import lru_cache
from typing import Final

from anyascii import anyascii
from rapidfuzz.distance import OSA

from practice.names import normalise_address

_BRITISH_POSTCODE: Final = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.IGNORECASE)
_KINDS: Final = frozenset(
    "street st road rd avenue ave av lane ln close cl court ct crescent cres cr drive dr place pl terrace tce "
    "way grove gr gardens circuit cct parade pde flat unit apartment apt the of and".split()
)
_NO_WORD: Final = {code: " " for code in range(128) if not chr(code).isalnum()}
_NUMBER_WEIGHT: Final = 2.0
_SLIP: Final = 0.6  # more alike than this, two words may be one with a slip


def postcode_of(text: str) -> str:
    """Return a postcode without spaces in capitals; "" for none."""
    plain = text.upper()
    return (plain if plain.isalnum() and plain.isascii() else re.sub(r"[^A-Z0-9]", "", plain))[:10]


def postcode_in(address: str) -> str:
    """Return the British postcode that stands in an address, the last one; "" for none."""
    found = _BRITISH_POSTCODE.findall(address)
    return (found[-1][0] + found[-1][1]).upper() if found else ""


def outward(postcode: str) -> str:
    """Return the part before the space of a British postcode; "" for any other."""
    return postcode[:-3] if _BRITISH_POSTCODE.fullmatch(postcode) else ""


def written(postcode: str) -> str:
    """Return a postcode as it is kept: in capitals, a British one with its space."""
    plain = postcode_of(postcode)
    return f"{out} {plain[len(out) :]}" if (out := outward(plain)) else " ".join(postcode.upper().split())


def compare_postcodes(asked: str, stored: str) -> tuple[float, str]:
    """Return how near two postcodes are, from 0 to 1, and why."""
    if asked == stored:
        return 1.0, "same postcode"
    if OSA.distance(asked, stored, score_cutoff=1) <= 1:
        return 0.75, "postcode one slip off"
    if outward(asked) and outward(asked) == outward(stored):
        return 0.5, "same postcode district"
    return 0.0, "another postcode"


def address_words(address: str) -> frozenset[str]:
    """Return the telling words of an address: no street, road, flat."""
    return _address_words(address[:300])


@lru_cache(maxsize=4096)
def _address_words(address: str) -> frozenset[str]:
    plain = _BRITISH_POSTCODE.sub(" ", address)
    if not plain.isascii():
        plain = anyascii(normalise_address(plain))
    words = plain.lower().translate(_NO_WORD).split()
    return frozenset(words) - _KINDS or frozenset(words)


@lru_cache(maxsize=4096)
def street_words(address: str) -> frozenset[str]:
    """Return the telling words of the line or part that has the house number, without it; none where there is none."""
    for part in re.split(r"[,;\n]", address[:300]):
        words = address_words(part)
        telling = frozenset(word for word in words if not word[0].isdigit())
        if telling and telling != words:
            return telling
    return frozenset()


def is_another_street(asked: str, stored: str) -> bool:
    """Say that two addresses name streets with no word in common, slips of the pen aside; a town is no street."""
    here, there = street_words(asked), street_words(stored)
    return bool(here and there) and not any(_near(one, other) > _SLIP for one in here for other in there)


def house_numbers(words: frozenset[str]) -> list[str]:
    """Return up to three words that number a house, without the letter behind: 12 of 12a."""
    numbers = (re.match(r"0*(\d{1,5})", word) for word in sorted(words))
    return [found[1] for found in numbers if found][:3]


def compare_addresses(asked: frozenset[str], stored: frozenset[str]) -> tuple[float, str]:
    """
    Return how near two addresses are, from 0 to 1, and why; the order of the words does not count.

    A word the other side lacks counts half, because lines are left out more often than invented.
    """
    same = asked & stored
    total = near = sum(map(_weight, same))
    left = sorted(stored - same, key=len, reverse=True)
    for word in sorted(asked - same, key=len, reverse=True):
        best, which = max(((_near(word, there), there) for there in left), default=(0.0, ""))
        if best > _SLIP:
            left.remove(which)
            near += best * _weight(word)
            total += _weight(word)
        else:
            total += _weight(word) / 2
    total += sum(map(_weight, left)) / 2
    score = near / total if total else 0.0
    if score == 1.0:
        return score, "same address"
    return score, "nearly the same address" if score >= 0.6 else "another address"


@lru_cache(maxsize=65536)
def _weight(word: str) -> float:
    return _NUMBER_WEIGHT if word[:1].isdigit() else 1.0


def _near(word: str, other: str) -> float:
    if word[0].isdigit() != other[0].isdigit():
        return 0.0
    return OSA.normalized_similarity(word, other, score_cutoff=_SLIP)
