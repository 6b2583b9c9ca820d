"""A check searches two steps from each party: officers and owners, company group, household."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from intake import corpus, services
from intake.models import ConflictCheck, ConflictPolicy, OwnInterest
from intake.rules import Level, Outcome
from intake.services import NamesNotSearched
from intake.tests.factories import NOON, check, compliance, enquiry, stored
from practice.models import Gate, GateKind, Matter, MatterRole, NameKind, Party, Relation, RelationKind, User
from practice.services.naming import record_name
from practice.services.relations import RecordMerged, RelatedToItself, RelationKnown, end_relation, record_relation
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
OPPONENT = MatterRole.OPPONENT
POLICY = ConflictPolicy().as_rules()
DIRECTOR, PARENT, SPOUSE = RelationKind.DIRECTOR, RelationKind.PARENT_COMPANY, RelationKind.SPOUSE


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)


@pytest.fixture
def helen() -> User:
    return compliance()


@pytest.fixture
def cleared(helen: User) -> Matter:
    """An open, cleared matter of Ann Leeming."""
    made = check(enquiry("Ann Leeming", others=()))
    services.decide_check(check_id=made.pk, outcome=Outcome.CLEAR, reason="", by=helen, now=NOON)
    made.matter.refresh_from_db()
    return made.matter


def _relate(party: Party, kind: RelationKind, other: Party) -> Relation:
    return record_relation(party_id=party.pk, kind=kind, other_id=other.pk, by=factories.user(), now=NOON)


def _checked(matter: Matter) -> ConflictCheck:
    for matter_id in services.matters_to_recheck():
        services.recheck_matter(matter_id=matter_id, now=NOON)
    return ConflictCheck.objects.filter(matter=matter).latest("pk")


def _against(name: str, **fields: object) -> Party:
    """Somebody whom a client of ours is against."""
    theirs = factories.matter(client=factories.party("Quiet Zebra"), **fields)  # type: ignore[arg-type]
    return stored(name, role=OPPONENT, matter=theirs)


def test_an_opponent_two_steps_away_is_found_and_the_way_is_said(cleared: Matter, helen: User) -> None:
    ann, alder, beech = cleared.clients().get(), factories.party("Alder Ltd", title=""), _against("Beech plc")
    _relate(ann, DIRECTOR, alder)
    _relate(beech, PARENT, alder)

    made = _checked(cleared)

    hit = made.hits.get(level=Level.CLOSE)
    assert (hit.term, hit.found, hit.party, hit.why) == (
        "Ann Leeming",
        "Beech plc",
        beech,
        "By relation: we act against this client now",
    )
    assert hit.via == "Ann Leeming is director of Alder Ltd, whose parent company is Beech plc"
    assert made.coverage["related"] == 2
    client = Client()
    client.force_login(helen)
    assert hit.via in client.get(reverse("conflict", args=[made.pk])).content.decode()


@pytest.mark.parametrize(
    ("steps", "is_found", "said"),
    [
        ([("ann", SPOUSE, "far")], True, "Ann Leeming is spouse or partner of Far Ltd"),
        ([("far", SPOUSE, "ann")], True, "Ann Leeming, whose spouse or partner is Far Ltd"),
        (
            [("ann", DIRECTOR, "one"), ("one", PARENT, "far")],
            True,
            "Ann Leeming is director of One Ltd, which is parent",
        ),
        ([("ann", DIRECTOR, "one"), ("two", DIRECTOR, "one"), ("two", DIRECTOR, "far")], False, ""),
    ],
    ids=["one step", "from the other end", "two steps", "three steps"],
)
def test_two_steps_and_no_more(
    steps: list[tuple[str, RelationKind, str]], is_found: bool, said: str, cleared: Matter
) -> None:
    known = {"ann": cleared.clients().get(), "far": _against("Far Ltd")}
    known |= {"one": factories.party("One Ltd"), "two": factories.party("Two Ltd")}
    Party.objects.exclude(pk=known["ann"].pk).update(kind="organisation")
    for one, kind, other in steps:
        _relate(known[one], kind, known[other])

    found = [hit.via for hit in _checked(cleared).hits.filter(party=known["far"])]

    assert ([via.startswith(said) for via in found], bool(found)) == ([True] if is_found else [], is_found)


def test_a_relation_that_ended_is_searched_no_more(cleared: Matter) -> None:
    far = _against("Far Ltd")
    relation = _relate(cleared.clients().get(), DIRECTOR, far)
    for _ in range(2):
        end_relation(relation_id=relation.pk, by=factories.user(), now=NOON)

    assert _checked(cleared).hits.filter(party=far).count() == 0


def test_who_is_found_by_name_is_not_found_again_by_relation(cleared: Matter) -> None:
    twin = _against("Ann Leeming")
    _relate(cleared.clients().get(), SPOUSE, twin)

    assert [hit.via for hit in _checked(cleared).hits.filter(party=twin)] == [""]


def test_a_new_relation_shuts_every_gate_within_two_steps_and_stops_a_clearance_meanwhile(
    cleared: Matter, helen: User
) -> None:
    ann, alder, far = cleared.clients().get(), factories.party("Alder Ltd"), factories.party("Far Ltd")
    _relate(ann, DIRECTOR, alder)
    made = _checked(cleared)
    shut_before = services.matters_to_recheck()
    _relate(alder, PARENT, far)

    with pytest.raises(NamesNotSearched, match="Run it again"):
        services.decide_check(check_id=made.pk, outcome=Outcome.CLEAR, reason="", by=helen, now=NOON)

    assert (shut_before, services.matters_to_recheck()) == ([], [cleared.pk])
    assert not cleared.may(GateKind.CONFLICT, NOON)
    _checked(cleared)
    services.decide_check(check_id=made.pk, outcome=Outcome.CLEAR, reason="", by=helen, now=NOON)
    assert cleared.may(GateKind.CONFLICT, NOON)


def test_somebody_between_who_stands_behind_a_wall_is_not_named(cleared: Matter) -> None:
    secret = factories.matter(client=factories.party("Secret Heron"), is_restricted=True)
    between, far = stored("Secret Sparrow Ltd", matter=secret), _against("Far Ltd")
    _relate(cleared.clients().get(), DIRECTOR, between)
    _relate(far, PARENT, between)

    hit = _checked(cleared).hits.get(party=far)

    assert hit.via == "Ann Leeming is director of somebody behind a wall, whose parent company is Far Ltd"
    because = list(cleared.gates.values_list("because", flat=True))
    assert [words for words in because if "Sparrow" in words] == []


def test_the_directors_of_a_lender_have_no_part_in_a_purchase(cleared: Matter) -> None:
    bank = stored("Northern Counties Bank", role=MatterRole.LENDER, matter=cleared, is_common_body=True)
    _relate(factories.party("Bank Director"), DIRECTOR, bank)

    assert corpus.related_terms(cleared) == []


def test_who_is_behind_a_wall_is_masked_and_nobody_near_in_name_tells_of_them(cleared: Matter) -> None:
    secret = factories.matter(client=factories.party("Secret Heron"), is_restricted=True)
    hidden = stored("Secret Sparrow Ltd", role=OPPONENT, matter=secret)
    near_in_name = _against("Secret Sparrow Limited")
    _relate(cleared.clients().get(), DIRECTOR, hidden)

    made = _checked(cleared)

    assert [(hit.party, hit.is_masked, hit.level) for hit in made.hits.all()] == [(hidden, True, Level.RESTRICTED)]
    assert made.hits.filter(party=near_in_name).count() == 0
    assert [term for term in made.terms if "Sparrow" in str(term)] == []


def test_a_relative_is_found_although_twenty_others_have_the_name(cleared: Matter) -> None:
    for _ in range(25):
        factories.party("John Smith", title="")
    john = _against("John Smith")
    _relate(cleared.clients().get(), SPOUSE, john)

    assert _checked(cleared).hits.get(party=john).via == "Ann Leeming is spouse or partner of John Smith"


def test_who_was_only_near_in_name_is_found_once_the_relation_is_known(helen: User) -> None:
    alan = _against("Alan Leeming")
    made = check(enquiry("Ann Leeming", others=()))
    _relate(made.matter.clients().get(), SPOUSE, alan)
    before = list(made.hits.filter(party=alan).values_list("level", "via"))

    hits = list(_checked(made.matter).hits.filter(party=alan).order_by("level").values_list("level", "via"))

    assert before == [(Level.LOW, "")]
    assert hits == [(Level.CLOSE, "Ann Leeming is spouse or partner of Alan Leeming"), (Level.LOW, "")]


def test_who_is_near_a_relative_in_spelling_and_on_no_other_side_is_not_listed(cleared: Matter) -> None:
    stored("Jonathan Leeds")
    _relate(cleared.clients().get(), SPOUSE, factories.party("Jonathan Leedes"))

    assert _checked(cleared).hits.exclude(via="").count() == 0


def test_the_own_interest_of_a_member_of_staff_in_a_clients_company_is_found(cleared: Matter) -> None:
    OwnInterest.objects.create(
        staff=factories.user(), name="Alder Ltd", normalised="alder", nature="Shares", declared_at=NOON
    )
    _relate(cleared.clients().get(), DIRECTOR, factories.party("Alder Ltd", title=""))

    hit = _checked(cleared).hits.get()

    assert (hit.level, hit.why) == (Level.CLOSE, "By relation: own interest of a member of staff")
    assert hit.via == "Ann Leeming is director of Alder Ltd"


def test_a_check_asks_the_database_as_often_for_one_relation_as_for_thirty(cleared: Matter) -> None:
    ann, counts = cleared.clients().get(), []
    for number in range(30):
        _relate(ann, DIRECTOR, factories.party(f"Company {number}", title=""))
        if number in {0, 29}:
            with CaptureQueriesContext(connection) as asked:
                corpus.search(
                    [*corpus.terms_of(cleared), *corpus.related_terms(cleared)], matter=cleared, policy=POLICY
                )
            counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("end", ["the client", "somebody near"])
def test_a_new_name_of_somebody_near_calls_for_a_search_and_is_not_told(end: str, cleared: Matter) -> None:
    ann, alder, beech = cleared.clients().get(), factories.party("Alder Ltd"), factories.party("Beech plc")
    _relate(ann, DIRECTOR, alder)
    _relate(beech, PARENT, alder)
    _checked(cleared)
    named = ann if end == "the client" else beech

    record_name(party_id=named.pk, text="Copper Holdings", kind=NameKind.ALIAS, by=factories.user(), now=NOON)

    because = Gate.objects.calling_for_a_check().get(matter=cleared).because
    assert (
        because
        == {
            "the client": "Ann Leeming has a further name: Copper Holdings",
            "somebody near": "Somebody related to Ann Leeming has a further name",
        }[end]
    )


def test_a_relation_three_steps_off_shuts_no_gate(cleared: Matter) -> None:
    ann, one, two = cleared.clients().get(), factories.party("One Ltd"), factories.party("Two Ltd")
    _relate(ann, DIRECTOR, one)
    _relate(two, PARENT, one)
    _checked(cleared)

    _relate(factories.party("Three Ltd"), PARENT, two)

    assert services.matters_to_recheck() == []


def test_a_relation_is_between_two_who_stand_for_themselves_and_recorded_once(cleared: Matter) -> None:
    ann, far, gone = cleared.clients().get(), factories.party("Far Ltd"), factories.party("Gone Ltd")
    Party.objects.filter(pk=gone.pk).update(merged_into=far)
    _relate(ann, DIRECTOR, far)
    _relate(ann, SPOUSE, far)

    for one, kind, other, refusal in (
        (ann, DIRECTOR, far, RelationKnown),
        (far, SPOUSE, ann, RelationKnown),
        (ann, SPOUSE, ann, RelatedToItself),
        (ann, DIRECTOR, gone, RecordMerged),
    ):
        with pytest.raises(refusal):
            _relate(one, kind, other)
    _relate(far, DIRECTOR, ann)

    assert Relation.objects.count() == 3
