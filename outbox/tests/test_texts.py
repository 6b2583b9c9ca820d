"""Text messages: what a gateway's answers mean, that none goes twice by itself, and what must not go."""

import base64
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from outbox import leaving, rules, services, texts
from outbox.models import Channel, Message, MessageState
from outbox.tests import factories
from outbox.tests.sms import SILENCE, FakeGateway, gateway, point_at
from practice.models import ContactKind, JournalEntry, Party, Task
from practice.services.reach import end_contact_point
from practice.tests import factories as firm

NOW = firm.TUESDAY_NOON
LATER = NOW + rules.LEASE + timedelta(seconds=1)
NUMBER = "07700 900 142"
ASK = "Ask whether it arrived"


@pytest.fixture
def server() -> Iterator[FakeGateway]:
    with gateway() as running:
        yield running


@pytest.fixture
def joseph() -> Party:
    return firm.party(phone=NUMBER)


def text(**changes: Any) -> Message:
    return factories.message(channel=Channel.SMS, **{"to_address": NUMBER, **changes})


def deliver(now: datetime = NOW) -> bool:
    return services.deliver_next(clock=lambda: now)


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["", "&format=json"])
def test_a_text_reaches_the_gateway_with_its_key_and_its_number_is_kept(
    server: FakeGateway, settings: Settings, how: str
) -> None:
    settings.SMS_GATEWAY = point_at(server, how)
    message = text()

    deliver()

    (got,) = server.got
    message.refresh_from_db()
    assert got.fields == {
        "to": "+447700900142", "from": "HartleyVane", "text": message.body, "reference": message.pk.hex,
    }  # fmt: skip
    assert got.headers["Idempotency-Key"].startswith(f"{message.key}:")
    assert got.headers["Authorization"] == "Basic " + base64.b64encode(b"firm:s3cret").decode()
    assert (message.state, message.sent_at) == (MessageState.SENT, NOW)
    assert JournalEntry.objects.get(subject_id=message.pk).facts["gateway_id"] == "gw-1"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "how", "state", "error", "task"),
    [
        pytest.param(400, "", MessageState.FAILED, "answered 400", "Not delivered", id="no"),
        pytest.param(302, "", MessageState.FAILED, "answered 302", "Not delivered", id="elsewhere"),
        pytest.param(429, "", MessageState.PENDING, "answered 429", "", id="too many"),
        pytest.param(503, "", MessageState.PENDING, "answered 503", "", id="not now"),
        pytest.param(409, "&idempotent=yes", MessageState.PENDING, "answered 409", "", id="still at it"),
        pytest.param(504, "", MessageState.UNKNOWN, "answered 504", ASK, id="lost behind it"),
        pytest.param(SILENCE, "", MessageState.UNKNOWN, "No answer", ASK, id="silence"),
        pytest.param(SILENCE, "&idempotent=yes", MessageState.PENDING, "No answer", "", id="silence, may repeat"),
    ],
)
def test_what_an_answer_means(
    server: FakeGateway, settings: Settings, answer: int, how: str, state: str, error: str, task: str
) -> None:
    settings.SMS_GATEWAY = point_at(server, f"&read=0.2{how}")
    server.answers = [answer]
    owner = firm.user()
    message = text(owner=owner)

    deliver()

    message.refresh_from_db()
    assert (message.state, error in message.last_error, message.sent_at) == (state, True, None)
    assert [one.title for one in Task.objects.open_for(owner)] == ([f"{task}: {message.subject}"] if task else [])


@pytest.mark.django_db
def test_yes_without_a_number_is_no_yes(server: FakeGateway) -> None:
    server.body = {"messages": [{"status": "4"}]}
    message = text()

    deliver()

    message.refresh_from_db()
    assert (message.state, message.last_error) == (MessageState.UNKNOWN, "The gateway answered 201 and gave no number")


@pytest.mark.django_db
def test_what_the_gateway_did_not_take_is_tried_again_by_the_same_key(server: FakeGateway) -> None:
    server.answers = [500, 201]
    message = text()

    deliver()
    deliver(NOW + timedelta(minutes=1))

    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.SENT, 2)
    assert len({got.headers["Idempotency-Key"] for got in server.got}) == 1


@pytest.mark.django_db
def test_without_a_gateway_a_text_waits(server: FakeGateway, settings: Settings) -> None:
    message = text()
    server.shutdown()
    server.server_close()

    deliver()

    message.refresh_from_db()
    assert (message.state, message.last_error) == (
        MessageState.PENDING,
        "The gateway cannot be reached (NewConnectionError)",
    )


@pytest.mark.django_db
def test_a_text_that_may_have_gone_is_never_sent_again_by_itself(server: FakeGateway) -> None:
    server.answers = [SILENCE, 201]
    owner = firm.user()
    message = text(owner=owner)
    deliver()

    assert [deliver(NOW + timedelta(days=day)) for day in (1, 2)] == [False, False]
    assert services.withdraw(key=message.key) is False
    services.retry_message(message_id=message.pk, by=owner, now=LATER)
    deliver(LATER)

    message.refresh_from_db()
    assert (message.state, len(server.got), Task.objects.open_for(owner).count()) == (MessageState.SENT, 2, 0)
    assert len({got.headers["Idempotency-Key"] for got in server.got}) == 2  # a person wants another one


