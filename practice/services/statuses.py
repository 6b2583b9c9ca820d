"""Recording that somebody has died, lacks capacity or is bankrupt, and that this is over or was an error."""

from datetime import date, datetime

from django.db import transaction

from practice import journal
from practice.errors import Refusal, WorldMoved
from practice.models import Party, PartyStatus, StatusKind, User
from practice.office import local_date, main_office
from practice.statuses import fits


class StatusKnown(WorldMoved):
    """It is on record already."""

    code = "status_known"


class NotOfABody(Refusal):
    """A company does not die and has no capacity to lack."""

    code = "not_of_a_body"


class StillToCome(Refusal):
    """Nobody has died on a day that is still to come."""

    code = "still_to_come"


class StatusRecordMerged(WorldMoved):
    """The record stands for itself no more."""

    code = "record_merged"


@transaction.atomic(durable=True)
def record_status(
    *, party_id: int, kind: StatusKind, since_on: date, evidence: str, by: User, now: datetime
) -> PartyStatus:
    """
    Record a status with what shows it. From then on contact follows it: see practice/reach.py.

    :raises StatusRecordMerged: if the party has been merged into another record
    :raises NotOfABody: if an organisation is said to have died or to lack capacity
    :raises StillToCome: for a day that is still to come
    :raises StatusKnown: if it is on record
    """
    party = Party.objects.select_for_update(no_key=True).get(pk=party_id)
    if party.merged_into_id is not None:
        raise StatusRecordMerged("This record has been merged into another. Open the client again.")
    if not fits(kind, party):
        raise NotOfABody("This is an organisation. Only a person dies or lacks capacity.")
    if since_on > local_date(main_office(), now):
        raise StillToCome("That day is still to come. Enter a day up to today.")
    if PartyStatus.objects.standing().filter(party=party, kind=kind).exists():
        raise StatusKnown("This is on record already. If its day or evidence is wrong, end it and record it again.")
    status = PartyStatus.objects.create(
        party=party, kind=kind, since_on=since_on, evidence=evidence, recorded_by=by, recorded_at=now
    )
    _tell_party(party, status, stands=True)
    journal.record(
        subject=status,
        event="party.status_recorded",
        by=by,
        at=now,
        party=party,
        status=status.get_kind_display(),
        since_on=since_on.isoformat(),
        evidence=evidence,
    )
    return status


@transaction.atomic(durable=True)
def end_status(*, status_id: int, because: str, by: User, now: datetime) -> PartyStatus:
    """Say that a status is over or was recorded in error, and why; a second time changes nothing."""
    party_id = PartyStatus.objects.values_list("party", flat=True).get(pk=status_id)
    party = Party.objects.select_for_update(no_key=True).get(pk=party_id)
    status = PartyStatus.objects.select_for_update(no_key=True, of=("self",)).get(pk=status_id)
    if status.ended_at is not None:
        return status
    status.ended_because, status.ended_by, status.ended_at = because, by, now
    status.save(update_fields=["ended_because", "ended_by", "ended_at"])
    _tell_party(party, status, stands=False)
    journal.record(
        subject=status,
        event="party.status_ended",
        by=by,
        at=now,
        party=party,
        status=status.get_kind_display(),
        because=because,
    )
    return status


def _tell_party(party: Party, status: PartyStatus, *, stands: bool) -> None:
    """Write it into the columns that every rule of contact reads; being bankrupt is a note and no such rule."""
    if status.kind == StatusKind.DECEASED:
        party.died_on = status.since_on if stands else None
    elif status.kind == StatusKind.LACKS_CAPACITY:
        party.lacks_capacity = stands
    party.save(update_fields=["died_on", "lacks_capacity"])
