"""The Today column: what was promised for today, in the order of time, with kept and late in words."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from callbacks.models import Attempt, Callback, ExpectedCall, Promise
from callbacks.presets import call_policy_preset
from callbacks.rules import Judgement, Stage
from clientcare.promises import expected_calls
from practice import phrases
from practice.calendar import WorkingCalendar
from practice.models import User

_HOUR = 60
_LONG = 2 * _HOUR
_DAY = 24 * _HOUR
_BAR = 10
_TONES = ("kept", "late", "soon", "calm")  # in this order along the bar
_ORDER = ("ends_at", "starts_at", "pk")
SHOWN = 12  # promises that fit beside the slip without scrolling; the list on paper has all


@dataclass(frozen=True, slots=True)
class Row:
    """One promise of today. `state` says in words how it stands; `tone` is its colour and icon."""

    promise: Promise
    callback: Callback
    when: str
    who: str
    note: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class Segment:
    """The bars of all promises that stand alike, as one path."""

    path: str
    tone: str


@dataclass(frozen=True, slots=True)
class Board:
    """Today as the desk shows it; `version` changes with anything seen; `more`: rows that are left out."""

    rows: Sequence[Row]
    more: int
    without_time: Sequence[Callback]
    expected: Sequence[ExpectedCall]
    segments: Sequence[Segment]
    width: int
    words: str
    version: str


def today(user: User, now: datetime, *, calendar: WorkingCalendar, at_most: int | None = None) -> Board:
    """Return the board of one reader; four queries. ``at_most``: so many rows that are not kept, the first first."""
    visible, day = Callback.objects.visible_to(user), calendar.local_date(now)
    starts, ends = calendar.start_of_day(day), calendar.end_of_day(day)
    brief = _of_today(visible, starts, ends).only("outcome", "starts_at", "ends_at", "minutes_after")
    states = {promise.pk: _state(promise, now, calendar) for promise in brief}
    to_make = [pk for pk, (_, tone) in states.items() if tone != "kept"]
    shown = Promise.objects.filter(pk__in=to_make[:at_most]).select_related(
        "callback__taken_by", "callback__caller__only_number", "adviser"
    )
    rows = [_row(one, states[one.pk], user, now, calendar) for one in shown.order_by(*_ORDER)]
    without = list(visible.to_return().filter(promises=None).select_related("adviser", "taken_by").order_by("taken_at"))
    expected = expected_calls(user, starts, ends)
    tones = [tone for _, tone in states.values()]
    seen = [(row.who, row.note, row.callback.rules_now) for row in rows]
    stamp = repr((states, seen, [one.pk for one in without], [(one.pk, one.state) for one in expected]))
    return Board(
        rows=rows,
        more=len(to_make) - len(rows),
        without_time=without,
        expected=expected,
        segments=_segments(tones),
        width=max(len(tones), 1) * _BAR,
        words=_words(tones),
        version=hashlib.sha256(stamp.encode()).hexdigest()[:16],
    )


def _of_today(visible: QuerySet[Callback], starts: datetime, ends: datetime) -> QuerySet[Promise]:
    """Return what was promised for a day, and what nobody has tried to keep of the days before."""
    untried = ~Exists(Attempt.objects.filter(callback=OuterRef("callback")))
    left = Q(untried, ends_at__lt=starts, callback__in=Callback.objects.to_return().values("pk"))
    return (
        Promise.objects.current()
        .filter(Q(starts_at__lt=ends, ends_at__gte=starts) | left, callback__in=visible.values("pk"))
        .exclude(outcome__in=[Judgement.EXCLUDED, Judgement.CHANGED_BY_CLIENT])
        .order_by(*_ORDER)
    )


def _segments(tones: Sequence[str]) -> list[Segment]:
    counts, segments, before = Counter(tones), [], 0
    for tone in _TONES:
        if number := counts[tone]:
            bars = (f"M{index * _BAR + 0.5} 0h9v8h-9z" for index in range(before, before + number))
            segments.append(Segment("".join(bars), tone))
        before += counts[tone]
    return segments


def _row(promise: Promise, standing: tuple[str, str], user: User, now: datetime, calendar: WorkingCalendar) -> Row:
    callback = promise.callback
    starts, ends = calendar.local(promise.starts_at), calendar.local(promise.ends_at)
    when = phrases.hhmm(starts) if promise.is_slot else f"By {phrases.hhmm(ends)}"
    if starts.date() != calendar.local_date(now):
        when = phrases.weekday(starts.date(), today=calendar.local_date(now))
    own = callback.taken_by_id == user.pk
    taker = "" if own else f"taken by {callback.taken_by.given_name}"
    team = "the team may ring" if _is_with_team(promise, now) else ""
    state, tone = standing
    return Row(
        promise=promise,
        callback=callback,
        when=when,
        who=callback.caller_name if own else callback.initials,
        note=", ".join(filter(None, [callback.call_words, team, taker])),
        state=state,
        tone=tone,
    )


def _is_with_team(promise: Promise, now: datetime) -> bool:
    """Say if its owner's time is over and nobody has rung: anybody of the team may (domain D09)."""
    over = promise.ends_at + timedelta(minutes=call_policy_preset().pool_after_minutes)
    is_untried = promise.callback.is_open and promise.callback.stage != Stage.IN_ATTEMPT
    return is_untried and promise.outcome != Judgement.KEPT and over < now


def _state(promise: Promise, now: datetime, calendar: WorkingCalendar) -> tuple[str, str]:
    if promise.outcome == Judgement.KEPT:
        return (f"kept, {promise.minutes_after} min after" if promise.minutes_after else "kept"), "kept"
    if now > promise.ends_at:
        return f"{_span(now, promise.ends_at)} late", "late"
    if now >= promise.starts_at:
        return f"{_span(promise.ends_at, now)} left", "soon"
    if (promise.starts_at - now).total_seconds() > _LONG * 60:
        return f"from {phrases.hhmm(calendar.local(promise.starts_at))}", "calm"
    return f"in {_span(promise.starts_at, now)}", "calm"


def _span(later: datetime, earlier: datetime) -> str:
    minutes = int((later - earlier).total_seconds() // 60)
    if minutes <= _LONG:
        return f"{minutes} min"
    return f"{minutes // _HOUR} h" if minutes < 2 * _DAY else f"{minutes // _DAY} days"


def _words(tones: Sequence[str]) -> str:
    """Say the day in figures: "13 promises: 6 kept, 1 late, 2 due now, 4 to come"."""
    if not tones:
        return "Nothing is promised for today yet."
    counts = Counter(tones)
    parts = [
        f"{counts[tone]} {words}"
        for tone, words in (("kept", "kept"), ("late", "late"), ("soon", "due now"), ("calm", "to come"))
        if counts[tone]
    ]
    return f"{len(tones)} promise{'' if len(tones) == 1 else 's'}: {', '.join(parts)}."
