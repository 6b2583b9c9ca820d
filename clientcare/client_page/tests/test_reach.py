"""The page that says how one client may be reached: what it shows, changes and refuses, and to whom."""

import html
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from callbacks.tests.factories import book
from practice.models import ContactKind, JournalEntry, Party, User
from practice.permissions import Role
from practice.reach import fingerprint, sentence
from practice.services.reach import add_contact_point, end_contact_point
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)


@pytest.fixture
def reception() -> User:
    factories.firm()
    return factories.user(Role.RECEPTIONIST)


@pytest.fixture
def browser(client: Client, reception: User) -> Client:
    client.force_login(reception)
    return client


@pytest.fixture
def nkechi(reception: User) -> Party:
    return factories.party("Nkechi Bowen", phone="07700 900123", email="n@bowen.example", voicemail_is_safe=True)


def _typed(party: Party, **changes: Any) -> dict[str, Any]:
    usual = dict.fromkeys(("voicemail_is_safe", "email_is_safe", "post_is_safe", "may_name_firm"), "on")
    known = {"form_key": str(uuid.uuid4()), "seen": fingerprint(party), "over": "face", **usual, **changes}
    return {name: value for name, value in known.items() if value != ""}


def _text(answer: Any) -> str:
    return " ".join(html.unescape(answer.content.decode()).split())


def test_reception_changes_the_rules_and_they_stand_first_on_the_page_of_the_client(
    browser: Client, nkechi: Party
) -> None:
    mobile, url = nkechi.contacts.phones(NOON.date())[0], reverse("client_reach", args=[nkechi.pk])
    changes = {"only_number": mobile.pk, "ring_from": "9:30", "ring_until": "1430", "may_name_firm": ""}

    answer = browser.post(url, _typed(nkechi, over=str(mobile.pk), **changes))

    assert (answer.status_code, answer["Location"]) == (303, url)
    rules = "Only 07700 900 123. Do not say who is calling. Ring between 09:30 and 14:30."
    for page in (url, reverse("client", args=[nkechi.pk])):
        assert rules in _text(browser.get(page))
    assert JournalEntry.objects.get(event="party.reach_changed").facts["how"] == "Over 07700 900123"


@pytest.mark.parametrize(
    ("changes", "said", "status"),
    [
        pytest.param({"over": ""}, "Say over which confirmed number", 422, id="nobody said how"),
        pytest.param({"over": "999999"}, "is not one of the available choices", 422, id="over another's number"),
        pytest.param({"ring_from": "14:30", "ring_until": "09:30"}, "must be later than the first", 422, id="hours"),
        pytest.param({"ring_from": "14:30"}, "Enter both times, or neither", 422, id="half of the hours"),
        pytest.param({"ring_from": "half two"}, "Enter a time on the 24-hour clock", 422, id="no time"),
        pytest.param({"seen": "before"}, "Somebody has changed these rules", 409, id="changed meanwhile"),
    ],
)
def test_what_cannot_be_comes_back_as_it_was_typed(
    browser: Client, nkechi: Party, changes: dict[str, str], said: str, status: int
) -> None:
    answer = browser.post(
        reverse("client_reach", args=[nkechi.pk]), _typed(nkechi, safe_contact="Ask for Nkechi", **changes)
    )

    text = _text(answer)
    assert answer.status_code == status
    assert said in text
    assert 'value="Ask for Nkechi"' in text
    nkechi.refresh_from_db()
    assert sentence(nkechi) == ""


def test_a_number_is_added_unconfirmed_preferred_and_ended(browser: Client, nkechi: Party) -> None:
    add = reverse("client_add_contact", args=[nkechi.pk])
    typed = {"form_key": str(uuid.uuid4()), "kind": "phone", "text": "0113 496 0123"}
    assert browser.post(add, typed).status_code == 303
    assert browser.post(add, typed).status_code == 303
    added = nkechi.contacts.get(text="0113 496 0123")
    assert (added.confirmed_at, nkechi.contacts.count()) == (None, 3)

    assert browser.post(reverse("client_prefer_contact", args=[nkechi.pk, added.pk])).status_code == 303
    assert nkechi.contacts.phones(NOON.date())[0] == added
    end = reverse("client_end_contact", args=[nkechi.pk, added.pk])
    assert browser.post(end, {"because": " "}).status_code == 422
    assert browser.post(end, {"because": "Moved"}).status_code == 303

    text = _text(browser.get(reverse("client_reach", args=[nkechi.pk])))
    assert "Telephone, ended Tue 24 Nov" in text
    assert "0113 496 0123" not in _text(browser.get(reverse("client", args=[nkechi.pk])))
    assert browser.post(reverse("client_prefer_contact", args=[nkechi.pk, added.pk])).status_code == 409
    confirm = reverse("confirm_contact", args=[nkechi.pk, added.pk])
    assert browser.post(confirm, {"how": "Face to face"}).status_code == 409


