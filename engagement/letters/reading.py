"""A package as the page tells it: which clauses are in and out, and what must be in. Reads nothing."""

from dataclasses import dataclass

from engagement.letters.package import Package
from wording.composition import Composition, Included, LeftOut
from wording.facts.plain import GAP_OPENS
from wording.rules import Level


@dataclass(frozen=True)
class Must:
    """A clause that the letter or its terms must have; `question` is the one still open in it."""

    title: str
    is_there: bool
    question: str = ""


@dataclass(frozen=True)
class Clauses:
    """The clauses of the letter as it stands: `decided` depend on this matter, `always` on none."""

    decided: tuple[Included, ...]
    always: tuple[Included, ...]
    out: tuple[LeftOut, ...]


def clauses(made: Package) -> Clauses:
    """Sort the clauses of the first copy; the copies differ in adjustments only."""
    if not made.copies:
        return Clauses((), (), ())
    letter = made.copies[0].composition
    conditional = {code for code, clause in made.library.clauses.items() if clause.trigger != "always"}
    decided = tuple(one for one in letter.clauses if one.by_hand or one.code in conditional)
    return Clauses(decided, tuple(one for one in letter.clauses if one not in decided), letter.left_out)


def must_be_in(made: Package) -> list[Must]:
    """Return every mandatory clause of letter and terms, with the question that is open in it."""
    together = [*(copy.composition for copy in made.copies[:1]), made.terms]
    missing = {stop.sentence.split('"')[1] for stop in made.stops if stop.code == "clause_missing"}
    return [
        *(Must(title, is_there=False) for title in sorted(missing)),
        *(must for letter in together for must in _mandatory(letter)),
    ]


def _mandatory(letter: Composition) -> list[Must]:
    found = []
    for one in letter.clauses:
        if one.level == Level.MANDATORY:
            question = _first_gap(" ".join(one.required))
            found.append(Must(one.title, is_there=not question, question=question))
    return found


def _first_gap(words: str) -> str:
    return words.partition(GAP_OPENS)[2].partition("|")[0] if GAP_OPENS in words else ""
