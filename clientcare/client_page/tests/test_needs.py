"""The page that says what one client needs: what it shows, changes and refuses, and to whom."""

import html
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from practice.models import Adjustment, Circumstance, Need, Party
from practice.permissions import Role
from practice.services.needs import end_need
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
    factories.firm()
    made = factories.party("Nkechi Bowen", phone="07700 900123", voicemail_is_safe=True)
    factories.matter(client=made)
    return made


def _as(role: Role) -> Client:
    browser = Client()
    browser.force_login(factories.user(role))
    return browser


def _typed(**typed: str) -> dict[str, str]:
    usual = {
        "form_key": str(uuid.uuid4()),
        "adjustment": "large_print",
        "starts_on": "2026-11-24",
        "consented_on": "2026-11-24",
        "consented_how": "On the phone",
        "review_on": "2027-11-24",
    }
    return usual | typed


def _text(answer: Any) -> str:
    return " ".join(html.unescape(answer.content.decode()).split())


def test_reception_records_what_is_agreed_and_it_stands_on_the_page_of_the_client(nkechi: Party) -> None:
    browser, url = _as(Role.RECEPTIONIST), reverse("client_needs", args=[nkechi.pk])

    answers = [browser.post(url, typed) for typed in [_typed(adjustment="interpreter", language="polish")] * 2]

    assert [(one.status_code, one["Location"]) for one in answers] == [(303, url)] * 2
    assert Need.objects.get().language == "Polish"
    said = "<b>Polish interpreter.</b> Have an interpreter on calls and in meetings."
    assert said in _text(browser.get(reverse("client", args=[nkechi.pk])))
    assert "Adjustment agreed:" in _text(browser.get(reverse("client", args=[nkechi.pk])))
    assert "Since Tue 24 Nov" in _text(browser.get(url))


@pytest.mark.parametrize(
    ("typed", "said", "status"),
    [
        pytest.param({"adjustment": ""}, "This needs an answer", 422, id="nothing chosen"),
        pytest.param({"adjustment": "interpreter"}, "Enter a language for an interpreter", 422, id="no language"),
        pytest.param({"adjustment": "call_only_times"}, "Set the hours under How to reach", 422, id="no hours"),
        pytest.param({"starts_on": "2026-02-31"}, "Enter a real date", 422, id="no day"),
        pytest.param({"consented_on": "2026-11-25"}, "still to come", 422, id="agreed tomorrow"),
        pytest.param({"consented_how": ""}, "This needs an answer", 422, id="nobody agreed"),
        pytest.param({"review_on": "2026-11-24"}, "Choose a day to come", 422, id="reviewed today"),
        pytest.param({"adjustment": "audio"}, "agreed with them already", 409, id="agreed already"),
    ],
)
def test_what_cannot_be_comes_back_as_it_was_typed(
    nkechi: Party, typed: dict[str, str], said: str, status: int
) -> None:
    factories.agree(nkechi, Adjustment.AUDIO)

    answer = _as(Role.RECEPTIONIST).post(
        reverse("client_needs", args=[nkechi.pk]), _typed(words="As she likes it", **typed)
    )

    assert (answer.status_code, Need.objects.count()) == (status, 1)
    assert said in _text(answer)
    assert 'value="As she likes it"' in _text(answer)


def test_one_is_changed_and_ended_and_both_stay_on_record(nkechi: Party) -> None:
    browser, first = _as(Role.RECEPTIONIST), factories.agree(nkechi, Adjustment.NO_VOICEMAIL)
    change = reverse("client_change_need", args=[nkechi.pk, first.pk])

    assert browser.post(change, _typed(words="")).status_code == 303
    assert browser.post(change, _typed(words="Again")).status_code == 409
    second = Need.objects.standing().get()
    end = reverse("client_end_need", args=[nkechi.pk, second.pk])
    assert browser.post(end, {"because": " "}).status_code == 422
    text = _text(browser.post(end, {"because": "Lives alone now"}, follow=True))

    assert "The rule of contact stands until somebody changes it" in text
    assert ": Changed" in text
    assert ": Lives alone now" in text


