"""What happens to a matter that every feature needs: gates, parties, the promised update."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction

from practice import journal, receipts
from practice.care import next_by_rhythm, plan_of
from practice.errors import Refusal, WorldMoved
from practice.models import Gate, GateKind, GateState, Matter, MatterParty, MatterRole, MatterStage, Party, User
from practice.office import load_calendar, local_date
from practice.receipts import FormKey
from practice.services.expectations import settle_changes
from practice.services.parties import PartyFacts, create_party


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
    calls_for_check: bool = False,
) -> Gate:
    """
    Write a gate row in the caller's transaction; the latest row of a kind counts (decisions B10).

    ``calls_for_check``: it shuts for a name that is to be searched; a sweep asks for that by itself.
    """
    return Gate.objects.create(
        matter=matter,
        kind=kind,
        state=state,
        because=because,
        set_by=by,
        second_person=second_person,
        set_at=now,
        valid_until=valid_until,
        calls_for_check=calls_for_check,
    )


@transaction.atomic(durable=True)
def add_party(*, matter_id: int, party: Party, role: MatterRole, by: User, now: datetime) -> MatterParty:
    """Add a party to a matter. The conflict gate closes until the new name is checked (decisions B10)."""
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    return join_matter(matter=matter, party=party, role=role, by=by, now=now)


@transaction.atomic(durable=True)
def add_new_party(
    *,
    matter_id: int,
    facts: PartyFacts,
    role: MatterRole,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> MatterParty:
    """Record a person or body and add it to a matter, as one deed."""
    if (before := receipts.earlier(form_key, MatterParty)) is not None:
        return before
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    added = join_matter(matter=matter, party=create_party(facts=facts, by=by, now=now), role=role, by=by, now=now)
    receipts.keep(form_key, added, at=now)
    return added


def join_matter(*, matter: Matter, party: Party, role: MatterRole, by: User, now: datetime) -> MatterParty:
    """
    Add a party in the caller's transaction; the caller holds the matter's row lock.

    The conflict gate closes with every new party or role, the identity gate with every new client.
    """
    added, is_new = MatterParty.objects.get_or_create(matter=matter, party=party, role=role)
    if not is_new:
        return added
    because = f"{party.name} was added as {MatterRole(role).label.lower()}"
    for kind in (GateKind.CONFLICT, GateKind.IDENTITY) if role == MatterRole.CLIENT else (GateKind.CONFLICT,):
        set_gate(
            matter=matter,
            kind=kind,
            state=GateState.CLOSED,
            because=because[:200],
            by=by,
            now=now,
            calls_for_check=kind == GateKind.CONFLICT,
        )
    journal.record(
        subject=matter,
        event="matter.party_added",
        by=by,
        at=now,
        matter=matter,
        party=party,
        role=role,
        name=party.name,
    )
    return added


def shut_conflict_gates(
    *, party: Party, because: str, by: User | None, now: datetime, without: Collection[int] = ()
) -> int:
    """
    Shut the conflict gate of every live matter of a party whose name, owners or relations changed; return how many.

    In the caller's transaction, which holds no lock on a matter yet or on one of the lowest number. Of a common body
    only those where it is client or opponent: a bank's new name does not stop every purchase (decisions 26).
    ``without``: numbers of matters that are left as they are.
    """
    parts = MatterParty.objects.filter(party=party, matter__stage__in=[MatterStage.OPEN, MatterStage.PROSPECTIVE])
    if party.is_common_body:
        parts = parts.filter(role__in=[MatterRole.CLIENT, MatterRole.OPPONENT])
    found = Matter.objects.filter(pk__in=parts.values("matter")).exclude(pk__in=without)
    matters = found.order_by("pk").select_for_update(no_key=True)
    for matter in matters:
        set_gate(
            matter=matter,
            kind=GateKind.CONFLICT,
            state=GateState.CLOSED,
            because=because[:200],
            by=by,
            now=now,
            calls_for_check=True,
        )
    return len(matters)


class NotOpen(WorldMoved):
    """Only an open matter is closed, and only one that was closed is opened again."""

    code = "matter_not_open"


def close_matter(*, matter: Matter, on: date, by: User, now: datetime, **facts: Any) -> None:
    """
    Close a matter in the caller's transaction, which holds its row; `facts` are journalled with it.

    Its promised update stays on record: nobody is asked for it any more, and it counts again if the matter is reopened.

    :raises NotOpen: if it is not open
    """
    if matter.stage != MatterStage.OPEN:
        raise NotOpen("This matter is not open any more.")
    matter.stage, matter.closed_on = MatterStage.CLOSED, on
    matter.save(update_fields=["stage", "closed_on"])
    journal.record(subject=matter, event="matter.closed", by=by, at=now, matter=matter, **facts)


def reopen_matter(*, matter: Matter, by: User, now: datetime) -> None:
    """Open a closed matter again in the caller's transaction, which holds its row."""
    if matter.stage != MatterStage.CLOSED:
        raise NotOpen("This matter is not closed.")
    matter.stage, matter.closed_on = MatterStage.OPEN, None
    matter.save(update_fields=["stage", "closed_on"])
    journal.record(subject=matter, event="matter.reopened", by=by, at=now, matter=matter)


