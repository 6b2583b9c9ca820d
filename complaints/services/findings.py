"""What is found, what is offered, and what is said on the way: the handler's and the reviewer's own work."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from complaints.models import Category, Complaint, Finding, HeadOfComplaint, Remedy, RemedyKind, RootCause
from complaints.rules import CLOCKS_STOP_AT, DeadlineKind, Stage, check_approval
from complaints.services import clocks, common
from complaints.services.procedures import procedure_policy
from practice import receipts
from practice.errors import Refusal, WorldMoved
from practice.models import User
from practice.receipts import FormKey


class FindingNotNow(WorldMoved):
    """Findings are made while a stage is being looked into."""

    code = "finding_not_now"


class ReasonMissing(Refusal):
    """A finding without its reason is no answer."""

    code = "head_without_finding"


class ContactTimeImpossible(Refusal):
    """A contact cannot lie ahead, nor before the complaint."""

    code = "contact_time_impossible"


@transaction.atomic(durable=True)
def add_head(
    *,
    complaint_id: int,
    text: str,
    category: Category,
    is_about_supervision: bool,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> HeadOfComplaint:
    """Add one point in the person's words; any time before the final response."""
    if (before := receipts.earlier(form_key, HeadOfComplaint)) is not None:
        return before
    complaint = common.lock(complaint_id)
    if complaint.stage in CLOCKS_STOP_AT:
        raise FindingNotNow("This complaint has had its final answer.")
    head = HeadOfComplaint.objects.create(
        complaint=complaint,
        position=complaint.heads.count() + 1,
        text=text.strip(),
        category=category,
        is_about_supervision=is_about_supervision,
    )
    common.save(complaint)
    common.note(complaint, "head.added", by=by, at=now, position=head.position, text=head.text, category=category)
    receipts.keep(form_key, head, at=now)
    return head


@transaction.atomic(durable=True)
def record_finding(
    *,
    head_id: int,
    finding: Finding,
    reason: str,
    by: User,
    now: datetime,
    root_cause: RootCause | None = None,
    category: Category | None = None,
) -> HeadOfComplaint:
    """
    Write what was found of one point, at the stage the complaint is at; the other stage's finding stays.

    :raises FindingNotNow: if neither stage is being looked into
    :raises ReasonMissing: if there is no reason
    """
    complaint = common.lock(HeadOfComplaint.objects.values_list("complaint_id", flat=True).get(pk=head_id))
    head = HeadOfComplaint.objects.get(pk=head_id)
    if complaint.stage not in (Stage.STAGE1_INVESTIGATING, Stage.STAGE2_REVIEWING):
        raise FindingNotNow(
            f"Findings are made during an investigation. This complaint is {complaint.get_stage_display()}."
        )
    if not reason.strip():
        raise ReasonMissing("Give the reason for the finding.")
    if complaint.stage == Stage.STAGE2_REVIEWING:
        head.review_finding, head.review_reason = finding, reason.strip()
    else:
        head.finding, head.reason = finding, reason.strip()
    head.root_cause = root_cause or head.root_cause
    head.category = category or head.category
    head.save(update_fields=["finding", "reason", "review_finding", "review_reason", "root_cause", "category"])
    common.save(complaint)
    common.note(
        complaint,
        "finding.recorded",
        by=by,
        at=now,
        position=head.position,
        finding=finding,
        reason=reason,
        stage=complaint.stage,
    )
    return head


@transaction.atomic(durable=True)
def draft_answer(*, complaint_id: int, apology: str, by: User, now: datetime) -> Complaint:
    """Write what the answer says besides the findings and remedies: what we are sorry for."""
    complaint = common.lock(complaint_id)
    if complaint.stage not in (Stage.STAGE1_INVESTIGATING, Stage.STAGE2_REVIEWING):
        raise FindingNotNow("An answer is written during an investigation.")
    complaint.apology = apology.strip()
    common.save(complaint, "apology")
    common.note(complaint, "answer.drafted", by=by, at=now, apology=apology)
    return complaint


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyFacts:
    """What is offered. ``due_on``: by when, where it is not done yet."""

    kind: RemedyKind
    what: str
    amount: Decimal | None = None
    due_on: date | None = None


@transaction.atomic(durable=True)
def offer_remedy(
    *,
    complaint_id: int,
    facts: RemedyFacts,
    by: User,
    now: datetime,
    approved_by: User | None = None,
    form_key: FormKey | None = None,
) -> Remedy:
    """
    Offer something to put it right.

    :raises ApprovalLimitExceeded: if the money is over the procedure's limit and nobody else approved it
    """
    if (before := receipts.earlier(form_key, Remedy)) is not None:
        return before
    complaint = common.lock(complaint_id)
    check_approval(
        offered=facts.amount or Decimal(0),
        limit=Decimal(procedure_policy(complaint.procedure).offer_limit),
        approved_by_second=approved_by is not None and approved_by.pk != by.pk,
    )
    remedy = Remedy.objects.create(
        complaint=complaint,
        kind=facts.kind,
        what=facts.what,
        amount=facts.amount,
        due_on=facts.due_on,
        approved_by=approved_by,
        offered_on=common.today_of(complaint, now),
    )
    common.save(complaint)
    common.note(
        complaint,
        "remedy.offered",
        by=by,
        at=now,
        kind=facts.kind,
        what=facts.what,
        amount=str(facts.amount) if facts.amount else None,
        approved_by=approved_by.name if approved_by else None,
    )
    receipts.keep(form_key, remedy, at=now)
    return remedy


@transaction.atomic(durable=True)
def deliver_remedy(*, remedy_id: int, delivered_on: date, by: User, now: datetime) -> Remedy:
    """Record that a remedy was delivered."""
    remedy = Remedy.objects.select_related("complaint").get(pk=remedy_id)
    complaint = common.lock(remedy.complaint_id)
    remedy.delivered_on = delivered_on
    remedy.save(update_fields=["delivered_on"])
    common.note(complaint, "remedy.delivered", by=by, at=now, what=remedy.what, on=delivered_on.isoformat())
    return remedy


@transaction.atomic(durable=True)
def record_contact(
    *, complaint_id: int, at: datetime, words: str, by: User, now: datetime, form_key: FormKey | None = None
) -> Complaint:
    """
    Record that we spoke or wrote to the complainant on the way; it keeps the promised update and starts the next.

    :raises ContactTimeImpossible: if that time is ahead, or before the complaint came
    """
    if (before := receipts.earlier(form_key, Complaint)) is not None:
        return before
    complaint = common.lock(complaint_id)
    if at > now or at < complaint.received_at:
        raise ContactTimeImpossible("Give the time of the contact: after the complaint came, and not in the future.")
    running = list(complaint.deadlines.running().filter(kind=DeadlineKind.PROGRESS_UPDATE, response=None))
    clocks.settle_now(running, at=at, now=now)
    if running:
        clocks.open_from(
            complaint,
            DeadlineKind.PROGRESS_UPDATE,
            at,
            procedure=procedure_policy(complaint.procedure),
            calendar=common.calendar_of(complaint),
            now=now,
        )
    common.note(complaint, "contact.recorded", by=by, at=now, contact_at=at.isoformat(), words=words)
    receipts.keep(form_key, complaint, at=now)
    return complaint
