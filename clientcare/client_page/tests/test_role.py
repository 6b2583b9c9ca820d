"""Our role towards those treated as clients: recorded on its page, read wherever somebody writes or talks to them."""

import html
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from practice.models import User
from practice.permissions import Role
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, factories.TUESDAY_NOON)


def _as(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def _text(answer: Any) -> str:
    return " ".join(html.unescape(answer.content.decode()).split())


def test_our_role_is_recorded_explained_and_stands_on_the_pages() -> None:
    lawyer = factories.user()
    wim, browser = factories.party("Wim Ward", title=""), _as(lawyer)
    url = reverse("client_role", args=[wim.pk])
    told = {
        "form_key": str(uuid.uuid4()),
        "words": "We prosecute; we are not your lawyer.",
        "explained_on": "2026-11-24",
        "explained_by": str(lawyer.pk),
    }

    answers = [
        browser.post(reverse("client_treat", args=[wim.pk]), {"kind": "witness"}),
        browser.post(reverse("client_explain", args=[wim.pk]), told | {"explained_on": "2026-11-25"}),
        *(browser.post(reverse("client_explain", args=[wim.pk]), told) for _ in range(2)),
    ]

    assert [one.status_code for one in answers] == [303, 422, 303, 303]
    assert wim.role_notes.count() == 1
    pages = {"role": url, "client": reverse("client", args=[wim.pk]), "note": f"{reverse('note')}?client={wim.pk}"}
    texts = {name: _text(browser.get(at)) for name, at in pages.items()}
    assert [name for name, text in texts.items() if "may not be privileged" not in text] == []
    assert "There is no retainer." in texts["role"]
    assert "Never rehearse or suggest an answer." in texts["role"]
    assert "Speak of dates and help in court, never of what they will say there." in texts["role"]
    assert f"Our role explained Tue 24 Nov by {lawyer}" in texts["client"]
    assert browser.post(reverse("client_treat", args=[factories.party("Ada").pk]), {"kind": "court"}).status_code == 303


def test_a_difficult_conversation_is_written_down_once_and_stands_on_that_page_only() -> None:
    lawyer, reception = factories.user(), factories.user(Role.RECEPTIONIST)
    vera = factories.party("Vera Vale", title="", relationship="third_party")
    _as(lawyer).post(reverse("client_treat", args=[vera.pk]), {"kind": "victim"})
    url, noted = (reverse(name, args=[vera.pk]) for name in ("client_role", "client_conversation"))
    said = {
        "form_key": str(uuid.uuid4()),
        "told": "The charge is dropped.",
        "taken": "She asked why.",
        "next_steps": "I ring on Friday.",
        "held_on": "2026-11-24",
        "held_by": str(lawyer.pk),
    }

    nothing = _as(lawyer).post(noted, said | {"told": " "})
    answers = [_as(lawyer).post(noted, said).status_code for _ in range(2)]

    assert (nothing.status_code, "She asked why." in _text(nothing), answers) == (422, True, [303, 303])
    assert vera.difficult_conversations.count() == 1
    pages = {"mine": (lawyer, url), "client": (lawyer, reverse("client", args=[vera.pk])), "desk": (reception, url)}
    assert {name: "The charge is dropped." in _text(_as(user).get(at)) for name, (user, at) in pages.items()} == {
        "mine": True, "client": False, "desk": False,
    }  # fmt: skip
    assert _as(reception).post(noted, said).status_code == 403
