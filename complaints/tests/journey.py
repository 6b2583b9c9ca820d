"""A complaint brought to where a test needs it, by the services themselves."""

from datetime import datetime, timedelta

from complaints.models import Complaint, Deadline, Finding, LetterCode, Response, RootCause
from complaints.rules import Stage
from complaints.services import answers, extending, findings, steps
from complaints.services.sweep import sweep
from complaints.tests import factories
from complaints.tests.factories import TUESDAY, Cast, letter, mailbox, mark_sent
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
