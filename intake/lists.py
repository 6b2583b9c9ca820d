"""Checking a whole list of people against everybody on record: answers come row by row, in the order of the list."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final

from intake.sheets import NUMBER, Row
from practice.matching import search
from practice.matching.dates import as_date, digits_of
from practice.matching.likeness import SAME_NUMBER, Likeness, Traits, traits_of
from practice.matching.places import postcode_in, postcode_of
from practice.matching.search import Found, Question
from practice.models import Party
from practice.names import normalise_company_number

BATCH: Final = 100  # rows that share a round trip


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for one row, nearest first, and what in the row could not be used."""

    row: Row
    hits: list[Found]
    notes: list[str]
    asked_more: bool
    asked_trigrams: bool
    was_searched: bool

    def as_json(self) -> dict[str, Any]:
        hits = [
            {
                "reference": hit.reference or None,
                "party": hit.party_id,
                "name": hit.text,
                "score": round(hit.likeness.score, 4),
                "why": hit.likeness.why,
            }
            for hit in self.hits
        ]
        return {"row": self.row.number, "line": self.row.line, "hits": hits, "notes": self.notes}


def check_list(rows: Iterable[Row], *, batch: int = BATCH) -> Iterator[Answer]:
    """Give the answer to each row; no more than one batch is held at a time."""
    source = iter(rows)
    while some := list(islice(source, batch)):
        asked = [(row, *_traits(row)) for row in some]
        questions = iter(search.find([traits for _, all_traits, _ in asked for traits in all_traits]))
        same = _of_same_number({number for row in some if (number := _number(row))})
        for row, all_traits, notes in asked:
            yield _answer(row, [next(questions) for _ in all_traits], notes, same.get(_number(row), []))


def _number(row: Row) -> str:
    """Return the company number of a row as it is compared; "" for none, as in lists from before there was one."""
    number = normalise_company_number(row.cells.get(NUMBER, ""))
    return number if any(sign.isdigit() for sign in number) else ""


def _of_same_number(numbers: Collection[str]) -> dict[str, list[Found]]:
    """Return the bodies on record with each of these numbers, exactly; one query, none for none."""
    found: dict[str, list[Found]] = defaultdict(list)
    if numbers:
        bodies = Party.objects.filter(company_number__in=numbers, merged_into=None).order_by("pk")
        for body in bodies.only("name", "practice_system_number", "company_number"):
            likeness = Likeness(1.0, 0.0, (SAME_NUMBER,))
            found[body.company_number].append(Found(body.pk, body.practice_system_number, body.name, likeness))
    return found


def _traits(row: Row) -> tuple[list[Traits], list[str]]:
    """Return what to ask for a row: the person, the organisation or both; and what is odd about it."""
    if row.problem:
        return [], [f"The row {row.problem}."]
    cells = row.cells
    notes = []
    born = digits_of(cells["date_of_birth"])
    if cells["date_of_birth"] and not born:
        notes.append("The date of birth is no date and was not used")
    elif born and as_date(born) is None:
        notes.append("The date of birth is no day of the calendar and was compared by its digits")
    postcode = postcode_of(cells["postcode"]) or postcode_in(cells["address"])
    names = [f"{cells['given_name']} {cells['family_name']}".strip(), cells["organisation"]]
    asked = [
        traits_of(name=name, born=born, postcode=postcode, address=cells["address"]) for name in names if name
    ] or [traits_of(name="", born=born, postcode=postcode, address=cells["address"])]
    if cells.get(NUMBER) and not _number(row):
        notes.append("The company number is none and was not used")
    if asked == [Traits()]:
        return [], notes if _number(row) else ["The row gives nothing to search for."]
    return asked, notes


def _answer(row: Row, questions: list[Question], notes: list[str], same: Sequence[Found]) -> Answer:
    best: dict[int, Found] = {}
    for found in (found for question in questions for found in question.nearest()):
        before = best.get(found.party_id)
        if before is None or found.likeness.score > before.likeness.score:
            best[found.party_id] = found
    for body in same:
        near = best.get(body.party_id)
        best[body.party_id] = replace(near, likeness=_with_number(near.likeness)) if near else body
    hits = sorted(best.values(), key=lambda found: (-found.likeness.score, found.party_id))[: search.SHOWN]
    asked_more, asked_trigrams = any(q.asked_more for q in questions), any(q.asked_trigrams for q in questions)
    return Answer(row, hits, notes, asked_more, asked_trigrams, was_searched=bool(questions or _number(row)))


def _with_number(likeness: Likeness) -> Likeness:
    return replace(likeness, score=1.0, whys=(SAME_NUMBER, *likeness.whys))
