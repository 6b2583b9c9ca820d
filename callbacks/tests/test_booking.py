"""Booking, holding, moving, closing: rows, journal and outbox of each deed."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from callbacks import services
from callbacks.models import BlockKind, Callback, CallbackStage, DiaryEntry, EntryState, Promise
from callbacks.rules import (
    ClosureReason,
    Judgement,
    NotYetUnreachable,
    PromiseType,
    SlotNotOffered,
    SlotTooSoon,
    StepNotAllowed,
)
from callbacks.services.slips import TakenInFuture
from callbacks.tests.factories import NOON, TWENTY_PAST_TWO, at, book
from callbacks.tests.rows import events, waiting
from outbox.models import Message
from practice.models import DeclinedNotice, Outcome
from practice.receipts import FormKey, FormUsedForSomethingElse
from practice.tests import factories

pytestmark = pytest.mark.django_db
LISTS_AFTER = ("evening_list", "supervisor_list", "morning_list")


def test_booking_writes_the_call_its_promise_its_time_its_plan_and_interrupts_nobody() -> None:
    matter = factories.matter()

    callback = book(matter.fee_earner, matter=matter, verified_facts=("birthday", "postcode"))

    promise = callback.promises.get()
    assert (promise.type, promise.starts_at, promise.ends_at) == (PromiseType.SLOT, at(14, 20), at(14, 30))
    assert callback.stage == "promised"
    assert DiaryEntry.objects.get().state == EntryState.BOOKED
    assert waiting(callback) == ["owner_list", "due", "missed", "evening_list", "supervisor_list", "morning_list"]
    assert events(subject=callback) == ["callback.booked"]
    assert Message.objects.count() == 0


def test_an_urgent_booking_is_told_at_once_unless_whoever_rings_has_declined_it() -> None:
    matter = factories.matter()
    callback = book(matter.fee_earner, matter=matter, urgency="hour")

    message = Message.objects.get()
    key = f"callback:{callback.pk}:booked:{callback.promises.get().pk}"
    assert (message.to_address, message.key) == (matter.fee_earner.email, key)
    assert str(matter.reference) in message.subject
    DeclinedNotice.objects.create(user=matter.fee_earner, kind="booked")
    book(matter.fee_earner, starts_at=at(15, 0), urgency="hour")
    assert Message.objects.count() == 1


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
    assert counts == [1, 1, 1, 0]
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
    assert plan == dict.fromkeys(("owner_list", "due", *LISTS_AFTER), "withdrawn") | {"missed": ""}
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
