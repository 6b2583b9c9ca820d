"""Recording many parties at once: a few statements for a whole batch, with the same rows that one by one would give."""

from collections.abc import Sequence
from datetime import datetime

from practice import journal
from practice.actors import Actor
from practice.matching.index import keys_of
from practice.matching.keys import VERSION
from practice.models import ContactKind, ContactPoint, NameKind, Party, PartyName, User
from practice.names import normalise
from practice.services.bodies import search_numbers
from practice.services.parties import PartyFacts, normalise_contact


def create_parties(*, facts: Sequence[PartyFacts], numbers: Sequence[str], by: Actor, now: datetime) -> list[Party]:
    """
    Write parties with their name, a trading name and contact points where they have any, in the caller's transaction.

    ``numbers`` are those of the practice system, "" for none. Contact points are unconfirmed (decisions 23). Live
    matters of whoever else has one of their company numbers wait for a check.
    """
    parties = Party.objects.bulk_create(
        Party(
            kind=one.kind,
            relationship=one.relationship,
            name=one.name,
            born_on=one.born_on,
            postcode=one.postcode,
            practice_system_number=number,
            company_number=one.company_number,
        )
        for one, number in zip(facts, numbers, strict=True)
    )
    pairs = list(zip(parties, facts, strict=True))
    PartyName.objects.bulk_create(
        PartyName(
            party=party,
            kind=kind,
            text=text,
            normalised=normalise(text),
            keys=keys_of(party, text, filter(None, [one.address])),
            keys_version=VERSION,
        )
        for party, one in pairs
        for text, kind in ((one.name, NameKind.CURRENT), (one.trading_name, NameKind.TRADING))
        if text and (kind == NameKind.CURRENT or normalise(text) != normalise(one.name))
    )
    ContactPoint.objects.bulk_create(
        ContactPoint(party=party, kind=kind, text=text, normalised=normalise_contact(kind, text), is_preferred=True)
        for party, one in pairs
        for kind, text in (
            (ContactKind.PHONE, one.phone),
            (ContactKind.EMAIL, one.email),
            (ContactKind.ADDRESS, one.address),
        )
        if text
    )
    journal.record_all(
        journal.entry(subject=party, event="party.imported", by=by, at=now, party=party, name=party.name, number=number)
        for party, number in zip(parties, numbers, strict=True)
    )
    if numbered := {one.company_number for one in facts if one.company_number}:
        search_numbers(numbered, by=by if isinstance(by, User) else None, now=now, without=[one.pk for one in parties])
    return parties
