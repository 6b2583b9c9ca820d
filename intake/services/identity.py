"""Establishing who each client is. It never holds up the letter; it holds up the work (decisions 15)."""

from datetime import datetime

from django.db import transaction

from intake.models import CddCheck
from intake.rules import CddState, all_verified
from practice import journal
from practice.errors import Refusal, WorldMoved
from practice.models import GateKind, GateState, Matter, MatterRole, User
from practice.services.matters import set_gate


class ClientNotOnMatter(WorldMoved):
    """Only a client of the matter is identified on it."""

    code = "client_not_on_matter"


class PapersMissing(Refusal):
    """Whoever verifies an identity says by which papers."""

    code = "papers_missing"


@transaction.atomic(durable=True)
def record_identity(
    *, matter_id: int, party_id: int, state: CddState, papers: str, by: User, now: datetime
) -> CddCheck:
    """
    Record how far the identity check of one client is. The gate opens with the last client, and closes again.

    :raises ClientNotOnMatter: if the party is no client of this matter
    :raises PapersMissing: if it is verified by nothing
    """
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    clients = set(matter.parties.filter(role=MatterRole.CLIENT).values_list("party_id", flat=True))
    if party_id not in clients:
        raise ClientNotOnMatter("This person is no client of this matter.")
    if state == CddState.VERIFIED and not papers.strip():
        raise PapersMissing("Say which papers were seen.")
    check, _ = CddCheck.objects.get_or_create(matter=matter, party_id=party_id)
    verified = state == CddState.VERIFIED
    check.state, check.papers = state, papers.strip()
    check.received_at = None if state == CddState.NOT_STARTED else check.received_at or now
    check.verified_at, check.verified_by = (now, by) if verified else (None, None)
    check.save(update_fields=["state", "papers", "received_at", "verified_at", "verified_by"])
    journal.record(
        subject=check,
        event="identity.verified" if verified else "identity.recorded",
        by=by,
        at=now,
        matter=matter,
        party=party_id,
        state=state,
        papers=papers.strip(),
    )
    _set_identity_gate(matter, clients, by=by, now=now)
    return check


def _set_identity_gate(matter: Matter, clients: set[int], *, by: User, now: datetime) -> None:
    states = dict(CddCheck.objects.filter(matter=matter).values_list("party_id", "state"))
    established = all_verified(clients, {pk: CddState(state) for pk, state in states.items()})
    if established == matter.may(GateKind.IDENTITY, now):
        return
    set_gate(
        matter=matter,
        kind=GateKind.IDENTITY,
        state=GateState.OPEN if established else GateState.CLOSED,
        because="Every client is verified" if established else "A client is not verified",
        by=by,
        now=now,
    )
