"""How a complaint ends: agreed, withdrawn, closed; and what comes after: the redress scheme, or opening it again."""

from datetime import datetime

from django.db import transaction

from complaints import rules
from complaints.letters import Address, PreparedLetter
from complaints.models import Complaint, LetterCode, Response, RootCause
from complaints.rules import DeadlineKind, Stage, Step, settled_by
from complaints.services import clocks, common, issuing
from complaints.services.procedures import procedure_policy
from practice.models import User


@transaction.atomic(durable=True)
def settle_by_agreement(
    *,
    complaint_id: int,
    step: Step,
    words: str,
    root_cause: RootCause,
    learning: str,
    letter: PreparedLetter,
    to: Address,
    by: User,
    now: datetime,
) -> Response:
    """
    Close it because the complainant agrees: early (``RESOLVE``) or with the outcome (``ACCEPT``). L8 confirms it.

    :raises WordsMissing: if nothing says what they agreed to
    :raises NoRootCause, RemedyOutstanding: as for any closing
    """
    complaint = common.lock(complaint_id)
    common.move(complaint, step)
    common.require_words(words, "Write down what the person agreed to, in their words.")
    response = issuing.issue(
        complaint, letter, to=to, settles=(*settled_by(step), DeadlineKind.PROGRESS_UPDATE), by=by, now=now
    )
    _learn(complaint, root_cause=root_cause, learning=learning)
    clocks.stop_clocks(complaint, now=now)
    common.save(complaint, "stage", "root_cause", "learning")
    common.note(
        complaint,
        "complaint.resolved" if step == Step.RESOLVE else "complaint.outcome_accepted",
        by=by,
        at=now,
        words=words,
        root_cause=root_cause,
        learning=learning,
    )
    return response


@transaction.atomic(durable=True)
def withdraw(
    *, complaint_id: int, words: str, learning: str, letter: PreparedLetter, to: Address, by: User, now: datetime
) -> Response:
    """
    Record that the complainant withdraws, in their words, and confirm it: L9.

    :raises WordsMissing: if their words are missing
    """
    complaint = common.lock(complaint_id)
    common.move(complaint, Step.WITHDRAW)
    common.require_words(words, "Write down what the person said when they withdrew.")
    response = issuing.issue(complaint, letter, to=to, settles=(), by=by, now=now)
    complaint.learning = learning.strip()
    clocks.stop_clocks(complaint, now=now)
    common.save(complaint, "stage", "learning")
    common.settle_complaint_tasks(complaint, "", by=by, now=now)
    common.note(complaint, "complaint.withdrawn", by=by, at=now, words=words, learning=learning)
    return response


@transaction.atomic(durable=True)
def record_redress_referral(*, complaint_id: int, scheme_reference: str, by: User, now: datetime) -> Complaint:
    """Record that the redress scheme has taken it up. :raises WordsMissing: without the scheme's reference"""
    complaint = common.lock(complaint_id)
    common.move(complaint, Step.REDRESS_NOTIFIED)
    issuing.check_last_letter_left(complaint, [LetterCode.L5])
    common.require_words(scheme_reference, "Give the scheme's own reference.")
    complaint.scheme_reference = scheme_reference.strip()
    common.save(complaint, "stage", "scheme_reference")
    common.note(complaint, "complaint.redress_opened", by=by, at=now, scheme_reference=scheme_reference)
    return complaint


@transaction.atomic(durable=True)
def record_redress_decision(*, complaint_id: int, decision: str, by: User, now: datetime) -> Complaint:
    """Record what the redress scheme decided. :raises WordsMissing: without the decision"""
    complaint = common.lock(complaint_id)
    common.move(complaint, Step.REDRESS_DECIDES)
    common.require_words(decision, "Write down what the scheme decided.")
    common.save(complaint, "stage")
    common.note(complaint, "complaint.redress_decided", by=by, at=now, decision=decision)
    return complaint


@transaction.atomic(durable=True)
def close(*, complaint_id: int, root_cause: RootCause, learning: str, by: User, now: datetime) -> Complaint:
    """
    Close it: everything promised is delivered or dated, and something was learnt.

    :raises LetterNotDispatched: if the final response has not left
    :raises RemedyOutstanding, NoRootCause: by the guards
    """
    complaint = common.lock(complaint_id)
    common.move(complaint, Step.CLOSE)
    issuing.check_last_letter_left(complaint, [LetterCode.L5])
    _learn(complaint, root_cause=root_cause, learning=learning)
    clocks.stop_clocks(complaint, now=now)
    common.save(complaint, "stage", "root_cause", "learning")
    common.settle_complaint_tasks(complaint, "", by=by, now=now)
    common.note(complaint, "complaint.closed", by=by, at=now, root_cause=root_cause, learning=learning)
    return complaint


@transaction.atomic(durable=True)
def reopen(*, complaint_id: int, to: Stage, because: str, by: User, now: datetime) -> Complaint:
    """
    Open a closed complaint again at stage 1 or at the review; a new date runs from today.

    :raises WordsMissing: if nothing says what is new
    :raises StepNotAllowed: at the review, if there never was one
    """
    complaint = common.lock(complaint_id)
    common.move(complaint, Step.REOPEN, to=to)
    if to == Stage.STAGE2_REVIEWING and complaint.reviewer_id is None:
        raise rules.StepNotAllowed("There was no review, so it can only be re-opened at stage 1.")
    common.require_words(because, "Write down what is new.")
    kind = DeadlineKind.STAGE2_OUTCOME if to == Stage.STAGE2_REVIEWING else DeadlineKind.STAGE1_OUTCOME
    clocks.open_from(
        complaint,
        kind,
        now,
        procedure=procedure_policy(complaint.procedure),
        calendar=common.calendar_of(complaint),
        now=now,
    )
    common.save(complaint, "stage")
    common.note(complaint, "complaint.reopened", by=by, at=now, to=to, because=because)
    return complaint


def _learn(complaint: Complaint, *, root_cause: RootCause, learning: str) -> None:
    outstanding = complaint.remedies.outstanding().count()
    rules.check_closing(root_cause=root_cause, learning=learning, remedies_outstanding=outstanding)
    complaint.root_cause, complaint.learning = root_cause, learning.strip()
