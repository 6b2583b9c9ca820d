"""The Today column: what was promised for today, in the order of time, with kept and late in words."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from callbacks.models import Callback, ExpectedCall, Promise
from callbacks.rules import Judgement
from clientcare.promises import expected_calls
from practice import phrases
from practice.calendar import WorkingCalendar
from practice.models import User

_HOUR = 60
_LONG = 2 * _HOUR
_DAY = 24 * _HOUR
_BAR = 10


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
    x: float
    tone: str


@dataclass(frozen=True, slots=True)
class Board:
    """Today as the desk shows it; `version` changes with anything a reader could see."""

    rows: Sequence[Row]
    without_time: Sequence[Callback]
    expected: Sequence[ExpectedCall]
    segments: Sequence[Segment]
    words: str
    version: str

    @property
    def width(self) -> int:
        return max(len(self.segments), 1) * _BAR


def today(user: User, now: datetime, *, calendar: WorkingCalendar) -> Board:
    """Return the board of one reader; three queries."""
    day = calendar.local_date(now)
    starts, ends = calendar.start_of_day(day), calendar.end_of_day(day)
    visible = Callback.objects.visible_to(user)
    promises = (
        Promise.objects.current()
        .filter(callback__in=visible.values("pk"))
        .filter(
            Q(starts_at__lt=ends, ends_at__gte=starts)
            | Q(ends_at__lt=starts, callback__in=Callback.objects.to_return().values("pk"), callback__attempts=None)
        )
        .exclude(outcome__in=[Judgement.EXCLUDED, Judgement.CHANGED_BY_CLIENT])
        .select_related("callback__taken_by", "callback__caller__only_number", "adviser")
        .order_by("ends_at", "starts_at", "pk")
        .distinct()
    )
    rows = [_row(promise, user, now, calendar) for promise in promises]
    without = list(visible.to_return().filter(promises=None).select_related("adviser", "taken_by").order_by("taken_at"))
    segments = [Segment(index * _BAR + 0.5, row.tone) for index, row in enumerate(sorted(rows, key=_bar_order))]
    shown = [row for row in rows if row.tone != "kept"]
    seen = [(row.promise.pk, row.state, row.who, row.note, row.callback.rules_now) for row in rows]
    expected = expected_calls(user, starts, ends)
    stamp = repr(seen) + repr([one.pk for one in without]) + repr([(one.pk, one.state) for one in expected])
    version = hashlib.sha256(stamp.encode()).hexdigest()[:16]
    return Board(shown, without, expected, segments, _words(rows), version)


def _row(promise: Promise, user: User, now: datetime, calendar: WorkingCalendar) -> Row:
    callback = promise.callback
    starts, ends = calendar.local(promise.starts_at), calendar.local(promise.ends_at)
    when = phrases.hhmm(starts) if promise.is_slot else f"By {phrases.hhmm(ends)}"
    if starts.date() != calendar.local_date(now):
        when = phrases.weekday(starts.date(), today=calendar.local_date(now))
    own = callback.taken_by_id == user.pk
    taker = "" if own else f"taken by {callback.taken_by.given_name}"
    state, tone = _state(promise, now, calendar)
    return Row(
        promise=promise,
        callback=callback,
        when=when,
        who=callback.caller_name if own else callback.initials,
        note=", ".join(filter(None, [callback.call_words, taker])),
        state=state,
        tone=tone,
    )


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


def _bar_order(row: Row) -> int:
    return ("kept", "late", "soon", "calm").index(row.tone)


def _words(rows: Sequence[Row]) -> str:
    """Say the day in figures: "13 promises: 6 kept, 1 late, 2 due now, 4 to come"."""
    if not rows:
        return "Nothing is promised for today yet."
    tones = Counter(row.tone for row in rows)
    parts = [
        f"{tones[tone]} {words}"
        for tone, words in (("kept", "kept"), ("late", "late"), ("soon", "due now"), ("calm", "to come"))
        if tones[tone]
    ]
    return f"{len(rows)} promise{'' if len(rows) == 1 else 's'}: {', '.join(parts)}."
