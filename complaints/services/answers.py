"""Answers to the complainant: acknowledgement, outcome, final response, and what was sent outside."""

from datetime import date, datetime

from django.db import transaction

from complaints import rules
from complaints.letters import Address, PreparedLetter
from complaints.models import Complaint, Deadline, LetterCode, Response
from complaints.rules import DeadlineKind, Stage, Step, settled_by
from complaints.services import clocks, common, issuing
from complaints.services.procedures import procedure_policy, redress_policies, schemes_of
from practice import receipts
from practice.errors import Refusal, WorldMoved
from practice.models import Outcome, User
from practice.receipts import FormKey

ACKNOWLEDGEMENTS = (LetterCode.L1, LetterCode.L1_A, LetterCode.OUTSIDE)


class NotDeliveredYet(WorldMoved):
    """Only a letter that did not arrive is made again."""

    code = "letter_on_its_way"


class EvidenceMissing(Refusal):
    """Somebody has to be able to see later that it was sent."""

    code = "evidence_missing"


class NotTheReviewer(Refusal):
    """The final response is the reviewer's own."""

    code = "not_the_reviewer"


class DispatchInFuture(Refusal):
    """It cannot have been sent at a time that is still ahead, nor before the complaint came."""

    code = "dispatch_time_impossible"


@transaction.atomic(durable=True)
def acknowledge(*, complaint_id: int, letter: PreparedLetter, to: Address, by: User, now: datetime) -> Response:
    """
    Issue the handler's own acknowledgement L1, and take the automatic one back.

    Also after an automatic one: that left a task for the handler's own letter (decision 2).

    :raises StepNotAllowed: if it was acknowledged by a person already
    """
    complaint = common.lock(complaint_id)
    after_net = complaint.stage == Stage.ACKNOWLEDGED and only_by_itself(complaint)
    if not after_net:
        common.move(complaint, Step.ACKNOWLEDGE)
    response = issuing.issue(complaint, letter, to=to, settles=settled_by(Step.ACKNOWLEDGE), by=by, now=now)
    _withdraw_net(complaint, because="a person has written", now=now)
    common.save(complaint, "stage")
    common.settle_complaint_tasks(complaint, "own_letter", by=by, now=now)
    common.settle_complaint_tasks(complaint, "draft:ack", by=by, now=now)
    common.note(complaint, "complaint.acknowledged", by=by, at=now, letter=letter.code)
    return response


@transaction.atomic(durable=True)
def record_already_acknowledged(*, complaint_id: int, sent_at: datetime, how: str, by: User, now: datetime) -> Response:
    """
    Record that somebody acknowledged it outside: when, how, by whom (decision 4). It settles by that time.

    :raises EvidenceMissing: if nothing says how and by whom
    :raises DispatchInFuture: if that time is ahead, or before the complaint came
    """
    complaint = common.lock(complaint_id)
    if complaint.stage != Stage.ACKNOWLEDGED or clocks.running(complaint, DeadlineKind.ACK) is None:
        common.move(complaint, Step.ACKNOWLEDGE)
    if not how.strip():
        raise EvidenceMissing("Say how it was acknowledged, by whom, and where the evidence is.")
    if sent_at > now or sent_at < complaint.received_at:
        raise DispatchInFuture("Give the time at which it was sent: after the complaint came, and not in the future.")
    response = Response.objects.create(
        complaint=complaint,
        code=LetterCode.OUTSIDE,
        occurrence=complaint.responses.filter(code=LetterCode.OUTSIDE).count() + 1,
        made_by=by,
        made_at=now,
        outside_at=sent_at,
        outside_how=how.strip(),
    )
    ack = complaint.deadlines.running().filter(kind=DeadlineKind.ACK)
    clocks.answer(complaint, settled_by(Step.ACKNOWLEDGE), response)
    clocks.settle_now(ack, at=sent_at, now=now)
    common.save(complaint, "stage")
    common.settle_complaint_tasks(complaint, "draft:ack", by=by, now=now)
    common.note(
        complaint,
        "complaint.acknowledged",
        by=by,
        at=now,
        letter=LetterCode.OUTSIDE,
        sent_at=sent_at.isoformat(),
        how=how,
    )
    return response


@transaction.atomic(durable=True)
def send_outcome(*, complaint_id: int, letter: PreparedLetter, to: Address, by: User, now: datetime) -> Response:
    """
    Issue the stage 1 outcome L3, and open the time to ask for a review.

    :raises HeadWithoutFinding, RedressBlockStale, NoAcknowledgement: by the guards
    """
    complaint = common.lock(complaint_id)
    common.move(complaint, Step.SEND_OUTCOME)
    check_findings(complaint, at_review=False)
    check_redress(complaint, today=common.today_of(complaint, now))
    response = issuing.issue(
        complaint,
        letter,
        to=to,
        settles=(*settled_by(Step.SEND_OUTCOME), DeadlineKind.PROGRESS_UPDATE),
        by=by,
        now=now,
    )
    clocks.open_from(
        complaint,
        DeadlineKind.REVIEW_REQUEST_WINDOW,
        now,
        procedure=procedure_policy(complaint.procedure),
        calendar=common.calendar_of(complaint),
        now=now,
    )
    common.save(complaint, "stage")
    common.note(complaint, "complaint.outcome_sent", by=by, at=now, findings=_findings(complaint, at_review=False))
    return response


