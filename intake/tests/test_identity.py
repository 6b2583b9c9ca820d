"""Identity: the gate opens with the last client and shuts again."""

import pytest

from intake import services
from intake.models import CddCheck
from intake.rules import CddState
from intake.tests.factories import NOON
from practice.errors import Refusal
from practice.models import Gate, GateKind, JournalEntry, Matter, MatterParty, MatterRole, Party, User
from practice.services.matters import add_party
from practice.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def lawyer() -> User:
    return factories.user()


@pytest.fixture
def matter(lawyer: User) -> Matter:
    made = factories.matter(fee_earner=lawyer, client=factories.party("Joseph Adeyemi"))
    MatterParty.objects.create(matter=made, party=factories.party("Nkechi Adeyemi"), role=MatterRole.CLIENT)
    return made


def _record(matter: Matter, party: Party, state: CddState, papers: str = "Passport") -> CddCheck:
    return services.record_identity(
        matter_id=matter.pk, party_id=party.pk, state=state, papers=papers, by=matter.fee_earner, now=NOON
    )


def test_the_gate_opens_when_the_last_client_is_verified_and_shuts_when_one_is_not(matter: Matter) -> None:
    joseph, nkechi = matter.clients()
    seen = []

    for party, state in (
        (joseph, CddState.VERIFIED),
        (nkechi, CddState.RECEIVED),
        (nkechi, CddState.VERIFIED),
        (nkechi, CddState.VERIFIED),
        (joseph, CddState.RECEIVED),
    ):
        _record(matter, party, state)
        seen.append(matter.may(GateKind.IDENTITY, NOON))

    assert seen == [False, False, True, True, False]
    assert Gate.objects.filter(kind=GateKind.IDENTITY).count() == 2


def test_a_verified_identity_says_by_which_papers_when_and_by_whom(matter: Matter) -> None:
    joseph = matter.clients()[0]
    _record(matter, joseph, CddState.RECEIVED, "")

    made = _record(matter, joseph, CddState.VERIFIED, " Passport, council tax bill ")

    made.refresh_from_db()
    assert (made.state, made.papers, made.received_at, made.verified_at, made.verified_by) == (
        CddState.VERIFIED,
        "Passport, council tax bill",
        NOON,
        NOON,
        matter.fee_earner,
    )
    events = JournalEntry.objects.filter(matter_id=matter.pk).order_by("pk").values_list("event", "party_id")
    assert list(events) == [("identity.recorded", joseph.pk), ("identity.verified", joseph.pk)]


def test_a_new_client_shuts_the_gate_again(matter: Matter, lawyer: User) -> None:
    for party in matter.clients():
        _record(matter, party, CddState.VERIFIED)

    add_party(matter_id=matter.pk, party=factories.party("A Third"), role=MatterRole.CLIENT, by=lawyer, now=NOON)

    assert not matter.may(GateKind.IDENTITY, NOON)


def test_nobody_is_verified_by_no_papers_and_only_clients_are_identified(matter: Matter) -> None:
    with pytest.raises(services.PapersMissing):
        _record(matter, matter.clients()[0], CddState.VERIFIED, " ")
    with pytest.raises(Refusal) as refused:
        _record(matter, factories.party("A Stranger"), CddState.VERIFIED)

    assert refused.value.code == "client_not_on_matter"
    assert (CddCheck.objects.count(), Gate.objects.count()) == (0, 0)


def test_an_interest_declared_twice_is_one_row_and_may_be_declared_anew_after_it_ended(lawyer: User) -> None:
    first = services.declare_interest(staff=lawyer, name="Calder Vale Ltd", nature="Shares", by=lawyer, now=NOON)
    again = services.declare_interest(staff=lawyer, name="Calder Vale", nature="A seat", by=lawyer, now=NOON)
    for _ in range(2):
        services.end_interest(interest_id=first.pk, ended_on=NOON.date(), by=lawyer, now=NOON)
    anew = services.declare_interest(staff=lawyer, name="Calder Vale", nature="Shares", by=lawyer, now=NOON)

    assert (first, again.nature) == (again, "A seat")
    assert anew != first
    assert JournalEntry.objects.filter(event="interest.ended").count() == 1