def test_a_number_of_next_month_is_added_and_not_rung_before(browser: Client, nkechi: Party) -> None:
    add, page = reverse("client_add_contact", args=[nkechi.pk]), reverse("client_reach", args=[nkechi.pk])
    days = {"began_on_day": "31", "began_on_month": "2", "began_on_year": "2026"}
    typed = {"form_key": str(uuid.uuid4()), "kind": "phone", "text": "0113 496 0124"} | days

    answers = [browser.post(add, typed | {"began_on_month": month}).status_code for month in ("2", "12")]

    assert answers == [422, 303]
    assert "Not used before Thu 31 Dec" in _text(browser.get(page))
    added = nkechi.contacts.get(text="0113 496 0124")
    assert [added in nkechi.contacts.phones(date(2026, 12, day)) for day in (30, 31)] == [False, True]


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("phone", "ask her sister", "Enter a telephone number"),
        ("phone", "12", "Enter a telephone number"),
        ("phone", "1" * 41, "at most 40"),
        ("email", "nkechi at bowen", "Enter an e-mail address"),
        ("address", "27", "Enter an address"),
        ("phone", "+44 7700 900123", "on record already"),
        ("fax", "0113 496 0123", "is not one of the available choices"),
    ],
)
def test_what_is_no_number_mailbox_or_address_is_not_added(
    browser: Client, nkechi: Party, kind: str, text: str, said: str
) -> None:
    typed = {"form_key": str(uuid.uuid4()), "kind": kind, "text": text}

    answer = browser.post(reverse("client_add_contact", args=[nkechi.pk]), typed)

    assert answer.status_code == (409 if said == "on record already" else 422)
    assert said in _text(answer)
    assert nkechi.contacts.count() == 2


def test_the_only_number_is_not_ended_from_the_page(browser: Client, nkechi: Party) -> None:
    mobile = nkechi.contacts.phones(NOON.date())[0]
    Party.objects.filter(pk=nkechi.pk).update(only_number=mobile)

    answer = browser.post(reverse("client_end_contact", args=[nkechi.pk, mobile.pk]), {"because": "Lost"})

    assert (answer.status_code, nkechi.contacts.phones(NOON.date()).count()) == (422, 1)
    assert "Change that rule first" in _text(answer)


def test_calls_promised_before_the_hours_were_set_are_listed_to_be_moved(browser: Client, nkechi: Party) -> None:
    book(caller=nkechi, number="07700 900123")
    url = reverse("client_reach", args=[nkechi.pk])
    assert "Promised outside these hours" not in _text(browser.get(url))

    browser.post(url, _typed(nkechi, ring_from="15:00", ring_until="16:00"))

    text = _text(browser.get(url))
    assert "Promised outside these hours:" in text
    assert f'{reverse("callbacks:detail", args=[nkechi.callbacks.get().pk])}">Tue 24 Nov, 14:20 to 14:30' in text


def test_somebody_behind_a_barrier_cannot_be_reached_by_strangers(browser: Client, nkechi: Party) -> None:
    factories.matter(client=nkechi, is_restricted=True)
    mobile = nkechi.contacts.phones(NOON.date())[0]

    assert browser.get(reverse("client_reach", args=[nkechi.pk])).status_code == 404
    for name, args in (
        ("client_reach", [nkechi.pk]),
        ("client_add_contact", [nkechi.pk]),
        ("client_end_contact", [nkechi.pk, mobile.pk]),
        ("client_prefer_contact", [nkechi.pk, mobile.pk]),
    ):
        assert browser.post(reverse(name, args=args), {}).status_code == 404


def test_the_number_of_another_client_is_not_ended_here(browser: Client, nkechi: Party) -> None:
    other = factories.party("Somebody Else").contacts.phones(NOON.date())[0]

    for name in ("client_end_contact", "client_prefer_contact"):
        answer = browser.post(reverse(name, args=[nkechi.pk, other.pk]), {"because": "Lost"})
        assert answer.status_code == 404


def test_the_page_asks_the_database_as_often_for_one_number_as_for_four(
    browser: Client, reception: User, nkechi: Party, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    url = reverse("client_reach", args=[nkechi.pk])
    with django_assert_max_num_queries(12) as first:
        browser.get(url)
    for text in ("0113 496 0123", "0113 496 0124", "0113 496 0125"):
        point = add_contact_point(
            party_id=nkechi.pk, kind=ContactKind.PHONE, text=text, by=reception, now=NOON - timedelta(days=1)
        )
    end_contact_point(contact_id=point.pk, because="Moved", by=reception, now=NOON - timedelta(hours=1))

    with django_assert_num_queries(len(first)):
        browser.get(url)
