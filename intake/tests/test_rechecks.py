"""What changes on a live matter shuts its gate at once and is searched again by itself."""

import pytest

from intake import services
from intake.models import ConflictCheck
from intake.rules import CheckState, Outcome
from intake.tests.factories import NOON, calendar, check, compliance, enquiry, stored
from practice.models import Gate, GateKind, GateState, Matter, MatterRole, MatterStage, NameKind, Party, Task, User
from practice.services.matters import add_party
from practice.services.naming import LegalName, NameNotChanged, record_name, take_legal_name
from practice.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def helen() -> User:
    return compliance()


@pytest.fixture
def cleared(helen: User) -> Matter:
    """An open matter whose check was cleared."""
    made = check(enquiry(others=()))
    services.decide_check(check_id=made.pk, outcome=Outcome.CLEAR, reason="", by=helen, now=NOON)
    made.matter.refresh_from_db()
    return made.matter


def _run() -> list[int]:
    ids = services.matters_to_recheck()
    for matter_id in ids:
        services.recheck_matter(matter_id=matter_id, now=NOON)
    return ids


def _name(party: Party, text: str, kind: NameKind = NameKind.ALIAS) -> None:
    if kind == NameKind.CURRENT:
        legal = LegalName(text=text, since_on=None, before=NameKind.FORMER, title="", salutation="")
        take_legal_name(party_id=party.pk, legal=legal, by=factories.user(), now=NOON)
    else:
        record_name(party_id=party.pk, text=text, kind=kind, by=factories.user(), now=NOON)


def test_a_cleared_matter_calls_for_nothing(cleared: Matter) -> None:
    assert cleared.may(GateKind.CONFLICT, NOON)
    assert _run() == []


@pytest.mark.parametrize("change", ["a party", "a further part", "an alias", "a new name"])
def test_a_change_shuts_the_gate_in_its_own_transaction_and_is_searched_once(
    change: str, cleared: Matter, helen: User
) -> None:
    stored("Pennine Timber Supplies Ltd", role=MatterRole.OPPONENT)
    client = cleared.clients().get()
    if change == "a party":
        added = factories.party("Pennine Timber Supplies Ltd")
        add_party(matter_id=cleared.pk, party=added, role=MatterRole.CLIENT, by=cleared.fee_earner, now=NOON)
    elif change == "a further part":
        add_party(matter_id=cleared.pk, party=client, role=MatterRole.PAYER, by=cleared.fee_earner, now=NOON)
    else:
        _name(client, "Pennine Timber Supplies Ltd", NameKind.ALIAS if change == "an alias" else NameKind.CURRENT)

    shut = not cleared.may(GateKind.CONFLICT, NOON)
    runs = [_run(), _run()]

    latest = ConflictCheck.objects.order_by("pk").last()
    assert latest is not None
    assert (shut, runs) == (True, [[cleared.pk], []])
    assert ConflictCheck.objects.filter(matter=cleared).count() == 2
    assert (latest.state, latest.asked_by) == (CheckState.WITH_COMPLIANCE, cleared.fee_earner)
    assert latest.hits.above_line().exists() == (change != "a further part")
    assert Task.objects.get(key=f"conflict:{latest.pk}:decide").owner == helen


def test_a_name_that_came_while_a_check_waits_is_searched_in_that_check(helen: User) -> None:
    made = check(enquiry(others=()))
    stored("Pennine Timber Supplies Ltd", role=MatterRole.OPPONENT)
    before = services.matters_to_recheck()
    _name(made.matter.clients().get(), "Pennine Timber Supplies Ltd")

    runs = [_run(), _run()]

    made.refresh_from_db()
    assert (before, runs) == ([], [[made.matter_id], []])
    assert ConflictCheck.objects.count() == 1
    assert made.terms[0]["others"] == ["Pennine Timber Supplies Ltd"]
    assert made.hits.above_line().count() == 1


def test_a_new_current_name_stands_on_letters_and_the_old_one_stays_as_former(cleared: Matter) -> None:
    client = cleared.clients().get()

    _name(client, "Brightwater Holdings plc", NameKind.CURRENT)

    client.refresh_from_db()
    assert client.name == "Brightwater Holdings plc"
    assert list(client.names.order_by("pk").values_list("text", "kind")) == [
        ("Brightwater Joinery Ltd", NameKind.FORMER),
        ("Brightwater Holdings plc", NameKind.CURRENT),
    ]


def test_a_name_that_is_known_in_other_letters_is_refused_and_shuts_nothing(cleared: Matter) -> None:
    with pytest.raises(NameNotChanged):
        _name(cleared.clients().get(), "BRIGHTWATER JOINERY LIMITED")

    assert cleared.may(GateKind.CONFLICT, NOON)


@pytest.mark.parametrize(
    ("role", "shuts"), [(MatterRole.LENDER, False), (MatterRole.OPPONENT, True)], ids=["as lender", "as opponent"]
)
def test_a_common_bodys_new_name_stops_only_where_it_is_a_side(role: MatterRole, shuts: bool, helen: User) -> None:
    bank = stored("Northern Counties Bank", role=role, is_common_body=True)

    _name(bank, "Northern Bank Group")

    assert bool(services.matters_to_recheck()) == shuts


@pytest.mark.parametrize("stage", [MatterStage.CLOSED, MatterStage.DECLINED])
def test_a_matter_that_is_over_is_left_alone(stage: MatterStage, cleared: Matter) -> None:
    Matter.objects.filter(pk=cleared.pk).update(stage=stage)

    _name(cleared.clients().get(), "Pennine Timber Supplies Ltd")

    assert _run() == []
    assert ConflictCheck.objects.count() == 1


def test_whoever_asks_by_hand_meanwhile_is_not_asked_for_again(cleared: Matter) -> None:
    _name(cleared.clients().get(), "Pennine Timber Supplies Ltd")
    services.ask_check(matter_id=cleared.pk, because="A new name", by=cleared.fee_earner, now=NOON, calendar=calendar())

    assert _run() == []
    assert services.recheck_matter(matter_id=cleared.pk, now=NOON) is None


def test_a_client_who_comes_back_under_another_name_shuts_their_other_matters(cleared: Matter, helen: User) -> None:
    again = enquiry("Brightwater Kitchens Ltd", others=())

    check(again, party=cleared.clients().get())

    assert not cleared.may(GateKind.CONFLICT, NOON)
    assert _run() == [cleared.pk]
    latest = Gate.objects.filter(matter=cleared, kind=GateKind.CONFLICT).latest("pk")
    assert (latest.state, latest.calls_for_check) == (GateState.CLOSED, False)
    assert ConflictCheck.objects.filter(matter=cleared, because__contains="Brightwater Kitchens Ltd").count() == 1


def test_a_check_that_has_just_been_asked_has_met_all_its_own_names(helen: User) -> None:
    made = check()

    assert _run() == []
    assert services.recheck_matter(matter_id=made.matter_id, now=NOON) is None
