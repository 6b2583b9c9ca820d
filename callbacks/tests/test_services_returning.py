"""Moving, closing and returning a promised call."""

from datetime import date
from typing import Any

import pytest

from callbacks import services
from callbacks.models import Attempt, Callback, CallbackStage, DiaryEntry, EntryState
from callbacks.rules import (
    AttemptInFuture,
    AttemptResult,
    ClosureReason,
    Judgement,
    NotYetUnreachable,
    StepNotAllowed,
)
from callbacks.tests.factories import NOON, TWENTY_PAST_TWO, at, book
from callbacks.tests.reading import attempt, events, waiting
from outbox.models import Message
from practice.models import Outcome, Task
from practice.tests import factories

pytestmark = pytest.mark.django_db


def test_moving_at_the_callers_wish_frees_the_old_time_and_the_old_promise_is_not_missed() -> None:
    adviser = factories.user()
    callback = book(adviser)

    services.move_callback(
        callback_id=callback.pk, adviser=adviser, starts_at=at(15, 0), asked_by_caller=True, by=adviser, now=NOON
    )

    old, new = callback.promises.order_by("made_at", "pk")
    assert (old.outcome, new.outcome, new.replaces) == (Judgement.CHANGED_BY_CLIENT, Judgement.OPEN, old)
    assert set(CallbackStage.objects.filter(promise=old).values_list("outcome", flat=True)) == {Outcome.SETTLED}
    assert book(adviser).stage == "promised", "the old time is free"


def test_moving_by_us_leaves_the_old_promise_to_be_missed() -> None:
    adviser = factories.user()
    callback = book(adviser)

    services.move_callback(
        callback_id=callback.pk, adviser=adviser, starts_at=at(15, 0), asked_by_caller=False, by=adviser, now=NOON
    )

    old = callback.promises.order_by("pk")[0]
    plan = dict(CallbackStage.objects.filter(promise=old).values_list("kind", "outcome"))
    assert plan == {"owner_list": "withdrawn", "due": "withdrawn", "missed": ""}
    services.sweep_stages(now=at(14, 41))
    old.refresh_from_db()
    callback.refresh_from_db()
    assert (old.outcome, callback.stage) == (Judgement.MISSED_PROVISIONAL, "re_promised")


def test_a_move_to_a_taken_time_changes_nothing() -> None:
    adviser = factories.user()
    book(adviser, starts_at=at(15, 0))
    callback = book(adviser)

    with pytest.raises(services.SlotTaken):
        services.move_callback(
            callback_id=callback.pk, adviser=adviser, starts_at=at(15, 0), asked_by_caller=True, by=adviser, now=NOON
        )

    assert callback.promises.count() == 1
    assert DiaryEntry.objects.get(callback=callback).span.lower == TWENTY_PAST_TWO


def test_closing_frees_the_time_and_withdraws_what_was_planned() -> None:
    adviser = factories.user()
    callback = book(adviser)

    services.cancel_callback(callback_id=callback.pk, reason=ClosureReason.WITHDRAWN_BY_CALLER, by=adviser, now=NOON)

    assert waiting(callback) == []
    assert callback.promises.get().outcome == Judgement.EXCLUDED
    assert book(adviser).stage == "promised"
    with pytest.raises(StepNotAllowed):
        services.cancel_callback(callback_id=callback.pk, reason=ClosureReason.DUPLICATE, by=adviser, now=NOON)


def test_nobody_is_given_up_before_enough_calls() -> None:
    callback = book()

    with pytest.raises(NotYetUnreachable):
        services.cancel_callback(
            callback_id=callback.pk, reason=ClosureReason.UNREACHABLE, by=callback.adviser, now=NOON
        )


@pytest.mark.parametrize(
    ("rang", "recorded", "result", "outcome", "minutes_after", "late"),
    [
        (at(14, 22), at(14, 25), "spoke_resolved", "kept", 0, False),
        (at(14, 25), at(14, 26), "no_answer", "kept", 0, False),
        (at(14, 36), at(14, 40), "spoke_resolved", "kept", 6, False),
        (at(14, 22), at(17, 30), "spoke_resolved", "kept", 0, False),
        (at(14, 22), at(10, 0, day=26), "spoke_resolved", "kept", 0, True),
        (at(14, 10), at(14, 12), "spoke_resolved", "kept", 0, False),
        (at(14, 10), at(14, 12), "no_answer", "open", 0, False),
        (at(14, 41), at(14, 42), "spoke_resolved", "missed_provisional", 0, False),
        (at(14, 22), at(14, 25), "asked_to_call_later", "kept", 0, False),
        (at(13, 0), at(13, 1), "client_rang_back", "excluded", 0, False),
    ],
    ids=str,
)
def test_kept_or_missed_follows_when_the_call_was_made(
    rang: Any, recorded: Any, result: str, outcome: str, minutes_after: int, late: bool
) -> None:
    callback = book()

    attempt(callback, AttemptResult(result), rang=rang, now=recorded)

    promise = callback.promises.get()
    assert (promise.outcome, promise.minutes_after, promise.recorded_late) == (outcome, minutes_after, late)


def test_a_spoken_call_is_done_with_everything_planned_and_journalled() -> None:
    callback = book()

    attempt(callback, AttemptResult.SPOKE_RESOLVED, rang=at(14, 21), now=at(14, 25), note="All well")

    callback.refresh_from_db()
    assert callback.stage == "completed"
    assert waiting(callback) == []
    assert DiaryEntry.objects.get().state == EntryState.DONE
    assert events(subject=callback) == ["callback.booked", "callback.attempted"]


def test_an_attempt_to_come_is_refused() -> None:
    callback = book()

    with pytest.raises(AttemptInFuture):
        attempt(callback, AttemptResult.NO_ANSWER, rang=at(15, 0), now=at(14, 25))

    assert Attempt.objects.count() == 0


def test_the_next_update_promised_on_the_telephone_stands_on_the_matter() -> None:
    matter = factories.matter()
    callback = book(matter.fee_earner, matter=matter)

    attempt(callback, AttemptResult.SPOKE_FOLLOW_UP, rang=at(14, 21), now=at(14, 25), next_update_on=date(2026, 11, 27))

    matter.refresh_from_db()
    assert matter.next_update_on == date(2026, 11, 27)
    assert "matter.update_promised" in events(subject=matter)
    assert Task.objects.get().owner == callback.adviser


def test_history_that_is_entered_now_tells_nobody_and_leaves_nothing_open_behind() -> None:
    adviser = factories.user()
    kept, missed = book(adviser, replay=True), book(adviser, starts_at=at(15, 0), replay=True)
    attempt(kept, AttemptResult.SPOKE_RESOLVED, rang=at(14, 21), now=at(14, 25), replay=True)

    services.sweep_stages(now=at(12, 0, day=30), replay=True)

    assert Message.objects.count() == 0
    assert Task.objects.count() == 0
    assert CallbackStage.objects.waiting().count() == 0
    assert [kept.promises.get().outcome, missed.promises.get().outcome] == ["kept", "missed"]
    fired = dict(CallbackStage.objects.filter(promise__callback=kept).values_list("kind", "outcome"))
    assert fired == {"owner_list": "fired", "due": "fired", "missed": "settled"}


def test_a_second_call_counts_on_the_open_one_instead_of_making_another() -> None:
    callback = book()

    again = services.note_call_again(callback_id=callback.pk, message="Still waiting", by=callback.adviser, now=at(13))

    assert (again.calls, again.call_words, again.last_called_at) == (2, "second call", at(13))
    assert again.message == "When do we exchange?\nStill waiting"
    assert Callback.objects.count() == 1
