"""The investigation and its outcome; more time with notice."""

from datetime import datetime

import pytest

from complaints import rules
from complaints.models import Deadline, Finding, LetterCode
from complaints.rules import DeadlineKind
from complaints.services import accounts, answers, findings, steps
from complaints.services.sweep import sweep
from complaints.tests import factories
from complaints.tests.factories import TUESDAY, Cast, letter, mailbox, mark_sent
from complaints.tests.journey import (
    THURSDAY,
    WEDNESDAY,
    acknowledge,
    answered,
    extend,
    find_all,
    fresh,
    investigating,
    status,
)
from outbox.models import Message, MessageState
from practice import journal
from practice.errors import Refusal
from practice.models import RedressScheme
from practice.tests.calendars import local


def test_the_investigation_waits_for_the_acknowledgement_to_leave(people: Cast) -> None:
    complaint = factories.complaint(people)
    acknowledge(people, complaint)

    with pytest.raises(rules.LetterNotDispatched):
        steps.start_stage1(complaint_id=complaint.pk, supervision_declared=False, by=people.head, now=TUESDAY)


def test_starting_asks_those_complained_of_for_their_account_and_nothing_else(people: Cast) -> None:
    complaint = investigating(people)

    (request,) = complaint.account_requests.all()
    assert (request.staff, request.points, request.due_on.isoformat()) == (
        people.solicitor,
        [complaint.summary],
        "2026-11-27",
    )
    (message,) = Message.objects.filter(staff=people.solicitor)
    assert message.kind == "complaint.account"
    assert complaint.reference not in message.subject + message.body

    accounts.give_account(request_id=request.pk, account="I wrote on 1 October.", by=people.solicitor, now=TUESDAY)
    with pytest.raises(accounts.AccountGiven):
        accounts.give_account(request_id=request.pk, account="Or later.", by=people.solicitor, now=TUESDAY)


def test_a_supervisor_handles_it_only_after_declaring_it(people: Cast) -> None:
    people.matter.supervisor = people.head
    people.matter.save(update_fields=["supervisor"])
    complaint = factories.complaint(people)
    assert complaint.handler == people.head
    acknowledge(people, complaint)
    mark_sent(complaint, LetterCode.L1, TUESDAY)

    with pytest.raises(rules.HandlerSupervised):
        steps.start_stage1(complaint_id=complaint.pk, supervision_declared=False, by=people.head, now=TUESDAY)
    steps.start_stage1(complaint_id=complaint.pk, supervision_declared=True, by=people.head, now=TUESDAY)

    assert fresh(complaint).supervision_declared is True


def test_an_outcome_needs_a_finding_and_a_reason_for_every_head(people: Cast) -> None:
    complaint = investigating(people)
    made = letter(complaint, LetterCode.L3, now=TUESDAY)

    with pytest.raises(rules.HeadWithoutFinding):
        answers.send_outcome(complaint_id=complaint.pk, letter=made, to=mailbox(people), by=people.head, now=TUESDAY)

    with pytest.raises(findings.ReasonMissing):
        findings.record_finding(
            head_id=complaint.heads.get().pk, finding=Finding.UPHELD, reason="", by=people.head, now=TUESDAY
        )


def test_the_outcome_leaves_today_or_not_at_all_and_opens_the_time_to_ask(people: Cast) -> None:
    complaint = answered(people)

    message = Message.objects.get(key=f"complaint:{complaint.pk}:L3:1")
    assert message.send_on == TUESDAY.date()
    assert status(complaint)["stage1_outcome"] == "met"
    window = Deadline.objects.get(complaint=complaint, kind=DeadlineKind.REVIEW_REQUEST_WINDOW)
    assert window.due_on.isoformat() == "2026-12-22"
    assert [entry.event for entry in journal.history_of(complaint)][:2] == ["deadline.settled", "deadline.settled"]


def test_a_stale_redress_block_stops_the_outcome(people: Cast) -> None:
    complaint = investigating(people)
    find_all(complaint, people)
    made = letter(complaint, LetterCode.L3, now=TUESDAY)
    RedressScheme.objects.update(last_verified_on="2025-01-01")

    with pytest.raises(rules.RedressBlockStale):
        answers.send_outcome(complaint_id=complaint.pk, letter=made, to=mailbox(people), by=people.head, now=TUESDAY)


def test_a_failed_letter_is_made_again_and_the_new_one_settles(people: Cast) -> None:
    complaint = factories.complaint(people)
    first = acknowledge(people, complaint)
    with pytest.raises(answers.NotDeliveredYet):
        answers.reissue_letter(
            complaint_id=complaint.pk,
            letter=letter(complaint, LetterCode.L1, now=TUESDAY),
            to=mailbox(people),
            by=people.head,
            now=TUESDAY,
        )
    Message.objects.filter(complaint_response=first).update(state=MessageState.FAILED)

    answers.reissue_letter(
        complaint_id=complaint.pk,
        letter=letter(complaint, LetterCode.L1, now=WEDNESDAY),
        to=mailbox(people),
        by=people.head,
        now=WEDNESDAY,
    )
    mark_sent(complaint, LetterCode.L1, WEDNESDAY)
    sweep(now=WEDNESDAY)

    ack = Deadline.objects.get(complaint=complaint, kind=DeadlineKind.ACK)
    assert (ack.status, ack.met_at) == ("met", WEDNESDAY)


def test_more_time_counts_once_its_notice_has_left_and_never_as_met(people: Cast) -> None:
    complaint = investigating(people)
    extend(people, complaint, to_day="2026-12-15", now=WEDNESDAY)
    sweep(now=WEDNESDAY)
    assert Deadline.objects.running().get(complaint=complaint, kind="stage1_outcome").due_on.isoformat() == "2026-12-08"

    mark_sent(complaint, LetterCode.L2, WEDNESDAY)
    sweep(now=WEDNESDAY)

    running = Deadline.objects.running().get(complaint=complaint, kind="stage1_outcome")
    assert (running.due_on.isoformat(), running.replaces.status if running.replaces else "") == (
        "2026-12-15",
        "superseded",
    )
    find_all(complaint, people)
    answers.send_outcome(
        complaint_id=complaint.pk,
        letter=letter(complaint, LetterCode.L3, now=THURSDAY),
        to=mailbox(people),
        by=people.head,
        now=THURSDAY,
    )
    mark_sent(complaint, LetterCode.L3, THURSDAY)
    sweep(now=THURSDAY)
    assert status(complaint)["stage1_outcome"] == "extended"


def test_a_notice_that_never_left_leaves_the_first_date_standing(people: Cast) -> None:
    complaint = investigating(people)
    extend(people, complaint, to_day="2026-12-15", now=WEDNESDAY)

    sweep(now=local("2026-12-09T08:00"))

    running = Deadline.objects.running().get(complaint=complaint, kind="stage1_outcome")
    assert (running.due_on.isoformat(), running.extensions.get().state) == ("2026-12-08", "too_late")


@pytest.mark.parametrize(
    ("to_day", "now", "refusal"),
    [
        pytest.param("2026-12-15", local("2026-12-09T08:00"), rules.ExtensionAfterDue, id="after the day"),
        pytest.param("2026-12-08", WEDNESDAY, rules.ExtensionLimit, id="no later day"),
        pytest.param("2027-01-20", WEDNESDAY, rules.ExtensionLimit, id="beyond the eight weeks"),
    ],
)
def test_an_extension_is_refused(people: Cast, to_day: str, now: datetime, refusal: type[Refusal]) -> None:
    complaint = investigating(people)

    with pytest.raises(refusal):
        extend(people, complaint, to_day=to_day, now=now)
