"""What an organisation is: its legal form, its number, its registered office."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from practice import journal
from practice.errors import Refusal, WorldMoved
from practice.models import ContactKind, LegalForm, Party, PartyKind, PartyName, User
from practice.names import normalise_company_number
from practice.services.matters import shut_conflict_gates
from practice.services.reach import lock_party
from practice.services.relations import lock_live_matters


class NotABody(Refusal):
    """A person has no company number and nobody who instructs for them."""

    code = "not_a_body"


class NotItsAddress(WorldMoved):
    """The address is not one of the body's own in use."""

    code = "not_its_address"


@transaction.atomic(durable=True)
def change_body(
    *, party_id: int, legal_form: LegalForm | str, company_number: str, office_id: int | None, by: User, now: datetime
) -> Party:
    """
    Record what a body is. A new company number is searched: live matters of whoever has it wait for a check.

    ``office_id``: which of its addresses is the registered office. The same again changes nothing.

    :raises NotABody: for a person
    :raises NotItsAddress: if the address is not one of its own in use
    """
    party = a_body(lock_party(party_id))
    number = normalise_company_number(company_number)
    was = party.company_number
    points = party.contacts.not_ended().filter(kind=ContactKind.ADDRESS)
    office = points.filter(pk=office_id).first() if office_id is not None else None
    if office_id is not None and office is None:
        raise NotItsAddress("That address is not used any more. Choose another.")
    before = points.filter(is_registered_office=True).first()
    if (was, party.legal_form, before) == (number, legal_form, office):
        return party
    if before != office:
        points.filter(is_registered_office=True).update(is_registered_office=False)
        if office is not None:
            points.filter(pk=office.pk).update(is_registered_office=True)
    party.legal_form, party.company_number = legal_form, number
    party.save(update_fields=["legal_form", "company_number"])
    if number and number != was:
        _search_number(party, by=by, now=now)
    journal.record(
        subject=party,
        event="party.body_changed",
        by=by,
        at=now,
        party=party,
        form=party.get_legal_form_display() or "not known",
        number=number or "none",
        office=" ".join(office.text.split()) if office else "none",
    )
    return party


def a_body(party: Party) -> Party:
    """Return the party if it is an organisation. :raises NotABody: if not"""
    if party.kind != PartyKind.ORGANISATION:
        raise NotABody("This is a person. Only an organisation has people and a company number.")
    return party


def _search_number(party: Party, *, by: User, now: datetime) -> None:
    """Look for the likes of this body, and shut the gates of all who have its number; each is named to its own."""
    PartyName.objects.filter(party=party).update(pairs_sought=False)
    search_numbers([party.company_number], by=by, now=now)


def search_numbers(numbers: Collection[str], *, by: User | None, now: datetime, without: Collection[int] = ()) -> None:
    """
    Shut the gates of all who have one of these company numbers, in the caller's transaction.

    ``without``: parties that were recorded just now and are on no matter yet.
    """
    same = list(Party.objects.filter(company_number__in=numbers).exclude(pk__in=without).order_by("pk"))
    lock_live_matters([one.pk for one in same])
    for one in same:
        because = f"The company number of {one.name} is to be searched"
        shut_conflict_gates(party=one, because=because, by=by, now=now)
