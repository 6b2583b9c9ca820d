"""New names meet all open matters: a task a pair, once, for whoever may know of it."""

import pytest

from intake import services
from intake.models import OwnInterest, SweptName
from intake.services import sweeping
from intake.sweeping import NewName, Pair, new_names, pairs_of
from intake.tests.factories import NOON, check, compliance, enquiry, stored, wall
from practice.models import Matter, MatterRole, MatterStage, Party, Relationship, Task, User
from practice.permissions import Role
from practice.services.parties import PartyFacts, record_party
from practice.tests import factories

pytestmark = pytest.mark.django_db
CLIENT, OPPONENT = MatterRole.CLIENT, MatterRole.OPPONENT


@pytest.fixture
def helen() -> User:
    return compliance()


@pytest.fixture
def matter(helen: User) -> Matter:
    """An open matter against Calder Vale, which every name on record by now has met."""
    made = factories.matter(client=factories.party("Quiet Zebra"), reference="RP-26-7001")
    stored("Calder Vale Homes Ltd", role=OPPONENT, matter=made)
    while services.sweep_new_names(now=NOON):
        pass
    Task.objects.all().delete()
    return made


def _recorded(name: str, relationship: Relationship = Relationship.CLIENT, **facts: object) -> Party:
    known = PartyFacts(name=name, relationship=relationship, **facts)  # type: ignore[arg-type]
    return record_party(facts=known, by=factories.user(), now=NOON)


def _told() -> list[tuple[str, str]]:
    return list(Task.objects.filter(key__startswith="near:").order_by("pk").values_list("title", "owner__email"))


def test_a_new_client_near_an_opponent_is_told_once_however_often_the_sweep_runs(matter: Matter, helen: User) -> None:
    party = _recorded("Calder Vale Homes Limited", other_names=("Calder Vale Holmes",))

    swept = [services.sweep_new_names(now=NOON) for _ in range(3)]
    SweptName.objects.all().delete()
    services.sweep_new_names(now=NOON)

    assert swept == [2, 0, 0]
    task = Task.objects.get(key=f"near:party:{party.pk}:{matter.pk}")
    assert (task.owner, task.matter, task.url, task.due_on) == (helen, matter, f"/matters/{matter.pk}/", NOON.date())
    assert task.title == (
        "Calder Vale Homes Limited (new on record) is near Calder Vale Homes Ltd, other side in RP-26-7001: "
        "we act against this client now"
    )
    assert _told() == [(task.title, helen.email)]


@pytest.mark.parametrize(
    ("name", "relationship"),
    [
        ("Somebody Else Entirely", Relationship.CLIENT),
        ("Calder Vale Homes Ltd", Relationship.THIRD_PARTY),
    ],
    ids=["another name", "no part anywhere"],
)
def test_what_is_not_near_or_on_no_side_is_told_to_nobody(
    name: str, relationship: Relationship, matter: Matter
) -> None:
    _recorded(name, relationship)

    assert services.sweep_new_names(now=NOON) == 1
    assert _told() == []


def test_an_enquiry_and_an_interest_of_staff_are_new_names_too(matter: Matter, helen: User) -> None:
    made = enquiry("Calder Vale Homes Ltd", others=())
    interest = OwnInterest.objects.create(
        staff=factories.user(),
        name="Calder Vale Homes",
        normalised="calder vale homes",
        nature="Shares",
        declared_at=NOON,
    )

    services.sweep_new_names(now=NOON)

    assert set(Task.objects.filter(key__startswith="near:").values_list("key", "url")) == {
        (f"near:enquiry:{made.pk}:{matter.pk}", f"/matters/{matter.pk}/"),
        (f"near:interest:{interest.pk}:{matter.pk}", f"/matters/{matter.pk}/"),
    }


