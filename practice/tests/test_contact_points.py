"""Contact points: what was typed is kept whole, and the same one twice is one row."""

import pytest

from practice.models import ContactKind
from practice.services.parties import PartyFacts, add_contact, create_party
from practice.tests import factories

pytestmark = pytest.mark.django_db


def test_an_address_of_400_characters_is_kept_whole_and_found_again() -> None:
    address, by = "The Old Rectory, " + "Upper Longbottom, " * 21 + "York", factories.user()
    assert len(address) == 399

    party = create_party(facts=PartyFacts(name="Ann Bell", address=address), by=by, now=factories.TUESDAY_NOON)
    again = add_contact(party=party, kind=ContactKind.ADDRESS, text=address, by=by, now=factories.TUESDAY_NOON)

    assert [(point.pk, point.text) for point in party.contacts.all()] == [(again.pk, address)]
