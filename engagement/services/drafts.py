"""Starting and changing the draft of a client care letter."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from engagement import letters, rules
from engagement.models import Letter
from engagement.rules import LetterStage, Step
from engagement.services.enclosing import carry_over
from practice import journal, receipts
from practice.errors import Refusal
from practice.models import Matter, Task, User
from practice.office import load_calendar
from practice.receipts import FormKey
from practice.services.tasks import settle_tasks
from wording.models import ClauseVersion
from wording.rules import Level


class NoRetainer(Refusal):
    """Whoever is only treated as a client gets no client care letter."""

    code = "no_retainer"


class ClauseNotOptional(Refusal):
    """A mandatory clause cannot be taken out, and nothing is taken out without a reason."""

    code = "clause_not_optional"


class NoReasonToDiscard(Refusal):
    """A draft is thrown away with a reason, which stays on record."""

    code = "no_reason_to_discard"


def locked(letter_id: int) -> Letter:
    """Lock a letter behind its matter, as every deed about it does, so that two of them cannot wait for each other."""
    matter_id = Letter.objects.values_list("matter_id", flat=True).get(pk=letter_id)
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    letter = Letter.objects.select_for_update(no_key=True).get(pk=letter_id)
    letter.matter = matter
    return letter


@transaction.atomic(durable=True)
def start_letter(*, matter_id: int, by: User, now: datetime) -> Letter:
    """
    Begin the next version of a matter's letter, with the answers of the last; an open draft is returned as it is.

    :raises NoRetainer: if all its clients are only treated as clients
    """
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    if not Matter.objects.owed_a_letter().filter(pk=matter_id).exists():
        raise NoRetainer("Its client is treated as a client and has no retainer, so there is no client care letter.")
    before = Letter.objects.of(matter).first()
    if before is not None and before.is_in_the_making:
        return before
    return new_version(matter=matter, before=before, by=by, now=now)


def new_version(*, matter: Matter, before: Letter | None, by: User, now: datetime) -> Letter:
    """
    Write a new draft in the caller's transaction, which holds the matter's row lock.

    What was stopped has kept no promise: the day it was promised for stands.
    """
    calendar = load_calendar(matter.department.office)
    standards = {standard.kind: standard for standard in matter.department.standards.all()}
    has_one = before is not None or hasattr(matter, "earlier_letter")  # the promise was about the first
    instructed_on = None if has_one else matter.instructed_on
    standing = before.due_on if before is not None and before.stage == LetterStage.STOPPED else None
    letter = Letter.objects.create(
        matter=matter,
        template_code=letters.template_of(matter.work_type),
        version=before.version + 1 if before else 1,
        answers=before.answers if before else {},
        put_in=before.put_in if before else [],
        taken_out=before.taken_out if before else {},
        sign_order=before.sign_order if before else [],
        prepared_by=by,
        prepared_for=matter.fee_earner,
        started_at=now,
        saved_at=now,
        saved_by=by,
        due_on=standing
        or rules.due_on(
            instructed_on or calendar.local_date(now), policy=letters.letter_policy(standards), calendar=calendar
        ),
    )
    if before is not None:
        carry_over(before, letter)
    journal.record(
        subject=letter,
        event="letter.started",
        by=by,
        at=now,
        matter=matter,
        version=letter.version,
        prepared_for=matter.fee_earner.name,
        due_on=letter.due_on.isoformat(),
    )
    return letter


@transaction.atomic(durable=True)
def save_answers(
    *,
    letter_id: int,
    answers: dict[str, str],
    seen: int,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> Letter:
    """
    Keep what was typed; ``seen`` is the draft version the writer saw. An approval ends with the words it was about.

    :raises rules.DraftChanged: if somebody saved since
    :raises rules.StepNotAllowed: if the letter has gone
    """
    if (done := receipts.earlier(form_key, Letter)) is not None:
        return done
    letter = locked(letter_id)
    begin_change(letter, seen=seen, by=by, now=now)
    changed = sorted(name for name in {*answers, *letter.answers} if answers.get(name) != letter.answers.get(name))
    letter.answers = answers
    letter.save(update_fields=["answers", *CHANGED])
    journal_change(letter, "letter.answers_saved", by=by, now=now, answers=changed)
    receipts.keep(form_key, letter, at=now)
    return letter


@transaction.atomic(durable=True)
def change_clause(
    *, letter_id: int, code: str, put_in: bool, reason: str = "", seen: int, by: User, now: datetime
) -> Letter:
    """
    Put a clause in by hand, or take one out with a reason; doing the opposite undoes it.

    :raises ClauseNotOptional: for a mandatory clause, or without a reason
    """
    letter = locked(letter_id)
    begin_change(letter, seen=seen, by=by, now=now)
    clause = ClauseVersion.objects.in_force(now).select_related("clause").get(clause__code=code)
    if put_in:
        if code in letter.taken_out:
            letter.taken_out = {name: why for name, why in letter.taken_out.items() if name != code}
        else:
            letter.put_in = sorted({*letter.put_in, code})
    elif code in letter.put_in:
        letter.put_in = [name for name in letter.put_in if name != code]
    else:
        if clause.level == Level.MANDATORY:
            raise ClauseNotOptional(f'"{clause.clause.title}" must be in this letter.')
        if not reason.strip():
            raise ClauseNotOptional(f'Say why "{clause.clause.title}" is not wanted.')
        letter.taken_out = {**letter.taken_out, code: reason.strip()}
    letter.save(update_fields=["put_in", "taken_out", *CHANGED])
    event = "letter.clause_put_in" if put_in else "letter.clause_taken_out"
    journal_change(letter, event, by=by, now=now, clause=code, reason=reason.strip())
    return letter


@transaction.atomic(durable=True)
def choose_order(*, letter_id: int, order: Sequence[int], seen: int, by: User, now: datetime) -> Letter:
    """Keep in which order its clients accept, each asked when the one before has; an empty one asks all at once."""
    letter = locked(letter_id)
    begin_change(letter, seen=seen, by=by, now=now)
    letter.sign_order = list(order)
    letter.save(update_fields=["sign_order", *CHANGED])
    journal_change(letter, "letter.order_chosen", by=by, now=now, order=letter.sign_order)
    return letter


def hand_over_draft(*, matter: Matter, was: User, to: User, by: User, now: datetime) -> Letter | None:
    """
    Let somebody else sign the letter in the making, in the caller's transaction, which holds the matter's row lock.

    An approval ends with the name that it was about. Whoever gives it away wrote no word of it and may still approve.
    None: nothing was in the making for ``was``.
    """
    letter = Letter.objects.in_the_making().select_for_update(no_key=True).filter(matter=matter).first()
    if letter is None or letter.prepared_for_id != was.pk:
        return None
    writer, said_at, letter.matter = letter.saved_by, letter.saved_at, matter
    begin_change(letter, seen=letter.draft_version, by=by, now=now)
    letter.saved_by, letter.saved_at, letter.prepared_for = writer, said_at, to
    letter.save(update_fields=["prepared_for", *CHANGED])
    Task.objects.filter(key__startswith=f"letter:{letter.pk}:", owner=was, done_at=None).update(owner=to)
    journal_change(letter, "letter.handed_over", by=by, now=now, instead_of=was.name)
    return letter


@transaction.atomic(durable=True)
def discard_letter(*, letter_id: int, because: str, seen: int, by: User, now: datetime) -> Letter:
    """
    Throw away a draft that nobody will send. What was issued before it stands as it does; its number is free again.

    :raises NoReasonToDiscard: without a reason
    :raises rules.DraftChanged: if somebody saved since
    :raises rules.StepNotAllowed: if it was issued
    """
    letter = locked(letter_id)
    stage = rules.next_stage(LetterStage(letter.stage), Step.DISCARD)
    rules.check_draft(seen, letter.draft_version)
    because = reason_to_discard(because)
    letter.stage, letter.ended_at = stage, now
    letter.save(update_fields=["stage", "ended_at"])
    settle_tasks(prefix=f"letter:{letter.pk}:", by=by, now=now)
    journal_change(letter, "letter.discarded", by=by, now=now, version=letter.version, because=because)
    return letter


def reason_to_discard(because: str) -> str:
    """:raises NoReasonToDiscard: if there is none"""
    if not because.strip():
        raise NoReasonToDiscard("Say why this draft is not needed any more.")
    return because.strip()


CHANGED = [
    "stage",
    "draft_version",
    "saved_at",
    "saved_by",
    "approver",
    "asked_at",
    "approved_at",
    "approved_by",
    "approved_draft_version",
]


def begin_change(letter: Letter, *, seen: int, by: User, now: datetime) -> None:
    """
    Move a locked letter on to a changed draft, unsaved; whoever calls saves `CHANGED`.

    :raises rules.DraftChanged: if somebody saved since
    :raises rules.StepNotAllowed: if the letter has gone
    """
    stage = rules.next_stage(LetterStage(letter.stage), Step.CHANGE)
    rules.check_draft(seen, letter.draft_version)
    if letter.stage != LetterStage.DRAFT:
        settle_tasks(prefix=f"letter:{letter.pk}:", by=by, now=now)
    letter.stage = stage
    letter.draft_version += 1
    letter.saved_at, letter.saved_by = now, by
    letter.approver = letter.asked_at = letter.approved_at = letter.approved_by = letter.approved_draft_version = None


def journal_change(letter: Letter, event: str, *, by: User, now: datetime, **facts: Any) -> None:
    journal.record(
        subject=letter,
        event=event,
        by=by,
        at=now,
        matter=letter.matter,
        draft_version=letter.draft_version,
        prepared_for=letter.prepared_for.name,
        **facts,
    )
