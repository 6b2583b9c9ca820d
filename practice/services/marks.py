"""By what somebody is told from a namesake: the date of birth and the postcode they live at."""

from datetime import date, datetime
from typing import Final

from django.db import transaction

from practice import journal
from practice.errors import Refusal, WorldMoved
from practice.matching.index import renew_keys
from practice.matching.places import written
from practice.models import Party, PartyKind, User
from practice.office import local_date, main_office
from practice.services.matters import shut_conflict_gates
from practice.services.reach import lock_party

EARLIEST_BIRTH: Final = date(1850, 1, 1)


class NotBornThen(Refusal):
    """Nobody was born on that day whom we could deal with."""

    code = "not_born_then"


class MarksChanged(WorldMoved):
    """Somebody has changed them since the page was drawn."""

    code = "marks_changed"


def fingerprint(party: Party) -> str:
    """Return what the page showed, so that nobody writes over what another has just typed."""
    return f"{party.born_on or ''}|{party.postcode}"


@transaction.atomic(durable=True)
def record_marks(*, party_id: int, born_on: date | None, postcode: str, seen: str, by: User, now: datetime) -> Party:
    """
    Write date of birth and postcode; the same again changes nothing. The journal says which, never the day itself.

    A check compares dates of birth, so another one shuts the gates of their live matters until it is searched.
    ``seen``: the fingerprint of what was on the page.

    :raises NotBornThen: if the day is still to come, lies before 1850, or they are no person
    :raises MarksChanged: if somebody has changed them meanwhile
    """
    party = lock_party(party_id)
    was, postcode = (party.born_on, party.postcode), written(postcode)
    if was == (born_on, postcode):
        return party
    if fingerprint(party) != seen:
        raise MarksChanged("Somebody has changed this since you opened the page. Read it again.")
    _check(party, born_on, today=local_date(main_office(), now))
    party.born_on, party.postcode = born_on, postcode
    party.save(update_fields=["born_on", "postcode"])
    renew_keys([party.pk])
    if born_on != was[0]:
        shut_for_birth(party, by=by, now=now)
    said = (("the date of birth", born_on != was[0]), ("the postcode", postcode != was[1]))
    what = " and ".join(label for label, is_new in said if is_new)
    journal.record(subject=party, event="party.marks_changed", by=by, at=now, party=party, what=what)
    return party


def shut_for_birth(party: Party, *, by: User, now: datetime) -> None:
    """Shut the gates of whoever has another date of birth than was searched, in the caller's transaction."""
    shut_conflict_gates(party=party, because=f"{party.name} has another date of birth", by=by, now=now)


def _check(party: Party, born_on: date | None, *, today: date) -> None:
    if born_on is None:
        return
    if party.kind != PartyKind.INDIVIDUAL:
        raise NotBornThen("A body has no date of birth.")
    if born_on > today:
        raise NotBornThen("That day is still to come.")
    if born_on < EARLIEST_BIRTH:
        raise NotBornThen("That day lies before 1850.")
