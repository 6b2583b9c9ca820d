"""
Whoever sweeps, and however many at once: every row fires once (decisions B29).

Two things keep it so, the row lock and the unique key of the outbox. Each is taken away here: the key alone still
keeps everybody from being told twice; without both the same check sees what was told twice.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.db import connections, models

from callbacks.models import CallbackStage
from callbacks.services import sweep as calls_module
from clientcare.tests import crowds
from complaints.models import DeadlineStage
from complaints.services import sweep as complaints_module
from complaints.services.people import Circle
from outbox.models import Message, MessageState
from outbox.tests.smtp import Sink, sink
from practice.models import JournalEntry, Outcome
from practice.tests import factories
from practice.tests.sampling import EVERYTHING

MANY = 2_000 if EVERYTHING else 510
FEW = 90  # enough for a control
SWEEPERS = 4


@dataclass(frozen=True)
class Sweep:
    """Rows that are due and what takes them; ``looks`` is what it does after reading them, before writing."""

    make: Callable[[int], int]
    do: Callable[[], None]
    model: type[CallbackStage] | type[DeadlineStage]
    looks: tuple[Any, str]


SWEEPS = [
    pytest.param(
        Sweep(crowds.urgent_calls, crowds.sweep_calls, CallbackStage, (calls_module, "prepare")), id="callback stages"
    ),
    pytest.param(
        Sweep(crowds.late_complaints, crowds.sweep_deadlines, DeadlineStage, (complaints_module, "Circle")),
        id="deadline stages",
    ),
]


def repeated(happened: Counter[Any]) -> dict[Any, int]:
    """Return what happened more than once: the check of every test here."""
    return {what: times for what, times in happened.items() if times > 1}


@pytest.mark.parametrize("sweep", SWEEPS)
def test_several_sweepers_at_once_fire_each_of_500_due_stages_exactly_once(fresh_db: str, sweep: Sweep) -> None:
    due = sweep.make(MANY)
    assert due >= 500

    crowds.at_once(sweep.do, times=SWEEPERS)
    sweep.do()

    ended = sweep.model.objects.filter(outcome=Outcome.FIRED)
    assert (ended.count(), sweep.model.objects.waiting().count()) == (due, 0)
    assert repeated(crowds.told()) == {}
    assert len(crowds.told()) >= due
    fired = JournalEntry.objects.filter(event="deadline.stage_fired").count()
    assert fired == (due if sweep.model is DeadlineStage else 0)


@pytest.mark.parametrize("sweep", SWEEPS)
def test_the_unique_key_alone_keeps_everybody_from_being_told_twice(
    fresh_db: str, sweep: Sweep, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = sweep.make(FEW)
    without_locks(sweep, monkeypatch)

    crowds.at_once(sweep.do, times=2)

    assert repeated(crowds.told()) == {}
    assert len(crowds.told()) >= due


@pytest.mark.parametrize("sweep", SWEEPS)
def test_control_without_key_and_lock_everybody_is_told_twice(
    fresh_db: str, sweep: Sweep, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = sweep.make(FEW)
    without_locks(sweep, monkeypatch)
    without_unique_key()

    crowds.at_once(sweep.do, times=2)

    assert len(repeated(crowds.told())) >= due


# --- deliveries


@pytest.fixture
def server() -> Iterator[Sink]:
    with sink() as running:
        yield running


def arrived(server: Sink) -> Counter[Any]:
    """Count what came in by its subject, which names the notice."""
    return Counter(mail["Subject"] for mail in server.messages())


def test_500_messages_that_were_asked_for_twice_at_once_arrive_exactly_once(fresh_db: str, server: Sink) -> None:
    factories.office()
    crowds.at_once(partial(crowds.ask_for_messages, MANY), times=2)

    crowds.at_once(crowds.deliver_all, times=SWEEPERS)

    assert repeated(arrived(server)) == {}
    assert len(arrived(server)) == MANY
    assert Message.objects.filter(state=MessageState.SENT, attempts=1).count() == MANY


def test_control_without_the_unique_key_each_message_arrives_twice(fresh_db: str, server: Sink) -> None:
    factories.office()
    without_unique_key()
    crowds.at_once(partial(crowds.ask_for_messages, FEW), times=2)

    crowds.at_once(crowds.deliver_all, times=SWEEPERS)

    assert repeated(arrived(server)) == dict.fromkeys(arrived(server), 2)
    assert len(arrived(server)) == FEW


# --- what is taken away


def without_unique_key() -> None:
    """Drop what makes a second asking for the same message harmless."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'outbox_message'::regclass AND contype = 'u' "
            "AND conkey = (SELECT array_agg(attnum) FROM pg_attribute "
            "WHERE attrelid = 'outbox_message'::regclass AND attname = 'key')"
        )
        (name,) = cursor.fetchone()
        cursor.execute(f'ALTER TABLE outbox_message DROP CONSTRAINT "{name}"')
    connections["owner"].close()


def without_locks(sweep: Sweep, monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip every row lock, and let both sweepers read what is due before either of them writes."""
    both_have_looked = threading.Barrier(2)
    module, name = sweep.looks
    original = getattr(module, name)

    def look_then_wait(*args: Any, **kwargs: Any) -> Any:
        both_have_looked.wait(timeout=30)
        return original(*args, **kwargs)

    class Waiting:
        @staticmethod
        def load() -> Circle:
            both_have_looked.wait(timeout=30)
            return Circle.load()

    monkeypatch.setattr(module, name, Waiting if original is Circle else look_then_wait)
    monkeypatch.setattr(models.QuerySet, "select_for_update", lambda rows, **how: rows)
