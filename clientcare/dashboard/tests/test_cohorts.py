"""What clients need by kind of work: counts of five and more, of what the reader may see, with the rows behind them."""

import html

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from practice.models import Adjustment, Matter, User
from practice.permissions import Role
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
PRINT = "?work=residential_purchase&need=large_print"


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, factories.TUESDAY_NOON)


@pytest.fixture
def partner() -> User:
    return factories.user(Role.MANAGING_PARTNER)


def _page(user: User, query: str = "") -> str:
    browser = Client()
    browser.force_login(user)
    return " ".join(html.unescape(browser.get(reverse("dashboard_needs") + query).content.decode()).split())


def test_what_five_clients_need_is_counted_and_listed_and_what_four_need_is_not(partner: User) -> None:
    lawyer = factories.user()
    clients = [factories.party(f"Client {name}", by=lawyer) for name in ("One", "Two", "Three", "Four", "Five")]
    matters = [factories.matter(client=client, fee_earner=lawyer) for client in clients]
    for client in clients:
        factories.agree(client, Adjustment.LARGE_PRINT)
    for client in clients[:4]:
        factories.agree(client, Adjustment.BRAILLE)

    page = _page(partner, PRINT)

    assert ("Large print: 5" in page, "Braille" in page) == (True, False)
    assert "5 of 5. Clients of live matters" in page
    assert [f"{client}</a>" in page for client in clients] == [True] * 5
    assert "of live matters of this kind" not in _page(partner, "?work=residential_purchase&need=braille")

    Matter.objects.filter(pk=matters[0].pk).update(is_restricted=True)
    assert "Nothing to count" in _page(partner, PRINT)


def test_only_managers_read_the_counts() -> None:
    browser = Client()
    browser.force_login(factories.user())

    assert browser.get(reverse("dashboard_needs")).status_code == 403
