"""A file comes, somebody says what its columns mean, and every row is tried before anything is written."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from intake.models import ColumnMemory, Import, ImportRow, ImportState
from intake.rules.imports import Duplicates, Problem, guess_columns, problems_of_columns
from intake.services.importing.plan import plan
from intake.tables import Table
from practice import journal, receipts
from practice.errors import Refusal, WorldMoved
from practice.models import Relationship, User
from practice.receipts import FormKey


class ColumnsWrong(Refusal):
    """The columns cannot mean what was chosen; ``problems`` says which."""

    code = "columns_wrong"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(problem.because for problem in problems))
        self.problems = problems


class NoLongerOpen(WorldMoved):
    """The import was done or thrown away meanwhile."""

    code = "import_no_longer_open"


@transaction.atomic(durable=True)
def receive_file(
    *, table: Table, file_name: str, sha256: str, by: User, now: datetime, form_key: FormKey | None = None
) -> Import:
    """Keep a file's rows as they stand; what is done with duplicates is proposed as for this header last time."""
    if (before := receipts.earlier(form_key, Import)) is not None:
        return before
    memory = ColumnMemory.objects.filter(pk=digest_of(table.headers)).first()
    made = Import.objects.create(
        file_name=file_name[-120:],
        sha256=sha256,
        how_read=table.how,
        headers=table.headers,
        uploaded_at=now,
        uploaded_by=by,
        duplicates=memory.duplicates if memory else Duplicates.SKIP,
        relationship=memory.relationship if memory else Relationship.CLIENT,
    )
    ImportRow.objects.bulk_create(
        (
            ImportRow(of=made, number=row.number, line=row.line, cells=row.cells, unreadable=row.problem)
            for row in table.rows
        ),
        batch_size=1000,
    )
    journal.record(
        subject=made, event="import.received", by=by, at=now, file=made.file_name, rows=len(table.rows), sha256=sha256
    )
    receipts.keep(form_key, made, at=now)
    return made


def digest_of(headers: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(header.casefold() for header in headers).encode()).hexdigest()


def proposed_columns(of: Import) -> dict[str, int]:
    """Return the columns as chosen, else as remembered for this header, else as its words sound."""
    if of.columns:
        return dict(of.columns)
    memory = ColumnMemory.objects.filter(pk=digest_of(of.headers)).first()
    return dict(memory.columns) if memory else guess_columns(of.headers)


@transaction.atomic(durable=True)
def choose_columns(
    *,
    import_id: int,
    columns: Mapping[str, int],
    duplicates: Duplicates,
    relationship: Relationship,
    by: User,
    now: datetime,
    today: date,
) -> Import:
    """
    Say what the columns mean, remember it for this header, and try every row.

    :raises ColumnsWrong: if two fields want one column or nobody has a name
    :raises NoLongerOpen: if it was imported or thrown away meanwhile
    """
    of = open_import(import_id)
    if problems := problems_of_columns(columns):
        raise ColumnsWrong(problems)
    of.columns, of.duplicates, of.relationship = dict(columns), duplicates, relationship
    of.save(update_fields=["columns", "duplicates", "relationship"])
    ColumnMemory.objects.update_or_create(
        pk=digest_of(of.headers),
        defaults={
            "columns": dict(columns),
            "duplicates": duplicates,
            "relationship": relationship,
            "chosen_by": by,
            "chosen_at": now,
        },
    )
    rows = []
    for planned in plan(of, by=by, today=today):
        row = planned.row
        row.outcome, row.problems = planned.outcome, planned.told()
        rows.append(row)
    ImportRow.objects.bulk_update(rows, ["outcome", "problems"], batch_size=500)
    return of


def open_import(import_id: int) -> Import:
    """Return the import with its row locked, in the caller's transaction."""
    of = Import.objects.select_for_update(no_key=True).get(pk=import_id)
    if of.state != ImportState.READ:
        raise NoLongerOpen(f"This list is {of.get_state_display().lower()} already. Look at it again.")
    return of


@transaction.atomic(durable=True)
def discard_import(*, import_id: int, by: User, now: datetime) -> Import:
    """Throw away a file that was never imported, with what stood in it; doing it twice changes nothing."""
    of = Import.objects.select_for_update(no_key=True).get(pk=import_id)
    if of.state == ImportState.DISCARDED:
        return of
    open_import(import_id)
    count, _ = of.rows.all().delete()
    of.state = ImportState.DISCARDED
    of.save(update_fields=["state"])
    journal.record(subject=of, event="import.discarded", by=by, at=now, rows=count)
    return of
