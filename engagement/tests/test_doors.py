from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from engagement import services
from engagement.models import Letter
from engagement.tests import factories
from practice import clock
from practice.models import Matter, User
from practice.permissions import Role
from practice.tests import factories as firm

pytestmark = pytest.mark.django_db


def test_the_list_shows_each_letter_where_it_stands(matter: Matter, lawyer: Client) -> None:
    firm.matter(fee_earner=matter.fee_earner, title="Purchase of 1 Unwritten Row")
    factories.issued(factories.written(matter, now=clock.now()), now=clock.now())
    factories.written(
        factories.matter(fee_earner=matter.fee_earner, title="Purchase of 2 Draft Close"), now=clock.now()
    )

    pages = {
        show: lawyer.get(reverse("letters"), {"show": show}).content.decode()
        for show in ("to-write", "making", "issued", "undelivered")
    }

    titles = ("1 Unwritten Row", "2 Draft Close", "27 Quarry Mount")
    assert {show: [title for title in titles if title in shown] for show, shown in pages.items()} == {
        "to-write": ["1 Unwritten Row"],
        "making": ["2 Draft Close"],
        "issued": ["27 Quarry Mount"],
        "undelivered": [],
    }


@pytest.mark.parametrize("letters", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(
    letters: int, lawyer: Client, matter: Matter, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(letters):
        factories.written(
            factories.matter(fee_earner=matter.fee_earner, title=f"Purchase of {number} Mill Row"), now=clock.now()
        )
    lawyer.get(reverse("letters"))

    with django_assert_num_queries(16):
        lawyer.get(reverse("letters"))


def test_a_restricted_matter_and_its_papers_do_not_exist_for_others(matter: Matter) -> None:
    letter = factories.issued(factories.written(matter, now=clock.now()), now=clock.now())
    Matter.objects.update(is_restricted=True)
    stranger = factories.browser_of(firm.user(Role.FEE_EARNER))
    copy = letter.copies.get()

    answers = [
        stranger.get(factories.page("letter", matter)),
        stranger.get(reverse("engagement:copy_pdf", args=[copy.pk])),
        stranger.get(reverse("engagement:terms_pdf", args=[copy.pk])),
        stranger.post(factories.page("stop", matter)),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 404]
    assert matter.title not in stranger.get(reverse("letters"), {"show": "issued"}).content.decode()


MAY = [
    pytest.param(Role.RECEPTIONIST, (403, 403, 403, 403), id="reception"),
    pytest.param(Role.SECRETARY, (200, 200, 403, 403), id="secretary"),
    pytest.param(Role.FEE_EARNER, (200, 200, 200, 403), id="fee earner"),
    pytest.param(Role.HEAD, (200, 200, 200, 403), id="head"),
    pytest.param(Role.MANAGING_PARTNER, (200, 200, 200, 200), id="managing partner"),
    pytest.param(Role.COMPLIANCE, (200, 403, 403, 403), id="compliance"),
    pytest.param(Role.ADMINISTRATOR, (403, 403, 403, 403), id="administrator"),
]


@pytest.mark.parametrize(("role", "expected"), MAY)
def test_who_may_open_and_do_what(matter: Matter, role: Role, expected: tuple[int, ...]) -> None:
    factories.written(matter, cost_tax="5625", now=clock.now())
    services.ask_approval(
        letter_id=Letter.objects.get().pk, seen=2, by=matter.fee_earner, now=clock.now() + timedelta(seconds=1)
    )
    person = User.objects.with_role(role).order_by("pk")[0] if role == Role.MANAGING_PARTNER else firm.user(role)
    browser = factories.browser_of(person)

    answers = (
        browser.get(reverse("letters")),
        browser.get(factories.page("letter", matter)),
        browser.get(factories.page("issue", matter)),
        browser.post(factories.page("approve", matter), {"seen": "2"}, follow=True),
    )

    assert tuple(answer.status_code for answer in answers) == expected
