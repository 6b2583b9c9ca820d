"""Conflict checks and own interests as tables."""

from collections.abc import Iterable
from itertools import chain

from intake.models import ConflictCheck, OwnInterest
from practice.exports import Cell, Sheet


def sheet_of(to_decide: Iterable[ConflictCheck], others: Iterable[ConflictCheck]) -> Sheet:
    """Return both lists of the page as one table; how much is to be read stands at those the reader decides."""
    columns = ["Matter", "Check", "Asked by", "Asked", "Key date", "Answer by", "State", "To read"]
    waiting = (_cells(one, f"{one.open_above} of {one.above} open") for one in to_decide)  # type: ignore[attr-defined]  # with_open_hits
    return Sheet("conflict-checks", columns, chain(waiting, (_cells(one, "") for one in others)))


def _cells(one: ConflictCheck, to_read: str) -> list[Cell]:
    return [
        one.matter.title,
        one.reference,
        one.asked_by.name,
        one.asked_at,
        one.key_date,
        one.answer_due_at,
        one.get_state_display(),
        to_read,
    ]


def interests_sheet(found: Iterable[OwnInterest]) -> Sheet:
    columns = ["Person or body", "Whose", "Nature", "Since"]
    return Sheet("own-interests", columns, ([one.name, one.staff.name, one.nature, one.declared_at] for one in found))
