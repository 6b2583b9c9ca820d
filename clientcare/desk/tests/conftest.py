"""The desk of the tests: a Tuesday at noon, somebody at it, and a client with an approved status."""

from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from callbacks.tests.clock import stop_near
from callbacks.tests.factories import NOON
from clientcare.desk.tests.slips import STATUS
from practice.models import Matter, User
from practice.permissions import Role
from practice.tests import factories


@pytest.fixture(autouse=True)
def tuesday(settings: Settings) -> None:
    stop_near(NOON, settings)


@pytest.fixture
def me() -> User:
    factories.firm()
    return factories.user(Role.RECEPTIONIST, given="Priya", family="Nair")


@pytest.fixture
def browser(client: Client, me: User) -> Client:
    client.force_login(me)
    return client


@pytest.fixture
def matter() -> Matter:
    """A sale for Margaret Ellison, with an approved status."""
    amara = factories.user(given="Amara", family="Okafor")
    margaret = factories.party(
        "Margaret Ellison", title="Mrs", born_on=date(1958, 3, 14), postcode="LS8 2AB", phone="07700 900 142"
    )
    return factories.matter(
        fee_earner=amara,
        client=margaret,
        title="Sale of 8 Larch Grove",
        status_line=STATUS,
        status_at=NOON - timedelta(days=4),
        status_by=amara,
    )
