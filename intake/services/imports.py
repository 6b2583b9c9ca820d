"""Taking over the people and bodies of another system's list (decisions 28)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from django.db import IntegrityError, transaction

from intake.rules.imports import Problem, problems_of
from intake.services.importing.plan import facts_of
from intake.sheets import Row
from practice.actors import Actor
from practice.matching.dates import as_date, digits_of
from practice.models import Party, Relationship
from practice.services.bulk import create_parties
from practice.services.parties import PartyFacts

BATCH: Final = 1000
LISTED: Final = 10_000  # rows not taken over that are named one by one; the rest is counted


@dataclass(slots=True)
class Report:
    """What became of the rows."""

    created: int = 0
    skipped: int = 0
    refused: int = 0
    rows: list[dict[str, Any]] = field(default_factory=list)

    def skip(self, row: Row, because: str) -> None:
        self.skipped += 1
        self._list(row, "skipped", [Problem("reference", because)])

    def refuse(self, row: Row, problems: Sequence[Problem]) -> None:
        self.refused += 1
        self._list(row, "refused", problems)

    def _list(self, row: Row, outcome: str, problems: Sequence[Problem]) -> None:
        if len(self.rows) < LISTED:
            told = [{"field": problem.field, "because": problem.because} for problem in problems]
            reference = row.cells.get("reference", "")
            self.rows.append(
                {"row": row.number, "line": row.line, "reference": reference, "outcome": outcome, "problems": told}
            )


def import_parties(*, rows: Iterable[Row], by: Actor, now: datetime, today: date) -> Report:
    """
    Record every good row as a party. A row whose reference is known already is skipped, a bad one refused.

    Each batch is one transaction: a file that breaks off half-way leaves whole batches, and can be given again.
    """
    report = Report()
    seen: dict[str, int] = {}
    for batch in _batches(iter(rows)):
        good = []
        for row in batch:
            facts = _facts(row, report, today)
            if facts is None:
                continue
            reference = row.cells["reference"]
            if reference and (first := seen.setdefault(reference, row.number)) != row.number:
                report.skip(row, f"stands in row {first} already")
            else:
                good.append((row, facts))
        _write(good, report, by=by, now=now)
    return report


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _facts(row: Row, report: Report, today: date) -> PartyFacts | None:
    if row.problem:
        report.refuse(row, [Problem("", row.problem)])
        return None
    cells = row.cells
    born_on = as_date(digits_of(cells["date_of_birth"]))
    if problems := problems_of(cells, born_on=born_on, today=today):
        report.refuse(row, problems)
        return None
    return facts_of(cells, born_on, Relationship.CLIENT)


def _write(good: Sequence[tuple[Row, PartyFacts]], report: Report, *, by: Actor, now: datetime) -> None:
    """Write a batch; if another import took one of its references meanwhile, row by row."""
    numbers = [row.cells["reference"] for row, _ in good]
    known = set(
        Party.objects.filter(practice_system_number__in=filter(None, numbers)).values_list(
            "practice_system_number", flat=True
        )
    )
    new = []
    for row, facts in good:
        if row.cells["reference"] in known:
            report.skip(row, "is known already")
        else:
            new.append((row, facts))
    try:
        _create(new, by=by, now=now)
        report.created += len(new)
    except IntegrityError:
        for row, facts in new:
            try:
                _create([(row, facts)], by=by, now=now)
                report.created += 1
            except IntegrityError:
                report.skip(row, "was taken over by somebody else just now")


@transaction.atomic(durable=True)
def _create(rows: Sequence[tuple[Row, PartyFacts]], *, by: Actor, now: datetime) -> None:
    create_parties(
        facts=[facts for _, facts in rows], numbers=[row.cells["reference"] for row, _ in rows], by=by, now=now
    )
