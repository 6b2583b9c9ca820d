"""The steps between the letters: investigation, early resolution, review, withdrawal, redress, closing."""

from datetime import datetime

from django.db import transaction

from complaints import notices, rules
from complaints.letters import Address, PreparedLetter
from complaints.models import Complaint, LetterCode, Response
from complaints.rules import DeadlineKind, Step
from complaints.services import answers, clocks, common, issuing, people
from complaints.services.accounts import ask_subjects
from complaints.services.people import Circle
from complaints.services.procedures import procedure_policy
from outbox import services as outbox
from practice.errors import Refusal
from practice.models import User
from practice.permissions import Permission


class RequestInFuture(Refusal):
    """A request cannot have come at a time that is still ahead, nor before what it asks about."""

    code = "request_time_impossible"


class ReviewerMayNot(Refusal):
    """Stage 2 is the managing partner's, or their named substitute's."""

    code = "reviewer_not_entitled"


@transaction.atomic(durable=True)
def start_stage1(*, complaint_id: int, supervision_declared: bool, by: User, now: datetime) -> Complaint:
    """
    Start the investigation: the acknowledgement has left, the handler is independent, staff are asked for accounts.

    :raises NoAcknowledgement, LetterNotDispatched: if nothing has been acknowledged, or it is still queued
    :raises HandlerIsSubject, HandlerWorkedOnMatter, HandlerSupervised: by the guards of stage 1
    """
    complaint = common.lock(complaint_id)
    common.move(complaint, Step.START_STAGE1)
    _check_acknowledged(complaint)
    _begin_investigation(complaint, supervision_declared=supervision_declared, by=by, now=now)
    common.save(complaint, "stage", "supervision_declared")
    common.note(
        complaint,
        "complaint.stage1_started",
        by=by,
        at=now,
        handler=complaint.handler.name if complaint.handler else None,
        supervision_declared=supervision_declared,
    )
    return complaint


@transaction.atomic(durable=True)
def offer_early_resolution(*, complaint_id: int, words: str, by: User, now: datetime) -> Complaint:
    """
    Try to settle it by talking. The clock of stage 1 runs on.

    :raises WordsMissing: if nothing says that the complainant is content to try
    """
    complaint = common.lock(complaint_id)
    common.move(complaint, Step.OFFER_EARLY_RESOLUTION)
    _check_acknowledged(complaint)
    common.require_words(words, "Write down that the person is content to try, in their words.")
    common.save(complaint, "stage")
    common.note(complaint, "complaint.early_resolution_offered", by=by, at=now, words=words)
    return complaint


@transaction.atomic(durable=True)
def end_early_resolution(
    *, complaint_id: int, because: str, supervision_declared: bool, by: User, now: datetime
) -> Complaint:
    """Go on to the investigation, because talking did not settle it. :raises: the guards of stage 1"""
    complaint = common.lock(complaint_id)
    common.move(complaint, Step.NOT_RESOLVED)
    _begin_investigation(complaint, supervision_declared=supervision_declared, by=by, now=now)
    common.save(complaint, "stage", "supervision_declared")
    common.note(complaint, "complaint.early_resolution_ended", by=by, at=now, because=because)
    return complaint


@transaction.atomic(durable=True)
def request_review(*, complaint_id: int, requested_at: datetime, words: str, by: User, now: datetime) -> Complaint:
    """
    Record that a review is asked for, any way; a late request is accepted too (decision 9).

    :raises LetterNotDispatched: if the outcome has not left yet
    :raises RequestInFuture: if that time is ahead, or before the complaint came
    """
    complaint = common.lock(complaint_id)
    common.move(complaint, Step.REQUEST_REVIEW)
    issuing.check_last_letter_left(complaint, [LetterCode.L3])
    if requested_at > now or requested_at < complaint.received_at:
        raise RequestInFuture("Give the time at which they asked: after the complaint came, and not in the future.")
    policy, calendar = procedure_policy(complaint.procedure), common.calendar_of(complaint)
    window = complaint.deadlines.running().filter(kind=DeadlineKind.REVIEW_REQUEST_WINDOW)
    clocks.settle_now(window, at=requested_at, now=now)
    if policy.has(DeadlineKind.STAGE2_OUTCOME):
        eight_weeks = complaint.deadlines.current().filter(kind=DeadlineKind.EIGHT_WEEK).first()
        promise = rules.review_deadline(
            requested_at,
            eight_weeks_on=eight_weeks.due_on if eight_weeks else None,
            procedure=policy,
            calendar=calendar,
        )
        clocks.open_deadline(complaint, promise, procedure=policy, calendar=calendar, now=now)
    if clocks.running(complaint, DeadlineKind.PROGRESS_UPDATE) is None:
        clocks.open_from(
            complaint, DeadlineKind.PROGRESS_UPDATE, requested_at, procedure=policy, calendar=calendar, now=now
        )
    common.save(complaint, "stage")
    common.settle_complaint_tasks(complaint, "draft:review_request_window", by=by, now=now)
    common.note(
        complaint, "complaint.review_requested", by=by, at=now, requested_at=requested_at.isoformat(), words=words
    )
    _tell_of_review(complaint, now=now)
    return complaint


