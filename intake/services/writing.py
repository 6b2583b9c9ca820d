"""Writing down what is said in a meeting: answers, notes and next steps, each with who and when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from intake.models import Interview, InterviewAnswer, InterviewNote
from intake.progress import occasion
from intake.rules import Said, SecondPersonIsTheSame
from practice import journal, receipts
from practice.errors import WorldMoved
from practice.models import AgreedStep, FormDraft, Side, User
from practice.receipts import FormKey

FORM = "intake.meeting"


class MeetingOver(WorldMoved):
    """What is finished stays as it is; a later consultation is its own record."""

    code = "meeting_over"


class MeetingChanged(WorldMoved):
    """Somebody else saved since the page was opened."""

    code = "meeting_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStep:
    """A next step as agreed: ours has an owner."""

    side: Side
    what: str
    due_on: date
    owner: User | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written down since the page was opened; ``seen`` is the version it showed."""

    seen: int
    answers: Mapping[str, Said] = field(default_factory=dict)
    notes: Sequence[tuple[str, str]] = ()  # the code of the item it is pinned to, or "", and the words
    steps: Sequence[NewStep] = ()
    struck: Collection[int] = ()
    confirmed: str = ""  # the code of the item whose answer a second person has checked


@transaction.atomic(durable=True)
def save_interview(
    *, interview_id: int, written: Written, by: User, now: datetime, form_key: FormKey | None = None
) -> Interview:
    """
    Write down what was said: answers that differ, new notes, new next steps. Each carries who and when.

    :raises MeetingChanged: if somebody saved since the page was opened
    :raises MeetingOver: if it is finished
    """
    if (before := receipts.earlier(form_key, Interview)) is not None:
        return before
    interview = lock_running(interview_id, written.seen)
    write_down(interview, written, by=by, now=now)
    receipts.keep(form_key, interview, at=now)
    return interview


@transaction.atomic(durable=True)
def keep_draft(*, interview_id: int, typed: Mapping[str, str], by: User, now: datetime) -> FormDraft:
    """Keep the page half-typed for the person who types; it is no record and nobody else sees it."""
    draft, _ = FormDraft.objects.update_or_create(
        owner=by, form=FORM, about=str(interview_id), defaults={"typed": dict(typed), "saved_at": now}
    )
    return draft


def lock_running(interview_id: int, seen: int) -> Interview:
    interview = (
        Interview.objects.select_for_update(no_key=True, of=("self",))
        .select_related("matter__department", "held_by")
        .get(pk=interview_id)
    )
    if not interview.is_running:
        raise MeetingOver("This meeting is finished and stays as it is. Begin a later consultation to add to it.")
    if interview.version != seen:
        raise MeetingChanged(
            "Somebody has saved since you opened this page. What stands now is beside what you typed; save again."
        )
    return interview


def write_down(interview: Interview, written: Written, *, by: User, now: datetime) -> None:
    """Write what differs. What was typed and is the same as before stays under its first writer's name."""
    items = {item.code: item for item in interview.checklist.items.all()}
    current = {one.item_id: one for one in InterviewAnswer.objects.filter(interview=interview).current()}
    changed = []
    for code, said in written.answers.items():
        before = current.get(items[code].pk)
        if not _differs(before, said):
            continue
        row = InterviewAnswer(
            interview=interview, item=items[code], words=said.words, is_ticked=said.is_ticked, on=said.on, at=now, by=by
        )
        current[row.item_id] = row
        changed.append(row)
    InterviewAnswer.objects.bulk_create(changed)
    InterviewNote.objects.bulk_create(
        InterviewNote(interview=interview, item=items.get(code), words=words, at=now, by=by)
        for code, words in written.notes
    )
    AgreedStep.objects.bulk_create(
        AgreedStep(
            matter=interview.matter,
            side=step.side,
            what=step.what,
            due_on=step.due_on,
            owner=(step.owner or interview.held_by) if step.side == Side.US else None,
            agreed_in=occasion(interview),
            agreed_at=now,
            agreed_by=by,
        )
        for step in written.steps
    )
    AgreedStep.objects.standing().filter(pk__in=written.struck, agreed_in=occasion(interview)).update(struck_at=now)
    if written.confirmed:
        _confirm(current.get(items[written.confirmed].pk), interview, by=by, now=now)
    interview.version += 1
    interview.save(update_fields=["version"])
    FormDraft.objects.filter(owner=by, form=FORM, about=str(interview.pk)).delete()
    journal.record(
        subject=interview,
        event="interview.written",
        by=by,
        at=now,
        matter=interview.matter,
        answers=[row.item.code for row in changed],
        notes=len(written.notes),
        steps=len(written.steps),
        confirmed=written.confirmed,
    )


def _differs(before: InterviewAnswer | None, said: Said) -> bool:
    if before is None:
        return not said.is_empty
    return (before.words, before.is_ticked, before.on) != (said.words, said.is_ticked, said.on)


def _confirm(answer: InterviewAnswer | None, interview: Interview, *, by: User, now: datetime) -> None:
    """Note that a second person has checked an answer; the words are those of the first."""
    if answer is None or answer.said().is_empty or answer.by_id == by.pk:
        raise SecondPersonIsTheSame("Somebody other than the writer checks this date, once it is written down.")
    if answer.confirmed_at is None:
        answer.confirmed_at, answer.confirmed_by = now, by
        answer.save(update_fields=["confirmed_at", "confirmed_by"])
