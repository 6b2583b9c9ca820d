"""What may be talked about on the telephone while a matter's conflict check is not cleared (decisions 27)."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from practice.models import Gate, GateKind, Matter, MatterParty, MatterRole, MatterStage, Party


class Talk(StrEnum):
    """
    How a call about a matter goes.

    HOLDING: names, a date, whether time is running, "we do not act yet", no more. CAREFUL: we act, and somebody or
    something new is being checked: they are rung as ever, and nothing is said about what is new.
    """

    ORDINARY = "ordinary"
    CAREFUL = "careful"
    HOLDING = "holding"


_NOT_TAKEN_ON = (MatterStage.PROSPECTIVE, MatterStage.DECLINED)


def talks(matters: Iterable[Matter | None], now: datetime) -> dict[int, Talk]:
    """
    Return how a call about each of these goes, by its number; one query, however many they are.

    An open matter that nobody ever checked here, one that was imported, has no gate and is ordinary.
    """
    live = {one.pk: one for one in matters if one is not None and one.stage != MatterStage.CLOSED}
    gates = Gate.objects.filter(kind=GateKind.CONFLICT, matter__in=live).latest_of_each_matter() if live else []
    latest = {gate.matter_id: gate for gate in gates}
    found: dict[int, Talk] = {}
    for pk, matter in live.items():
        gate = latest.get(pk)
        if gate is not None and gate.is_open_at(now):
            continue
        if matter.stage in _NOT_TAKEN_ON:
            found[pk] = Talk.HOLDING
        elif gate is not None:
            found[pk] = Talk.CAREFUL
    return found


def only_about_to_be_clients(parties: Iterable[int], now: datetime) -> set[int]:
    """Return those of these parties whose only live matters wait for clearance; two queries at most."""
    ids = set(parties)
    if not ids:
        return set()
    live = MatterParty.objects.filter(
        party__in=ids,
        role=MatterRole.CLIENT,
        matter__stage__in=[MatterStage.PROSPECTIVE, MatterStage.OPEN],
    )
    rows = list(live.select_related("matter"))
    found = talks([row.matter for row in rows], now)
    held = {row.party_id for row in rows if found.get(row.matter_id) == Talk.HOLDING}
    return held - {row.party_id for row in rows if found.get(row.matter_id) != Talk.HOLDING}


def talk_with(caller: Party | None, matter: Matter | None, now: datetime) -> Talk:
    """Return how a call with somebody goes; without a matter, by whether they are only about to become a client."""
    if matter is not None:
        return talks([matter], now).get(matter.pk, Talk.ORDINARY)
    is_new = caller is not None and caller.pk in only_about_to_be_clients([caller.pk], now)
    return Talk.HOLDING if is_new else Talk.ORDINARY