def test_a_rule_of_contact_that_is_agreed_cannot_be_taken_away_on_its_own_page(nkechi: Party) -> None:
    factories.agree(nkechi, Adjustment.NO_VOICEMAIL)
    browser, url = _as(Role.RECEPTIONIST), reverse("client_reach", args=[nkechi.pk])
    seen = browser.get(url).context["seen"]
    typed = {"form_key": str(uuid.uuid4()), "seen": seen, "over": "face", "voicemail_is_safe": "on"}

    answer = browser.post(url, typed)

    assert answer.status_code == 422
    assert "End that adjustment first" in _text(answer)


def test_why_is_recorded_read_and_ended_by_those_who_work_on_the_matter(nkechi: Party) -> None:
    browser, url = _as(Role.SECRETARY), reverse("client_needs", args=[nkechi.pk])
    typed = {
        "form_key": str(uuid.uuid4()), "kind": "illness", "words": WHY, "consented_on": "2026-11-24",
        "consented_how": "On the phone",
    }  # fmt: skip

    wrong = browser.post(reverse("client_add_circumstance", args=[nkechi.pk]), typed | {"consented_on": "2026-11-25"})
    assert (wrong.status_code, WHY in _text(wrong)) == (422, True)
    assert browser.post(reverse("client_add_circumstance", args=[nkechi.pk]), typed).status_code == 303
    assert WHY in _text(browser.get(url))
    end = reverse("client_end_circumstance", args=[nkechi.pk, Circumstance.objects.get().pk])
    assert browser.post(end, {"because": ""}).status_code == 422
    assert browser.post(end, {"because": "She asked us to"}).status_code == 303

    assert WHY not in _text(browser.get(url))


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.MLRO])
def test_why_is_no_business_of_others(nkechi: Party, role: Role) -> None:
    made = factories.explain(nkechi, WHY)
    browser = _as(role)

    text = _text(browser.get(reverse("client_needs", args=[nkechi.pk])))

    assert (WHY in text, "Record why" in text) == (False, False)
    assert browser.post(reverse("client_add_circumstance", args=[nkechi.pk]), {}).status_code == 403
    assert browser.post(reverse("client_end_circumstance", args=[nkechi.pk, made.pk]), {}).status_code == 403


def test_why_is_on_no_other_page_of_the_client(nkechi: Party) -> None:
    factories.explain(nkechi, WHY)
    browser = _as(Role.FEE_EARNER)

    assert WHY in _text(browser.get(reverse("client_needs", args=[nkechi.pk])))
    for name, args in (
        ("client", [nkechi.pk]),
        ("client_reach", [nkechi.pk]),
        ("matter", [nkechi.roles.get().matter_id]),
    ):
        assert WHY not in _text(browser.get(reverse(name, args=args)))


def test_strangers_of_a_restricted_matter_find_no_such_page(nkechi: Party) -> None:
    other = factories.party("Otto Other")
    factories.matter(client=other, is_restricted=True)
    need, why = factories.agree(other, Adjustment.AUDIO), factories.explain(other)
    browser = _as(Role.FEE_EARNER)

    assert browser.get(reverse("client_needs", args=[other.pk])).status_code == 404
    for name, args in (
        ("client_needs", [other.pk]),
        ("client_change_need", [other.pk, need.pk]),
        ("client_end_need", [other.pk, need.pk]),
        ("client_add_circumstance", [other.pk]),
        ("client_end_circumstance", [other.pk, why.pk]),
        ("client_end_need", [nkechi.pk, need.pk]),
        ("client_end_circumstance", [nkechi.pk, why.pk]),
    ):
        assert browser.post(reverse(name, args=args), {"because": "Mine"}).status_code == 404


def test_the_page_asks_the_database_as_often_for_one_as_for_four(
    nkechi: Party, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    browser, url = _as(Role.FEE_EARNER), reverse("client_needs", args=[nkechi.pk])
    factories.agree(nkechi, Adjustment.AUDIO)
    with django_assert_max_num_queries(16) as first:
        browser.get(url)
    for adjustment in (Adjustment.BREAKS, Adjustment.BRAILLE, Adjustment.QUIET_ROOM):
        factories.agree(nkechi, adjustment)
    end_need(need_id=Need.objects.order_by("pk")[0].pk, because="Moved", by=factories.user(), now=NOON)
    factories.explain(nkechi)

    with django_assert_num_queries(len(first)):
        browser.get(url)
