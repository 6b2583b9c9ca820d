"""The running house, driven as it runs: what is killed comes back, what stops is noticed, the clock can be moved."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from clientcare.testing.stack import BROKER, SMTP, Stack
from clientcare.tests import pressing
from outbox.pdf import service_answers
from practice import clock
from practice.models import Heartbeat
from practice.tests import factories

pytestmark = pytest.mark.stack
PARTS = ["web", "worker", "beat", "sweep", "renderer"]
BACK_SECONDS = 15  # decisions B17
CLIENTS = 50


@pytest.fixture(autouse=True)
def whole_again(stack: Stack) -> Iterator[None]:
    """Leave every part running for the next test."""
    yield
    for part in PARTS:
        stack.start(part)
    stack.start(BROKER)


def _works(stack: Stack, part: str) -> bool:
    if part == "web":
        return stack.get("/livez")[0] == 200
    if part == "renderer":
        return service_answers()
    return Heartbeat.objects.filter(name=part).exists()


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_killed_comes_back_and_works(stack: Stack, part: str) -> None:
    before = stack.pid(part)
    stack.kill(part)
    stack.wait_until(lambda: stack.pid(part) != before, what=f"{part} is gone")
    Heartbeat.objects.filter(name=part).delete()

    def is_back() -> bool:
        return stack.pid(part) not in {None, before} and _works(stack, part)

    stack.wait_until(is_back, what=f"{part} works again", seconds=BACK_SECONDS)


def test_everything_at_work_is_healthy(stack: Stack) -> None:
    stack.wait_until_healthy()

    status, body = stack.get("/healthz")

    answer = json.loads(body)
    assert (status, answer["status"], answer["database"], answer["outbox_lag_seconds"]) == (200, "ok", "ok", 0)
    assert sorted(answer["last_seen_seconds"]) == ["beat", "broker", "sweep", "worker"]


@pytest.mark.parametrize("part", ["worker", "beat", "sweep"])
def test_a_part_that_stopped_makes_health_fail_by_name(stack: Stack, part: str) -> None:
    stack.wait_until_healthy()
    stack.stop(part)
    seen = Heartbeat.objects.get(name=part)
    seen.at -= timedelta(seconds=91)  # instead of waiting for as long
    seen.save(update_fields=["at"])

    status, body = stack.get("/healthz")

    wrong = [re.sub(r"\d+", "N", sentence) for sentence in json.loads(body)["wrong"]]
    assert (status, wrong) == (503, [f"The {part} was last seen N seconds ago."])


def _await_beat(stack: Stack) -> None:
    beat = Heartbeat.objects.get(name="beat")
    newer = Heartbeat.objects.filter(name="beat", at__gt=beat.at)
    stack.wait_until(newer.exists, what="Beat goes on")


@pytest.mark.parametrize("trouble", ["gone", "hung"])
def test_health_answers_and_fails_when_the_broker_does_not(stack: Stack, trouble: str) -> None:
    stack.wait_until_healthy()
    if trouble == "gone":
        stack.stop(BROKER)
    else:
        stack.hang_broker()
    for _ in range(2):  # the second time for what was under way
        Heartbeat.objects.filter(name__in=["broker", "worker"]).delete()
        _await_beat(stack)
    status, body = stack.get("/healthz")

    assert (status, json.loads(body)["wrong"]) == (
        503,
        ["The broker has never been seen.", "The worker has never been seen."],
    )


def test_mail_is_received_until_the_server_stops(stack: Stack) -> None:
    def send(subject: str) -> None:
        line = get_connection("django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=stack.smtp_port)
        EmailMessage(subject, "Text", "a@hartleyvane.example", ["b@hartleyvane.example"], connection=line).send()

    send("First")
    stack.stop(SMTP)
    with pytest.raises(OSError, match="refused"):
        send("Second")
    stack.start(SMTP)
    send("Third")

    assert [message["Subject"] for message in stack.mails()] == ["First", "Third"]


def test_of_fifty_clients_who_press_for_one_time_one_gets_it_and_the_others_are_shown_the_next(stack: Stack) -> None:
    factories.firm()
    lawyer = factories.user()

    answers = pressing.all_press(stack.port, pressing.invited(lawyer, CLIENTS))

    entry = lawyer.diary.get(state="booked")
    gone = f"{entry.span.lower:%Y%m%dT%H%M}"
    assert Counter(status for status, _ in answers) == {303: 1, 409: CLIENTS - 1}
    refused = [times for status, times in answers if status == 409]
    assert [gone in times or not times for times in refused] == [False] * (CLIENTS - 1)


def test_the_clock_of_every_process_can_be_moved(stack: Stack) -> None:
    before = clock.now()

    stack.move_clock(offset_seconds=86_400)

    assert settings.CLOCK_OFFSET_SECONDS == 86_400
    assert [row.at > before + timedelta(hours=23) for row in Heartbeat.objects.all()] == [True] * 4
