"""Who may speak for a body, and that this has changed or ended: what a check searches changes with it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from practice import journal, receipts
from practice.errors import Refusal, WorldMoved
from practice.models import (
    Party,
    PartyKind,
    Position,
    Rung,
    User,
)
from practice.office import local_date, main_office
from practice.receipts import FormKey
from practice.relations import STEPS
from practice.services.bodies import a_body
from practice.services.matters import shut_conflict_gates
from practice.services.parties import PartyFacts, create_party
from practice.services.reach import lock_party
from practice.services.relations import shut_gates_near


class NotAPerson(Refusal):
    """Only people hold positions; a group is a relation."""

    code = "not_a_person"


class HasAPosition(WorldMoved):
    """They are among its people already."""

    code = "has_a_position"


class PositionEnded(WorldMoved):
    """Somebody has ended it or put another in its place."""

    code = "position_ended"


class NoAuthoritySeen(Refusal):
    """Nobody instructs for a body unless something shows that they may."""

    code = "no_authority_seen"


class SeenTooEarly(Refusal):
    """Nobody can have seen a paper on a day that is still to come."""

    code = "seen_too_early"


class LimitOfNothing(Refusal):
    """A limit belongs to somebody who may instruct."""

    code = "limit_of_nothing"


class LastDayTooEarly(Refusal):
    """The last day lies before the first."""

    code = "last_day_too_early"


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionFacts:
    """A place in a body. ``limit`` in pounds, None: any amount; ``rung`` of "": not of an in-house client."""

    title: str
    starts_on: date
    rung: Rung | str = ""
    may_instruct: bool = False
    instructs_on: str = ""
    limit: Decimal | None = None
    receives_letters: bool = False
    receives_bills: bool = False
    authority: str = ""
    authority_seen_on: date | None = None
    ends_on: date | None = None


@transaction.atomic(durable=True)
def record_position(
    *,
    organisation_id: int,
    person: Party | PartyFacts,
    facts: PositionFacts,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> Position:
    """
    Give somebody a place in a body; ``person``: one on record, or who is recorded with it.

    :raises NotABody: if it is a person
    :raises NotAPerson: if the one who should hold it is a body
    :raises HasAPosition: if they are among its people
    :raises Refusal: as `_check` does
    """
    on_record = [] if isinstance(person, PartyFacts) else [person.pk]
    locked = {pk: lock_party(pk) for pk in sorted({organisation_id, *on_record})}  # in order: two cannot wait in a ring
    body = a_body(locked[organisation_id])
    if (before := receipts.earlier(form_key, Position)) is not None:
        return before
    _check(facts, today=local_date(main_office(), now))
    holder = create_party(facts=person, by=by, now=now) if isinstance(person, PartyFacts) else locked[person.pk]
    if holder.kind != PartyKind.INDIVIDUAL:
        raise NotAPerson("Only a person can be chosen here. What bodies are to each other stands under Related to.")
    if Position.objects.standing().filter(organisation=body, person=holder).exists():
        raise HasAPosition(f"{holder.name} is among its people already. Change that instead.")
    made = _write(body, holder, facts, by=by, now=now)
    if made.may_instruct:
        _search_near(made, by=by, now=now)
    _note(made, "position.recorded", by=by, now=now)
    receipts.keep(form_key, made, at=now)
    return made


@transaction.atomic(durable=True)
def change_position(
    *, position_id: int, facts: PositionFacts, by: User, now: datetime, form_key: FormKey | None = None
) -> Position:
    """
    Put another row in the place of one; what it was stays on record.

    :raises PositionEnded: if it does not stand any more
    :raises Refusal: as `_check` does
    """
    found = _lock(position_id)
    if (before := receipts.earlier(form_key, Position)) is not None:
        return before
    if found.ended_at is not None:
        raise PositionEnded("Somebody has changed or ended that meanwhile. Read the list again.")
    _check(facts, today=local_date(main_office(), now))
    _end(found, because="Changed", by=by, now=now)
    made = _write(found.organisation, found.person, facts, by=by, now=now)
    if made.may_instruct and not found.may_instruct:
        _search_near(made, by=by, now=now)
    _note(made, "position.changed", by=by, now=now)
    receipts.keep(form_key, made, at=now)
    return made


@transaction.atomic(durable=True)
def end_position(*, position_id: int, because: str, by: User, now: datetime) -> Position:
    """End a place in a body; it stays on record, and no gate shuts: less is searched. Twice changes nothing."""
    found = _lock(position_id)
    if found.ended_at is None:
        _end(found, because=because, by=by, now=now)
        _note(found, "position.ended", by=by, now=now)
    return found


def _lock(position_id: int) -> Position:
    """Take the body first, as every deed on its people does, then the row as it stands now."""
    lock_party(Position.objects.values_list("organisation", flat=True).get(pk=position_id))
    return Position.objects.select_related("organisation", "person").get(pk=position_id)


def _check(facts: PositionFacts, *, today: date) -> None:
    """
    Refuse what cannot be.

    :raises NoAuthoritySeen: if they may instruct and nothing was seen that shows it
    :raises LimitOfNothing: if they may not instruct and have a limit
    :raises SeenTooEarly: if the paper is still to be seen
    :raises LastDayTooEarly: if the last day lies before the first
    """
    if facts.may_instruct and not (facts.authority and facts.authority_seen_on):
        raise NoAuthoritySeen("Enter what shows that they may instruct, and when it was seen.")
    if not facts.may_instruct and (facts.instructs_on or facts.limit is not None):
        raise LimitOfNothing("A limit belongs to somebody who may instruct. Tick that, or empty it.")
    if facts.authority_seen_on is not None and facts.authority_seen_on > today:
        raise SeenTooEarly("It cannot have been seen on a day that is still to come.")
    if facts.ends_on is not None and facts.ends_on < facts.starts_on:
        raise LastDayTooEarly("The last day must not be before the first.")


def _write(body: Party, person: Party, facts: PositionFacts, *, by: User, now: datetime) -> Position:
    return Position.objects.create(
        organisation=body,
        person=person,
        title=facts.title,
        rung=facts.rung,
        may_instruct=facts.may_instruct,
        instructs_on=facts.instructs_on,
        limit=facts.limit,
        receives_letters=facts.receives_letters,
        receives_bills=facts.receives_bills,
        authority=facts.authority,
        authority_seen_on=facts.authority_seen_on,
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        recorded_at=now,
        recorded_by=by,
    )


def _end(position: Position, *, because: str, by: User, now: datetime) -> None:
    position.ended_at, position.ended_by, position.ended_because = now, by, because
    position.save(update_fields=["ended_at", "ended_by", "ended_because"])


def _search_near(position: Position, *, by: User, now: datetime) -> None:
    """Whoever may instruct is one step from the body: what that brings nearer is searched, as with a relation."""
    ends: Collection[int] = (position.organisation_id, position.person_id)
    has = "has a further person who may instruct"
    shut_gates_near(ends, has=has, steps=STEPS - 1, by=by, now=now)
    for party in (position.organisation, position.person):
        shut_conflict_gates(party=party, because=f"{party.name} has a further relation", by=by, now=now)


def _note(position: Position, event: str, *, by: User, now: datetime) -> None:
    """Journal it on the body's timeline without the person's name: they may be behind a wall."""
    journal.record(
        subject=position,
        event=event,
        by=by,
        at=now,
        party=position.organisation_id,
        title=position.title,
        may="may instruct" if position.may_instruct else "may not instruct",
    )
