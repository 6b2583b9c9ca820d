"""A letter against the standard: what somebody put in or took out by hand, for whoever approves it. Reads nothing."""

import html
import re
from dataclasses import dataclass

from engagement.letters.package import Package
from wording import print as sheet

_ENDS, _TAGS = re.compile(r"</(?:p|li|td|th|h2)>|<br>"), re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Deviation:
    """A clause that the standard would not have, or would. `words`: what it says, or would have said."""

    code: str
    title: str
    version: int
    is_in: bool
    because: str
    words: str


@dataclass(frozen=True)
class Standard:
    """The template that the letter deviates from, and how, in the order of reading."""

    template: str
    version: int
    deviations: tuple[Deviation, ...]


def against_standard(made: Package) -> Standard | None:
    """Return how the first copy deviates, or None if it does not; the copies differ in adjustments only."""
    if not made.copies or not made.copies[0].composition.deviates:
        return None
    letter = made.copies[0].composition
    by_hand = {one.code: (True, "") for one in letter.clauses if one.by_hand}
    by_hand |= {one.code: (False, one.because) for one in letter.left_out if one.by_hand}
    found = []
    for slot in letter.template.slots:
        clause = made.library.clauses.get(slot.clause)
        if clause is not None and slot.clause in by_hand:
            is_in, because = by_hand[slot.clause]
            said = _words(sheet.fill(clause, slot, letter.context).html)
            found.append(Deviation(clause.code, clause.title, clause.version, is_in, because, said))
    return Standard(letter.template.title, letter.template.version, tuple(found))


def _words(filled: str) -> str:
    """Return the words of a clause without their marks; an open question stands there in its own words."""
    return sheet.squeeze(html.unescape(_TAGS.sub("", _ENDS.sub(" ", sheet.screen(filled)))))
