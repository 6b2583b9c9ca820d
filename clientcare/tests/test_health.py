"""Health reads rows alone: a sweep that lives and fires nothing is found out (decisions B21)."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from callbacks.models import CallbackStage
from callbacks.tests.factories import book
from clientcare.health import WATCHED, examine
from complaints.models import DeadlineStage
from complaints.tests import factories as complaints
from outbox.models import Message, MessageState
from practice import clock, heartbeats

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def all_at_work() -> None:
    for name in WATCHED:
        heartbeats.beat(name, now=clock.now())


def test_a_stage_that_waits_for_the_next_sweep_is_no_trouble() -> None:
    now = clock.now()
    stage = CallbackStage.objects.filter(promise__callback=book(), kind="missed")
    CallbackStage.objects.exclude(pk__in=stage).update(outcome="withdrawn", fired_at=now)
    stage.update(fire_at=now - timedelta(seconds=40))

    report, wrong = examine(now)

    assert (report["oldest_due_stage_seconds"], wrong) == (
        {"deadline": 0, "callback": 40, "letter": 0, "cost update": 0, "enquiry": 0},
        [],
    )


def test_a_callback_stage_that_nobody_fires_is_named_once_it_is_older_than_the_limit(settings: Settings) -> None:
    now, settings.STAGES_LATE_SECONDS = clock.now(), 120
    CallbackStage.objects.filter(promise__callback=book()).update(fire_at=now + timedelta(days=1))
    CallbackStage.objects.filter(kind="missed").update(fire_at=now - timedelta(seconds=120))
    assert examine(now)[1] == []

    CallbackStage.objects.filter(kind="missed").update(fire_at=now - timedelta(seconds=121))

    assert examine(now)[1] == ['A callback stage is late: "missed" has been due for 121 seconds.']


def test_a_deadline_stage_that_nobody_fires_makes_the_page_fail_and_names_no_complaint() -> None:
    people = complaints.cast()
    found = complaints.complaint(people, received_at=clock.now() - timedelta(hours=1))
    DeadlineStage.objects.exclude(kind="warn_50").update(outcome="withdrawn", fired_at=clock.now())
    DeadlineStage.objects.waiting().update(fire_at=clock.now() - timedelta(minutes=10))
    Message.objects.update(state=MessageState.WITHDRAWN)  # what was told when it was logged
    for name in WATCHED:
        heartbeats.beat(name, now=clock.now())

    answer = Client().get("/healthz")

    said = answer.json()
    assert (answer.status_code, said["status"], len(said["wrong"])) == (503, "failing", 1)
    assert said["wrong"][0].startswith('A deadline stage is late: "warn_50" has been due for 60')
    assert found.reference not in answer.content.decode()


def test_a_stage_that_ended_says_nothing() -> None:
    now = clock.now()
    book()
    CallbackStage.objects.update(outcome="fired", fired_at=now, fire_at=now - timedelta(days=1))

    assert examine(now)[1] == []
