"""Recording people and bodies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from practice import journal, receipts
from practice.errors import WorldMoved
from practice.matching.index import keys_of, renew_keys
from practice.matching.keys import VERSION
from practice.matching.places import postcode_in, written
from practice.models import ContactKind, ContactPoint, NameKind, Party, PartyKind, PartyName, Relationship, User
from practice.names import normalise, normalise_address, normalise_email, normalise_phone
from practice.receipts import FormKey

_LONGEST = 254
_NORMALISERS = {
    ContactKind.PHONE: normalise_phone,
    ContactKind.EMAIL: normalise_email,
    ContactKind.ADDRESS: normalise_address,
}


def normalise_contact(kind: ContactKind, text: str) -> str:
    """Return what a contact point is found by; of a very long address its beginning, which is all the index keeps."""
    return _NORMALISERS[kind](text)[:_LONGEST]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyFacts:
    """What is known of a person or body when it is first recorded."""

    name: str
    kind: PartyKind = PartyKind.INDIVIDUAL
    relationship: Relationship = Relationship.PROSPECTIVE
    title: str = ""
    salutation: str = ""
    born_on: date | None = None
    postcode: str = ""
    other_names: tuple[str, ...] = ()
    trading_name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    safe_contact: str = ""
    voicemail_is_safe: bool = False
    is_common_body: bool = False
    company_number: str = ""  # from a list; by hand see bodies.change_body


@transaction.atomic(durable=True)
def record_party(*, facts: PartyFacts, by: User, now: datetime, form_key: FormKey | None = None) -> Party:
    """Record a person or body with its names and contact points."""
    if (before := receipts.earlier(form_key, Party)) is not None:
        return before
    party = create_party(facts=facts, by=by, now=now)
    receipts.keep(form_key, party, at=now)
    return party


def create_party(*, facts: PartyFacts, by: User, now: datetime, confirmed: bool = False) -> Party:
    """
    Write a party in the caller's transaction.

    Its contact points are unconfirmed unless ``confirmed``: given face to face or over an older one (decisions 23).
    """
    assert not facts.company_number, "recorded by hand with change_body, which has it searched"
    party = Party.objects.create(
        kind=facts.kind,
        relationship=facts.relationship,
        title=facts.title,
        name=facts.name,
        salutation=facts.salutation,
        born_on=facts.born_on,
        postcode=facts.postcode or written(postcode_in(facts.address)),
        safe_contact=facts.safe_contact,
        voicemail_is_safe=facts.voicemail_is_safe,
        is_common_body=facts.is_common_body,
    )
    names = [(facts.name, NameKind.CURRENT), *((other, NameKind.ALIAS) for other in facts.other_names)]
    if facts.trading_name:
        names.append((facts.trading_name, NameKind.TRADING))
    _write_names(party, names, [facts.address] if facts.address else [])
    contacts = {ContactKind.PHONE: facts.phone, ContactKind.EMAIL: facts.email, ContactKind.ADDRESS: facts.address}
    ContactPoint.objects.bulk_create(
        ContactPoint(
            party=party,
            kind=kind,
            text=text.strip(),
            normalised=normalise_contact(kind, text),
            is_preferred=True,
            confirmed_at=now if confirmed else None,
            confirmed_by=by if confirmed else None,
        )
        for kind, text in contacts.items()
        if text
    )
    journal.record(subject=party, event="party.recorded", by=by, at=now, party=party, name=facts.name)
    return party


def _write_names(party: Party, names: Iterable[tuple[str, NameKind]], addresses: Sequence[str]) -> None:
    PartyName.objects.bulk_create(
        [
            PartyName(
                party=party,
                kind=kind,
                text=text,
                normalised=normalise(text),
                keys=keys_of(party, text, addresses),
                keys_version=VERSION,
            )
            for text, kind in names
        ],
        ignore_conflicts=True,
    )


def add_contact(
    *,
    party: Party,
    kind: ContactKind,
    text: str,
    by: User,
    now: datetime,
    confirmed: bool = False,
    began_on: date | None = None,
) -> ContactPoint:
    """
    Add a contact point in the caller's transaction, or return the one that is there.

    One that was ended is in use again, as a new one: what was confirmed before counts for nothing.
    That mail came back stays known. ``began_on``: the day before which it is not used; None: at once.
    """
    point, is_new = ContactPoint.objects.get_or_create(
        party=party,
        kind=kind,
        normalised=normalise_contact(kind, text),
        defaults={
            "text": text.strip(),
            "is_preferred": not party.contacts.not_ended().filter(kind=kind).exists(),
            "began_on": began_on,
            "confirmed_at": now if confirmed else None,
            "confirmed_by": by if confirmed else None,
        },
    )
    if not is_new and point.ended_on is not None:
        point.began_on, point.ended_on = began_on, None
        point.confirmed_at, point.confirmed_by = (now, by) if confirmed else (None, None)
        point.is_preferred = not party.contacts.not_ended().filter(kind=kind).exists()
        point.save(update_fields=["began_on", "ended_on", "confirmed_at", "confirmed_by", "is_preferred"])
    if kind == ContactKind.ADDRESS:
        renew_keys([party.pk])
    return point


class NotUsedAnyMore(WorldMoved):
    """It was ended since the page was drawn."""

    code = "not_used_any_more"


@transaction.atomic(durable=True)
def confirm_contact(*, contact_id: int, how: str, by: User, now: datetime) -> ContactPoint:
    """
    Confirm a contact point; ``how`` says over which older point or that it was face to face (decisions 23).

    :raises NotUsedAnyMore: if it was ended
    """
    point = ContactPoint.objects.select_for_update(no_key=True).select_related("party").get(pk=contact_id)
    if point.ended_on is not None:
        raise NotUsedAnyMore("That is not used any more. Add it again first.")
    if point.confirmed_at is None:
        point.confirmed_at, point.confirmed_by = now, by
        point.save(update_fields=["confirmed_at", "confirmed_by"])
        journal.record(
            subject=point, event="contact.confirmed", by=by, at=now, party=point.party_id, kind=point.kind, how=how
        )
    return point
