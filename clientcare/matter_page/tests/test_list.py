"""The list of matters: views, search, order, queries."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from practice.models import (
    Matter,
    MatterStage,
    User,
)
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON
MONDAY = date(2026, 11, 30)
KEY = "5f0c8a52-8a53-4a55-b1a5-0c2f9b3b7d11"


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON + timedelta(hours=1))


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _page(user: User, matter: Matter, query: str = "") -> str:
    answer = _as(user).get(reverse("matter", args=[matter.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def _titles(user: User, **query: str) -> list[str]:
    page = _as(user).get(reverse("matters"), query).content.decode()
    return re.findall(r'rowheader"><a href="/matters/\d+/">([^<]+)</a>', page)


@pytest.fixture
def lawyer() -> User:
    return factories.user()


def test_each_view_of_the_list_shows_its_matters(lawyer: User) -> None:
    factories.matter(title="Open", reference="RP-26-9001")
    factories.matter(title="Mine", reference="RP-26-9002", fee_earner=lawyer)
    factories.matter(title="Late", reference="RP-26-9003", next_update_on=date(2026, 11, 23))
    factories.matter(title="Due today", reference="RP-26-9004", next_update_on=date(2026, 11, 24))
    factories.matter(title="Prospective", is_open=False)
    factories.matter(title="Closed", reference="RP-26-9005", stage=MatterStage.CLOSED)
    factories.matter(title="Hidden", reference="RP-26-9006", is_restricted=True, next_update_on=date(2026, 11, 23))

    shown = {view: _titles(lawyer, view=view) for view in ("", "mine", "overdue", "prospective", "closed", "all", "x")}

    every_open = ["Due today", "Late", "Mine", "Open"]
    assert shown == {
        "": every_open,
        "x": every_open,
        "mine": ["Mine"],
        "overdue": ["Late"],
        "prospective": ["Prospective"],
        "closed": ["Closed"],
        "all": shown["all"],
    }
    assert sorted(shown["all"]) == sorted([*every_open, "Prospective", "Closed"])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("quarry", id="title"),
        pytest.param("rp-26-9100", id="reference"),
        pytest.param("20417-3", id="practice system"),
        pytest.param("ADEYEMI jos", id="client"),
        pytest.param("07700 900 318", id="number of the client"),
    ],
)
def test_a_matter_is_found_by_what_people_have_at_hand(lawyer: User, text: str) -> None:
    client = factories.party("Joseph Adeyemi", phone="07700 900318")
    factories.matter(
        title="Purchase of 27 Quarry Mount", reference="RP-26-9100", client=client, practice_system_number="20417-3"
    )
    factories.matter(title="Another", client=factories.party("Somebody Else"))

    assert _titles(lawyer, q=text) == ["Purchase of 27 Quarry Mount"]


def test_the_order_lives_in_the_address(lawyer: User) -> None:
    for title, day in (("B", 26), ("A", 27), ("C", 25)):
        factories.matter(title=title, next_update_on=date(2026, 11, day))

    assert [_titles(lawyer, sort=sort) for sort in ("title", "-title", "update", "-update")] == [
        ["A", "B", "C"],
        ["C", "B", "A"],
        ["C", "B", "A"],
        ["A", "B", "C"],
    ]


def test_an_empty_list_says_what_that_means(lawyer: User) -> None:
    client = _as(lawyer)

    assert "No update is overdue" in client.get(reverse("matters"), {"view": "overdue"}).content.decode()
    assert "No matter here" in client.get(reverse("matters"), {"q": "<zebra>"}).content.decode()


def test_the_list_asks_the_database_as_often_for_one_matter_as_for_thirty(
    lawyer: User, django_assert_num_queries: Any
) -> None:
    client = _as(lawyer)
    for more in (1, 29):
        for _ in range(more):
            factories.matter(next_update_on=MONDAY)
        with django_assert_num_queries(11):
            client.get(reverse("matters"))
