"""A second person looks at a cost update before it goes, on the same grounds as at a care letter (decisions 16)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from engagement import letters, rules
from engagement.models import CostUpdate
from engagement.rules import LetterStage, Step
from engagement.services.approval import NoApprover, NoReason, NothingToApprove, approvers_of, authors_of
from engagement.services.costs.drafts import asked_key, locked_update
from practice import journal
from practice.models import User
from practice.office import local_date
from practice.services.tasks import give_task, settle_tasks


@transaction.atomic(durable=True)
def ask_update_approval(*, update_id: int, seen: int, by: User, now: datetime) -> CostUpdate:
    """
    Ask the first approver, and give them the task for today.

    :raises NothingToApprove: if it needs none, or something else still stops it
    :raises NoApprover: if there is nobody to ask
    """
    update = locked_update(update_id)
    stage = rules.next_stage(LetterStage(update.stage), Step.ASK)
    rules.check_draft(seen, update.draft_version)
    if not letters.update_package(update, now).may_be_asked:
        raise NothingToApprove("Answer what is missing first; then somebody can look at the whole letter.")
    people = approvers_of(update)
    if not people:
        raise NoApprover("Nobody can approve this letter. Name a head of department or a stand-in.")
    update.stage, update.asked_at, update.approver = stage, now, people[0]
    update.comment, update.comment_by = "", None
    update.save(update_fields=["stage", "asked_at", "approver", "comment", "comment_by"])
    _give(update, people[0], "Approve the cost update", asked_key(update), now=now)
    _journal(update, "cost_update.approval_asked", by=by, now=now, of=people[0].name)
    return update


@transaction.atomic(durable=True)
def approve_update(*, update_id: int, seen: int, by: User, now: datetime) -> CostUpdate:
    """
    Approve these very words: a later change ends the approval.

    :raises rules.NotTheirs: if the person may not approve this letter
    """
    update = locked_update(update_id)
    stage = _decide(update, Step.APPROVE, seen=seen, by=by)
    update.stage, update.approved_at, update.approved_by = stage, now, by
    update.approved_draft_version = update.draft_version
    update.save(update_fields=["stage", "approved_at", "approved_by", "approved_draft_version"])
    settle_tasks(prefix=asked_key(update), by=by, now=now)
    _give(update, update.prepared_for, "Approved: issue the cost update", f"cost_update:{update.pk}:", now=now)
    _journal(update, "cost_update.approved", by=by, now=now)
    return update


@transaction.atomic(durable=True)
def send_update_back(*, update_id: int, comment: str, seen: int, by: User, now: datetime) -> CostUpdate:
    """
    Send a cost update back with a comment.

    :raises NoReason: without a comment
    :raises rules.NotTheirs: if the person may not decide about this letter
    """
    update = locked_update(update_id)
    stage = _decide(update, Step.SEND_BACK, seen=seen, by=by)
    if not comment.strip():
        raise NoReason("Say what has to change.")
    update.stage, update.asked_at, update.approver = stage, None, None
    update.comment, update.comment_by = comment.strip(), by
    update.save(update_fields=["stage", "asked_at", "approver", "comment", "comment_by"])
    settle_tasks(prefix=asked_key(update), by=by, now=now)
    _give(update, update.prepared_for, "Sent back: the cost update", f"cost_update:{update.pk}:", now=now)
    _journal(update, "cost_update.sent_back", by=by, now=now, comment=update.comment)
    return update


def update_stands_after_stop(stopped: CostUpdate, draft: CostUpdate, *, now: datetime) -> bool:
    """Let the approval of a cost update that was stopped stand for the same words, as that of a care letter does."""
    made = letters.update_package(stopped, now)
    issued = stopped.copies.order_by("pk").values_list("issued__html_sha256", flat=True)
    if not stopped.is_approved or [one.composition.html_sha256 for one in made.copies] != list(issued):
        return False
    draft.stage, draft.approved_draft_version = LetterStage.APPROVED, draft.draft_version
    draft.approver, draft.approved_at, draft.approved_by = stopped.approver, stopped.approved_at, stopped.approved_by
    draft.save(update_fields=["stage", "approver", "approved_at", "approved_by", "approved_draft_version"])
    return True


def _decide(update: CostUpdate, step: Step, *, seen: int, by: User) -> LetterStage:
    stage = rules.next_stage(LetterStage(update.stage), step)
    rules.check_draft(seen, update.draft_version)
    approvers = {person.pk for person in approvers_of(update)}
    rules.check_approver(by=by.pk, approvers=approvers, authors=authors_of(update))
    return stage


def _give(update: CostUpdate, owner: User, title: str, key: str, *, now: datetime) -> None:
    give_task(
        key=f"{key}{update.stage}:{update.draft_version}:{now:%Y%m%dT%H%M%S%f}",
        owner=owner,
        title=f"{title}, {update.matter.reference_or_stage}",
        url=reverse("engagement:cost_update", args=[update.matter_id]),
        due_on=local_date(update.matter.department.office, now),
        now=now,
        matter=update.matter_id,
    )


def _journal(update: CostUpdate, event: str, *, by: User, now: datetime, **facts: Any) -> None:
    journal.record(
        subject=update,
        event=event,
        by=by,
        at=now,
        matter=update.matter,
        draft_version=update.draft_version,
        prepared_for=update.prepared_for.name,
        **facts,
    )
