"""How far a meeting is: every item with what was said, its notes, and whether it is answered."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from intake.models import ChecklistItem, Interview, InterviewAnswer, InterviewNote
from intake.rules import AnswerKind, Said, Score, is_answered
from practice.models import AgreedStep, GateKind, Side

NOTHING = Said()


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the list as it stands."""

    item: ChecklistItem
    answer: InterviewAnswer | None
    notes: Sequence[InterviewNote]
    is_answered: bool

    @property
    def said(self) -> Said:
        return self.answer.said() if self.answer else NOTHING

    @property
    def kind(self) -> AnswerKind:
        return AnswerKind(self.item.answer)

    @property
    def waits_for_second(self) -> bool:
        return self.item.needs_second and not self.said.is_empty and not self.said.is_confirmed

    @property
    def by_reason(self) -> bool:
        """Say if a reason stands in for the fact that would answer it."""
        return self.kind.is_read and bool(self.said.words)


@dataclass(frozen=True, slots=True)
class Progress:
    """A meeting as its page shows it."""

    lines: Sequence[Line]
    loose_notes: Sequence[InterviewNote]
    steps: Sequence[AgreedStep]
    facts: frozenset[AnswerKind]
    score: Score

    def said_to(self, code: str) -> Said:
        return next((line.said for line in self.lines if line.item.code == code), NOTHING)


def occasion(interview: Interview) -> str:
    """Return what names this meeting on the steps agreed in it."""
    return f"interview:{interview.pk}"


def steps_of(interview: Interview) -> list[AgreedStep]:
    return list(
        AgreedStep.objects.standing()
        .filter(matter=interview.matter_id, agreed_in=occasion(interview))
        .select_related("owner")
    )


def progress_of(interview: Interview, now: datetime) -> Progress:
    """Read a meeting in as many queries whether little or much was said."""
    items = ChecklistItem.objects.filter(checklist=interview.checklist_id).order_by("position")
    answers = {
        one.item_id: one
        for one in InterviewAnswer.objects.filter(interview=interview).current().select_related("by", "confirmed_by")
    }
    notes: dict[int | None, list[InterviewNote]] = defaultdict(list)
    for note in InterviewNote.objects.filter(interview=interview).select_related("by").order_by("pk"):
        notes[note.item_id].append(note)
    steps = steps_of(interview)
    facts = _facts(interview, steps, now)
    lines = [_line(item, answers.get(item.pk), notes[item.pk], facts) for item in items]
    wanted = [line for line in lines if line.item.is_mandatory]
    missing = [line.item.question for line in wanted if not line.is_answered]
    return Progress(
        lines=lines,
        loose_notes=notes[None],
        steps=steps,
        facts=facts,
        score=Score(done=len(wanted) - len(missing), of=len(wanted), missing=missing),
    )


def _line(
    item: ChecklistItem, answer: InterviewAnswer | None, notes: list[InterviewNote], facts: frozenset[AnswerKind]
) -> Line:
    said = answer.said() if answer else NOTHING
    answered = is_answered(AnswerKind(item.answer), said, facts=facts, needs_second=item.needs_second)
    return Line(item=item, answer=answer, notes=notes, is_answered=answered)


def _facts(interview: Interview, steps: Sequence[AgreedStep], now: datetime) -> frozenset[AnswerKind]:
    """Return the facts that hold. Quiet always does: a meeting starts with its block, or does not start."""
    matter = interview.matter
    holds = {
        AnswerKind.QUIET: True,
        AnswerKind.CONFLICT: matter.may(GateKind.CONFLICT, now),
        AnswerKind.IDENTITY: matter.may(GateKind.IDENTITY, now),
        AnswerKind.STEPS: {step.side for step in steps} == set(Side.values),
    }
    return frozenset(kind for kind, true in holds.items() if true)
