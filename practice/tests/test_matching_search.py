"""Finding stored parties: the keys are written with every name, and the right party comes out."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practice.matching import index, search
from practice.matching.keys import VERSION
from practice.matching.likeness import Traits, traits_of
from practice.models import ContactKind, NameKind, Party, PartyName
from practice.services.naming import add_name
from practice.services.parties import PartyFacts, add_contact, create_party
from practice.tests import factories

pytestmark = pytest.mark.django_db


def _party(name: str, **facts: object) -> Party:
    known = PartyFacts(name=name, **facts)  # type: ignore[arg-type]
    return create_party(facts=known, by=factories.user(), now=factories.TUESDAY_NOON)


def _found(asked: Traits) -> list[tuple[int, str]]:
    return [(found.party_id, found.likeness.why) for found in search.find([asked])[0].nearest()]


def test_a_name_added_later_is_found() -> None:
    party = _party("Thomas Marsden")
    add_name(party=party, text="Naveed Anwar", kind=NameKind.FORMER, by=factories.user(), now=factories.TUESDAY_NOON)

    assert _found(traits_of(name="Navid Anwar")) == [(party.pk, "same sound, under a former name")]


def test_an_address_added_later_is_found_under_another_name() -> None:
    party = _party("Thomas Marsden")
    assert _found(traits_of(name="Wholly Other", address="14 Cloth Hall Row, Leeds LS1 0ZZ", postcode="LS10ZZ")) == []
    text = "14 Cloth Hall Row, Leeds LS1 0ZZ"
    add_contact(party=party, kind=ContactKind.ADDRESS, text=text, by=factories.user(), now=factories.TUESDAY_NOON)

    found = _found(traits_of(name="Wholly Other", address="14 Cloth Hall Row, Leeds", postcode="LS10ZZ"))

    assert found == [(party.pk, "another name, same address, same postcode")]


def test_a_slip_in_the_date_of_birth_leads_to_the_right_namesake() -> None:
    others = [_party("Joseph Adeyemi", born_on=date(1930 + n, 6, 1)) for n in range(3)]
    right = _party("Joseph Adeyemi", born_on=date(1958, 3, 14))

    first, *rest = _found(traits_of(name="Joseph Adeyemi", born="19850314"))

    assert first == (right.pk, "same name, date of birth with two digits swapped")
    assert {pk for pk, _ in rest} == {other.pk for other in others}


def test_names_without_keys_are_given_theirs() -> None:
    party = _party("Phil Knight")
    PartyName.objects.update(keys=[], keys_version=0)
    before = _found(traits_of(name="Fill Nite"))

    renewed = (index.renew_stale_keys(), index.renew_stale_keys())

    assert (before, renewed) == ([], (1, 0))
    assert PartyName.objects.get().keys_version == VERSION
    assert _found(traits_of(name="Fill Nite")) == [(party.pk, "same sound")]


def test_many_questions_take_as_many_queries_as_one() -> None:
    for name in ("Naveed Anwar", "Joseph Adeyemi", "Jane Hopkins"):
        _party(name)

    def queries(*names: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            search.find([traits_of(name=name) for name in names], thorough=True)
        return len(captured)

    assert queries("Navid Anwer", "Jo Adeyami", "Jayne Hopkin", "Qqq Zzz") == queries("Qqq Zzz")


def test_nothing_asked_finds_nobody() -> None:
    _party("Naveed Anwar")

    assert [question.found for question in search.find([Traits()], thorough=True)] == [{}]
