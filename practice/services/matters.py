"""What happens to a matter that every feature needs: gates, parties, the promised update."""

from datetime import date, datetime

from django.db import transaction

from practice import journal
from practice.errors import Refusal, WorldMoved
from practice.models import Gate, GateKind, GateState, Matter, MatterParty, MatterRole, MatterStage, Party, User


def set_gate(
    *,
    matter: Matter,
    kind: GateKind,
    state: GateState,
    because: str,
    now: datetime,
    by: User | None = None,
    second_person: User | None = None,
    valid_until: datetime | None = None,
) -> Gate:
    """Write a gate row in the caller's transaction; the latest row of a kind counts (decisions B10)."""
    return Gate.objects.create(
        matter=matter,
        kind=kind,
        state=state,
        because=because,
        set_by=by,
        second_person=second_person,
        set_at=now,
        valid_until=valid_until,
    )


@transaction.atomic(durable=True)
def add_party(*, matter_id: int, party: Party, role: MatterRole, by: User, now: datetime) -> MatterParty:
    """Add a party to a matter. The conflict gate closes until the new name is checked (decisions B10)."""
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    added, is_new = MatterParty.objects.get_or_create(matter=matter, party=party, role=role)
    if is_new:
        set_gate(
            matter=matter,
            kind=GateKind.CONFLICT,
            state=GateState.CLOSED,
            because=f"{party.name} was added as {MatterRole(role).label.lower()}",
            by=by,
            now=now,
        )
        journal.record(subject=matter, event="matter.party_added", by=by, at=now, matter=matter, role=role)
    return added


class StatusAlreadyChanged(WorldMoved):
    """Somebody else wrote an update since the page was opened."""

    code = "status_already_changed"


class NoNextUpdate(Refusal):
    """An open matter always has a next promised update."""

    code = "no_next_update"


@transaction.atomic(durable=True)
def write_update(
    *,
    matter_id: int,
    status_line: str,
    next_update_on: date | None,
    seen_at: datetime | None,
    by: User,
    now: datetime,
) -> Matter:
    """
    Write the plain status paragraph with its date, and promise the next one (domain G02, G03).

    ``seen_at``: the date of the paragraph the writer saw, so that nobody overwrites a newer one unread.

    :raises StatusAlreadyChanged: if it is no longer the latest
    :raises NoNextUpdate: if an open matter is left without a next promise
    """
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    if matter.status_at != seen_at:
        raise StatusAlreadyChanged(
            "Somebody has written an update since you opened this page. Read it, then add yours."
        )
    if matter.stage == MatterStage.OPEN and next_update_on is None:
        raise NoNextUpdate("Say when the client hears from you next.")
    matter.status_line, matter.status_at, matter.status_by = status_line, now, by
    promised, matter.next_update_on = matter.next_update_on, next_update_on
    matter.save(update_fields=["status_line", "status_at", "status_by", "next_update_on"])
    journal.record(
        subject=matter,
        event="matter.status_updated",
        by=by,
        at=now,
        matter=matter,
        status_line=status_line,
        promised_on=promised.isoformat() if promised else None,
        next_update_on=next_update_on.isoformat() if next_update_on else None,
    )
    return matter