@pytest.mark.django_db
def test_whoever_asked_says_that_it_arrived(server: FakeGateway) -> None:
    server.answers = [SILENCE]
    owner = firm.user()
    message = text(owner=owner)
    deliver()
    browser = Client()
    browser.force_login(owner)
    page, arrived = (reverse(f"outbox:{name}", args=[message.pk]) for name in ("message", "arrived"))

    shown = browser.get(page).content.decode()
    answers = [browser.post(arrived).status_code for _ in range(2)]

    message.refresh_from_db()
    assert ("It arrived" in shown, "Send it again" in shown, "07700 900 142" in shown) == (True, True, True)
    assert (answers, message.state, message.sent_at) == ([303, 409], MessageState.SENT, NOW)
    assert Task.objects.open_for(owner).count() == 0


def _deliver_one() -> None:
    services.deliver_next(clock=lambda: NOW)


def test_a_worker_that_is_killed_while_the_gateway_has_the_text_leaves_it_in_doubt(fresh_db: str) -> None:
    with gateway("&read=30") as server:
        server.answers = [SILENCE, 201]
        message = text()
        connections.close_all()  # the worker, a copy of this process, opens its own
        worker = multiprocessing.get_context("fork").Process(target=_deliver_one)
        worker.start()
        until = time.monotonic() + 30
        while not server.got and time.monotonic() < until:
            time.sleep(0.02)
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGKILL)
        worker.join()

        found = [deliver(moment) for moment in (NOW, LATER, LATER + timedelta(hours=1))]

        message.refresh_from_db()
        assert (found, len(server.got)) == ([False, True, False], 1)
        assert (message.state, message.last_error, message.next_attempt_at) == (
            MessageState.UNKNOWN, "Its sender died", NOW,
        )  # fmt: skip


@pytest.mark.django_db
def test_from_a_gateway_that_knows_repeats_it_is_sent_again_when_its_sender_died(
    server: FakeGateway, settings: Settings
) -> None:
    settings.SMS_GATEWAY = point_at(server, "&idempotent=yes")
    message = text()
    services.claim_next(now=NOW)

    assert deliver(LATER) is True

    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.SENT, 2)


# --- what must not go, or not now


@pytest.mark.django_db
def test_a_text_too_long_or_to_no_mobile_is_refused_when_it_is_queued(server: FakeGateway) -> None:
    for wrong, refusal in (
        ({"body": "a" * 460}, texts.TextTooLong),
        ({"to_address": "0113 496 0999"}, texts.NoMobile),
    ):
        with pytest.raises(refusal), transaction.atomic():
            text(**wrong)

    assert Message.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "because"),
    [
        pytest.param({}, "", id="may go"),
        pytest.param({"email_is_safe": False, "voicemail_is_safe": False}, "", id="rules on other ways"),
        pytest.param({"safe_contact": "Ring the sister first"}, "There are rules for ringing them.", id="words"),
        pytest.param({"may_name_firm": False}, "There are rules for ringing them.", id="the firm is not named"),
        pytest.param({"ring_from": "09:00", "ring_until": "10:00"}, "There are rules for ringing them.", id="hours"),
        pytest.param({"died_on": NOW.date()}, "They have died.", id="died"),
    ],
)
def test_a_text_follows_the_record_of_whom_it_is_for(
    server: FakeGateway, joseph: Party, change: dict[str, object], because: str
) -> None:
    message = text(party=joseph)
    Party.objects.filter(pk=joseph.pk).update(**change)

    deliver()

    message.refresh_from_db()
    assert (message.state, message.last_error, len(server.got)) == (
        (MessageState.FAILED, because, 0) if because else (MessageState.SENT, "", 1)
    )


@pytest.mark.django_db
def test_a_text_to_a_number_that_ended_or_is_not_the_only_one_is_held(server: FakeGateway, joseph: Party) -> None:
    number = joseph.contacts.get(kind=ContactKind.PHONE)
    other = firm.party(phone="07700 900 143")
    Party.objects.filter(pk=other.pk).update(only_number=number)
    waiting = [text(party=joseph), text(party=other, to_address="07700 900 143")]
    end_contact_point(contact_id=number.pk, because="Moved", by=firm.user(), now=NOW)

    assert leaving.hold_back(now=NOW) == 2

    told = "That number is no longer one that may be used."
    assert {one.last_error for one in Message.objects.filter(pk__in=[one.pk for one in waiting])} == {told}


@pytest.mark.django_db
def test_a_text_that_nobody_asked_for_waits_until_the_morning(server: FakeGateway) -> None:
    saturday_night = datetime(2026, 11, 28, 21, 0, tzinfo=UTC)
    asked = text(now=saturday_night)
    by_itself = text(now=saturday_night, is_automatic=True)

    assert (asked.next_attempt_at, by_itself.next_attempt_at) == (
        saturday_night, datetime(2026, 11, 30, 8, 0, tzinfo=UTC),
    )  # fmt: skip
