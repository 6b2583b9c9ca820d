"""From acknowledgement to closing: each step, its letter, its clocks, and what refuses it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from complaints import rules
from complaints.models import Category, Complaint, Deadline, Finding, LetterCode, RemedyKind, Response, RootCause
from complaints.rules import DeadlineKind, Stage, Step
from complaints.services import accounts, answers, endings, extending, findings, issuing, people, steps
from complaints.services.findings import RemedyFacts
from complaints.services.sweep import sweep
from complaints.tests import factories
from complaints.tests.factories import TUESDAY, Cast, letter, mailbox, mark_sent
from outbox.models import Message, MessageState
from practice import journal
from practice.errors import Refusal
from practice.models import RedressScheme, Task
from practice.tests.calendars import local

WEDNESDAY = TUESDAY + timedelta(days=1)
THURSDAY = TUESDAY + timedelta(days=2)


def fresh(complaint: Complaint) -> Complaint:
    return Complaint.objects.get(pk=complaint.pk)


def status(complaint: Complaint) -> dict[str, str]:
    rows = Deadline.objects.current().filter(complaint=complaint).order_by("pk")
    return {row.kind: row.status for row in rows}


def acknowledge(people: Cast, complaint: Complaint, now: datetime = TUESDAY) -> Response:
    return answers.acknowledge(
        complaint_id=complaint.pk,
        letter=letter(complaint, LetterCode.L1, now=now),
        to=mailbox(people),
        by=people.head,
        now=now,
    )


def investigating(people: Cast, now: datetime = TUESDAY) -> Complaint:
    complaint = factories.complaint(people, received_at=now)
    acknowledge(people, complaint, now)
    mark_sent(complaint, LetterCode.L1, now)
    steps.start_stage1(complaint_id=complaint.pk, supervision_declared=False, by=people.head, now=now)
    return fresh(complaint)


def find_all(complaint: Complaint, by_handler: Cast, now: datetime = TUESDAY) -> None:
    reviewing = complaint.stage == Stage.STAGE2_REVIEWING
    for head in complaint.heads.all():
        findings.record_finding(
            head_id=head.pk,
            finding=Finding.UPHELD,
            reason="The estimate was passed and nobody wrote.",
            root_cause=RootCause.ESTIMATE_NOT_UPDATED,
            by=by_handler.partner if reviewing else by_handler.head,
            now=now,
        )
    findings.draft_answer(complaint_id=complaint.pk, apology="I am sorry.", by=by_handler.head, now=now)


def answered(people: Cast, now: datetime = TUESDAY) -> Complaint:
    complaint = investigating(people, now)
    find_all(complaint, people, now)
    answers.send_outcome(
        complaint_id=complaint.pk,
        letter=letter(complaint, LetterCode.L3, now=now),
        to=mailbox(people),
        by=people.head,
        now=now,
    )
    mark_sent(complaint, LetterCode.L3, now)
    sweep(now=now)
    return fresh(complaint)


def reviewing(people: Cast, now: datetime = WEDNESDAY) -> Complaint:
    complaint = answered(people)
    steps.request_review(complaint_id=complaint.pk, requested_at=now, words="I am not content", by=people.head, now=now)
    steps.assign_reviewer(
        complaint_id=complaint.pk,
        reviewer=people.partner,
        declaration="I had no part in it.",
        letter=letter(complaint, LetterCode.L4, now=now, reviewer=people.partner),
        to=mailbox(people),
        by=people.compliance,
        now=now,
    )
    return fresh(complaint)


def finally_answered(people: Cast, now: datetime = THURSDAY) -> Complaint:
    complaint = reviewing(people)
    find_all(complaint, people, now)
    answers.send_final(
        complaint_id=complaint.pk,
        letter=letter(complaint, LetterCode.L5, now=now),
        to=mailbox(people),
        by=people.partner,
        now=now,
    )
    mark_sent(complaint, LetterCode.L5, now)
    sweep(now=now)
    return fresh(complaint)


# --- acknowledgement


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


# --- stage 1


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


# --- extension


def extend(people: Cast, complaint: Complaint, *, to_day: str, now: datetime) -> None:
    new = local(f"{to_day}T00:00").date()
    extending.extend(
        complaint_id=complaint.pk,
        new_due_on=new,
        reason="The lender has not answered.",
        letter=letter(
            complaint,
            LetterCode.L2,
            now=now,
            reason="The lender has not answered.",
            done_so_far="Read.",
            new_due_on=new,
        ),
        to=mailbox(people),
        by=people.head,
        now=now,
    )


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


# --- review


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        pytest.param("head", steps.ReviewerMayNot, id="neither managing partner nor substitute"),
        pytest.param("solicitor", steps.ReviewerMayNot, id="complained of, and not entitled"),
    ],
)
def test_the_review_is_the_managing_partners_or_their_substitutes(
    people: Cast, who: str, refusal: type[Refusal]
) -> None:
    complaint = answered(people)
    steps.request_review(complaint_id=complaint.pk, requested_at=WEDNESDAY, words="", by=people.head, now=WEDNESDAY)

    with pytest.raises(refusal):
        steps.assign_reviewer(
            complaint_id=complaint.pk,
            reviewer=getattr(people, who),
            declaration="I had no part in it.",
            letter=letter(complaint, LetterCode.L4, now=WEDNESDAY, reviewer=people.partner),
            to=mailbox(people),
            by=people.compliance,
            now=WEDNESDAY,
        )


@pytest.mark.parametrize(
    ("arrange", "refusal"),
    [
        pytest.param(lambda one, cast: one.subjects.add(cast.partner), rules.ReviewerIsSubject, id="complained of"),
        pytest.param(
            lambda one, cast: cast.matter.members.create(user=cast.partner),
            rules.ReviewerInMatterTeam,
            id="in the team",
        ),
        pytest.param(
            lambda one, cast: Complaint.objects.filter(pk=one.pk).update(handler=cast.partner),
            rules.ReviewerWasStage1,
            id="decided stage 1",
        ),
    ],
)
def test_a_reviewer_is_separate_from_everything_before(
    people: Cast, arrange: Callable[[Complaint, Cast], None], refusal: type[Refusal]
) -> None:
    complaint = answered(people)
    steps.request_review(complaint_id=complaint.pk, requested_at=WEDNESDAY, words="", by=people.head, now=WEDNESDAY)
    made = letter(complaint, LetterCode.L4, now=WEDNESDAY, reviewer=people.partner)
    arrange(complaint, people)

    with pytest.raises(refusal):
        steps.assign_reviewer(
            complaint_id=complaint.pk,
            reviewer=people.partner,
            declaration="I had no part in it.",
            letter=made,
            to=mailbox(people),
            by=people.compliance,
            now=WEDNESDAY,
        )


def test_a_review_may_be_asked_for_after_its_time_and_is_due_before_the_eight_weeks_end(people: Cast) -> None:
    complaint = answered(people)
    asked = local("2027-01-11T10:00")

    steps.request_review(complaint_id=complaint.pk, requested_at=asked, words="Late", by=people.head, now=asked)

    assert status(complaint)["review_request_window"] == "late"
    review = Deadline.objects.get(complaint=complaint, kind=DeadlineKind.STAGE2_OUTCOME)
    assert review.due_on.isoformat() == "2027-01-19"  # the eight weeks from 24 Nov, not ten working days


def test_the_final_response_is_the_reviewers_and_starts_the_redress_limits(people: Cast) -> None:
    complaint = reviewing(people)
    find_all(complaint, people, THURSDAY)
    made = letter(complaint, LetterCode.L5, now=THURSDAY)
    with pytest.raises(answers.NotTheReviewer):
        answers.send_final(complaint_id=complaint.pk, letter=made, to=mailbox(people), by=people.head, now=THURSDAY)

    answers.send_final(complaint_id=complaint.pk, letter=made, to=mailbox(people), by=people.partner, now=THURSDAY)
    mark_sent(complaint, LetterCode.L5, THURSDAY)
    sweep(now=THURSDAY)

    assert fresh(complaint).stage == Stage.FINAL_RESPONSE_SENT
    assert {kind: status(complaint)[kind] for kind in ("stage2_outcome", "eight_week", "redress_referral")} == {
        "stage2_outcome": "met",
        "eight_week": "met",
        "redress_referral": "running",
    }
    limit = Deadline.objects.get(complaint=complaint, kind=DeadlineKind.REDRESS_REFERRAL)
    assert limit.due_on.isoformat() == "2027-05-26"
    assert "by Wednesday 26 May 2027" in made.composition.screen


def test_silence_is_answered_by_a_person_with_the_final_response(people: Cast) -> None:
    complaint = answered(people)
    now = local("2026-12-23T10:00")
    sweep(now=now)
    assert [task.title for task in Task.objects.filter(done_at=None)] == [
        f"{complaint.reference}: prepare the final response, should nobody ask",
        f"{complaint.reference}: nobody asked for a review: send the final response",
    ]

    answers.send_final(
        complaint_id=complaint.pk,
        letter=letter(complaint, LetterCode.L5, now=now, by_silence=True),
        to=mailbox(people),
        by=people.head,
        now=now,
        by_silence=True,
    )

    assert fresh(complaint).stage == Stage.FINAL_RESPONSE_SENT
    assert not Task.objects.filter(done_at=None).exists()


# --- endings


def test_closing_needs_a_cause_and_what_was_learnt_and_no_open_remedy(people: Cast) -> None:
    complaint = finally_answered(people)
    remedy = findings.offer_remedy(
        complaint_id=complaint.pk,
        facts=RemedyFacts(kind=RemedyKind.FEE_REDUCTION, what="£900 off the bill", amount=Decimal(900)),
        by=people.head,
        now=THURSDAY,
    )

    def close(learning: str) -> None:
        endings.close(
            complaint_id=complaint.pk,
            root_cause=RootCause.ESTIMATE_NOT_UPDATED,
            learning=learning,
            by=people.head,
            now=THURSDAY,
        )

    with pytest.raises(rules.RemedyOutstanding):
        close("Estimates are looked at monthly.")
    findings.deliver_remedy(remedy_id=remedy.pk, delivered_on=THURSDAY.date(), by=people.head, now=THURSDAY)
    with pytest.raises(rules.NoRootCause):
        close(" ")
    close("Estimates are looked at monthly.")

    assert fresh(complaint).stage == Stage.CLOSED
    assert journal.history_of(complaint)[0].event == "complaint.closed"


def test_an_offer_over_the_limit_needs_a_second_person(people: Cast) -> None:
    complaint = investigating(people)
    over = RemedyFacts(kind=RemedyKind.GOODWILL_PAYMENT, what="For the trouble", amount=Decimal(1001))

    for approver in (None, people.head):
        with pytest.raises(rules.ApprovalLimitExceeded):
            findings.offer_remedy(
                complaint_id=complaint.pk, facts=over, by=people.head, approved_by=approver, now=TUESDAY
            )
    remedy = findings.offer_remedy(
        complaint_id=complaint.pk, facts=over, by=people.head, approved_by=people.compliance, now=TUESDAY
    )

    assert remedy.approved_by == people.compliance


def test_an_early_agreement_is_confirmed_and_closes_it(people: Cast) -> None:
    complaint = factories.complaint(people)
    acknowledge(people, complaint)
    mark_sent(complaint, LetterCode.L1, TUESDAY)
    steps.offer_early_resolution(complaint_id=complaint.pk, words="He is content to try.", by=people.head, now=TUESDAY)
    assert status(complaint)["stage1_outcome"] == "running"

    endings.settle_by_agreement(
        complaint_id=complaint.pk,
        step=Step.RESOLVE,
        words="We take £900 off the bill.",
        root_cause=RootCause.ESTIMATE_NOT_UPDATED,
        learning="Estimates are looked at monthly.",
        letter=letter(complaint, LetterCode.L8, now=TUESDAY, words="We take £900 off the bill."),
        to=mailbox(people),
        by=people.head,
        now=TUESDAY,
    )
    mark_sent(complaint, LetterCode.L8, TUESDAY)
    sweep(now=TUESDAY)

    assert fresh(complaint).stage == Stage.CLOSED
    assert set(status(complaint).values()) == {"met"}


def test_withdrawing_stops_what_still_runs_and_reopening_starts_a_new_date(people: Cast) -> None:
    complaint = investigating(people)
    endings.withdraw(
        complaint_id=complaint.pk,
        words="Let it be.",
        learning="",
        letter=letter(complaint, LetterCode.L9, now=TUESDAY),
        to=mailbox(people),
        by=people.head,
        now=TUESDAY,
    )
    assert fresh(complaint).stage == Stage.WITHDRAWN
    assert status(complaint) == {
        "ack": "running",  # its letter has left, and the next sweep says so
        "stage1_outcome": "not_applicable",
        "eight_week": "not_applicable",
        "progress_update": "not_applicable",
    }

    closed = finally_answered(people)
    endings.close(
        complaint_id=closed.pk, root_cause=RootCause.TONE, learning="We listen.", by=people.head, now=THURSDAY
    )
    endings.reopen(
        complaint_id=closed.pk, to=Stage.STAGE2_REVIEWING, because="New papers", by=people.head, now=THURSDAY
    )

    running = Deadline.objects.running().get(complaint=closed, kind=DeadlineKind.STAGE2_OUTCOME)
    assert (running.occurrence, running.due_on.isoformat()) == (2, "2026-12-10")


def test_a_contact_keeps_the_promised_update_and_starts_the_next(people: Cast) -> None:
    complaint = investigating(people)

    findings.record_contact(complaint_id=complaint.pk, at=WEDNESDAY, words="Rang him.", by=people.head, now=WEDNESDAY)

    rows = Deadline.objects.filter(complaint=complaint, kind=DeadlineKind.PROGRESS_UPDATE).order_by("occurrence")
    assert [(row.status, row.due_on.isoformat()) for row in rows] == [("met", "2026-12-08"), ("running", "2026-12-09")]


# --- people


def test_a_handler_is_replaced_only_by_somebody_who_passes_the_guards(people_: Cast) -> None:
    complaint = factories.complaint(people_)

    def give_to(name: str) -> None:
        people.assign_handler(
            complaint_id=complaint.pk,
            handler=getattr(people_, name),
            because="Away",
            by=people_.compliance,
            now=TUESDAY,
        )

    with pytest.raises(people.HandlerMayNot):
        give_to("solicitor")
    give_to("substitute")

    assert fresh(complaint).handler == people_.substitute


def test_naming_the_handler_as_complained_of_is_refused_until_somebody_else_has_it(people_: Cast) -> None:
    complaint = factories.complaint(people_)

    with pytest.raises(rules.HandlerIsSubject):
        people.name_subjects(complaint_id=complaint.pk, subjects=[people_.head], by=people_.compliance, now=TUESDAY)
    people.name_subjects(complaint_id=complaint.pk, subjects=[people_.stranger], by=people_.compliance, now=TUESDAY)

    assert set(complaint.subjects.all()) == {people_.stranger}
