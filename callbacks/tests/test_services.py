"""Booking, moving, recording: rows, journal and outbox of each deed."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from callbacks import services
from callbacks.models import Attempt, Block, BlockKind, Callback, CallbackStage, DiaryEntry, EntryState, Promise
from callbacks.rules import (
    AttemptInFuture,
    AttemptResult,
    ClosureReason,
    Judgement,
    NotYetUnreachable,
    PromiseType,
    SlotNotOffered,
    SlotTooSoon,
    StepNotAllowed,
)
from callbacks.services.calls import FactsMissing
from callbacks.services.diary import BlockHasNoLength, BlockOver, NobodyStandsIn
from callbacks.services.slips import TakenInFuture
from callbacks.tests.factories import NOON, TWENTY_PAST_TWO, at, book, slip
from outbox.models import Message
from practice.models import JournalEntry, Outcome, Task
from practice.receipts import FormKey, FormUsedForSomethingElse
from practice.tests import factories

pytestmark = pytest.mark.django_db


def events(*, subject: Any = None) -> list[str]:
    rows = JournalEntry.objects.order_by("pk")
    if subject is not None:
        rows = rows.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
    return list(rows.values_list("event", flat=True))


def attempt(callback: Callback, result: AttemptResult, *, rang: Any, now: Any, **facts: Any) -> Attempt:
    return services.record_attempt(
        callback_id=callback.pk, result=result, at=rang, now=now, by=callback.adviser, **facts
    )


def waiting(callback: Callback) -> list[str]:
    return list(
        CallbackStage.objects.waiting()
        .filter(promise__callback=callback)
        .order_by("fire_at", "pk")
        .values_list("kind", flat=True)
    )


def test_booking_writes_the_call_its_promise_its_time_its_plan_and_tells_the_person_who_rings() -> None:
    matter = factories.matter()

    callback = book(matter.fee_earner, matter=matter, verified_facts=("birthday", "postcode"))

    promise = callback.promises.get()
    assert (promise.type, promise.starts_at, promise.ends_at) == (PromiseType.SLOT, at(14, 20), at(14, 30))
    assert callback.stage == "promised"
    assert DiaryEntry.objects.get().state == EntryState.BOOKED
    assert waiting(callback) == ["owner_list", "due", "missed"]
    assert events(subject=callback) == ["callback.booked"]
    message = Message.objects.get()
    assert (message.to_address, message.key) == (
        matter.fee_earner.email,
        f"callback:{callback.pk}:booked:{promise.pk}",
    )
    assert str(matter.reference) in message.subject


def test_mail_to_staff_carries_neither_the_caller_nor_what_was_said() -> None:
    book(message="My husband must not know", caller_name="Margaret Ellison", urgency="hour")

    for message in Message.objects.all():
        assert "Ellison" not in message.subject + message.body
        assert "husband" not in message.subject + message.body


def test_second_booking_of_a_slot_is_refused_with_the_next_free_times_and_leaves_no_trace() -> None:
    adviser = factories.user()
    book(adviser)

    with pytest.raises(services.SlotTaken) as refused:
        book(adviser)

    assert refused.value.status == 409
    assert [one.starts_at for one in refused.value.next_free] == [at(14, 0), at(14, 10), at(14, 30)]
    counts = [model.objects.count() for model in (Callback, Promise, DiaryEntry, Message)]
    assert counts == [1, 1, 1, 1]
    assert events().count("callback.booked") == 1


@pytest.mark.parametrize(
    ("starts_at", "refusal"),
    [
        pytest.param(at(11, 0), SlotNotOffered, id="outside the window"),
        pytest.param(at(14, 25), SlotNotOffered, id="between two slots"),
        pytest.param(at(14, 20, day=22), SlotNotOffered, id="on a Sunday"),
        pytest.param(at(14, 20, day=23), SlotTooSoon, id="yesterday"),
    ],
)
def test_a_time_that_is_never_offered_is_refused(starts_at: Any, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        book(starts_at=starts_at)

    assert Callback.objects.count() == 0


def test_a_block_takes_its_time_out_and_shows_the_calls_it_hits() -> None:
    adviser = factories.user()
    hit = book(adviser)

    promises = services.set_block(
        adviser=adviser, kind=BlockKind.COURT, starts_at=at(14, 0), until=at(15, 0), by=adviser, now=NOON
    )

    assert [one.callback for one in promises] == [hit]
    with pytest.raises(services.SlotTaken):
        book(adviser, starts_at=at(14, 40))
    assert book(adviser, starts_at=at(15, 0)).stage == "promised"


def test_a_held_time_is_taken_for_others_until_it_runs_out_and_free_for_its_holder() -> None:
    adviser, holder = factories.user(), factories.user()
    factories.firm()
    services.hold_slot(adviser=adviser, starts_at=TWENTY_PAST_TWO, by=holder, now=NOON)

    with pytest.raises(services.SlotTaken):
        book(adviser)
    book(adviser, by=holder)

    assert sorted(DiaryEntry.objects.values_list("state", flat=True)) == ["booked", "released"]


def test_a_hold_that_ran_out_stands_in_nobodys_way() -> None:
    adviser = factories.user()
    factories.firm()
    held = services.hold_slot(adviser=adviser, starts_at=TWENTY_PAST_TWO, by=factories.user(), now=NOON)

    book(adviser, now=NOON + timedelta(seconds=90))

    held.refresh_from_db()
    assert held.state == EntryState.RELEASED


def test_holding_another_time_gives_the_first_back() -> None:
    adviser, holder = factories.user(), factories.user()
    factories.firm()
    first = services.hold_slot(adviser=adviser, starts_at=at(14, 0), by=holder, now=NOON)
    second = services.hold_slot(adviser=adviser, starts_at=at(14, 10), by=holder, now=NOON)

    first.refresh_from_db()
    assert (first.state, second.state) == ("released", "held")
    assert services.release_hold(entry_id=second.pk, by=factories.user()) is False
    assert services.release_hold(entry_id=second.pk, by=holder) is True


def test_the_same_form_again_gives_the_same_call_and_other_words_are_refused() -> None:
    adviser, key = factories.user(), uuid.uuid4()
    first = book(adviser, form_key=FormKey(key, "a" * 64))

    assert book(adviser, form_key=FormKey(key, "a" * 64)) == first
    with pytest.raises(FormUsedForSomethingElse):
        book(adviser, form_key=FormKey(key, "b" * 64))
    assert Callback.objects.count() == 1


def test_a_call_cannot_have_been_taken_later_than_now() -> None:
    with pytest.raises(TakenInFuture):
        book(taken_at=NOON + timedelta(minutes=1))


def test_a_late_entry_keeps_the_true_time_beside_the_time_of_typing() -> None:
    callback = book(taken_at=at(9, 12))

    assert (callback.taken_at, callback.recorded_at) == (at(9, 12), NOON)


def test_a_window_is_promised_without_taking_a_time() -> None:
    callback = book(starts_at=at(16, 0), kind=PromiseType.WINDOW)

    promise = callback.promises.get()
    assert (promise.type, promise.starts_at, promise.ends_at) == ("window", at(14, 0), at(16, 0))
    assert DiaryEntry.objects.count() == 0


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
