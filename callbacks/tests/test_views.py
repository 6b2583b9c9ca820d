"""The page of one call: who may open it, and what comes of each form on it."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from callbacks.models import Attempt, Callback
from callbacks.services import sweep_stages
from callbacks.tests.clock import stop_near
from callbacks.tests.factories import NOON, at, book
from outbox.models import Message
from practice.models import JournalEntry, User
from practice.permissions import Role
from practice.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tuesday(settings: Settings) -> None:
    stop_near(NOON, settings)


@pytest.fixture
def desk() -> User:
    factories.firm()
    return factories.user(Role.RECEPTIONIST)


@pytest.fixture
def browser(client: Client, desk: User) -> Client:
    client.force_login(desk)
    return client


def post(browser: Client, name: str, callback: Callback, **typed: Any) -> Any:
    return browser.post(reverse(f"callbacks:{name}", args=[callback.pk]), {"form_key": str(uuid.uuid4()), **typed})


@pytest.mark.parametrize("role", list(Role))
def test_the_page_of_a_call_opens_for_everybody_but_the_administrator(client: Client, role: Role) -> None:
    callback = book()
    client.force_login(factories.user(role))

    answer = client.get(reverse("callbacks:detail", args=[callback.pk]))

    assert answer.status_code == (403 if role == Role.ADMINISTRATOR else 200)


@pytest.mark.parametrize("name", ["attempt", "move", "close"])
def test_a_call_on_somebody_elses_restricted_matter_is_not_there(browser: Client, name: str) -> None:
    matter = factories.matter(is_restricted=True)
    callback = book(matter.fee_earner, matter=matter)

    assert browser.get(reverse("callbacks:detail", args=[callback.pk])).status_code == 404
    assert post(browser, name, callback).status_code == 404


def test_an_attempt_of_yesterday_is_recorded_with_its_true_day(browser: Client, desk: User) -> None:
    callback = book(now=at(12, 0, day=23), starts_at=at(14, 20, day=23))

    answer = post(browser, "attempt", callback, result="spoke_resolved", at="14:25", on="2026-11-23")

    assert answer.status_code == 303
    assert Attempt.objects.get().at == at(14, 25, day=23)
    assert "Kept" in browser.get(answer["Location"]).content.decode()


def test_a_day_without_a_time_comes_back_as_it_was_typed(browser: Client) -> None:
    answer = post(browser, "attempt", book(), result="no_answer", on="2026-11-23", note="Engaged twice")

    assert answer.status_code == 422
    assert "Enter the time as well as the day" in answer.content.decode()
    assert "Engaged twice" in answer.content.decode()


def test_a_new_time_is_promised_and_the_old_one_stays_on_the_page(browser: Client) -> None:
    callback = book()

    answer = post(browser, "move", callback, slot=f"slot.{callback.adviser_id}.20261124T1500", who_asked="caller")

    text = browser.get(answer["Location"]).content.decode()
    assert "15:00 to 15:10" in text
    assert "14:20 to 14:30" in text
    assert "Changed by the caller" in text
    assert JournalEntry.objects.filter(event="callback.moved").count() == 1


def test_a_new_time_sent_twice_is_promised_once_and_answered_twice(browser: Client) -> None:
    callback = book()
    form = {
        "form_key": str(uuid.uuid4()), "slot": f"slot.{callback.adviser_id}.20261124T1500", "who_asked": "caller"
    }  # fmt: skip

    answers = [post(browser, "move", callback, **form) for _ in range(2)]
    other = post(browser, "move", callback, **form | {"who_asked": "firm"})

    assert [answer.status_code for answer in answers] == [303, 303]
    assert other.status_code in (409, 422)
    assert callback.promises.count() == 2
    assert JournalEntry.objects.filter(event="callback.moved").count() == 1


@pytest.mark.parametrize(
    ("slot", "status"),
    [
        pytest.param("slot.{adviser}.20261124T1540", 409, id="taken since the page was drawn"),
        pytest.param("", 422, id="none chosen"),
    ],
)
def test_a_time_that_cannot_be_had_is_refused_with_the_next_ones(browser: Client, slot: str, status: int) -> None:
    callback = book()
    book(callback.adviser, starts_at=at(15, 40))

    answer = post(browser, "move", callback, slot=slot.format(adviser=callback.adviser_id), who_asked="firm")

    assert answer.status_code == status
    assert "15:50 to 16:00" in answer.content.decode()
    assert callback.promises.count() == 1


def test_closing_needs_a_reason_and_happens_once(browser: Client) -> None:
    callback = book()

    assert post(browser, "close", callback).status_code == 422
    assert post(browser, "close", callback, reason="unreachable").status_code == 422
    assert post(browser, "close", callback, reason="withdrawn_by_caller").status_code == 303
    assert post(browser, "close", callback, reason="withdrawn_by_caller").status_code == 409
    callback.refresh_from_db()
    assert callback.stage == "closed"


def test_after_a_miss_an_apology_with_a_new_time_is_drafted_and_nothing_is_sent(
    browser: Client, settings: Settings
) -> None:
    callback = book(caller=factories.party())
    page = reverse("callbacks:detail", args=[callback.pk])
    assert "An apology, drafted" not in browser.get(page).content.decode()

    sweep_stages(now=at(14, 45))
    stop_near(at(14, 45), settings)

    text = browser.get(page).content.decode()
    assert "Dear " in text
    assert "on Tuesday 24 November 2026 between twenty past two and half past two, and I did not make it" in text
    assert "I can ring you on Tuesday 24 November 2026 at 15:00." in text
    assert not Message.objects.filter(party=callback.caller).exists()
