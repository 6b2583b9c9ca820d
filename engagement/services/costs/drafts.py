"""Starting and changing the draft of a cost update."""

from datetime import datetime

from django.db import transaction

from engagement import letters, rules
from engagement.estimates import Estimate, estimates_of
from engagement.letters import update_lines
from engagement.models import CostUpdate, Letter
from engagement.rules import LetterStage, Step
from engagement.rules.costs import NoEstimate
from engagement.services.drafts import reason_to_discard
from practice import journal, receipts
from practice.models import Matter, User
from practice.receipts import FormKey
from practice.services.tasks import settle_tasks


def locked_update(update_id: int) -> CostUpdate:
    """Lock a cost update behind its matter, as every deed about the matter's costs does."""
    matter_id = CostUpdate.objects.values_list("matter_id", flat=True).get(pk=update_id)
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    update = CostUpdate.objects.select_for_update(no_key=True).get(pk=update_id)
    update.matter = matter
    return update


@transaction.atomic(durable=True)
def start_update(*, matter_id: int, by: User, now: datetime) -> CostUpdate:
    """
    Begin the next cost update of a matter with the lines of the estimate in force; an open draft is returned as it is.

    :raises NoEstimate: if the client has none yet
    """
    return opened_update(Matter.objects.select_for_update(no_key=True).get(pk=matter_id), by=by, now=now)


def opened_update(matter: Matter, *, by: User, now: datetime) -> CostUpdate:
    """Return the open draft of a matter that is locked, or begin the next, in the caller's transaction."""
    before = CostUpdate.objects.of(matter).first()
    if before is not None and before.is_in_the_making:
        return before
    return next_update(matter, before, by=by, now=now)


def next_update(matter: Matter, before: CostUpdate | None, *, by: User, now: datetime) -> CostUpdate:
    """Write a new draft in the caller's transaction; one that was stopped gives it its answers."""
    update = CostUpdate(
        matter=matter,
        number=before.number + 1 if before else 1,
        answers=update_lines.answers_of_next(before) if before and before.stage == LetterStage.STOPPED else {},
        prepared_by=by,
        prepared_for=matter.fee_earner,
        started_at=now,
        saved_at=now,
        saved_by=by,
    )
    _take_up(update, _in_force(matter), now)
    update.save(force_insert=True)
    journal.record(
        subject=update,
        event="cost_update.started",
        by=by,
        at=now,
        matter=matter,
        number=update.number,
        prepared_for=matter.fee_earner.name,
    )
    return update


@transaction.atomic(durable=True)
def save_update(
    *,
    update_id: int,
    answers: dict[str, str],
    seen: int,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> CostUpdate:
    """
    Keep what was typed; ``seen`` is the draft version the writer saw. An approval ends with the words it was about.

    :raises rules.DraftChanged: if somebody saved since
    :raises rules.StepNotAllowed: if it has gone
    """
    if (done := receipts.earlier(form_key, CostUpdate)) is not None:
        return done
    update = locked_update(update_id)
    stage = rules.next_stage(LetterStage(update.stage), Step.CHANGE)
    rules.check_draft(seen, update.draft_version)
    keep_answers(update, answers, stage=stage, by=by, now=now)
    receipts.keep(form_key, update, at=now)
    return update


def keep_answers(
    update: CostUpdate, answers: dict[str, str], *, stage: LetterStage, by: User, now: datetime
) -> CostUpdate:
    """Write the answers of a locked draft in the caller's transaction; its approval ends with the words before."""
    told = _in_force(update.matter)
    if not letters.replaced_by(update, told):
        _take_up(update, told, now)
    settle_tasks(prefix=asked_key(update), by=by, now=now)
    update.stage, update.answers = stage, answers
    update.draft_version += 1
    update.saved_at, update.saved_by, update.prepared_for = now, by, update.matter.fee_earner
    update.approver = update.asked_at = update.approved_at = update.approved_by = update.approved_draft_version = None
    update.save()
    journal.record(
        subject=update,
        event="cost_update.saved",
        by=by,
        at=now,
        matter=update.matter,
        draft_version=update.draft_version,
        prepared_for=update.prepared_for.name,
    )
    return update


@transaction.atomic(durable=True)
def discard_update(*, update_id: int, because: str, seen: int, by: User, now: datetime) -> CostUpdate:
    """
    Throw away a draft that nobody will send: the estimate in force stands, and its open warnings stay open.

    :raises services.drafts.NoReasonToDiscard: without a reason
    :raises rules.DraftChanged: if somebody saved since
    :raises rules.StepNotAllowed: if it was issued
    """
    update = locked_update(update_id)
    stage = rules.next_stage(LetterStage(update.stage), Step.DISCARD)
    rules.check_draft(seen, update.draft_version)
    because = reason_to_discard(because)
    update.stage, update.ended_at = stage, now
    update.save(update_fields=["stage", "ended_at"])
    for key in (asked_key(update), f"cost_update:{update.pk}:"):
        settle_tasks(prefix=key, by=by, now=now)
    journal.record(
        subject=update,
        event="cost_update.discarded",
        by=by,
        at=now,
        matter=update.matter,
        number=update.number,
        because=because,
    )
    return update


def asked_key(update: CostUpdate) -> str:
    """How the keys of what an approver is asked begin; like those of letters they stay with who was asked."""
    return f"letter:costs:{update.pk}:"


def _in_force(matter: Matter) -> Estimate:
    told = estimates_of(matter)
    if not told:
        raise NoEstimate("The client has no estimate yet: the client care letter gives the first. Issue that.")
    return told[-1]


def _take_up(update: CostUpdate, told: Estimate, now: datetime) -> None:
    """Take the place of an estimate: its lines are what the new one starts from."""
    update.replaces_letter_id, update.replaces_update_id = told.letter_id, told.update_id
    if told.letter_id is not None:
        about = letters.background(letters.matter_with_people(update.matter_id), now)
        update.before = update_lines.lines_of_letter(about, Letter.objects.get(pk=told.letter_id))
    elif told.update_id is not None:
        update.before = CostUpdate.objects.get(pk=told.update_id).lines
    else:
        update.before = [update_lines.line_of_before(told.high)]
