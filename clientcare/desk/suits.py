"""When a call would suit the caller, in their words: what it is read as, or what to ask them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from callbacks.asked import offers_within
from callbacks.offers import Offers
from callbacks.policies import policy_for
from callbacks.presets import phrase_book
from callbacks.rules import PromiseType, Question, Reading, read_phrase, suits_sentence
from practice.calendar import WorkingCalendar, day_in_words
from practice.errors import Refusal
from practice.models import Party, User


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the times that the words could mean, and how it is typed so that it can mean no other."""

    words: str
    typed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suits:
    """What became of the words, by the clock of the office of whoever the call is for."""

    calendar: WorkingCalendar
    reading: Reading | None = None
    words: str = ""
    ask: tuple[Choice, ...] = ()
    refusal: str = ""

    @property
    def is_wrong(self) -> bool:
        """Say if nothing can be done with the words as they are."""
        return bool(self.refusal)

    def offers(
        self, owner: User, helpers: Sequence[tuple[User, str]], *, now: datetime, holder: User, caller: Party | None
    ) -> Offers | None:
        """Return what can be promised inside the time; None if nothing was read, or nobody rings then."""
        if self.reading is None:
            return None
        found = offers_within(
            owner, helpers, self.reading, calendar=self.calendar, now=now, holder=holder, caller=caller
        )
        return found if found.first else None

    def sentence(self, offers: Offers, *, sorry: bool, now: datetime) -> str:
        """Say aloud what lies inside the time; never why no other does (domain D03)."""
        first = offers.first[0]
        said = [self.calendar.local(one.starts_at) for one in offers.first if one.adviser == first.adviser]
        ends = self.calendar.local(first.ends_at)
        is_set = first.kind == PromiseType.SLOT
        words = suits_sentence(
            first.adviser.formal_name,
            on=(said[0] if is_set else ends).date(),
            today=self.calendar.local_date(now),
            times=[one.time() for one in said],
            by=None if is_set else ends.time(),
        )
        return f"{'I am sorry we have not rung you back yet. ' if sorry else ''}{words}"


def when_suits(typed: Mapping[str, str], owner: User, *, calendar: WorkingCalendar, now: datetime) -> Suits:
    """Read what was typed under "When suits?"; nothing if nothing was."""
    text = typed.get("when", "")
    if not text:
        return Suits(calendar=calendar)
    try:
        answer = read_phrase(text, now=now, policy=policy_for(owner), calendar=calendar, book=phrase_book())
    except Refusal as no:
        return Suits(calendar=calendar, refusal=str(no))
    if isinstance(answer, Question):
        choices = tuple(Choice(one.words(calendar), _typed(one, calendar)) for one in answer.choices)
        return Suits(calendar=calendar, words=answer.words, ask=choices)
    words = " ".join(filter(None, [f"{answer.words(calendar)}.", answer.note]))
    return Suits(calendar=calendar, reading=answer, words=words)


def _typed(reading: Reading, calendar: WorkingCalendar) -> str:
    starts, ends = calendar.local(reading.starts_at), calendar.local(reading.ends_at)
    if reading.kind == PromiseType.WINDOW:
        return f"{day_in_words(starts.date())} {starts:%H:%M}-{ends:%H:%M}"
    return f"{day_in_words(ends.date())} by {ends:%H:%M}"