@transaction.atomic(durable=True)
def send_final(
    *, complaint_id: int, letter: PreparedLetter, to: Address, by: User, now: datetime, by_silence: bool = False
) -> Response:
    """
    Issue the final response L5: after the review, or where nobody asked for one (``by_silence``).

    :raises NotTheReviewer: if somebody else than the reviewer answers after a review
    :raises HeadWithoutFinding, RedressBlockStale: by the guards
    """
    complaint = common.lock(complaint_id)
    step = Step.WINDOW_EXPIRES if by_silence else Step.SEND_FINAL
    common.move(complaint, step)
    if not by_silence and by.pk != complaint.reviewer_id:
        raise NotTheReviewer("Only the reviewer sends the final response after a review.")
    today = common.today_of(complaint, now)
    if not by_silence:
        check_findings(complaint, at_review=True)
    check_redress(complaint, today=today)
    response = issuing.issue(complaint, letter, to=to, settles=settled_by(step), by=by, now=now)
    clocks.stop_clocks(complaint, now=now)
    _open_redress(complaint, sent_on=today)
    common.save(complaint, "stage")
    common.settle_complaint_tasks(complaint, "draft:", by=by, now=now)
    common.note(
        complaint,
        "complaint.final_response_sent",
        by=by,
        at=now,
        by_silence=by_silence,
        findings=_findings(complaint, at_review=not by_silence),
    )
    return response


@transaction.atomic(durable=True)
def send_eight_week_letter(
    *,
    complaint_id: int,
    letter: PreparedLetter,
    to: Address,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> Response:
    """
    Issue L6: no final response yet, and the scheme is open now. The stage stays as it is; no date moves.

    :raises RedressBlockStale: if nobody has checked the scheme's details for too long
    """
    if (before := receipts.earlier(form_key, Response)) is not None:
        return before
    complaint = common.lock(complaint_id)
    common.move(complaint, Step.EIGHT_WEEKS_PASS)
    check_redress(complaint, today=common.today_of(complaint, now))
    response = issuing.issue(complaint, letter, to=to, settles=(DeadlineKind.PROGRESS_UPDATE,), by=by, now=now)
    common.save(complaint, "stage")
    common.settle_complaint_tasks(complaint, "draft:eight_week", by=by, now=now)
    receipts.keep(form_key, response, at=now)
    return response


@transaction.atomic(durable=True)
def reissue_letter(*, complaint_id: int, letter: PreparedLetter, to: Address, by: User, now: datetime) -> Response:
    """
    Make a letter again that was given up, taken back or only made ready to print.

    What the first one was to settle, the new one settles when it leaves.

    :raises NotDeliveredYet: if the first one went, or may still go
    """
    complaint = common.lock(complaint_id)
    before = complaint.responses.filter(code=letter.code).select_related("message").in_order().last()
    if before is None or not before.is_undelivered:
        raise NotDeliveredYet("That letter has gone or is on its way.")
    kinds = [DeadlineKind(kind) for kind in before.settles.running().values_list("kind", flat=True)]
    response = issuing.issue(complaint, letter, to=to, settles=kinds, by=by, now=now)
    common.save(complaint)
    return response


def check_findings(complaint: Complaint, *, at_review: bool) -> None:
    """:raises HeadWithoutFinding: if a head is unanswered at this stage"""
    heads = complaint.heads.order_by("position")
    rules.check_findings({head.text: head.found(at_review=at_review) for head in heads})


def check_redress(complaint: Complaint, *, today: date) -> None:
    """:raises RedressBlockStale: if the details of a scheme are not whole, or were not checked lately"""
    for scheme in schemes_of(complaint):
        rules.check_redress_block(
            name=scheme.name,
            last_verified_on=scheme.last_verified_on,
            stale_after_days=scheme.contact_stale_after_days,
            today=today,
            missing=scheme.missing,
        )


def _findings(complaint: Complaint, *, at_review: bool) -> list[str]:
    return [head.found(at_review=at_review)[0] for head in complaint.heads.order_by("position")]


def only_by_itself(complaint: Complaint) -> bool:
    """Say if nothing but the automatic letter has acknowledged it: a person's own is still owed."""
    codes = set(complaint.responses.filter(code__in=ACKNOWLEDGEMENTS).values_list("code", flat=True))
    return codes == {LetterCode.L1_A}


def _withdraw_net(complaint: Complaint, *, because: str, now: datetime) -> None:
    ack = complaint.deadlines.filter(kind=DeadlineKind.ACK)
    nets = [row for deadline in ack for row in deadline.stages.waiting().safety_nets()]
    for row in nets:
        row.outcome, row.because, row.fired_at = Outcome.WITHDRAWN, because, now
        row.save(update_fields=["outcome", "because", "fired_at"])


def _open_redress(complaint: Complaint, *, sent_on: date) -> None:
    """Write until when each scheme may be asked; such a letter leaves today or not at all (decision 9)."""
    calendar = common.calendar_of(complaint)
    limits = rules.redress_limits(
        sent_on,
        schemes=redress_policies(complaint),
        act_or_knowledge_on=complaint.act_known_on,
        last_service_on=complaint.last_service_on,
    )
    first = complaint.deadlines.filter(kind=DeadlineKind.REDRESS_REFERRAL).count()
    for occurrence, limit in enumerate(limits, start=first + 1):
        last_on = limit.last_on or limit.service_limit_on
        if last_on is not None:
            Deadline.objects.create(
                complaint=complaint,
                kind=DeadlineKind.REDRESS_REFERRAL,
                occurrence=occurrence,
                started_on=sent_on,
                due_on=last_on,
                target_on=last_on,
                due_before=calendar.end_of_day(last_on),
                zone=calendar.zone.key,
                calendar_version=calendar.version,
                procedure_version=complaint.procedure.version,
                explanation=" ".join(limit.sentences),
            )
