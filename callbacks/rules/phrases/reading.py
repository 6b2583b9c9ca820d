"""What a phrase can come to: one time, a question, or a refusal."""

from dataclasses import dataclass
from datetime import datetime

from callbacks.rules.stages import PromiseType
from practice.calendar import WorkingCalendar, day_in_words
from practice.errors import Refusal


class NotRead(Refusal):
    """Nobody could say for certain which time those words mean."""

    code = "phrase_not_read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """
    The time that some words mean. ``kind``: a window, or a time "by" or "within" which somebody rings.

    ``note``: what is not as it was said, to be told before anything is promised: "That time is over today."
    """

    kind: PromiseType
    starts_at: datetime
    ends_at: datetime
    note: str = ""

    def words(self, calendar: WorkingCalendar) -> str:
        """Read it back with weekday and date: "Mon 1 June 2026, between 14:00 and 16:00"."""
        starts, ends = calendar.local(self.starts_at), calendar.local(self.ends_at)
        if self.kind != PromiseType.WINDOW:
            return f"{day_in_words(ends.date())}, by {ends:%H:%M}"
        return f"{day_in_words(starts.date())}, between {starts:%H:%M} and {ends:%H:%M}"


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask the caller, with every time that the words could mean."""

    words: str
    choices: tuple[Reading, ...]
