"""Calls over an outage: worker and broker killed in a sweep, beat run twice, the clock a day on (decisions B29)."""

import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from callbacks.models import CallbackStage, Promise
from callbacks.tests.factories import at
from clientcare.testing.stack import BROKER, Stack
from clientcare.tests import crowds
from outbox.models import Message, MessageState
from practice import clock

pytestmark = pytest.mark.stack
MANY, LATE = 510, 20


def _set_clock(stack: Stack, moment: datetime) -> None:
    stack.move_clock(offset_seconds=round((moment - datetime.now(UTC)).total_seconds()))


def _all_ended() -> bool:
    return not CallbackStage.objects.due(clock.now()).exists()


def test_every_call_is_told_once_though_worker_and_broker_are_killed_and_beat_runs_twice(stack: Stack) -> None:
    _set_clock(stack, at(14, 31))
    stack.stop("worker")
    stack.stop(BROKER)
    due = crowds.urgent_calls(MANY)
    before = len(stack.mails())

    with stack.doubled("beat"):
        stack.start(BROKER)
        stack.start("worker")
        for _ in range(3):
            stack.wait_until(lambda: stack.pid("worker"), what="A worker runs")
            time.sleep(0.7)
            stack.kill("worker")
            stack.stop(BROKER)
            stack.start(BROKER)
        stack.wait_until(_all_ended, what="Every stage has ended", seconds=90)
        sent = Message.objects.filter(kind="callback.unfinished", state=MessageState.SENT)
        stack.wait_until(lambda: sent.count() == due, what="Every message has left", seconds=90)

    assert due >= 500
    told = crowds.told()
    assert [number for number in told.values() if number > 1] == []
    assert CallbackStage.objects.filter(kind="unfinished", outcome="fired").count() == due
    arrived = Counter(mail["Message-ID"] for mail in stack.mails()[before:])
    assert len(arrived) == due, "what a killed worker sent twice is one message to a mail program"


def test_after_a_day_away_what_is_of_no_use_is_recorded_and_a_miss_is_still_told(stack: Stack) -> None:
    _set_clock(stack, at(14, 31))
    stack.stop("worker", "sweep", "beat")
    crowds.urgent_calls(LATE)
    promises = list(Promise.objects.filter(callback__caller_name__startswith="Caller").order_by("-pk")[:LATE])
    CallbackStage.objects.bulk_create(
        CallbackStage(promise=one, kind="missed_owner", audience="owner", fire_at=at(15, 11), late_policy="always")
        for one in promises
    )

    _set_clock(stack, at(14, 31) + timedelta(days=1))
    stack.wait_until(_all_ended, what="Every stage has ended", seconds=90)

    ended = CallbackStage.objects.filter(promise__in=promises).values_list("kind", "outcome")
    assert Counter(ended) == {("unfinished", "too_late"): LATE, ("missed_owner", "fired"): LATE}
    assert Message.objects.filter(kind="callback.missed").count() == LATE
