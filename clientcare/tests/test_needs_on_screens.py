"""What to do otherwise for somebody stands on every screen that leads to contact; why stands on none (domain 4.6)."""

import html
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from callbacks.tests.factories import TWENTY_PAST_TWO, book
from engagement.tests import factories as letters
from practice.models import Adjustment, Matter, Party, User
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON
WHY = "Retinitis, since the spring"


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)


@pytest.fixture
def nkechi() -> Party:
    made = letters.client("Nkechi Bowen", phone="07700 900123", title="Mrs")
    for adjustment in (Adjustment.LARGE_PRINT, Adjustment.LONGER_APPOINTMENTS, Adjustment.NO_VOICEMAIL):
        factories.agree(made, adjustment)
    factories.agree(made, Adjustment.INTERPRETER, language="Polish", words="Ring Anna, they know each other.")
    factories.explain(made, WHY)
    return made


@pytest.fixture
def matter(nkechi: Party) -> Matter:
    return letters.matter(clients=(nkechi, letters.client("Joseph Bowen", phone="07700 900124")))


def _text(browser: Client, name: str, *args: Any, query: str = "") -> str:
    answer = browser.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return " ".join(html.unescape(answer.content.decode()).split())


def _as(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.mark.parametrize(
    "screen", ["desk", "call", "my day", "matter", "client", "their needs", "letter", "how to reach them"]
)
def test_every_screen_that_leads_to_contact_says_what_to_do_and_never_why(
    nkechi: Party, matter: Matter, screen: str
) -> None:
    lawyer = matter.fee_earner
    call = book(lawyer, caller=nkechi, number="07700 900123", matter=matter)
    letters.written(matter)
    reader = factories.user() if screen == "desk" else lawyer

    text = {
        "desk": lambda it: _text(it, "desk", query=f"?party={nkechi.pk}"),
        "call": lambda it: _text(it, "callbacks:detail", call.pk),
        "my day": lambda it: _text(it, "my_day"),
        "matter": lambda it: _text(it, "matter", matter.pk),
        "client": lambda it: _text(it, "client", nkechi.pk),
        "their needs": lambda it: _text(it, "client_needs", nkechi.pk),
        "letter": lambda it: _text(it, "engagement:letter", matter.pk),
        "how to reach them": lambda it: _text(it, "client_reach", nkechi.pk),
    }[screen](_as(reader))

    assert "No voicemail" in text
    assert ("Ring Anna, they know each other." in text) is (screen != "how to reach them")
    assert ("Allow twice the usual time." in text) is (screen != "how to reach them")
    assert (WHY in text) is (screen == "their needs")


def test_the_page_before_a_letter_goes_says_of_each_copy_what_is_also_needed(nkechi: Party, matter: Matter) -> None:
    letters.written(matter)

    text = _text(_as(matter.fee_earner), "engagement:issue", matter.pk)

    assert "in large print<br><b>Also needed:</b> in Polish</td>" in text
    assert text.count("Also needed:") == 1
    assert f"{matter.fee_earner.name} has a task for it once the letter is issued" in text


def test_what_is_over_or_has_not_begun_stands_nowhere(nkechi: Party, matter: Matter) -> None:
    factories.agree(nkechi, Adjustment.QUIET_ROOM, starts_on=NOON.date().replace(day=25))
    past = {"starts_on": NOON.date().replace(day=1), "ends_on": NOON.date().replace(day=23)}
    factories.agree(nkechi, Adjustment.BREAKS, **past)

    text = _text(_as(matter.fee_earner), "matter", matter.pk)

    assert "Allow twice the usual time." in text
    assert [words for words in ("Book the quiet room.", "Offer a break") if words in text] == []


def test_my_day_asks_as_often_for_three_callers_with_needs_as_for_one(
    nkechi: Party, django_assert_num_queries: Any
) -> None:
    lawyer = factories.user()
    book(lawyer, caller=nkechi, number="07700 900123")
    browser = _as(lawyer)
    browser.get(reverse("my_day"))
    before = _count(browser)
    for number in range(2):
        other = factories.party(f"Caller Number {number}")
        factories.agree(other, Adjustment.RELAY_SERVICE)
        later = TWENTY_PAST_TWO + timedelta(minutes=30 * (number + 1))
        book(lawyer, caller=other, number=f"07700 90055{number}", starts_at=later)

    with django_assert_num_queries(before):
        assert browser.get(reverse("my_day")).content.decode().count("Ring through the relay service") == 2


def _count(browser: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        browser.get(reverse("my_day"))
    return len(queries)
