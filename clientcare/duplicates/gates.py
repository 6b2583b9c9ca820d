"""What a merge and its undoing mean for work in hand: another person is to be searched (domain 4.3)."""

from collections.abc import Iterable

from practice.models import Gate, GateKind, GateState, Matter, MatterParty, MatterStage, Party, PartyMerge
from practice.services.matters import set_gate, shut_conflict_gates

_LIVE = (MatterStage.OPEN, MatterStage.PROSPECTIVE)


def lock_live_matters(party_ids: Iterable[int]) -> None:
    """Lock them before the parties: whoever adds somebody to a matter has the matter first, and then the party."""
    parts = MatterParty.objects.filter(party__in=party_ids, matter__stage__in=_LIVE)
    live = Matter.objects.filter(pk__in=parts.values("matter")).order_by("pk")
    list(live.select_for_update(no_key=True).values_list("pk"))


def shut_for_merge(kept: Party, merge: PartyMerge) -> int:
    """Shut the gate of every live matter of both, once all hangs on the kept party; return how many."""
    because = f"Two records of {kept} were made one"
    return shut_conflict_gates(party=kept, because=because, by=merge.by, now=merge.at)


def set_for_undoing(kept: Party, merged: Party, merge: PartyMerge) -> None:
    """
    Once each has its own again: write again what a gate said before the merge if nobody searched since; shut the rest.

    What was searched since was searched for one person who is two. The earlier decision keeps its people and its time.
    """
    assert merge.undone_at is not None
    assert merge.undone_by is not None
    restored = set()
    for shut in _untouched(merge, (kept, merged)):
        before = Gate.objects.filter(matter=shut.matter, kind=GateKind.CONFLICT, pk__lt=shut.pk).order_by("-pk").first()
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
    for party in (kept, merged):
        because = f"{party} was one record with another for a time"
        shut_conflict_gates(party=party, because=because, by=merge.undone_by, now=merge.undone_at, without=restored)


def _untouched(merge: PartyMerge, parties: Iterable[Party]) -> list[Gate]:
    """Return the rows that this merge wrote and that still count."""
    live = MatterParty.objects.filter(party__in=parties, matter__stage__in=_LIVE).values("matter")
    shut = Gate.objects.calling_for_a_check().filter(matter__in=live, set_at=merge.at, set_by=merge.by)
    return list(shut.select_related("matter").order_by("pk"))
