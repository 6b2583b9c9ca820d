"""Undoing a whole import: what nobody touched since goes, what somebody touched stays and says so."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from intake.models import Import, ImportRow, ImportState
from intake.services.importing import traces
from intake.services.suspicion import let_go_of_matters, let_go_of_parties
from practice import journal
from practice.errors import WorldMoved
from practice.matching.index import renew_keys
from practice.models import (
    ContactPoint,
    EarlierLetter,
    Matter,
    MatterParty,
    MatterStage,
    Party,
    PartyName,
    PartyPair,
    User,
)

CHANGED = "has been changed since"
USED = "has been used since"


class NotImported(WorldMoved):
    """There is nothing to undo: it was never imported, or is undone already."""

    code = "not_imported"


@transaction.atomic(durable=True)
def undo_import(*, import_id: int, by: User, now: datetime) -> Import:
    """
    Take back everything the import made or changed that nobody touched since; the rest is left, with the reason.

    :raises NotImported: if it was not imported or is undone already
    """
    of = Import.objects.select_for_update(no_key=True).get(pk=import_id)
    if of.state != ImportState.DONE or of.done_at is None:
        raise NotImported("There is nothing to undo here any more. Look at the list again.")
    rows = list(of.rows.exclude(party=None, matter=None).order_by("-number"))
    _lock(rows)
    _undo_matters(rows, since=of.done_at, by=by, now=now)
    _undo_parties(rows, since=of.done_at, by=by, now=now)
    ImportRow.objects.bulk_update(rows, ["undone", "left_because"], batch_size=500)
    of.state, of.undone_at, of.undone_by = ImportState.UNDONE, now, by
    of.save(update_fields=["state", "undone_at", "undone_by"])
    left = sum(bool(row.left_because) for row in rows)
    gone = sum(row.undone for row in rows)
    journal.record(subject=of, event="import.undone", by=by, at=now, file=of.file_name, undone=gone, left=left)
    return of


def _lock(rows: Sequence[ImportRow]) -> None:
    """Take the rows that may go, in one order for everybody, so that nobody starts to use them meanwhile."""
    for model, ids in (
        (Matter, {row.matter_id for row in rows if "matter" in row.after and row.matter_id}),
        (Party, {row.party_id for row in rows if "party" in row.after and row.party_id}),
    ):
        list(model._base_manager.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


def _untouched(rows: Sequence[ImportRow], kind: str, *, since: datetime) -> list[ImportRow]:
    """
    Return the rows whose party or matter is as the import left it; the others are told why they stay.

    What the import made must not be in use anywhere; what it only changed was in use before, and only has to be
    unchanged, with nothing pointing at the parts it added.
    """
    model: type[Party] | type[Matter] = Party if kind == "party" else Matter
    ids = {getattr(row, f"{kind}_id") for row in rows}
    now_like = traces.digests(model, ids)
    made = {getattr(row, f"{kind}_id") for row in rows if getattr(row, f"made_{kind}")}
    used = traces.used_since(model, made, since=since) | traces.parts_in_use(model, ids)
    untouched = []
    for row in rows:
        pk = getattr(row, f"{kind}_id")
        if now_like.get(pk) != row.after.get(kind):
            row.left_because = f"{_what(row, kind)} {CHANGED}"
        elif pk in used:
            row.left_because = f"{_what(row, kind)} {USED}"
        else:
            untouched.append(row)
    return untouched


def _what(row: ImportRow, kind: str) -> str:
    return "the client" if kind == "party" else "the matter"


def _undo_matters(rows: Sequence[ImportRow], *, since: datetime, by: User, now: datetime) -> None:
    made = _untouched([row for row in rows if row.made_matter and row.matter_id], "matter", since=since)
    closed = _untouched([row for row in rows if "matter" in row.before and row.matter_id], "matter", since=since)
    ids = [row.matter_id for row in made if row.matter_id]
    matters = Matter.objects.in_bulk(ids)
    journal.record_all(
        journal.entry(
            subject=matter, event="matter.import_undone", by=by, at=now, title=matter.title, reference=matter.reference
        )
        for matter in matters.values()
    )
    let_go_of_matters(ids)
    for part in (MatterParty, EarlierLetter):
        part._base_manager.filter(matter__in=ids).delete()
    Matter.objects.filter(pk__in=ids).delete()
    gone = set(ids)
    for row in rows:
        if row.matter_id in gone:
            row.matter_id, row.undone = None, True
    for row in closed:
        was = row.before["matter"]["next_update_on"]
        assert row.matter_id is not None  # as was asked above
        Matter.objects.filter(pk=row.matter_id).update(
            stage=MatterStage.OPEN, closed_on=None, next_update_on=date.fromisoformat(was) if was else None
        )
        row.undone = True
        journal.record(subject=row, event="matter.reopened_by_undo", by=by, at=now, matter=row.matter_id)


def _undo_parties(rows: Sequence[ImportRow], *, since: datetime, by: User, now: datetime) -> None:
    made = _untouched([row for row in rows if row.made_party and row.party_id], "party", since=since)
    changed = _untouched([row for row in rows if "party" in row.before and row.party_id], "party", since=since)
    ids = [row.party_id for row in made if row.party_id]
    parties = Party.objects.in_bulk(ids)
    journal.record_all(
        journal.entry(
            subject=party,
            event="party.import_undone",
            by=by,
            at=now,
            name=party.name,
            number=party.practice_system_number,
        )
        for party in parties.values()
    )
    PartyPair.objects.likely().filter(Q(first__in=ids) | Q(second__in=ids)).delete()
    let_go_of_parties(ids)
    for part in (PartyName, ContactPoint):
        part._base_manager.filter(party__in=ids).delete()
    Party.objects.filter(pk__in=ids).delete()
    gone = set(ids)
    for row in rows:
        if row.party_id in gone:
            row.party_id, row.undone = None, True
    for row in changed:
        _restore(row)
        row.undone = True
        journal.record(subject=row, event="party.update_undone", by=by, at=now, party=row.party_id)
    renew_keys([row.party_id for row in changed if row.party_id])


def _restore(row: ImportRow) -> None:
    """Put back what the row replaced, and take away what it added."""
    before = row.before["party"]
    fields = dict(before.get("fields", {}))
    added = before.get("added", {})
    PartyName.objects.filter(pk__in=added.get("names", [])).delete()
    ContactPoint.objects.filter(pk__in=added.get("contacts", [])).delete()
    for pk, kind in before.get("kinds", {}).items():
        PartyName.objects.filter(pk=pk).update(kind=kind, **before.get("ended", {}).get(pk, {}))
    if "born_on" in fields:
        fields["born_on"] = date.fromisoformat(fields["born_on"]) if fields["born_on"] else None
    if fields:
        assert row.party_id is not None  # as was asked above
        Party.objects.filter(pk=row.party_id).update(**fields)
