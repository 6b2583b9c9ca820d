"""Both sides of one property are found, whoever is on them (domain 4.3)."""

from typing import Any

import pytest

from intake import properties, services
from intake.models import ConflictHit, ConflictPolicy
from intake.rules import PROPERTY, HitDecision, Level, Outcome, Source
from intake.tests.factories import NOON, check, compliance, enquiry
from practice.models import Gate, GateKind, GateState, Matter, MatterProperty, MatterRole, MatterStage, WorkType
from practice.services.matters import add_party
from practice.services.properties import PropertyIsOff, PropertyIsThere, add_property, take_property_off
from practice.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.pg]
POLICY = ConflictPolicy().as_rules()
HERE = "24 Wharf Lane, Leeds LS1 4ZZ"


def _about(address: str = HERE, title_number: str = "", **fields: Any) -> Matter:
    matter = factories.matter(**fields)
    add_property(matter_id=matter.pk, address=address, title_number=title_number, by=matter.fee_earner, now=NOON)
    return matter


def _found(matter: Matter) -> list[ConflictHit]:
    return properties.search(matter, policy=POLICY)


@pytest.mark.parametrize(
    ("address", "title_number", "is_found"),
    [
        pytest.param("24 Wharf Lane, Leeds LS1 4ZZ", "", True, id="the same words"),
        pytest.param("24 wharf ln leeds", "", True, id="without the postcode"),
        pytest.param("24 Warf Lane, Leeds, LS1 4ZZ", "", True, id="a slip in the street"),
        pytest.param("Land behind the mill", "wyk 4711", True, id="the title number, other words"),
        pytest.param("26 Wharf Lane, Leeds LS1 4ZZ", "", False, id="next door"),
        pytest.param("24 Canal Road, Hull HU1 1AA", "", False, id="the same number elsewhere"),
        pytest.param("24 Mill Row, Leeds", "", False, id="the same number in another street of the town"),
        pytest.param("24 Wharf Lane, Holbeck", "", True, id="a part of the town instead of the town"),
    ],
)
def test_the_other_side_of_a_property_is_found_however_it_was_written(
    address: str, title_number: str, is_found: bool
) -> None:
    selling = _about(HERE, "WYK4711")
    buying = _about(address, title_number)

    found = [(hit.matter, hit.source, hit.here, hit.level) for hit in _found(buying)]

    assert found == ([(selling, Source.PROPERTY, PROPERTY, Level.GRAVE)] if is_found else [])


def test_what_was_once_done_about_a_property_needs_no_decision() -> None:
    _about(stage=MatterStage.CLOSED)

    assert [(hit.level, hit.why) for hit in _found(_about())] == [(Level.LOW, "We once acted about this property")]


def test_the_same_clients_other_matter_about_it_needs_no_decision() -> None:
    first, second = _about(), _about()
    client = factories.party()
    for matter in (first, second):
        add_party(matter_id=matter.pk, party=client, role=MatterRole.CLIENT, by=matter.fee_earner, now=NOON)

    assert [hit.level for hit in _found(second)] == [Level.LOW]


def test_a_restricted_matter_about_it_is_masked() -> None:
    _about(is_restricted=True)

    assert [(hit.level, hit.is_masked) for hit in _found(_about())] == [(Level.RESTRICTED, True)]


def test_a_property_taken_off_is_found_no_more_and_only_once() -> None:
    wrong = _about().properties.get()
    by = wrong.matter.fee_earner

    take_property_off(property_id=wrong.pk, because="It was number 42", by=by, now=NOON)

    assert _found(_about()) == []
    with pytest.raises(PropertyIsOff):
        take_property_off(property_id=wrong.pk, because="It was number 42", by=by, now=NOON)


def test_a_new_property_shuts_the_gate_until_it_was_searched_and_stands_once() -> None:
    matter = _about()

    gate = Gate.objects.filter(matter=matter, kind=GateKind.CONFLICT).latest_of_each_kind().get()

    assert (gate.state, gate.calls_for_check) == (GateState.CLOSED, True)
    with pytest.raises(PropertyIsThere):
        add_property(matter_id=matter.pk, address=HERE, title_number="", by=matter.fee_earner, now=NOON)


def test_the_property_that_an_enquiry_named_is_searched_by_its_check_and_decided_like_any_hit() -> None:
    selling = _about(HERE)
    decider = compliance()
    taken = enquiry(
        "Rosalind Mehta",
        others=(),
        work_type=WorkType.RESIDENTIAL_PURCHASE,
        answers={"address": "24 Wharf Lane, Leeds"},
    )

    made = check(taken)

    assert [(term["name"], term["role"]) for term in made.terms][-1] == ("24 Wharf Lane, Leeds", PROPERTY)
    hit = made.hits.get(source=Source.PROPERTY)
    assert (hit.matter, hit.get_here_display(), hit.level) == (selling, "The property", Level.GRAVE)
    services.decide_hit(
        hit_id=hit.pk,
        decision=HitDecision.RELATED_NO_CONFLICT,
        reason="The sale fell through last week",
        by=decider,
        now=NOON,
    )
    assert MatterProperty.objects.filter(matter=made.matter).count() == 1
    services.decide_check(check_id=made.pk, outcome=Outcome.CLEAR, reason="", by=decider, now=NOON)
    assert ["24 Wharf Lane, Leeds</b>, the property" in one.html for one in made.reports.all()] == [True, True]
