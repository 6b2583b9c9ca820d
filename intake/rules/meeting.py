"""What a first meeting has to settle, and when it may be called complete (domain 4.5). Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from practice.errors import Refusal, WorldMoved


class Purpose(TextChoices):
    """A later consultation uses the same record as the first meeting (decisions 28)."""

    FIRST_MEETING = "first_meeting", "First meeting"
    CONSULTATION = "consultation", "Later consultation"


class AnswerKind(TextChoices):
    """What answers an item: somebody's words, or a fact that is read elsewhere and nobody can tick by hand."""

    TEXT = "text", "Words"
    TICK = "tick", "Said, with words if needed"
    DATE = "date", "A date, with words"
    READ_BACK = "read_back", "Said, and the client's own words"
    SOURCE = "source", "How they heard of us"
    QUIET = "quiet", "Do not disturb is on"
    CONFLICT = "conflict", "The conflict check is clear"
    IDENTITY = "identity", "Every client's identity is verified"
    STEPS = "steps", "Next steps for both sides"

    @property
    def is_read(self) -> bool:
        """Say if a fact answers it; in its absence only a reason does."""
        return self in READ


READ = frozenset({AnswerKind.QUIET, AnswerKind.CONFLICT, AnswerKind.IDENTITY, AnswerKind.STEPS})


class MeetingNotComplete(Refusal):
    """Something mandatory is open, and nobody answered for leaving it open."""

    code = "meeting_not_complete"


class OwnOverride(Refusal):
    """Whoever held the meeting cannot excuse themselves from finishing it."""

    code = "own_override"


class SecondPersonIsTheSame(WorldMoved):
    """A second look is somebody else's."""

    code = "second_person_is_the_same"


@dataclass(frozen=True, slots=True)
class Said:
    """What stands under one item at the moment."""

    words: str = ""
    is_ticked: bool = False
    on: date | None = None
    is_confirmed: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.words and not self.is_ticked and self.on is None


@dataclass(frozen=True, slots=True)
class Score:
    """How many of the mandatory items are answered, and which are not."""

    done: int
    of: int
    missing: Sequence[str]

    @property
    def is_complete(self) -> bool:
        return not self.missing


def is_answered(kind: AnswerKind, said: Said, *, facts: Collection[AnswerKind], needs_second: bool = False) -> bool:
    """
    Say if an item is answered; ``facts`` are those kinds whose fact holds at the moment.

    An item that a fact answers takes words as the reason why it may do without.
    """
    if kind.is_read:
        return kind in facts or bool(said.words)
    if kind == AnswerKind.READ_BACK:
        return said.is_ticked and bool(said.words)
    if kind == AnswerKind.TICK:
        return said.is_ticked
    answered = bool(said.words) or said.on is not None
    return answered and (said.is_confirmed or not needs_second)


def check_completion(score: Score, *, reason: str, by: int, held_by: Collection[int], may_override: bool) -> bool:
    """
    Say if a meeting is completed by override. One that is whole needs none, whatever reason was typed.

    ``held_by``: whoever held the meeting or wrote it down.

    :raises MeetingNotComplete: if something mandatory is open and no reason is given
    :raises OwnOverride: if who gives the reason held the meeting or is no supervisor of it
    """
    if score.is_complete:
        return False
    if not reason.strip():
        missing = ", ".join(score.missing[:3]) + (f" and {len(score.missing) - 3} more" if score.missing[3:] else "")
        raise MeetingNotComplete(f"{score.done} of {score.of} are answered. Still open: {missing}.")
    if by in held_by:
        raise OwnOverride("Somebody else decides that it may be finished without the rest.")
    if not may_override:
        raise OwnOverride("The supervisor, the head of department or the managing partner decides that.")
    return True
