"""The list of clients: views, search, department, order, what is promised, walls, queries, files."""

import csv
import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from callbacks.tests.factories import NOON, at, book
from practice.models import MatterStage, Relationship, User
from practice.permissions import Role
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)


@pytest.fixture
def lawyer() -> User:
    return factories.user(given="Priya", family="Raman")


def _get(user: User, **query: Any) -> str:
    client = Client()
    client.force_login(user)
    return client.get(reverse("clients"), query).content.decode()


def _names(user: User, **query: Any) -> list[str]:
    return re.findall(r'rowheader"><a href="/clients/\d+/">Mr ([^<]+)</a>', _get(user, **query))


def _firm(lawyer: User) -> None:
    """Ann has two matters, Bob one in another department and a call, Cy a closed one; Di and Ed have none to see."""
    other = factories.department("Family", "FA")
    ann, bob, cy, di = (factories.party(name, by=lawyer) for name in ("Ann", "Bob", "Cy", "Di"))
    for day in (27, 25):
        factories.matter(fee_earner=lawyer, client=ann, next_update_on=date(2026, 11, day), title=f"Ann {day}")
    elsewhere = factories.user(department=other)
    factories.matter(
        fee_earner=elsewhere, client=bob, next_update_on=date(2026, 11, 26), title="Bob's", department=other
    )
    factories.matter(client=cy, stage=MatterStage.CLOSED, title="Cy's")
    factories.matter(client=factories.party("Ed", by=lawyer), is_restricted=True, title="Ed's")
    book(lawyer, starts_at=at(14, 20), caller=bob, caller_name="Bob")
    cy.relationship = Relationship.FORMER
    cy.save(update_fields=["relationship"])
    di.practice_system_number = "CL-77"
    di.save(update_fields=["practice_system_number"])
    factories.party("Lender", by=lawyer, relationship=Relationship.THIRD_PARTY)


def test_each_choice_shows_its_clients_in_order_and_nobody_behind_a_wall(lawyer: User) -> None:
    _firm(lawyer)
    family = str(factories.department("Family", "FA").pk)

    asked: dict[str, dict[str, str]] = {
        "": {},
        "mine": {"view": "mine"},
        "prospective": {"view": "prospective"},
        "former": {"view": "former"},
        "all": {"view": "all"},
        "unknown": {"view": "x", "sort": "y", "department": "z"},
        "department": {"department": family},
        "text": {"view": "all", "q": "bo"},
        "number": {"view": "all", "q": "cl-77"},
        "by name": {"sort": "-name"},
        "by matters": {"view": "all", "sort": "-matters"},
        "by update": {"sort": "-update"},
        "by call": {"sort": "call"},
    }

    assert {key: _names(lawyer, **query) for key, query in asked.items()} == {
        "": ["Ann", "Bob"],
        "mine": ["Ann"],
        "prospective": ["Ann", "Bob", "Di"],
        "former": ["Cy"],
        "all": ["Ann", "Bob", "Cy", "Di"],
        "unknown": ["Ann", "Bob"],
        "department": ["Bob"],
        "text": ["Bob"],
        "number": ["Di"],
        "by name": ["Bob", "Ann"],
        "by matters": ["Ann", "Bob", "Cy", "Di"],
        "by update": ["Bob", "Ann"],
        "by call": ["Bob", "Ann"],
    }
    assert "No client here" in _get(lawyer, q="zebra")
    assert _get(factories.user(Role.ADMINISTRATOR)).count("Ann") == 0


def test_the_file_says_what_the_page_says(lawyer: User) -> None:
    _firm(lawyer)

    sheet = list(csv.reader(io.StringIO(_get(lawyer, view="all", **{"as": "csv"}).removeprefix("\ufeff"))))

    assert [row[:1] + row[5:] for row in sheet[:4]] == [
        ["Client", "Open matters", "Titles", "Next update", "Next call", "Who rings"],
        ["Mr Ann", "2", "Ann 25, Ann 27", "2026-11-25", "", ""],
        ["Mr Bob", "1", "Bob's", "2026-11-26", "2026-11-24 14:20", "Priya Raman"],
        ["Mr Cy", "0", "", "", "", ""],
    ]


def test_the_list_asks_the_database_as_often_for_one_client_as_for_thirty(
    lawyer: User, django_assert_num_queries: Any
) -> None:
    for more in (1, 29):
        for _ in range(more):
            made = factories.matter(fee_earner=lawyer, next_update_on=NOON.date() + timedelta(days=3))
        book(lawyer, starts_at=at(15 if more > 1 else 14, 20), caller=made.clients()[0])
        browser = Client()
        browser.force_login(lawyer)
        with django_assert_num_queries(12):
            browser.get(reverse("clients"))