@transaction.atomic(durable=True)
def assign_reviewer(
    *,
    complaint_id: int,
    reviewer: User,
    declaration: str,
    letter: PreparedLetter,
    to: Address,
    by: User,
    now: datetime,
) -> Response:
    """
    Name the reviewer by the strict list, and tell the complainant who looks again: L4.

    :raises ReviewerMayNot: if it is neither the managing partner nor a named substitute
    :raises ReviewerIsSubject, ReviewerWasStage1, ReviewerInMatterTeam: by the guards of stage 2
    :raises WordsMissing: without the reviewer's declaration of independence
    """
    complaint = common.lock(complaint_id)
    common.move(complaint, Step.ASSIGN_REVIEWER)
    if not may_review(reviewer, Circle.load()):
        raise ReviewerMayNot(f"{reviewer.name} is neither the managing partner nor a named substitute.")
    rules.check_reviewer(reviewer.pk, involvement=common.involvement_of(complaint))
    common.require_words(declaration, "Write down the reviewer's declaration of independence.")
    complaint.reviewer = reviewer
    response = issuing.issue(complaint, letter, to=to, settles=(), by=by, now=now)
    common.save(complaint, "stage", "reviewer")
    common.note(complaint, "complaint.reviewer_named", by=by, at=now, reviewer=reviewer.name, declaration=declaration)
    outbox.queue(
        notices.now_yours(complaint, reviewer), key=f"complaint:{complaint.pk}:yours:{complaint.version}", now=now
    )
    return response


def may_review(user: User, circle: Circle) -> bool:
    """Say if this person is the managing partner or in their line of substitutes."""
    entitled = set(circle.managing_partners)
    todo = list(entitled)
    while todo:
        substitute = circle.substitutes.get(todo.pop())
        if substitute is not None and substitute not in entitled:
            entitled.add(substitute)
            todo.append(substitute)
    return user.pk in entitled and (user.may(Permission.COMPLAINT_REVIEW) or people.may_handle(user))


def _check_acknowledged(complaint: Complaint) -> None:
    latest = issuing.latest(complaint, answers.ACKNOWLEDGEMENTS)
    rules.check_acknowledged(latest.made_at if latest else None)
    issuing.check_last_letter_left(complaint, answers.ACKNOWLEDGEMENTS)


def _begin_investigation(complaint: Complaint, *, supervision_declared: bool, by: User, now: datetime) -> None:
    if complaint.handler_id is None:
        raise people.HandlerMayNot("Nobody handles this complaint yet. Name a handler first.")
    rules.check_handler(
        complaint.handler_id,
        involvement=common.involvement_of(complaint),
        supervision_declared=supervision_declared,
        sole_principal_exception=bool(complaint.sole_principal_exception),
    )
    complaint.supervision_declared = supervision_declared
    ask_subjects(complaint, by=by, now=now)


def _tell_of_review(complaint: Complaint, *, now: datetime) -> None:
    circle = Circle.load()
    hidden = people.kept_from(complaint, common.involvement_of(complaint))
    due = clocks.running(complaint, DeadlineKind.STAGE2_OUTCOME)
    told = circle.told([*circle.managing_partners, *circle.compliance], kept_from=hidden)
    if due is not None:
        outbox.queue_all(
            [
                (
                    f"complaint:{complaint.pk}:review:{due.pk}:{user.pk}",
                    notices.review_asked(complaint, due.due_on, user),
                )
                for user in told
            ],
            now=now,
        )
