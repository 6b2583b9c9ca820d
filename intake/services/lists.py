"""Lists checked as a whole: kept row by row, then worked off in batches, each one transaction."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.urls import reverse

from intake.lists import Answer, check_list
from intake.models import ConflictList, ConflictPolicy, ListedName, ListHit
from intake.people import deciders
from intake.rules.imports import guess_columns
from intake.sheets import COLUMNS, NUMBER, REFERENCE, Row
from intake.tables import Table, TableRow
from practice import journal, receipts
from practice.actors import SYSTEM
from practice.errors import Refusal
from practice.models import Party, User
from practice.office import local_date, main_office
from practice.receipts import FormKey
from practice.services.tasks import give_task

BATCH: Final = 100
AT_ONCE: Final = 4  # batches of one task: it ends well within its time
_NAME: Final = "name"  # a whole name in one column
_KNOWN: Final = {*COLUMNS, NUMBER, _NAME}
_log = logging.getLogger(__name__)


class NoColumnUnderstood(Refusal):
    """The header has none of the columns that a check can use."""

    code = "no_column_understood"


@transaction.atomic(durable=True)
def receive_list(
    *,
    table: Table,
    title: str,
    whose: str,
    why: str,
    file_name: str,
    sha256: str,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> ConflictList:
    """
    Keep every row of a list, to be checked by the sweep.

    :raises NoColumnUnderstood: if its header has none of our columns, under no usual name either
    """
    if (before := receipts.earlier(form_key, ConflictList)) is not None:
        return before
    columns = {name: number for name, number in guess_columns(table.headers).items() if name in _KNOWN}
    if not columns:
        raise NoColumnUnderstood(f"The header has none of these columns: {', '.join(COLUMNS)}.")
    made = ConflictList.objects.create(
        title=title,
        whose=whose,
        why=why,
        file_name=file_name[-120:],
        sha256=sha256,
        how_read=table.how,
        columns={name: table.headers[number] for name, number in columns.items()},
        asked_by=by,
        asked_at=now,
    )
    ListedName.objects.bulk_create((_listed(made, row, columns) for row in table.rows), batch_size=1000)
    journal.record(subject=made, event="list.received", by=by, at=now, rows=len(table.rows), sha256=sha256)
    receipts.keep(form_key, made, at=now)
    return made


def _listed(of: ConflictList, row: TableRow, columns: Mapping[str, int]) -> ListedName:
    found = {name: row.cells[number] if number < len(row.cells) else "" for name, number in columns.items()}
    cells = {name: found.get(name, "") for name in (*COLUMNS, NUMBER)}
    if not cells["given_name"] and not cells["family_name"]:
        cells["family_name"] = found.get(_NAME, "")
    return ListedName(of=of, number=row.number, line=row.line, cells=cells, unreadable=row.problem)


def lists_to_check() -> list[int]:
    return list(ConflictList.objects.to_check().order_by("pk").values_list("pk", flat=True))


def check_listed_names(*, list_id: int, now: datetime) -> int:
    """
    Check the next rows of a list, some batches of them; return how many.

    A worker that dies loses at most one batch, which the next takes again. A batch that fails is repeated row by row,
    and a row that fails alone says so: no row stops the others (decisions B7).
    """
    done = 0
    for _ in range(AT_ONCE):
        try:
            checked = _check_next(list_id, BATCH, now=now)
        except Exception:
            _log.exception("A batch of list %s failed; taking its rows one by one", list_id)
            checked = sum(_checked_alone(list_id, now=now) for _ in range(BATCH))
        done += checked
        if not checked:
            break
    return done


def _checked_alone(list_id: int, *, now: datetime) -> int:
    try:
        return _check_next(list_id, 1, now=now)
    except Exception:
        _log.exception("The next row of list %s could not be searched", list_id)
        return _pass_over(list_id, now=now)


@transaction.atomic(durable=True)
def _check_next(list_id: int, most: int, *, now: datetime) -> int:
    """Search the next rows and write what stands near them; 0 if none waits, or somebody else is at the list."""
    of = _held(list_id)
    rows = list(of.rows.to_check().order_by("number")[:most]) if of else []
    if of is None or not rows:
        return 0
    policy = ConflictPolicy.objects.first() or ConflictPolicy()
    # The kept row's own columns are enough for the search; a reference is no part of it.
    asked = [Row(row.number, row.line, {**row.cells, REFERENCE: ""}, row.unreadable) for row in rows]
    answers = list(check_list(asked, batch=most))
    common = _common_bodies(answers)
    hits = []
    for row, answer in zip(rows, answers, strict=True):
        found = _hits(row, answer, policy)
        hits += found
        above = [hit.score for hit in found if hit.is_above and hit.party_id not in common]
        row.checked_at, row.notes, row.was_searched = now, answer.notes, answer.was_searched
        row.above, row.best = len(above), max(above, default=0)
    ListHit.objects.bulk_create(hits)
    ListedName.objects.bulk_update(rows, ["checked_at", "notes", "was_searched", "above", "best"])
    _finish(of, now=now)
    return len(rows)


def _held(list_id: int) -> ConflictList | None:
    """Lock the list, so that its end is told once; None if another worker has it or it is done."""
    return ConflictList.objects.to_check().select_for_update(no_key=True, skip_locked=True).filter(pk=list_id).first()


def _hits(row: ListedName, answer: Answer, policy: ConflictPolicy) -> list[ListHit]:
    return [
        ListHit(
            row=row,
            party_id=hit.party_id,
            found=hit.text[:200],
            score=hit.likeness.score,
            why=hit.likeness.why[:200],
            is_above=hit.likeness.score >= policy.review_line,
        )
        for hit in answer.hits
        if hit.likeness.score >= policy.listing_line
    ]


def _common_bodies(answers: Sequence[Answer]) -> set[int]:
    """Return the lenders, councils and the like among those found: no hit to decide (decisions 26)."""
    ids = {hit.party_id for answer in answers for hit in answer.hits}
    return set(Party.objects.filter(pk__in=ids, is_common_body=True).values_list("pk", flat=True))


@transaction.atomic(durable=True)
def _pass_over(list_id: int, *, now: datetime) -> int:
    """Write on the next row that it could not be searched."""
    of = _held(list_id)
    row = of.rows.to_check().order_by("number").first() if of else None
    if of is None or row is None:
        return 0
    row.checked_at, row.notes = now, ["The search of this row failed. Check it by itself."]
    row.save(update_fields=["checked_at", "notes"])
    _finish(of, now=now)
    return 1


def _finish(of: ConflictList, *, now: datetime) -> None:
    """After the last row ask whoever reads it to do so: whoever asked for the list waits for their word."""
    if of.rows.to_check().exists():
        return
    of.checked_at = now
    of.save(update_fields=["checked_at"])
    near = of.rows.filter(above__gt=0).count()
    total = of.rows.count()
    journal.record(subject=of, event="list.checked", by=SYSTEM, at=now, rows=total, near=near)
    for reader in _readers(of):
        give_task(
            key=f"list:{of.pk}:checked",
            owner=reader,
            title=f"Read the list “{of.title}”, and tell {of.asked_by.name}: {near} of {total} near somebody on record",
            url=reverse("conflict_list", args=[of.pk]),
            due_on=local_date(main_office(), now),
            now=now,
        )


def _readers(of: ConflictList) -> Iterable[User]:
    return [person for person in deciders(without=set()) if of.shows_hits_to(person)][:1]
