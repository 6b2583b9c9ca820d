"""Who is named in a note: what counts as a name there, and how much of it somebody has to read (decisions 26)."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Final

_WORD: Final = r"[^\W\d_][\w'’-]*"
_GAP: Final = r"[^\S\r\n]+"  # on one line: a new line begins something new
_BEFORE: Final = re.compile(rf"({_WORD}){_GAP}$")
_AFTER: Final = re.compile(rf"{_GAP}({_WORD})")
_JOINS: Final = re.compile(r"\s*[,(]?\s*")  # what stands between the two in "Smith, John", "SMITH John", "Smith (John)"
_LOOKED_BACK: Final = 120  # letters
#: Given names that begin a sentence as another word: "Bill Smith, John Paul for the searches".
_ALSO_WORDS: Final = frozenset("bill chase drew grant hope mark may nick pat rob sue will".split())


class Standing(IntEnum):
    """How surely a last name that stands before a first one is one person's name."""

    TWO_NAMES = 0
    MAY_BE_TWO = 1
    ONE_NAME = 2


def standing_of(text: str, *, last: str, first: str, given: Collection[str]) -> Standing:
    """
    Say if "Smith, John" is one person's name where it stands best, or the seam of two: "Adam Smith, John Brown".

    Two names it is only where a known given name stands before it and another name goes on behind it; where that can't
    be told, or the words are not found as the database found them, it may be one. ``given``: in lower case.
    """
    plain = _folded(text)
    places = [_standing(plain, found, given) for found in _pattern(last, first).finditer(plain)]
    return max(places, default=Standing.ONE_NAME)


def words_before(text: str, *, last: str, first: str) -> set[str]:
    """Return the words, in lower case, that have to be known as given names or not, for `standing_of`."""
    plain = _folded(text)
    found = (_before(plain, place.start()) for place in _pattern(last, first).finditer(plain))
    return {word[1].casefold() for word in found if word}


def _pattern(last: str, first: str) -> re.Pattern[str]:
    family, given = (r"\W+".join(map(re.escape, re.findall(r"\w+", _folded(name)))) for name in (last, first))
    return re.compile(rf"(?<!\w){family}(?P<between>\W+){given}(?!\w)", re.IGNORECASE)


def _folded(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _before(plain: str, at: int) -> re.Match[str] | None:
    return _BEFORE.search(plain, max(0, at - _LOOKED_BACK), at)


def _standing(plain: str, found: re.Match[str], given: Collection[str]) -> Standing:
    before = _before(plain, found.start())
    if before is None:
        return Standing.ONE_NAME if _JOINS.fullmatch(found["between"]) else Standing.MAY_BE_TWO
    word = before[1]
    if not word[0].isupper() and word.casefold() not in given:
        return Standing.ONE_NAME if _JOINS.fullmatch(found["between"]) else Standing.MAY_BE_TWO
    after = _AFTER.match(plain, found.end())
    is_given = word[0].isupper() and word.casefold() in given and word.casefold() not in _ALSO_WORDS
    goes_on = after is not None and after[1][0].isupper()
    if is_given and goes_on and not _is_in_turned_list(plain[max(0, before.start() - _LOOKED_BACK) : before.start()]):
        return Standing.TWO_NAMES
    return Standing.MAY_BE_TWO


def _is_in_turned_list(text: str) -> bool:
    """Say if the text ends with a last name and its comma, as in "Jones, Adam Smith, John": who is who is open."""
    if not text.rstrip().endswith(","):
        return False
    words = re.split(r"[,;:.()\r\n]", text.rstrip()[:-1])[-1].split()
    return not (len(words) > 1 and all(word[0].isupper() for word in words[-2:]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One name in the notes of one matter or, with ``matter`` None, of one person. ``last_at``: the newest note."""

    matter: int | None = None
    party: int | None = None
    last_at: datetime
    is_restricted: bool = False
    is_other_side: bool = False
    is_near: bool = False  # somebody of this matter has a part in that one
    is_live: bool = False
    is_doubtful: bool = False  # it may be two names

    @property
    def stands_alone(self) -> bool:
        return self.is_restricted or self.is_other_side


def gathered(mentions: Sequence[Mention], *, listed: int) -> list[list[Mention]]:
    """
    Return what is read together, of one name: what is restricted or of the other side always alone.

    Of the others as many as are ``listed`` stand alone too; more than that are one thing to read, the closest first:
    sure before doubtful, whoever has to do with this matter, live ones, then where it was written last.
    """
    alone = [[one] for one in mentions if one.stands_alone]
    others = [one for one in mentions if not one.stands_alone]
    others.sort(key=lambda one: one.last_at, reverse=True)
    others.sort(key=lambda one: (one.is_doubtful, not one.is_near, not one.is_live))
    return alone + ([others] if len(others) > listed else [[one] for one in others])


def named_in(matters: int, people: int) -> str:
    """Return where a name stands, in words; 1 and 0, or 0 and 1, is a single note's."""
    if matters + people == 1:
        return "Named in a note"
    parts = [
        f"of {matters} matter{'s' if matters > 1 else ''}" if matters else "",
        f"on {people} {'people' if people > 1 else 'person'}" if people else "",
    ]
    return f"Named in notes {' and '.join(part for part in parts if part)}"
