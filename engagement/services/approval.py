"""A second person looks at a letter before it goes (decisions 16)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from engagement import letters, rules
from engagement.models import CostUpdate, Letter
from engagement.rules import LetterStage, Step
from engagement.services.drafts import locked
from practice import journal
from practice.errors import Refusal
from practice.models import Matter, User
from practice.office import load_calendar
from practice.permissions import Permission, Role
from practice.services.tasks import give_task, settle_tasks


class NothingToApprove(Refusal):
    """The letter needs no approval, or is not ready to be looked at."""

    code = "nothing_to_approve"


class NoApprover(Refusal):
    """Nobody in the firm may approve this letter but those who made it."""

    code = "no_approver"


class NoReason(Refusal):
    """A letter is sent back with a comment, so that its writer knows what to do."""

    code = "no_reason"


def approvers_of(letter: Letter | CostUpdate) -> list[User]:
    """
    Return who may approve a letter, the one to ask first and the stand-in after: head, their substitute, partner.

    Nobody approves a letter that they prepared, saved or sign, and only people who may issue letters approve any.
    """
    matter = letter.matter
    head = matter.department.head
    partner = User.objects.with_role(Role.MANAGING_PARTNER).order_by("pk").first()
    authors = authors_of(letter)
    found: dict[int, User] = {}
    for person in (head, head.substitute if head else None, matter.supervisor, partner):
        if person and person.pk not in authors and person.may(Permission.LETTER_ISSUE):
            found.setdefault(person.pk, person)
    return [person for person in found.values() if Matter.objects.visible_to(person).filter(pk=matter.pk).exists()]


def authors_of(letter: Letter | CostUpdate) -> set[int]:
    return {letter.prepared_by_id, letter.prepared_for_id, letter.saved_by_id}


@transaction.atomic(durable=True)
def ask_approval(*, letter_id: int, seen: int, by: User, now: datetime) -> Letter:
    """
    Ask the first approver, and give them the task for today.

    :raises NothingToApprove: if it needs none, or something else still stops it
    :raises NoApprover: if there is nobody to ask
    """
    letter = locked(letter_id)
    stage = rules.next_stage(LetterStage(letter.stage), Step.ASK)
    rules.check_draft(seen, letter.draft_version)
    if not letters.package(letter, now).may_be_asked:
        raise NothingToApprove("Answer what is missing first; then somebody can look at the whole letter.")
    people = approvers_of(letter)
    if not people:
        raise NoApprover("Nobody can approve this letter. Name a head of department or a stand-in.")
    letter.stage, letter.asked_at, letter.approver = stage, now, people[0]
    letter.comment, letter.comment_clause, letter.comment_by = "", "", None
    letter.save(update_fields=["stage", "asked_at", "approver", "comment", "comment_clause", "comment_by"])
    _give(letter, people[0], f"Approve the client care letter, {letter.matter.reference_or_stage}", now=now)
    journal.record(
        subject=letter,
        event="letter.approval_asked",
        by=by,
        at=now,
        matter=letter.matter,
        of=people[0].name,
        draft_version=letter.draft_version,
        prepared_for=letter.prepared_for.name,
    )
    return letter


@transaction.atomic(durable=True)
def approve_letter(*, letter_id: int, seen: int, by: User, now: datetime) -> Letter:
    """
    Approve these very words: a later change ends the approval.

    :raises rules.NotTheirs: if the person may not approve this letter
    """
    letter = locked(letter_id)
    stage = _decide(letter, Step.APPROVE, seen=seen, by=by)
    letter.stage, letter.approved_at, letter.approved_by = stage, now, by
    letter.approved_draft_version = letter.draft_version
    letter.save(update_fields=["stage", "approved_at", "approved_by", "approved_draft_version"])
    settle_tasks(prefix=f"letter:{letter.pk}:", by=by, now=now)
    _give(letter, letter.prepared_for, f"Approved: issue the letter, {letter.matter.reference_or_stage}", now=now)
    journal.record(
        subject=letter,
        event="letter.approved",
        by=by,
        at=now,
        matter=letter.matter,
        draft_version=letter.draft_version,
    )
    return letter


@transaction.atomic(durable=True)
def send_back(*, letter_id: int, comment: str, clause: str, seen: int, by: User, now: datetime) -> Letter:
    """
    Send a letter back with a comment, on one clause or (``clause`` empty) on the whole.

    :raises NoReason: without a comment
    :raises rules.NotTheirs: if the person may not decide about this letter
    """
    letter = locked(letter_id)
    stage = _decide(letter, Step.SEND_BACK, seen=seen, by=by)
    if not comment.strip():
        raise NoReason("Say what has to change.")
    letter.stage, letter.asked_at, letter.approver = stage, None, None
    letter.comment, letter.comment_clause, letter.comment_by = comment.strip(), clause, by
    letter.save(update_fields=["stage", "asked_at", "approver", "comment", "comment_clause", "comment_by"])
    settle_tasks(prefix=f"letter:{letter.pk}:", by=by, now=now)
    _give(
        letter, letter.prepared_for, f"Sent back: the client care letter, {letter.matter.reference_or_stage}", now=now
    )
    journal.record(
        subject=letter,
        event="letter.sent_back",
        by=by,
        at=now,
        matter=letter.matter,
        draft_version=letter.draft_version,
        clause=clause,
        comment=comment.strip(),
    )
    return letter


def stands_after_stop(stopped: Letter, draft: Letter, *, now: datetime) -> bool:
    """
    Let the approval of a letter that was stopped stand for the draft in its place, in the caller's transaction.

    Only if the same words would go again: composed anew, the stopped version gives the very papers that were issued.
    """
    if not stopped.is_approved or letters.package(stopped, now).hashes != _issued_hashes(stopped):
        return False
    draft.stage, draft.approved_draft_version = LetterStage.APPROVED, draft.draft_version
    draft.approver, draft.approved_at, draft.approved_by = stopped.approver, stopped.approved_at, stopped.approved_by
    draft.save(update_fields=["stage", "approver", "approved_at", "approved_by", "approved_draft_version"])
    return True


def _issued_hashes(letter: Letter) -> list[str]:
    copies = letter.copies.select_related("issued", "own_terms").order_by("pk")
    assert letter.terms is not None  # by constraint
    own = [one.own_terms.html_sha256 for one in copies if one.own_terms]
    return [*(one.issued.html_sha256 for one in copies), letter.terms.html_sha256, *own[:1]]


def _decide(letter: Letter, step: Step, *, seen: int, by: User) -> LetterStage:
    stage = rules.next_stage(LetterStage(letter.stage), step)
    rules.check_draft(seen, letter.draft_version)
    approvers = {person.pk for person in approvers_of(letter)}
    rules.check_approver(by=by.pk, approvers=approvers, authors=authors_of(letter))
    return stage


def _give(letter: Letter, owner: User, title: str, *, now: datetime) -> None:
    give_task(
        key=f"letter:{letter.pk}:{letter.stage}:{letter.draft_version}:{now:%Y%m%dT%H%M%S%f}",
        owner=owner,
        title=title,
        url=reverse("engagement:letter", args=[letter.matter_id]),
        due_on=load_calendar(letter.matter.department.office).local_date(now),
        now=now,
        matter=letter.matter_id,
    )
