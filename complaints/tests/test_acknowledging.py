"""The acknowledgement: what it carries, when it counts, and what refuses it."""

from datetime import datetime, timedelta

import pytest

from complaints import rules
from complaints.models import Category, Deadline, LetterCode, Response
from complaints.rules import DeadlineKind, Stage
from complaints.services import answers, findings, issuing
from complaints.services.sweep import sweep
from complaints.tests import factories
from complaints.tests.factories import TUESDAY, Cast, letter, mailbox, mark_sent
from complaints.tests.journey import acknowledge, fresh, status
from outbox.models import Message
from practice.errors import Refusal
from practice.tests.calendars import local


def test_an_acknowledgement_is_frozen_with_the_procedure_and_settles_only_when_it_has_left(people: Cast) -> None:
    complaint = factories.complaint(people)

    response = acknowledge(people, complaint)

    assert fresh(complaint).stage == Stage.ACKNOWLEDGED
    message = Message.objects.get(kind="complaint.letter")
    assert (message.subject, message.reply_to) == (f"Our reference {complaint.reference}", people.head.email)
    assert (message.party, message.matter) == (None, None)
    assert [one.document.file_name for one in message.attachments.order_by("position")] == [
        f"Acknowledgement {complaint.reference}.pdf",
        "Complaints procedure, version 1.pdf",
    ]
    assert bytes(response.document.content).startswith(b"%PDF") if response.document else False
    sweep(now=TUESDAY + timedelta(minutes=1))
    assert status(complaint)["ack"] == "running"

    mark_sent(complaint, LetterCode.L1, TUESDAY + timedelta(minutes=2))
    sweep(now=TUESDAY + timedelta(minutes=3))

    ack = Deadline.objects.get(complaint=complaint, kind=DeadlineKind.ACK)
    assert (ack.status, ack.met_at) == ("met", TUESDAY + timedelta(minutes=2))
    assert factories.outcomes(complaint)["ack:safety_net"] == "withdrawn"


@pytest.mark.parametrize(
    ("left_at", "expected"),
    [
        pytest.param("2026-11-27T23:59:59", "met", id="last second of the due day"),
        pytest.param("2026-11-28T00:00:00", "late", id="first instant of the next"),
    ],
)
def test_late_is_judged_by_when_it_left(people: Cast, left_at: str, expected: str) -> None:
    complaint = factories.complaint(people)
    acknowledge(people, complaint)

    mark_sent(complaint, LetterCode.L1, local(left_at))
    sweep(now=local("2026-11-30T10:00"))

    assert status(complaint)["ack"] == expected


def test_a_letter_made_before_something_changed_is_not_issued(people: Cast) -> None:
    complaint = factories.complaint(people)
    old = letter(complaint, LetterCode.L1, now=TUESDAY)
    findings.add_head(
        complaint_id=complaint.pk,
        text="And the calls",
        category=Category.FAILURE_TO_KEEP_INFORMED,
        is_about_supervision=False,
        by=people.head,
        now=TUESDAY,
    )

    with pytest.raises(issuing.LetterOutOfDate):
        answers.acknowledge(complaint_id=complaint.pk, letter=old, to=mailbox(people), by=people.head, now=TUESDAY)

    assert (fresh(complaint).stage, Response.objects.count()) == (Stage.LOGGED, 0)


def test_acknowledging_twice_is_refused_because_the_world_moved(people: Cast) -> None:
    complaint = factories.complaint(people)
    acknowledge(people, complaint)

    with pytest.raises(rules.StepNotAllowed) as refusal:
        acknowledge(people, complaint)

    assert refusal.value.status == 409


def test_a_late_acknowledgement_says_sorry_for_it(people: Cast) -> None:
    complaint = factories.complaint(people, received_at=local("2026-11-12T18:10"), now=local("2026-11-16T09:05"))

    made = letter(complaint, LetterCode.L1, now=local("2026-11-16T10:00"))

    assert "You should have heard from us by Sunday 15 November 2026" in made.composition.screen


def test_what_was_acknowledged_outside_settles_by_its_own_time_and_withdraws_the_net(people: Cast) -> None:
    complaint = factories.complaint(people)

    answers.record_already_acknowledged(
        complaint_id=complaint.pk,
        sent_at=TUESDAY,
        how="Email by Gareth Lindqvist, in the shared mailbox",
        by=people.compliance,
        now=TUESDAY + timedelta(days=5),
    )

    ack = Deadline.objects.get(complaint=complaint, kind=DeadlineKind.ACK)
    assert (ack.status, ack.met_at) == ("met", TUESDAY)
    assert factories.outcomes(complaint)["ack:safety_net"] == "settled"
    assert not Message.objects.filter(kind="complaint.letter").exists()


@pytest.mark.parametrize(
    ("sent_at", "how", "refusal"),
    [
        pytest.param(TUESDAY, " ", answers.EvidenceMissing, id="no evidence"),
        pytest.param(TUESDAY + timedelta(hours=2), "x", answers.DispatchInFuture, id="still ahead"),
        pytest.param(TUESDAY - timedelta(hours=2), "x", answers.DispatchInFuture, id="before it came"),
    ],
)
def test_evidence_has_a_time_and_a_way(people: Cast, sent_at: datetime, how: str, refusal: type[Refusal]) -> None:
    complaint = factories.complaint(people)

    with pytest.raises(refusal):
        answers.record_already_acknowledged(
            complaint_id=complaint.pk, sent_at=sent_at, how=how, by=people.head, now=TUESDAY + timedelta(hours=1)
        )
