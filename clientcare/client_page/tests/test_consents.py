"""The page that says what one client has agreed to: what it shows, records and refuses, and to whom."""

import html
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from intake.tests import factories as enquiries
from practice.models import (
    ConsentToShare,
    ConsentWay,
    Matter,
    MatterParty,
    MatterRole,
    Party,
    PurposeConsent,
    Shared,
    User,
)
from practice.permissions import Role
from practice.services.consents import ShareFacts, record_share
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON
WAY = "rang_them"


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
    return factories.party("Nkechi Bowen", title="Ms", by=reception)


@pytest.fixture
def matter(nkechi: Party) -> Matter:
    return factories.matter(client=nkechi, title="Purchase of 27 Quarry Mount")


def _day(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def _typed(**changes: Any) -> dict[str, Any]:
    days = _day("given_on", date(2026, 11, 23)) | _day("until", date(2026, 12, 18))
    usual = {"form_key": str(uuid.uuid4()), "told_name": "Dale and Finch", "what": "dates", "way": WAY}
    return {**usual, **days, **changes}


def _text(answer: Any) -> str:
    return " ".join(html.unescape(answer.content.decode()).split())


def test_somebody_on_record_is_looked_for_chosen_and_stands_on_both_pages_until_it_is_withdrawn(
    browser: Client, nkechi: Party, matter: Matter
) -> None:
    broker, url = factories.party("Dale and Finch", title=""), reverse("client_consents", args=[nkechi.pk])
    assert "Dale and Finch, prospective client" in _text(browser.get(url, {"told": "dale finch"}))

    chosen = _typed(told=broker.pk, relation="mortgage broker", matter=matter.pk, limits="only the completion")
    answers = [browser.post(reverse("client_share", args=[nkechi.pk]), chosen) for _ in range(2)]

    assert [(one.status_code, one["Location"]) for one in answers] == [(303, url)] * 2
    share = ConsentToShare.objects.get()
    assert (share.told, share.matter) == (broker, matter)
    pages = [url, reverse("client", args=[nkechi.pk]), reverse("matter", args=[matter.pk])]
    shown = [_text(browser.get(page)) for page in pages]
    assert all(
        "Dale and Finch, mortgage broker" in page and "Dates only, only the completion" in page for page in shown
    )
    assert all("until Fri 18 Dec" in page or "Until Fri 18 Dec" in page for page in shown)

    gone = browser.post(reverse("client_share_withdraw", args=[nkechi.pk, share.pk]), {"way": "rang_us"})

    assert (gone.status_code, gone["Location"]) == (303, url)
    assert "Withdrawn Tue 24 Nov, 12:00: they rang us." in _text(browser.get(url))
    for page in pages[1:]:
        told = _text(browser.get(page)).split('id="timeline"')[0]
        assert "Dates only, only the completion" not in told


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"told_name": ""}, "Who may be told: This needs an answer."),
        ({"way": "rang_us"}, "Select a valid choice"),
        (_day("until", date(2026, 11, 23)), "That day is over."),
        (_day("given_on", date(2026, 11, 25)), "That day is still to come."),
        ({"until_day": "31", "until_month": "2", "until_year": "2027"}, "Enter a real date"),
        ({"matter": "999999"}, "Select a valid choice"),
    ],
    ids=["nobody", "an incoming call", "over", "to come", "no such day", "no such matter"],
)
def test_what_cannot_be_right_comes_back_with_what_was_typed(
    browser: Client, nkechi: Party, changes: dict[str, Any], said: str
) -> None:
    typed = _typed(limits="only the completion", **changes) if "told_name" not in changes else _typed(**changes)

    answer = browser.post(reverse("client_share", args=[nkechi.pk]), typed)

    assert answer.status_code == 422
    assert said in _text(answer)
    assert ("only the completion" in _text(answer)) == ("limits" in typed)
    assert not ConsentToShare.objects.exists()


