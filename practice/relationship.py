"""How it stands between a client and us, said from rows (domain A25). No score: the worst fact speaks."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from practice.phrases import Tone

#: What was kept or missed counts for a year; what is owed or complained of counts until it is settled.
COUNTS_FOR: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Facts:
    """How many rows there are of each kind; of complaints only those that the reader may read."""

    owed: int = 0
    complaints: int = 0
    missed: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """The word for it and why, as a page shows them."""

    tone: Tone
    words: str
    why: str


_OWED = Standing(Tone.LATE, "Put right now", "what we promised is overdue")
_COMPLAINED = Standing(Tone.LATE, "Put right now", "a complaint is open")
_MISSED = Standing(Tone.SOON, "Needs care", "a promise was missed in the last 12 months")
_KEPT = Standing(Tone.KEPT, "In good order", "every promise of the last 12 months was kept")
_NEW = Standing(Tone.CALM, "Too early to say", "no promise fell due in the last 12 months")


def standing(facts: Facts) -> Standing:
    """Return the first of these that is so: something is owed, a complaint is open, missed, kept, nothing was due."""
    if facts.owed:
        return _OWED
    if facts.complaints:
        return _COMPLAINED
    if facts.missed:
        return _MISSED
    return _KEPT if facts.kept else _NEW
