"""The Celery doors: run twice, one letter; what cannot be made is told."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from complaints import tasks
from complaints.models import DeadlineStage
from complaints.tests import factories
from complaints.tests.factories import Cast
from outbox.models import Message
from outbox.reading import text_of
from practice import clock
from practice.models import RedressScheme


def due_net(people: Cast) -> DeadlineStage:
    """A complaint whose automatic acknowledgement is due now and still in time."""
    now = clock.now()
    complaint = factories.complaint(people, received_at=now - timedelta(days=2), now=now - timedelta(days=2))
    stage: DeadlineStage = DeadlineStage.objects.safety_nets().get(deadline__complaint=complaint)
    stage.fire_at = now - timedelta(minutes=1)
    stage.save(update_fields=["fire_at"])
    return stage


def test_the_letter_is_printed_and_queued_once_however_often_the_task_runs(people: Cast) -> None:
    stage = due_net(people)

    tasks.acknowledge_by_itself(stage_id=stage.pk)
    tasks.acknowledge_by_itself(stage_id=stage.pk)

    message = Message.objects.get(kind="complaint.letter")
    words = text_of(bytes(message.attachments.order_by("position")[0].document.content))
    assert "This letter was sent by our system" in words
    assert "Fairbrother" in words
    assert "£1,340" not in words


def test_a_letter_that_cannot_be_made_is_held_and_told(people: Cast) -> None:
    stage = due_net(people)
    RedressScheme.objects.update(last_verified_on="2024-01-01")

    tasks.acknowledge_by_itself(stage_id=stage.pk)

    stage.refresh_from_db()
    assert stage.outcome == "held"
    assert "ombudsman" in stage.because
    assert {message.staff for message in Message.objects.filter(kind="complaint.net")} == {
        people.head,
        people.compliance,
    }


def test_the_command_says_the_dates_of_a_receipt(people: Cast) -> None:
    said = StringIO()

    call_command("deadlines", "2026-11-12T18:10", stdout=said)

    lines = said.getvalue().splitlines()
    assert lines[0].startswith("Acknowledgement: due Sun 15 Nov 2026, target Fri 13 Nov 2026.")
    assert "  Fri 13 Nov 2026, 15:00: automatic acknowledgement" in lines


@pytest.mark.parametrize("wrong", [["yesterday"], ["2026-11-12T18:10", "--department", "ZZ"], ["2199-01-01T10:00"]])
def test_the_command_says_what_is_wrong(people: Cast, wrong: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("deadlines", *wrong)