def test_of_two_clients_the_page_of_the_matter_says_who_has_not_agreed(
    browser: Client, reception: User, nkechi: Party, matter: Matter
) -> None:
    joseph = factories.party("Joseph Adeyemi", by=reception)
    MatterParty.objects.create(matter=matter, party=joseph, role=MatterRole.CLIENT)

    browser.post(reverse("client_share", args=[nkechi.pk]), _typed())

    page = _text(browser.get(reverse("matter", args=[matter.pk])))
    assert "Mr Joseph Adeyemi has not agreed, so for now: no detail." in page


def test_a_purpose_keeps_every_answer_and_starts_from_the_notice_of_the_enquiry(
    browser: Client, reception: User, nkechi: Party, matter: Matter
) -> None:
    enquiry = enquiries.enquiry("Nkechi Bowen", by=reception)
    type(enquiry).objects.filter(pk=enquiry.pk).update(
        party=nkechi, matter=matter, notice_version="2026-11", notice_given_at=NOON - timedelta(days=4)
    )
    url, post = reverse("client_consents", args=[nkechi.pk]), reverse("client_purpose", args=[nkechi.pk])
    page = browser.get(url)
    assert "Given privacy notice 2026-11 with their enquiry, Fri 20 Nov." in _text(page)
    assert page.context["answering"].initial["notice_version"] == "2026-11"
    typed = {"purpose": "marketing", "way": "rang_us", "notice_version": "2026-11"}

    statuses = []
    for answer, day, notice in (("yes", 23, "2026-11"), ("no", 24, ""), ("yes", 24, "")):
        said = typed | {"form_key": str(uuid.uuid4()), "answer": answer, "notice_version": notice}
        statuses.append(browser.post(post, said | _day("said_on", date(2026, 11, day))).status_code)

    assert statuses == [303, 303, 422]
    assert [one.is_given for one in PurposeConsent.objects.order_by("pk")] == [True, False]
    shown = _text(browser.get(url))
    assert "<span>No</span>" in shown
    assert "Before: yes" in shown


def test_a_client_behind_a_wall_has_no_such_page_and_nobody_withdraws_for_another(
    browser: Client, reception: User, nkechi: Party, matter: Matter
) -> None:
    hidden = factories.party("Quentin Zebra")
    secret = factories.matter(client=hidden, is_restricted=True)
    facts = ShareFacts(
        told_name="David",
        what=Shared.ALL,
        given_on=date(2026, 11, 23),
        until=date(2026, 12, 18),
        way=ConsentWay.SIGNED,
    )
    theirs = record_share(party_id=hidden.pk, facts=facts, by=secret.fee_earner, now=NOON)

    answers = [
        browser.get(reverse("client_consents", args=[hidden.pk])),
        browser.post(reverse("client_share", args=[hidden.pk]), _typed()),
        browser.post(reverse("client_purpose", args=[hidden.pk]), {}),
        browser.post(reverse("client_share_withdraw", args=[hidden.pk, theirs.pk]), {"way": "rang_us"}),
        browser.post(reverse("client_share_withdraw", args=[nkechi.pk, theirs.pk]), {"way": "rang_us"}),
    ]

    assert [one.status_code for one in answers] == [404] * 5
    assert ConsentToShare.objects.get().withdrawn_at is None


def test_the_pages_ask_the_database_as_often_for_one_consent_as_for_three(
    browser: Client,
    nkechi: Party,
    matter: Matter,
    django_assert_max_num_queries: Any,
    django_assert_num_queries: Any,
) -> None:
    pages = [
        reverse("client_consents", args=[nkechi.pk]),
        reverse("client", args=[nkechi.pk]),
        reverse("matter", args=[matter.pk]),
    ]
    browser.post(reverse("client_share", args=[nkechi.pk]), _typed(told_name="Dale 1"))
    asked = []
    for page in pages:
        with django_assert_max_num_queries(31) as first:
            browser.get(page)
        asked.append(len(first))
    for number in (2, 3):
        browser.post(reverse("client_share", args=[nkechi.pk]), _typed(told_name=f"Dale {number}"))

    for page, queries in zip(pages, asked, strict=True):
        with django_assert_num_queries(queries):
            browser.get(page)
