"""New names against everybody on record, after the import: no list brings a conflict in unseen (product 1.14)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.urls import reverse

from intake.models import ConflictPolicy, Import, ImportHit, ImportRow, ImportState
from intake.people import deciders
from practice import journal
from practice.actors import SYSTEM
from practice.matching import search
from practice.matching.likeness import Traits, traits_of
from practice.models import ContactKind, MatterParty, MatterStage, Party, Relationship
from practice.office import local_date, main_office
from practice.services.tasks import give_task

BATCH: Final = 100
AT_ONCE: Final = 10  # batches of one sweep: it ends well within a task's time
NEAREST: Final = 3  # of one name
_LIVE: Final = (MatterStage.OPEN, MatterStage.PROSPECTIVE)


def sweep_imports(*, now: datetime) -> int:
    """Compare what imports brought, a few batches at a time; return how many names were compared."""
    waiting = ImportRow.objects.to_compare().filter(of__state=ImportState.DONE)
    done = 0
    for import_id in sorted(set(waiting.values_list("of", flat=True)[: BATCH * AT_ONCE])):
        for _ in range(AT_ONCE):
            compared = compare_import(import_id=import_id, now=now)
            done += compared
            if not compared:
                break
    return done


@transaction.atomic(durable=True)
def compare_import(*, import_id: int, now: datetime) -> int:
    """Compare one batch of an import's new names; return how many. With the last one, compliance are asked to read."""
    of = Import.objects.select_for_update(no_key=True).get(pk=import_id)
    if of.state != ImportState.DONE:
        return 0
    waiting = of.rows.to_compare().select_related("party").prefetch_related("party__contacts")
    rows = list(waiting.order_by("number")[:BATCH])
    if not rows:
        return 0
    hits = _hits(of, rows)
    ImportHit.objects.bulk_create(hits, ignore_conflicts=True)
    ImportRow.objects.filter(pk__in=[row.pk for row in rows]).update(compared=True)
    if not of.rows.to_compare().exists():
        _tell(of, now=now)
    return len(rows)


def _hits(of: Import, rows: Sequence[ImportRow]) -> list[ImportHit]:
    line = (ConflictPolicy.objects.first() or ConflictPolicy()).review_line
    questions = search.find([_traits(row.party) for row in rows if row.party])
    own = set(of.rows.filter(made_party=True).exclude(party=None).values_list("party_id", flat=True))
    near = [
        (row, found)
        for row, question in zip(rows, questions, strict=True)
        for found in question.nearest(most=BATCH)
        if found.likeness.score >= line and found.party_id not in own
    ]
    matter = _who_matter({found.party_id for _, found in near})
    kept: dict[int, int] = {}
    hits = []
    for row, found in near:
        if found.party_id in matter and kept.get(row.pk, 0) < NEAREST:
            kept[row.pk] = kept.get(row.pk, 0) + 1
            hits.append(
                ImportHit(
                    row=row,
                    party_id=found.party_id,
                    found=found.text,
                    score=found.likeness.score,
                    why=found.likeness.why[:200],
                )
            )
    return hits


def _traits(party: Party) -> Traits:
    address = next((point.text for point in party.contacts.all() if point.kind == ContactKind.ADDRESS), "")
    born = party.born_on.strftime("%Y%m%d") if party.born_on else ""
    return traits_of(name=party.name, born=born, postcode=party.postcode, address=address)


def _who_matter(ids: set[int]) -> set[int]:
    """Return those who could make a conflict: on work in hand, or a client; not a body that is met every day."""
    on_work = MatterParty.objects.filter(party__in=ids, matter__stage__in=_LIVE, party__is_common_body=False)
    clients = Party.objects.filter(pk__in=ids, relationship=Relationship.CLIENT, is_common_body=False)
    return set(on_work.values_list("party_id", flat=True)) | set(clients.values_list("pk", flat=True))


def _tell(of: Import, *, now: datetime) -> None:
    """Ask compliance to read what was found, once for the whole list."""
    found = ImportHit.objects.filter(row__of=of).values("row").distinct().count()
    journal.record(subject=of, event="import.compared", by=SYSTEM, at=now, names_with_hits=found)
    if not found:
        return
    for person in deciders(without=set())[:1]:
        give_task(
            key=f"import:{of.pk}:hits",
            owner=person,
            title=f"Read what stands near {found} imported {'name' if found == 1 else 'names'}: {of.file_name}",
            url=reverse("imports:detail", args=[of.pk]) + "?show=hits",
            due_on=local_date(main_office(), now),
            now=now,
        )
