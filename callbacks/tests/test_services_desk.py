"""What the desk does besides promising: messages, passing on, putting through, verifying, away."""

import pytest

from callbacks import services
from callbacks.models import Block, BlockKind, Callback
from callbacks.rules import (
    ClosureReason,
)
from callbacks.services.calls import FactsMissing
from callbacks.services.diary import BlockHasNoLength, BlockOver, NobodyStandsIn
from callbacks.tests.factories import NOON, TWENTY_PAST_TWO, at, book, slip
from callbacks.tests.reading import events
from outbox.models import Message
from practice.tests import factories

pytestmark = pytest.mark.django_db


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