class StatusAlreadyChanged(WorldMoved):
    """Somebody else wrote an update since the page was opened."""

    code = "status_already_changed"


class NoNextUpdate(Refusal):
    """An open matter always has a next promised update."""

    code = "no_next_update"


class NextUpdateInThePast(Refusal):
    """A promise is made for a day that is still to come, or today."""

    code = "next_update_in_the_past"


@transaction.atomic(durable=True)
def write_update(
    *,
    matter_id: int,
    status_line: str,
    next_update_on: date | None,
    seen_at: datetime | None,
    by: User,
    now: datetime,
    internal_note: str | None = None,
    tells_changes: bool = False,
) -> Matter:
    """
    Write the plain status paragraph with its date, and promise the next one (domain G02, G03).

    ``next_update_on`` of None: by the rhythm of the care plan, if it has one in days or weeks.

    ``seen_at``: the date of the paragraph the writer saw, so that nobody overwrites a newer one unread.
    ``internal_note``: what stays inside the firm; None leaves it as it is. ``tells_changes``: the paragraph says what
    the client has to expect otherwise than before.

    :raises StatusAlreadyChanged: if it is no longer the latest
    :raises NoNextUpdate: if an open matter is left without a next promise
    :raises NextUpdateInThePast: if the next promise is for a day gone by at the matter's office
    """
    matter = (
        Matter.objects.select_for_update(no_key=True, of=("self",))
        .select_related("department__office", "care_plan")
        .get(pk=matter_id)
    )
    if matter.status_at != seen_at:
        raise StatusAlreadyChanged(
            "Somebody has written an update since you opened this page. Read it, then add yours."
        )
    if matter.stage == MatterStage.OPEN and next_update_on is None:
        next_update_on = _by_rhythm(matter, now)
    if matter.stage == MatterStage.OPEN and next_update_on is None:
        raise NoNextUpdate("Say when the client hears from you next.")
    if next_update_on is not None and next_update_on < local_date(matter.department.office, now):
        raise NextUpdateInThePast("The next update cannot be promised for a day that has passed.")
    matter.status_line, matter.status_at, matter.status_by = status_line, now, by
    promised, matter.next_update_on = matter.next_update_on, next_update_on
    note_changed = internal_note is not None and internal_note != matter.internal_note
    if internal_note is not None:
        matter.internal_note = internal_note
    matter.save(update_fields=["status_line", "status_at", "status_by", "next_update_on", "internal_note"])
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
    if tells_changes:
        settle_changes(matter=matter, on=local_date(matter.department.office, now), by=by, now=now)
    if note_changed:
        journal.record(
            subject=matter, event="matter.note_written", by=by, at=now, matter=matter, internal_note=internal_note
        )
    return matter


def _by_rhythm(matter: Matter, now: datetime) -> date | None:
    plan = plan_of(matter)
    if plan is None:
        return None
    calendar = load_calendar(matter.department.office)
    return next_by_rhythm(plan, calendar.local_date(now), calendar)