def test_an_own_interest_is_not_put_before_whoever_has_it(matter: Matter, helen: User) -> None:
    head = factories.user(Role.HEAD)
    OwnInterest.objects.create(
        staff=helen,
        name="Calder Vale Homes",
        normalised="calder vale homes",
        nature="Shares",
        declared_at=NOON,
    )

    services.sweep_new_names(now=NOON)

    assert Task.objects.get(key__startswith="near:interest:").owner == head


def test_a_pair_that_a_check_has_shown_to_compliance_is_not_told_again(matter: Matter, helen: User) -> None:
    check(enquiry("Calder Vale Homes Ltd", others=()))

    services.sweep_new_names(now=NOON)

    assert _told() == []


@pytest.mark.parametrize("stage", [MatterStage.CLOSED, MatterStage.DECLINED])
def test_a_matter_that_is_over_meets_nobody(stage: MatterStage, matter: Matter) -> None:
    Matter.objects.filter(pk=matter.pk).update(stage=stage)
    _recorded("Calder Vale Homes Ltd")

    services.sweep_new_names(now=NOON)

    assert _told() == []


def test_a_common_body_is_met_only_as_a_side(matter: Matter) -> None:
    stored("Northern Counties Bank", role=MatterRole.LENDER, matter=matter, is_common_body=True)
    OwnInterest.objects.create(
        staff=factories.user(), name="Northern Counties Bank", normalised="x", nature="Shares", declared_at=NOON
    )

    services.sweep_new_names(now=NOON)

    assert _told() == []


def test_of_a_restricted_matter_only_compliance_hears_and_not_what_it_is(matter: Matter, helen: User) -> None:
    head, other = factories.user(Role.HEAD), compliance("Olga", "Inside")
    wall(matter, other, helen)
    party = _recorded("Calder Vale Homes Ltd")

    services.sweep_new_names(now=NOON)

    task = Task.objects.get(key=f"near:party:{party.pk}:{matter.pk}")
    assert (task.owner, task.url) == (other, f"/clients/{party.pk}/")
    assert task.title == "Calder Vale Homes Ltd (new on record) is near a restricted matter: ask its people"
    seen = [Task.objects.open_for(one).filter(pk=task.pk).exists() for one in (helen, head, other)]
    assert seen == [False, False, True]


def test_a_new_name_behind_a_wall_is_not_named_to_whoever_stands_outside(matter: Matter, helen: User) -> None:
    secret = factories.matter(client=factories.party("Hidden Heron"), reference="RP-26-7002")
    party = stored("Calder Vale Homes Limited", role=CLIENT, matter=secret)
    wall(secret, helen)

    services.sweep_new_names(now=NOON)

    near = Task.objects.filter(key=f"near:party:{party.pk}:{matter.pk}").get()
    assert near.title.startswith("A restricted name is near Calder Vale Homes Ltd, other side in RP-26-7001")
    back = Task.objects.filter(key__startswith="near:").exclude(pk=near.pk)
    assert [said for said in back.values_list("title", flat=True) if "Limited" in said or "7002" in said] == []


def test_one_bad_name_stops_no_other(matter: Matter, helen: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours in one row: nothing of the house can be made to fail by data alone."""
    bad, good = _recorded("Bad Calder Vale Homes"), _recorded("Calder Vale Homes Ltd")

    def failing(names: list[NewName], **known: object) -> list[Pair]:
        if any(name.thing == bad.pk for name in names):
            raise ValueError("bad row")
        return pairs_of(names, **known)  # type: ignore[arg-type]

    monkeypatch.setattr(sweeping, "pairs_of", failing)

    assert services.sweep_new_names(now=NOON) == 1
    assert Task.objects.filter(key=f"near:party:{good.pk}:{matter.pk}").exists()
    assert [name.thing for name in new_names(10)] == [bad.pk]


def test_a_batch_takes_no_more_than_its_share(matter: Matter, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        _recorded(f"Somebody Number {'abcde'[number]}")
    monkeypatch.setattr(sweeping, "BATCH", 2)

    assert [services.sweep_new_names(now=NOON) for _ in range(4)] == [2, 2, 1, 0]
