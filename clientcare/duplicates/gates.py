"""What a merge and its undoing mean for work in hand: another person is to be searched (domain 4.3)."""

from collections.abc import Collection

from practice.models import Gate, GateKind, GateState, MatterParty, MatterStage, Party, PartyMerge
from practice.relations import ids_near
from practice.services import relations
from practice.services.matters import set_gate, shut_conflict_gates

_LIVE = (MatterStage.OPEN, MatterStage.PROSPECTIVE)


def lock_live_matters(party_ids: Collection[int]) -> None:
    """
    Lock them before the parties: whoever adds somebody to a matter has the matter first, and then the party.

    Those of whoever is related to them too: their checks search these two.
    """
    relations.lock_live_matters(ids_near(party_ids).union(party_ids))


def shut_for_merge(kept: Party, merge: PartyMerge) -> int:
    """Shut the gate of every live matter of both, once all hangs on the kept party; return how many."""
    because = f"Two records of {kept} were made one"
    relations.shut_gates_near((kept.pk,), has="was made one record of two", by=merge.by, now=merge.at)
    return shut_conflict_gates(party=kept, because=because, by=merge.by, now=merge.at)


def set_for_undoing(kept: Party, merged: Party, merge: PartyMerge) -> None:
    """
    Once each has its own again: write again what a gate said before the merge if nobody searched since; shut the rest.

    What was searched since was searched for one person who is two. The earlier decision keeps its people and its time.
    """
    assert merge.undone_at is not None
    assert merge.undone_by is not None
    ids, restored = (kept.pk, merged.pk), set()
    for shut in _untouched(merge, ids_near(ids).union(ids)):
        before = _before(shut, merge)
        if before is not None:
            set_gate(
                matter=shut.matter,
                kind=GateKind.CONFLICT,
                state=GateState(before.state),
                because=before.because,
                by=before.set_by,
                second_person=before.second_person,
                valid_until=before.valid_until,
                calls_for_check=before.calls_for_check,
                now=before.set_at,
            )
            restored.add(shut.matter_id)
    has = "was one record with another for a time"
    by, now = merge.undone_by, merge.undone_at
    relations.shut_gates_near(ids, has=has, by=by, now=now, without=restored)
    for party in (kept, merged):
        shut_conflict_gates(party=party, because=f"{party} {has}", by=by, now=now, without=restored)


def _before(shut: Gate, merge: PartyMerge) -> Gate | None:
    """Return what counted before the merge, which may have shut a gate for several of its parties."""
    earlier = Gate.objects.filter(matter=shut.matter, kind=GateKind.CONFLICT, pk__lt=shut.pk)
    return earlier.exclude(calls_for_check=True, set_at=merge.at, set_by=merge.by).order_by("-pk").first()


def _untouched(merge: PartyMerge, parties: Collection[int]) -> list[Gate]:
    """Return the rows that this merge wrote and that still count."""
    live = MatterParty.objects.filter(party__in=parties, matter__stage__in=_LIVE).values("matter")
    shut = Gate.objects.calling_for_a_check().filter(matter__in=live, set_at=merge.at, set_by=merge.by)
    return list(shut.select_related("matter").order_by("pk"))
