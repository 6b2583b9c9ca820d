"""What a body is, who may speak for it, and whom we treat as a client without being theirs (domain 4.2, 4.7)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from practice.conduct import conducts, stakeholders
from practice.models import (
    ContactKind,
    Gate,
    GateKind,
    GateState,
    Matter,
    MatterParty,
    MatterRole,
    PairState,
    Party,
    PartyKind,
    PartyPair,
    Position,
    Rung,
    TreatedAs,
    User,
)
from practice.names import normalise_company_number
from practice.organisations import in_words, people_of, who_may_instruct, whose_attention
from practice.services.bodies import change_body
from practice.services.matters import set_gate
from practice.services.pairs import seek_pairs
from practice.services.parties import add_contact
from practice.services.positions import PositionFacts, change_position, end_position, record_position
from practice.services.reach import end_contact_point
from practice.tests import factories

NOON = factories.TUESDAY_NOON
TODAY = NOON.date()
AUTHORITY: dict[str, Any] = {"authority": "Board minute", "authority_seen_on": TODAY}


def body(name: str = "Alder Ltd", **facts: object) -> Party:
    return factories.party(name, title="", kind=PartyKind.ORGANISATION, **facts)  # type: ignore[arg-type]


def place(organisation: Party, person: Party, **facts: Any) -> Position:
    known: dict[str, Any] = (
        {"title": "Director", "starts_on": TODAY} | (AUTHORITY if facts.get("may_instruct") else {}) | facts
    )
    return record_position(
        organisation_id=organisation.pk, person=person, facts=PositionFacts(**known), by=factories.user(), now=NOON
    )


def _stated(matter: Matter) -> str:
    return Gate.objects.filter(matter=matter).latest_of_each_kind().get(kind=GateKind.CONFLICT).state


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("123456", "00123456"),
        (" 0123 4567 ", "01234567"),
        ("sc 12345", "SC012345"),
        ("OC-301234", "OC301234"),
        ("HRB 123456 B", "HRB123456B"),
        ("--", ""),
    ],
)
def test_a_company_number_is_one_however_it_is_typed(typed: str, number: str) -> None:
    assert normalise_company_number(typed) == number


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"may_instruct": True}, "Ann Lee"),
        ({"may_instruct": True, "limit": Decimal(10000)}, "Ann Lee, up to £10,000"),
        (
            {"may_instruct": True, "limit": Decimal("99.50"), "instructs_on": "leases only"},
            "Ann Lee, up to £99.50, leases only",
        ),
        ({"may_instruct": False}, ""),
    ],
)
def test_who_may_instruct_is_said_with_their_limits(said: dict[str, Any], words: str) -> None:
    assert in_words([Position(person=Party(name="Ann Lee"), **said)]) == words


def test_only_those_are_asked_who_may_instruct_for_so_much_and_letters_go_to_one_of_them_first() -> None:
    ann = Position(pk=1, person=Party(name="Ann"), may_instruct=True, limit=Decimal(1000))
    bo = Position(pk=2, person=Party(name="Bo"), may_instruct=True, receives_letters=True)
    cy = Position(pk=3, person=Party(name="Cy"), receives_letters=True)
    gone = Position(pk=4, person=Party(name="Di", died_on=TODAY), may_instruct=True, receives_letters=True)

    assert who_may_instruct([ann, bo, cy, gone]) == [ann, bo]
    assert who_may_instruct([ann, bo, cy], amount=Decimal(1001)) == [bo]
    assert [whose_attention(group) for group in ([cy, bo], [cy, gone], [ann], [])] == [bo, cy, None, None]


def test_everybody_on_a_matter_is_owed_something_we_can_say() -> None:
    kinds = {"treated", *(f"treated_{kind}" for kind in TreatedAs.values)}
    roles = {role.value for role in MatterRole} - {MatterRole.OPPONENT} - set(TreatedAs.values)
    others = {"client_body", "client_internal", "client_represented", "opponent_represented", "opponent_unrepresented"}

    assert conducts().keys() == kinds | roles | others | {"colleague"}
    assert [key for key, one in conducts().items() if not (one.who and one.owed and one.conduct)] == []


@pytest.mark.parametrize(
    ("role", "facts", "solicitor", "who"),
    [
        ("client", {}, False, "Client"),
        ("client", {"kind": "organisation"}, False, "Client, an organisation"),
        ("client", {"lacks_capacity": True}, False, "Client for whom somebody acts"),
        ("client", {"kind": "organisation", "relationship": "internal_client"}, False, "Internal client"),
        ("client", {"relationship": "pseudo_client", "treated_as": "police"}, False, "Police unit"),
        ("other", {"relationship": "pseudo_client", "treated_as": "witness"}, False, "Witness"),
        ("other", {"relationship": "client", "treated_as": "witness"}, False, "Somebody else in it"),
        ("opponent", {}, False, "Other side, without a lawyer"),
        ("opponent", {}, True, "Other side, with a lawyer"),
        ("opponent", {"is_represented_elsewhere": True}, False, "Other side, with a lawyer"),
        ("lender", {}, False, "Lender"),
        ("witness", {}, False, "Witness"),
        ("insurer", {"kind": "organisation"}, False, "Insurer"),
        ("co_party", {}, True, "Co-party"),
    ],
)
def test_each_on_a_matter_has_the_behaviour_that_fits_them(
    role: str, facts: dict[str, Any], solicitor: bool, who: str
) -> None:
    rows = [MatterParty(party=Party(name="One", **facts), role=role)]
    if solicitor:
        rows.append(MatterParty(party=Party(name="Two"), role=MatterRole.OPPONENT_SOLICITOR))

    assert stakeholders(rows)[0][1].who == who


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"may_instruct": True}, "no_authority_seen"),
        ({"limit": Decimal(5)}, "limit_of_nothing"),
        ({"authority_seen_on": TODAY + timedelta(days=1)}, "seen_too_early"),
        ({"ends_on": TODAY - timedelta(days=1)}, "last_day_too_early"),
    ],
)
@pytest.mark.django_db
def test_a_place_that_cannot_be_is_refused(facts: dict[str, Any], code: str) -> None:
    alder, ann = body(), factories.party("Ann Lee")

    with pytest.raises(Exception, match=r".") as refused:
        record_position(
            organisation_id=alder.pk,
            person=ann,
            facts=PositionFacts(title="Director", starts_on=TODAY, **facts),
            by=factories.user(),
            now=NOON,
        )

    assert (refused.value.code, Position.objects.count()) == (code, 0)  # type: ignore[attr-defined]  # a Refusal


@pytest.mark.django_db
def test_people_stand_by_their_rung_from_their_first_day_to_their_last_and_walls_hold() -> None:
    alder, stranger = body(), factories.user()
    hidden = factories.party("Hana Hidden")
    factories.matter(client=hidden, is_restricted=True)
    places: list[tuple[str, dict[str, Any]]] = [
        ("Sue", {"rung": Rung.SUPERVISOR}),
        ("Dee", {"rung": Rung.DEPARTMENT}),
        ("Ed", {"rung": Rung.EXECUTIVE}),
        ("New", {"starts_on": TODAY + timedelta(days=1)}),
        ("Old", {"starts_on": date(2026, 1, 1), "ends_on": TODAY - timedelta(days=1)}),
    ]
    for name, facts in places:
        place(alder, factories.party(name), **facts)
    place(alder, hidden)

    seen = [one.person.name for one in people_of([alder], on=TODAY, user=stranger)[alder.pk]]
    written = [one.person.name for one in people_of([alder], on=TODAY)[alder.pk]]

    assert seen == written == ["Ed", "Dee", "Sue"]


@pytest.mark.django_db
def test_a_place_changes_and_ends_and_stays_on_record() -> None:
    alder, ann, by = body(), factories.party("Ann Lee"), factories.user()
    first = place(alder, ann, may_instruct=True, limit=Decimal(10000))
    facts = PositionFacts(title="Chair", starts_on=TODAY)

    second = change_position(position_id=first.pk, facts=facts, by=by, now=NOON)
    ended = [end_position(position_id=second.pk, because="Retired", by=by, now=NOON) for _ in range(2)]

    assert [one.ended_because for one in Position.objects.order_by("pk")] == ["Changed", "Retired"]
    assert ended[0] == ended[1]
    with pytest.raises(Exception, match="changed or ended"):
        change_position(position_id=first.pk, facts=facts, by=by, now=NOON)


@pytest.mark.django_db
def test_whoever_may_instruct_shuts_the_gates_near_and_others_do_not() -> None:
    alder, ann = body(), factories.party("Ann Lee")
    matter = factories.matter(client=alder)
    set_gate(matter=matter, kind=GateKind.CONFLICT, state=GateState.OPEN, because="Clear", now=NOON)

    first = place(alder, ann)
    before = _stated(matter)
    facts = PositionFacts(title="Director", starts_on=TODAY, may_instruct=True, **AUTHORITY)
    change_position(position_id=first.pk, facts=facts, by=factories.user(), now=NOON)

    assert (before, _stated(matter)) == (GateState.OPEN, GateState.CLOSED)


def _numbered(party: Party, number: str, by: User, office: int | None = None) -> Party:
    return change_body(
        party_id=party.pk, legal_form="company", company_number=number, office_id=office, by=by, now=NOON
    )


@pytest.mark.django_db
def test_the_same_company_number_makes_a_pair_and_shuts_the_gates_of_both() -> None:
    alder, by = body("Alder Ltd"), factories.user()
    other = body("Quite Another Name plc")
    matter = factories.matter(client=other)
    _numbered(other, "SC 12345", by)
    set_gate(matter=matter, kind=GateKind.CONFLICT, state=GateState.OPEN, because="Clear", now=NOON)
    seek_pairs(now=NOON)
    before = PartyPair.objects.filter(first=alder, second=other).count()

    _numbered(alder, "sc012345", by)
    seek_pairs(now=NOON)

    pair = PartyPair.objects.get(first=alder, second=other)
    assert (before, pair.state, pair.score, pair.why) == (0, PairState.LIKELY, 1.0, "same company number")
    assert _stated(matter) == GateState.CLOSED


@pytest.mark.django_db
def test_the_registered_office_is_one_address_in_use_and_ends_with_it() -> None:
    alder, by = body(), factories.user()
    first, second = (
        add_contact(party=alder, kind=ContactKind.ADDRESS, text=text, by=by, now=NOON)
        for text in ("1 A Row", "2 B Row")
    )
    offices = alder.contacts.filter(is_registered_office=True)

    _numbered(alder, "", by, first.pk)
    _numbered(alder, "", by, second.pk)
    before = offices.get()
    end_contact_point(contact_id=second.pk, because="Moved", by=by, now=NOON)

    assert (before, offices.count()) == (second, 0)
    with pytest.raises(Exception, match="not used any more"):
        _numbered(alder, "", by, second.pk)


@pytest.mark.django_db
def test_a_person_is_no_body() -> None:
    with pytest.raises(Exception, match="This is a person"):
        _numbered(factories.party("Ann Lee"), "1", factories.user())
