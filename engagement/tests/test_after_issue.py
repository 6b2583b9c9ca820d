from datetime import datetime, timedelta

import pytest
from django.db import transaction

from engagement import services
from engagement.models import Letter
from engagement.rules import LetterStage
from engagement.tests import factories
from outbox.models import Message, MessageState
from outbox.services import deliver_next
from practice.models import (
    GateKind,
    Task,
)
from practice.services.tasks import give_task

NOW: datetime = factories.NOW
IN_WINDOW = NOW + timedelta(minutes=4)
pytestmark = pytest.mark.django_db


def test_a_letter_stopped_in_time_never_leaves_and_becomes_a_new_draft(letter: Letter) -> None:
    factories.issued(letter)

    draft = services.stop_letter(letter_id=letter.pk, by=letter.prepared_for, now=IN_WINDOW)

    letter.refresh_from_db()
    assert (letter.stage, draft.stage, draft.version, draft.answers) == (
        LetterStage.STOPPED, LetterStage.DRAFT, 2, letter.answers,
    )  # fmt: skip
    assert not letter.matter.may(GateKind.LETTER, IN_WINDOW)
    assert deliver_next(clock=lambda: NOW + timedelta(hours=1)) is False
    assert letter.copies.get().message.state == MessageState.WITHDRAWN


def owed(letter: Letter) -> list[str]:
    """Ask for the letter as the opening of a matter does, once; return what its lawyer has to do."""
    with transaction.atomic():
        give_task(
            key=f"matter:{letter.matter_id}:letter",
            owner=letter.matter.fee_earner,
            title="Send the client care letter",
            url="/",
            due_on=NOW.date(),
            now=NOW,
        )
    return [task.title for task in Task.objects.open_for(letter.matter.fee_earner)]


def test_a_letter_stopped_in_time_is_owed_again_until_the_next_is_issued(letter: Letter) -> None:
    before = owed(letter)
    factories.issued(letter)
    issued = owed(letter)

    draft = services.stop_letter(letter_id=letter.pk, by=letter.prepared_for, now=IN_WINDOW)

    stopped, task = owed(letter), Task.objects.get(key=f"matter:{letter.matter_id}:letter")
    factories.issued(draft, now=IN_WINDOW)
    assert (before, issued, stopped, owed(letter)) == (
        ["Send the client care letter"], [], ["Send the client care letter"], [],
    )  # fmt: skip
    assert (task.done_at, task.done_by) == (None, None)


def test_a_letter_is_not_owed_again_when_the_version_before_it_stands(letter: Letter) -> None:
    owed(letter)
    factories.issued(letter)
    Message.objects.update(state=MessageState.SENT, sent_at=NOW + timedelta(minutes=5))
    second = services.start_letter(matter_id=letter.matter_id, by=letter.prepared_for, now=NOW)
    factories.issued(second, now=NOW + timedelta(hours=1))

    services.stop_letter(letter_id=second.pk, by=letter.prepared_for, now=NOW + timedelta(hours=1))

    assert owed(letter) == []


def test_a_letter_that_has_left_cannot_be_stopped(letter: Letter) -> None:
    factories.issued(letter)
    Message.objects.update(state=MessageState.SENT, sent_at=IN_WINDOW)

    with pytest.raises(services.TooLateToStop):
        services.stop_letter(letter_id=letter.pk, by=letter.prepared_for, now=IN_WINDOW)

    letter.refresh_from_db()
    assert (letter.stage, Letter.objects.count()) == (LetterStage.ISSUED, 1)


def test_a_letter_that_did_not_leave_on_its_day_never_does_and_its_owner_is_told(letter: Letter) -> None:
    factories.issued(letter)

    deliver_next(clock=lambda: NOW + timedelta(days=1))

    message = letter.copies.get().message
    assert message.state == MessageState.FAILED
    assert [task.title for task in Task.objects.open_for(letter.matter.fee_earner)] == [
        f"Not delivered: Our reference {letter.matter.reference}"
    ]
    assert list(Letter.objects.not_delivered()) == [letter]


def test_a_later_version_replaces_the_one_in_force_and_stopping_it_brings_that_back(letter: Letter) -> None:
    factories.issued(letter)
    Message.objects.update(state=MessageState.SENT, sent_at=NOW + timedelta(minutes=5))
    second = services.start_letter(matter_id=letter.matter_id, by=letter.prepared_for, now=NOW)
    later = NOW + timedelta(hours=1)

    factories.issued(second, now=later)
    letter.refresh_from_db()
    replaced = letter.stage
    services.stop_letter(letter_id=second.pk, by=letter.prepared_for, now=later)

    letter.refresh_from_db()
    assert (second.version, replaced, letter.stage) == (2, LetterStage.SUPERSEDED, LetterStage.ISSUED)
    assert letter.matter.may(GateKind.LETTER, later)


def test_replay_records_a_past_letter_without_queueing_it(letter: Letter) -> None:
    factories.issued(letter, replay=True)

    message = letter.copies.get().message
    assert (message.state, message.sent_at) == (MessageState.SENT, NOW + timedelta(minutes=5))
    assert deliver_next(clock=lambda: NOW + timedelta(hours=1)) is False
