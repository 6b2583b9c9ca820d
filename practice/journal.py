"""The audit trail: written by services in the deed's own transaction, sealed by a worker (decisions B4)."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

from practice.actors import Actor, id_of, kind_of
from practice.models import JournalEntry, JournalSeal, Matter, Party

_SEAL_LOCK = 7_310_001  # any number of our own: one sealer at a time
_FIRST_LINK = "0" * 64


def subject_type(subject: models.Model | type[models.Model]) -> str:
    return subject._meta.label_lower


def entry(
    *,
    subject: models.Model,
    event: str,
    by: Actor,
    at: datetime,
    matter: Matter | int | None = None,
    party: Party | int | None = None,
    **facts: Any,
) -> JournalEntry:
    """Build an entry without writing it, for set-based deeds that write many at once."""
    return JournalEntry(
        at=at,
        event=event,
        actor_kind=kind_of(by),
        actor_id=id_of(by),
        actor_name=by.name,
        subject_type=subject_type(subject),
        subject_id=str(subject.pk),
        matter_id=matter.pk if isinstance(matter, Matter) else matter,
        party_id=party.pk if isinstance(party, Party) else party,
        facts=facts,
    )


def record(
    *,
    subject: models.Model,
    event: str,
    by: Actor,
    at: datetime,
    matter: Matter | int | None = None,
    party: Party | int | None = None,
    **facts: Any,
) -> JournalEntry:
    """
    Journal a deed in its own transaction.

    ``event`` is `noun.past_participle`; ``facts`` are what a reader will want in five years, as JSON values.
    An entry with a matter or party shows on that timeline; what must not show there gets neither (decisions 24).
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A journal entry belongs into the transaction of its deed.")
    written = entry(subject=subject, event=event, by=by, at=at, matter=matter, party=party, **facts)
    written.save(force_insert=True)
    return written


def record_all(entries: Iterable[JournalEntry]) -> None:
    """Journal a batch of deeds in their own transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("Journal entries belong into the transaction of their deed.")
    JournalEntry.objects.bulk_create(entries, batch_size=500)


def history_of(subject: models.Model) -> models.QuerySet[JournalEntry]:
    """Return everything that happened to this object, newest first."""
    return JournalEntry.objects.filter(subject_type=subject_type(subject), subject_id=str(subject.pk)).order_by(
        "-at", "-pk"
    )


@transaction.atomic(durable=True)
def seal(*, now: datetime) -> int:
    """
    Chain every committed entry that has no seal yet, in order of id; return how many.

    The advisory lock makes a second sealer wait its turn. Entries that commit later with a lower id are sealed by the
    next run: the sequence is the order of sealing.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEAL_LOCK])
    last = JournalSeal.objects.order_by("-sequence").first()
    sequence, link = (last.sequence, last.sha256) if last else (0, _FIRST_LINK)
    seals = []
    for found in JournalEntry.objects.unsealed().order_by("pk")[:10_000]:
        sequence += 1
        link = _link(link, sequence, found)
        seals.append(JournalSeal(sequence=sequence, entry=found, sha256=link, sealed_at=now))
    JournalSeal.objects.bulk_create(seals, batch_size=1000)
    return len(seals)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found. Whole means that nobody changed, removed or inserted a sealed entry."""

    sealed: int
    unsealed: int
    oldest_unsealed_at: datetime | None
    break_at: int | None

    @property
    def is_whole(self) -> bool:
        return self.break_at is None


def verify() -> Verdict:
    """Recompute the chain from its first link; ``break_at`` is the first sequence that does not fit, or None."""
    link, break_at = _FIRST_LINK, None
    chain = JournalSeal.objects.select_related("entry").order_by("sequence").iterator(chunk_size=2000)
    for expected, found in enumerate(chain, start=1):
        link = _link(link, found.sequence, found.entry)
        if found.sequence != expected or found.sha256 != link:
            break_at = expected
            break
    waiting = JournalEntry.objects.unsealed()
    oldest = waiting.order_by("at").first()
    return Verdict(
        sealed=JournalSeal.objects.count(),
        unsealed=waiting.count(),
        oldest_unsealed_at=oldest.at if oldest else None,
        break_at=break_at,
    )


def _link(previous: str, sequence: int, found: JournalEntry) -> str:
    body = json.dumps(
        [
            sequence,
            found.pk,
            found.at.timestamp(),
            found.event,
            found.actor_kind,
            found.actor_id,
            found.actor_name,
            found.subject_type,
            found.subject_id,
            found.matter_id,
            found.party_id,
            found.facts,
        ],
        sort_keys=True,
        ensure_ascii=False,
    )
    return hashlib.sha256((previous + body).encode()).hexdigest()
