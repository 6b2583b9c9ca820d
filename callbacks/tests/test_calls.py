"""Recording calls, messages and hand-overs; verifying; being away: rows, journal and outbox of each deed."""

from datetime import date
from typing import Any

import pytest

from callbacks import services
from callbacks.models import Attempt, Block, BlockKind, Callback, CallbackStage, DiaryEntry, EntryState
from callbacks.rules import (
    AttemptInFuture,
    AttemptResult,
    ClosureReason,
)
from callbacks.services.calls import FactsMissing
from callbacks.services.diary import BlockHasNoLength, BlockOver, NobodyStandsIn
from callbacks.tests.factories import NOON, TWENTY_PAST_TWO, at, book, slip
from callbacks.tests.rows import events, waiting
from outbox.models import Message
from practice.models import JournalEntry, Task
from practice.tests import factories

pytestmark = pytest.mark.django_db


def attempt(callback: Callback, result: AttemptResult, *, rang: Any, now: Any, **facts: Any) -> Attempt:
    return services.record_attempt(
        callback_id=callback.pk, result=result, at=rang, now=now, by=callback.adviser, **facts
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
    lists_after = dict.fromkeys(("evening_list", "supervisor_list", "morning_list"), "settled")
    assert fired == {"owner_list": "fired", "due": "fired", "missed": "settled", **lists_after}


def test_a_second_call_counts_on_the_open_one_instead_of_making_another() -> None:
    callback = book()

    again = services.note_call_again(callback_id=callback.pk, message="Still waiting", by=callback.adviser, now=at(13))

    assert (again.calls, again.call_words, again.last_called_at) == (2, "second call", at(13))
    assert again.message == "When do we exchange?\nStill waiting"
    assert Callback.objects.count() == 1


def test_a_message_needs_no_call_and_interrupts_nobody() -> None:
    adviser = factories.user()

    message = services.record_message(slip=slip(adviser), by=factories.user(), now=NOON)

    assert list(Callback.objects.messages_for(adviser)) == [message]
    assert Message.objects.count() == 0


def test_a_name_and_number_passed_on_reach_that_person_at_once() -> None:
    adviser = factories.user()

    callback = services.record_message(slip=slip(adviser), by=factories.user(), now=NOON, needs_call=True)

    assert Message.objects.get().key == f"callback:{callback.pk}:passed_on"
    assert callback in Callback.objects.to_return()


def test_a_call_that_reception_could_help_with_is_closed_at_once() -> None:
    callback = services.record_message(slip=slip(factories.user()), by=factories.user(), now=NOON, helped=True)

    assert (callback.stage, callback.closed_as) == ("closed", ClosureReason.RESOLVED_BY_RECEPTION)


def test_putting_through_is_logged_and_comes_back_as_it_was_typed_once() -> None:
    desk, to = factories.user(), factories.user()

    handed = services.put_through(
        to=to,
        caller=None,
        caller_name="Colin",
        number="",
        matter=None,
        typed={"message": "Boundary"},
        by=desk,
        now=NOON,
    )
    back = services.come_back(put_through_id=handed.pk, by=desk, now=at(12, 1))

    assert (back.typed, back.came_back_at) == ({"message": "Boundary"}, at(12, 1))
    with pytest.raises(Exception, match="come back already"):
        services.come_back(put_through_id=handed.pk, by=desk, now=at(12, 2))
    assert events(subject=handed) == ["call.put_through", "call.came_back"]


@pytest.mark.parametrize("facts", [[], ["birthday"], ["postcode"]], ids=str)
def test_one_fact_verifies_nobody(facts: list[str]) -> None:
    matter = factories.matter()
    party = matter.clients().get()

    with pytest.raises(FactsMissing):
        services.verify_caller(party=party, matter=matter, facts=facts, by=factories.user(), now=NOON)

    assert "caller.verified" not in events()


def test_two_facts_verify_and_are_journalled() -> None:
    matter = factories.matter()
    party = matter.clients().get()

    services.verify_caller(party=party, matter=matter, facts=["birthday", "postcode"], by=factories.user(), now=NOON)

    assert "caller.verified" in events(subject=party)


def test_going_away_hands_over_what_the_substitute_can_make_at_the_same_time_and_lists_the_rest() -> None:
    adviser, other = factories.user(), factories.user()
    free, clashing = book(adviser), book(adviser, starts_at=at(15, 0))
    book(other, starts_at=at(15, 0))

    gone = services.go_away(adviser=adviser, until=at(17), to=other, by=adviser, now=NOON)

    assert [one.callback for one in gone.moved] == [free]
    assert [one.callback for one in gone.left] == [clashing]
    free.refresh_from_db()
    promise = free.promises.get()
    assert (free.adviser, promise.adviser, promise.starts_at) == (other, other, TWENTY_PAST_TWO)
    assert Message.objects.filter(kind="callback.handed_over").get().to_address == other.email
    with pytest.raises(services.SlotTaken):
        book(adviser, starts_at=at(15, 30))


def test_nobody_stands_in_for_themselves() -> None:
    adviser = factories.user()

    with pytest.raises(NobodyStandsIn):
        services.go_away(adviser=adviser, until=at(17), to=adviser, by=adviser, now=NOON)

    assert Block.objects.count() == 0


def test_a_block_ends_early_once() -> None:
    adviser = factories.user()
    services.set_block(adviser=adviser, kind=BlockKind.DND, starts_at=NOON, until=at(15), by=adviser, now=NOON)
    block = Block.objects.get()

    services.end_block(block_id=block.pk, by=adviser, now=at(13))

    block.refresh_from_db()
    assert block.until == at(13)
    with pytest.raises(BlockOver):
        services.end_block(block_id=block.pk, by=adviser, now=at(13, 30))
    with pytest.raises(BlockHasNoLength):
        services.set_block(adviser=adviser, kind=BlockKind.DND, starts_at=NOON, until=at(12), by=adviser, now=at(13))


def test_the_same_time_kept_free_twice_is_one_block_and_ends_once() -> None:
    adviser = factories.user()
    for later in (0, 5):
        services.set_block(
            adviser=adviser, kind=BlockKind.DND, starts_at=at(12, later), until=at(15), by=adviser, now=at(12, later)
        )
    services.set_block(
        adviser=adviser, kind=BlockKind.DND, starts_at=at(12, 6), until=at(16), by=adviser, now=at(12, 6)
    )
    services.set_block(
        adviser=adviser, kind=BlockKind.COURT, starts_at=at(12, 7), until=at(15), by=adviser, now=at(12, 7)
    )

    kept = [(block.kind, block.until) for block in Block.objects.order_by("pk")]
    assert kept == [(BlockKind.DND, at(15)), (BlockKind.DND, at(16)), (BlockKind.COURT, at(15))]
    assert JournalEntry.objects.filter(event="block.set").count() == 3
