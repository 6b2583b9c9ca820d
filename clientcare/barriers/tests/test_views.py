"""The page of a barrier through its doors, and what else a barrier moves."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from callbacks.tests.clock import stop_near
from callbacks.tests.factories import NOON, at, book
from intake.models import ConflictHit
from intake.tests import factories as checks
from outbox.models import Message
from practice.models import Barrier, BrokenGlass, Matter, OpenTo, Task, User
from practice.permissions import Role
from practice.services.barriers import BarrierFacts, raise_barrier
from practice.services.tasks import give_task
from practice.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tuesday(settings: Settings) -> None:
    stop_near(at(13, 0), settings)


@pytest.fixture
def keeper() -> User:
    return factories.user(Role.COMPLIANCE, given="Karl", family="Keeper")


@pytest.fixture
def matter() -> Matter:
    return factories.matter(title="Sale of 3 Ashlar Terrace")


def browser_of(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def typed(matter: Matter, *, outside: tuple[User, ...] = (), **changes: Any) -> dict[str, Any]:
    return {
        "form_key": str(uuid.uuid4()),
        "open_to": OpenTo.INSIDE,
        "reason": "We hold a former client's papers",
        "measures": "Locked cabinet",
        "review_on": "2027-01-26",
        f"person-{matter.fee_earner_id}": "inside",
        **{f"person-{user.pk}": "outside" for user in outside},
        **changes,
    }


def put(keeper: User, matter: Matter, **changes: Any) -> Any:
    return browser_of(keeper).post(reverse("matter_barrier", args=[matter.pk]), typed(matter, **changes))


def look(keeper: User, matter: Matter, **changes: Any) -> Any:
    form = {"form_key": str(uuid.uuid4()), "why": "A regulator asks", "lasts": "60", **changes}
    return browser_of(keeper).post(reverse("matter_glass", args=[matter.pk]), form)


@pytest.mark.parametrize("role", list(Role))
def test_the_list_of_barriers_is_for_compliance_alone(role: Role) -> None:
    answer = browser_of(factories.user(role)).get(reverse("barriers"))

    assert answer.status_code == (200 if role == Role.COMPLIANCE else 403)


def test_compliance_raise_change_and_end_a_barrier(keeper: User, matter: Matter) -> None:
    outsider = factories.user(given="Olive", family="Outside")

    assert put(keeper, matter, outside=(outsider,)).status_code == 303
    first = Barrier.objects.get()
    shown = said(browser_of(keeper).get(reverse("matter_barrier", args=[matter.pk])))
    assert "Olive Outside" in shown
    assert "We hold a former client&#x27;s papers" in shown
    assert matter.title not in shown

    assert put(keeper, matter, standing=first.pk, reason="Another reason").status_code == 303
    second = Barrier.objects.standing().get()
    assert (second.reason, second.pk != first.pk) == ("Another reason", True)

    end = browser_of(keeper).post(
        reverse("matter_barrier_end", args=[matter.pk]), {"standing": second.pk, "because": "They agreed"}
    )
    assert end.status_code == 303
    assert not Barrier.objects.standing().exists()
    assert browser_of(outsider).get(reverse("matter", args=[matter.pk])).status_code == 200


def test_the_same_form_twice_raises_one_barrier(keeper: User, matter: Matter) -> None:
    form = typed(matter)
    answers = [browser_of(keeper).post(reverse("matter_barrier", args=[matter.pk]), form) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert Barrier.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        pytest.param({"reason": ""}, 422, "Locked cabinet", id="no reason"),
        pytest.param({"review_on": "2026-11-31"}, 422, "Enter a real date", id="no such day"),
        pytest.param({"standing": 999_999}, 409, "not of this matter", id="another matter's"),
    ],
)
def test_a_form_that_is_refused_keeps_what_was_typed(
    keeper: User, matter: Matter, changes: dict[str, Any], status: int, words: str
) -> None:
    answer = put(keeper, matter, **changes)

    assert answer.status_code == status
    assert words in said(answer)
    assert "Locked cabinet" in said(answer)
    assert not Barrier.objects.exists()


def test_a_second_barrier_from_an_old_page_is_told_that_the_world_moved(keeper: User, matter: Matter) -> None:
    put(keeper, matter)

    answer = put(keeper, matter, reason="Mine instead")

    assert (answer.status_code, "Mine instead" in said(answer)) == (409, True)


def test_those_inside_read_who_is_inside_and_not_why(keeper: User, matter: Matter) -> None:
    put(keeper, matter)

    shown = said(browser_of(matter.fee_earner).get(reverse("matter_barrier", args=[matter.pk])))

    assert "Locked cabinet" in shown
    assert "former client" not in shown
    assert "Break the glass" not in shown
    assert browser_of(factories.user()).get(reverse("matter_barrier", args=[matter.pk])).status_code == 404


def test_breaking_the_glass_opens_the_matter_and_tells_somebody_without_naming_it(keeper: User, matter: Matter) -> None:
    other = factories.user(Role.COMPLIANCE, given="Olga", family="Other")
    put(keeper, matter)
    assert browser_of(keeper).get(reverse("matter", args=[matter.pk])).status_code == 404

    assert look(keeper, matter).status_code == 303

    assert browser_of(keeper).get(reverse("matter", args=[matter.pk])).status_code == 200
    told = Message.objects.get(kind="barrier.glass_broken")
    made = BrokenGlass.objects.get()
    assert (told.staff, made.told) == (other, other)
    assert str(matter.reference) not in told.subject + told.body
    assert Task.objects.open_for(other).get(key=f"glass:{made.pk}:read").url == reverse("glass", args=[made.pk])
    page = browser_of(other).get(reverse("glass", args=[made.pk]))
    assert "A regulator asks" in said(page)
    assert browser_of(factories.user()).get(reverse("glass", args=[made.pk])).status_code == 404

    browser_of(keeper).post(reverse("glass_end", args=[made.pk]))
    assert browser_of(keeper).get(reverse("matter", args=[matter.pk])).status_code == 404


@pytest.mark.parametrize("changes", [{"why": ""}, {"lasts": "600"}])
def test_a_look_that_is_refused_keeps_what_was_typed(keeper: User, matter: Matter, changes: dict[str, Any]) -> None:
    factories.user(Role.COMPLIANCE)
    put(keeper, matter)

    answer = look(keeper, matter, **changes)

    assert answer.status_code == 422
    assert changes.get("why", "A regulator asks") in said(answer)
    assert not BrokenGlass.objects.exists()


def test_who_was_turned_away_is_told_to_compliance(keeper: User, matter: Matter) -> None:
    put(keeper, matter)
    curious = factories.user(given="Cora", family="Curious")

    refused = browser_of(curious).get(reverse("matter", args=[matter.pk]))
    unknown = browser_of(curious).get(reverse("matter", args=[matter.pk + 1000]))

    assert refused.status_code == 404
    assert said(refused).count("<h1") == said(unknown).count("<h1")
    assert "Cora Curious" in said(browser_of(keeper).get(reverse("matter_barrier", args=[matter.pk])))
    assert "Cora Curious" in said(browser_of(keeper).get(reverse("barriers")))


def test_what_people_outside_had_to_do_goes_to_somebody_who_can(keeper: User, matter: Matter) -> None:
    helper = factories.user(given="Hal", family="Helper")
    book(helper, starts_at=NOON + timedelta(hours=2, minutes=20), matter=matter)
    give_task(key="theirs", owner=helper, title="Order searches", url="/", due_on=NOON.date(), now=NOON, matter=matter)

    answer = browser_of(keeper).post(
        reverse("matter_barrier", args=[matter.pk]), typed(matter, outside=(helper,)), follow=True
    )

    assert Task.objects.get(key="theirs").owner == matter.fee_earner
    assert "asked to see to calls" in said(answer)
    assert Task.objects.filter(owner=matter.fee_earner, key__endswith=":calls").exists()


def test_an_open_conflict_hit_on_the_matter_is_left_to_somebody_inside(keeper: User) -> None:
    supervisor = factories.user(Role.HEAD)
    mine = factories.matter(supervisor=supervisor)
    checks.stored("Brightwater Joinery Ltd", matter=mine)
    check = checks.check()
    hit = check.hits.get(matter=mine)
    assert not hit.is_masked

    put(keeper, mine, **{f"person-{supervisor.pk}": "inside"})

    hit.refresh_from_db()
    assert (hit.is_masked, hit.answer_by) == (True, supervisor)
    shown = said(browser_of(keeper).get(reverse("conflict", args=[check.pk])))
    assert str(mine.reference) not in shown
    assert browser_of(supervisor).get(reverse("conflict_hit", args=[hit.pk])).status_code == 200
    assert browser_of(keeper).get(reverse("conflict_hit", args=[hit.pk])).status_code == 404


def test_a_decided_hit_is_read_masked_by_whoever_may_not_see_its_matter(keeper: User) -> None:
    mine = factories.matter()
    checks.stored("Brightwater Joinery Ltd", matter=mine)
    check = checks.check()
    ConflictHit.objects.filter(matter=mine).update(
        decision="false_positive", reason="Another", decided_by=keeper, decided_at=NOON
    )
    before = said(browser_of(keeper).get(reverse("conflict", args=[check.pk])))

    put(keeper, mine)

    after = said(browser_of(keeper).get(reverse("conflict", args=[check.pk])))
    assert str(mine.reference) in before
    assert str(mine.reference) not in after


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_takes_as_many_queries_for_thirty_as_for_one(
    keeper: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lawyer = factories.user()
    client = factories.party(by=lawyer)
    for _ in range(rows):
        one = factories.matter(fee_earner=lawyer, client=client)
        raise_barrier(
            matter_id=one.pk,
            facts=BarrierFacts(
                open_to=OpenTo.INSIDE,
                inside=[lawyer],
                outside=[],
                reason="Kept",
                review_on=NOON.date() + timedelta(9),
            ),
            by=keeper,
            now=NOON,
        )
    browser = browser_of(keeper)
    browser.get(reverse("barriers"))

    with django_assert_num_queries(12):
        assert said(browser.get(reverse("barriers"))).count('data-l="Fee earner"') == rows
