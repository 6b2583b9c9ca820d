"""A check finds a body by its number, whatever its name, and whoever may instruct for it as one step."""

import pytest
from pytest_django import Settings

from intake import services
from intake.models import ConflictCheck
from intake.rules import Outcome
from intake.tests.factories import NOON, check, compliance, enquiry, stored
from practice.models import Matter, MatterRole, Party, PartyKind, RelationKind
from practice.services.bodies import change_body
from practice.services.positions import PositionFacts, record_position
from practice.services.relations import record_relation
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)


@pytest.fixture
def cleared() -> Matter:
    """An open, cleared matter of Ann Leeming."""
    made = check(enquiry("Ann Leeming", others=()))
    services.decide_check(check_id=made.pk, outcome=Outcome.CLEAR, reason="", by=compliance(), now=NOON)
    made.matter.refresh_from_db()
    return made.matter


def _checked(matter: Matter) -> ConflictCheck:
    for matter_id in services.matters_to_recheck():
        services.recheck_matter(matter_id=matter_id, now=NOON)
    return ConflictCheck.objects.filter(matter=matter).latest("pk")


def _body(name: str) -> Party:
    return factories.party(name, title="", kind=PartyKind.ORGANISATION)


def _instructs(person: Party, organisation: Party, **facts: bool) -> None:
    seen = {"authority": "Board minute", "authority_seen_on": NOON.date()} if facts["may_instruct"] else {}
    known = PositionFacts(title="Director", starts_on=NOON.date(), **seen, **facts)  # type: ignore[arg-type]
    record_position(organisation_id=organisation.pk, person=person, facts=known, by=factories.user(), now=NOON)


@pytest.mark.parametrize("may_instruct", [True, False])
def test_whoever_may_instruct_for_a_body_is_one_step_from_it(cleared: Matter, may_instruct: bool) -> None:
    ann, alder = cleared.clients().get(), _body("Alder Ltd")
    theirs = factories.matter(client=factories.party("Quiet Zebra"))
    beech = stored("Beech plc", role=MatterRole.OPPONENT, matter=theirs)
    record_relation(
        party_id=beech.pk, kind=RelationKind.PARENT_COMPANY, other_id=alder.pk, by=factories.user(), now=NOON
    )
    _instructs(ann, alder, may_instruct=may_instruct)

    hits = _checked(cleared).hits.filter(party=beech)

    words = "Ann Leeming is authorised contact of Alder Ltd, whose parent company is Beech plc"
    assert [hit.via for hit in hits] == ([words] if may_instruct else [])


def test_a_body_is_found_by_its_company_number_under_another_name(cleared: Matter) -> None:
    client, by = cleared.clients().get(), factories.user()
    Party.objects.filter(pk=client.pk).update(kind=PartyKind.ORGANISATION)
    theirs = factories.matter(client=factories.party("Quiet Zebra"))
    other = stored("Nothing Alike plc", role=MatterRole.OPPONENT, matter=theirs)
    Party.objects.filter(pk=other.pk).update(company_number="01234567")

    change_body(party_id=client.pk, legal_form="company", company_number="1234567", office_id=None, by=by, now=NOON)
    made = _checked(cleared)

    hit = made.hits.get(party=other)
    assert (hit.found, hit.score, hit.likeness, hit.there) == (
        "Nothing Alike plc",
        1.0,
        "same company number",
        MatterRole.OPPONENT,
    )
    assert made.terms[0]["others"] == ["company number 01234567"]
