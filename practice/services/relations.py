"""Recording who is what to whom, and that it has ended: what a check searches changes with it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from practice import journal
from practice.errors import Refusal, WorldMoved
from practice.models import Matter, MatterParty, MatterStage, Party, Relation, RelationKind, User
from practice.relations import STEPS, ids_near
from practice.services.matters import shut_conflict_gates


class RelationKnown(WorldMoved):
    """It is on record already."""

    code = "relation_known"


class RelatedToItself(Refusal):
    """A relation is between two."""

    code = "related_to_itself"


class RecordMerged(WorldMoved):
    """One of the two stands for itself no more."""

    code = "record_merged"


@transaction.atomic(durable=True)
def record_relation(*, party_id: int, kind: RelationKind, other_id: int, by: User, now: datetime) -> Relation:
    """
    Record that a party is something to another. The gate of every live matter that this brings nearer shuts.

    :raises RelatedToItself: for one party twice
    :raises RecordMerged: if one of them has been merged into another record
    :raises RelationKnown: if it is on record
    """
    if party_id == other_id:
        raise RelatedToItself("Nobody is related to themselves. Choose the other person or body.")
    parties = Party.objects.select_for_update(no_key=True).order_by("pk").in_bulk([party_id, other_id])
    if any(party.merged_into_id for party in parties.values()):
        raise RecordMerged("One of these records has been merged into another. Open the client again.")
    same = Q(party=party_id, other=other_id)
    if kind.is_mutual:
        same |= Q(party=other_id, other=party_id)
    if Relation.objects.current().filter(same, kind=kind).exists():
        raise RelationKnown("This is on record already.")
    relation = Relation.objects.create(
        party=parties[party_id], kind=kind, other=parties[other_id], recorded_by=by, recorded_at=now
    )
    has = "has a further relation"
    shut_gates_near(parties, has=has, steps=STEPS - 1, by=by, now=now)
    for party in parties.values():
        shut_conflict_gates(party=party, because=f"{party.name} {has}", by=by, now=now)
    journal.record(
        subject=relation, event="relation.recorded", by=by, at=now, party=party_id, kind=kind, other=other_id
    )
    return relation


@transaction.atomic(durable=True)
def end_relation(*, relation_id: int, by: User, now: datetime) -> Relation:
    """
    Say that a relation has ended; a second time changes nothing.

    No gate shuts: from now on less is searched, and what was found because of it stays found.
    """
    relation = Relation.objects.select_for_update(no_key=True, of=("self",)).get(pk=relation_id)
    if relation.ended_at is None:
        relation.ended_at, relation.ended_by = now, by
        relation.save(update_fields=["ended_at", "ended_by"])
        journal.record(subject=relation, event="relation.ended", by=by, at=now, party=relation.party_id)
    return relation


def shut_gates_near(
    parties: Collection[int], *, has: str, by: User, now: datetime, steps: int = STEPS, without: Collection[int] = ()
) -> None:
    """
    Shut the gates of live matters of whoever is near these parties, in the caller's transaction, before their own.

    ``has``: what happened, said of a party: `has a further relation`. The reason names the matter's own party alone:
    who it happened to may be behind a wall. ``without``: numbers of matters that are left as they are.
    """
    near = ids_near(parties, steps=steps)
    lock_live_matters(near.union(parties))
    for party in Party.objects.filter(pk__in=near).order_by("pk"):
        because = f"Somebody related to {party.name} {has}"
        shut_conflict_gates(party=party, because=because, by=by, now=now, without=without)


def lock_live_matters(parties: Collection[int]) -> None:
    """Lock the live matters of all these at once, so that two who do so cannot wait for each other."""
    parts = MatterParty.objects.filter(party__in=parties, matter__stage__in=[MatterStage.OPEN, MatterStage.PROSPECTIVE])
    matters = Matter.objects.filter(pk__in=parts.values("matter")).order_by("pk")
    list(matters.select_for_update(no_key=True).values_list("pk"))
