"""Many desks, one time: exactly one gets it. The control shows that the test would notice (decisions B29)."""

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from callbacks import services
from callbacks.models import DiaryEntry, EntryState
from callbacks.services import booking, clashes
from callbacks.tests.factories import NOON, TWENTY_PAST_TWO, slip
from practice.models import User
from practice.tests import factories

DESKS = 20


def race(adviser: User, by: User, *, gate: threading.Barrier) -> Counter[str]:
    """Let twenty desks book the same time at once, each on its own connection."""
    answers: Counter[str] = Counter()

    def desk() -> None:
        try:
            gate.wait(timeout=30)
            services.book_callback(slip=slip(adviser), adviser=adviser, starts_at=TWENTY_PAST_TWO, by=by, now=NOON)
            answers["booked"] += 1
        except services.SlotTaken:
            answers["taken"] += 1
        except Exception as problem:  # whatever else comes is an answer too, and a wrong one
            answers[type(problem).__name__] += 1
        finally:
            connections.close_all()

    threads = [threading.Thread(target=desk) for _ in range(DESKS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def overlaps() -> int:
    """Count pairs of live entries of one person that share a moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM callbacks_diaryentry a JOIN callbacks_diaryentry b "
            "ON a.adviser_id = b.adviser_id AND a.id < b.id AND a.span && b.span "
            "WHERE a.state IN ('held', 'booked') AND b.state IN ('held', 'booked')"
        )
        found: int = cursor.fetchone()[0]
    return found


def test_of_twenty_desks_one_gets_the_time_and_the_others_are_told(fresh_db: str) -> None:
    factories.firm()
    adviser, by = factories.user(), factories.user()

    answers = race(adviser, by, gate=threading.Barrier(DESKS))

    assert answers == {"booked": 1, "taken": DESKS - 1}
    assert DiaryEntry.objects.filter(state=EntryState.BOOKED).count() == 1
    assert overlaps() == 0


def test_the_constraint_alone_keeps_two_from_one_time(fresh_db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.firm()
    adviser, by = factories.user(), factories.user()
    without_lock(monkeypatch)

    answers = race(adviser, by, gate=threading.Barrier(DESKS))

    assert answers == {"booked": 1, "taken": DESKS - 1}
    assert overlaps() == 0


def test_control_without_constraint_and_lock_books_the_time_twice(
    fresh_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.firm()
    adviser, by = factories.user(), factories.user()
    without_lock(monkeypatch)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE callbacks_diaryentry DROP CONSTRAINT callbacks_one_call_per_adviser_at_a_time")

    answers = race(adviser, by, gate=threading.Barrier(DESKS))

    assert answers["booked"] == DESKS
    assert overlaps() == DESKS * (DESKS - 1) // 2


def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip the adviser's lock, and let every desk look before any of them writes."""
    looked = threading.Barrier(DESKS)
    original: Callable[..., Any] = clashes.find_slot

    def look_then_wait(*args: Any, **kwargs: Any) -> Any:
        slot = original(*args, **kwargs)
        looked.wait(timeout=30)
        return slot

    monkeypatch.setattr(booking, "lock_advisers", lambda *advisers: None)
    monkeypatch.setattr(booking, "find_slot", look_then_wait)
