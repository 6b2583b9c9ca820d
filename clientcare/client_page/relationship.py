"""How it stands between a client and us: the rows behind each word on their page (domain A25)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse

from callbacks.models import Promise
from callbacks.rules import AttemptResult, Judgement
from clientcare import timeline
from clientcare.matter_page.listing import Row
from clientcare.updates import updates_promised
from complaints.models import Complaint
from practice.models import JournalEntry, Matter, Party, User
from practice.phrases import Tone, weekday
from practice.relationship import COUNTS_FOR, Facts, Standing, standing
from wording.facts.plain import counted

_SHOWN = 5  # rows behind a word before the rest is folded too
_MISSED = (Judgement.MISSED, Judgement.MISSED_PROVISIONAL)
_IN_TOUCH = (
    "callback.helped",
    "callback.message_taken",
    "callback.called_again",
    "call.put_through",
    "cost_update.issued",
    "expectation.written",
    "interview.started",
    "letter.issued",
    "quote.given",
    "role.explained",
)
_SPOKE = [
    AttemptResult.SPOKE_RESOLVED,
    AttemptResult.SPOKE_FOLLOW_UP,
    AttemptResult.SPOKE_HANDED_OVER,
    AttemptResult.CLIENT_RANG_BACK,
]


@dataclass(frozen=True, slots=True)
class Told:
    """One row behind a word."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the indicator, with every row that it counts."""

    words: str
    tone: Tone
    rows: Sequence[Told]

    @property
    def shown(self) -> Sequence[Told]:
        return self.rows[:_SHOWN]

    @property
    def folded(self) -> Sequence[Told]:
        return self.rows[_SHOWN:]


@dataclass(frozen=True, slots=True)
class Relationship:
    stands: Standing
    words: Sequence[Word]
    last: timeline.Told | None


def relationship(party: Party, user: User, *, rows: Sequence[Row], zone: ZoneInfo, now: datetime) -> Relationship:
    """Say how it stands, of what this person may see. ``rows``: the client's own matters that they may see."""
    today = now.astimezone(zone).date()
    owed = [
        Told(f"Update on {row.matter.title}, promised for {row.due.day}", _matter(row.matter))
        for row in rows
        if row.due is not None and row.due.tone == Tone.LATE
    ]
    missed, kept = _updates(rows, today=today, zone=zone)
    for promise in _promises(party, user, now):
        told = Told(_call(promise, zone, today), reverse("callbacks:detail", args=[promise.callback_id]))
        if promise.ends_at < now and promise.callback.closed_at is None and promise.outcome != Judgement.KEPT:
            owed.append(told)
        elif promise.outcome in _MISSED:
            missed.append(told)
        elif promise.outcome == Judgement.KEPT:
            kept.append(told)
    complaints = [
        Told(one.reference, reverse("complaints:detail", args=[one.reference])) for one in _complaints(party, user)
    ]
    facts = Facts(owed=len(owed), complaints=len(complaints), missed=len(missed), kept=len(kept))
    words = (
        Word(f"{counted(len(owed), 'promises')} overdue", Tone.LATE, owed),
        Word(f"{counted(len(complaints), 'complaints')} open", Tone.LATE, complaints),
        Word(f"{counted(len(missed), 'promises')} missed", Tone.SOON, missed),
        Word(f"{counted(len(kept), 'promises')} kept", Tone.KEPT, kept),
    )
    last = _last_contact(party, user)
    return Relationship(
        standing(facts),
        [word for word in words if word.rows],
        next(iter(timeline.tell([last], today=today)), None) if last else None,
    )


def _updates(rows: Sequence[Row], *, today: date, zone: ZoneInfo) -> tuple[list[Told], list[Told]]:
    """Return updates written late and in time; one still owed is overdue instead."""
    matters = {row.matter.pk: row.matter for row in rows}
    missed: list[Told] = []
    kept: list[Told] = []
    found: Any = updates_promised(
        Matter.objects.filter(pk__in=matters), since=today - COUNTS_FOR, until=today, zone=zone
    )
    for entry in found.order_by("-at", "-pk"):
        matter = matters[entry.matter_id]
        in_time = entry.written_on <= entry.promised_on
        written = weekday(entry.written_on, today=today)
        words = f"Update on {matter.title}, promised for {weekday(entry.promised_on, today=today)}, written {written}"
        (kept if in_time else missed).append(Told(words, _matter(matter)))
    return missed, kept


def _promises(party: Party, user: User, now: datetime) -> Any:
    rows = Promise.objects.visible_to(user).current().filter(callback__caller=party, ends_at__gte=now - COUNTS_FOR)
    return rows.select_related("adviser", "callback").order_by("-starts_at", "-pk")


def _last_contact(party: Party, user: User) -> JournalEntry | None:
    """Return when they were last spoken with, written to or met, of what this person may read."""
    spoke = Q(event="callback.attempted", facts__result__in=_SPOKE)
    return timeline.of_party(party, user).filter(Q(event__in=_IN_TOUCH) | spoke).first()


def _complaints(party: Party, user: User) -> Any:
    """Return those that this person may read in full; nobody else learns that there is one (decision 24)."""
    theirs = Q(party=party) | Q(party__merged_into=party)
    return Complaint.objects.visible_to(user).unfinished().filter(theirs).order_by("pk")


def _call(promise: Promise, zone: ZoneInfo, today: date) -> str:
    at = promise.starts_at.astimezone(zone)
    return f"Call by {promise.adviser}, {weekday(at.date(), today=today)}, {at:%H:%M}: {promise.get_outcome_display()}"


def _matter(matter: Matter) -> str:
    return reverse("matter", args=[matter.pk])
