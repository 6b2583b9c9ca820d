"""Two years of promised calls, kept and missed, and a board for today and the days to come."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from callbacks.models import Callback, Fact, Subject, Urgency
from callbacks.offers import next_free
from callbacks.rules import AttemptResult
from callbacks.services import Slip, book_callback, put_through, record_attempt, record_message, sweep_stages
from clientcare.demo.firm import Firm
from practice.calendar import WorkingCalendar
from practice.models import Matter, User
from practice.services.reference import read_data

PAST = 180
COMING = 22
URGENT_MISSED = 6
_DATA = read_data(Path(__file__).parent / "data", "calls.yaml")
_AHEAD = timedelta(minutes=50)  # the board of the first minutes stays as it is loaded
_OVER = timedelta(minutes=25)
_RESULTS = [AttemptResult.SPOKE_RESOLVED] * 5 + [AttemptResult.SPOKE_FOLLOW_UP] * 2 + [AttemptResult.NO_ANSWER]


@dataclass(frozen=True)
class _Desk:
    """Who takes the calls, when it really is, and whose matters they are about."""

    rng: random.Random
    firm: Firm
    now: datetime
    calendar: WorkingCalendar
    matters: list[Matter]
    expecting: set[int] = field(default_factory=set)  # clients: who rings again is counted on the call they wait for

    @property
    def reception(self) -> User:
        return self.firm.staff["reception"]

    def slip(self, matter: Matter, row: dict[str, Any], *, taken_at: datetime, **more: Any) -> Slip:
        client = matter.clients()[0]
        return Slip(
            for_staff=matter.fee_earner,
            caller=client,
            number=client.contacts.phones(taken_at.date())[0].text,
            matter=matter,
            subject=Subject(row["subject"]),
            message=row["message"],
            read_back=True,
            verified_facts=tuple(Fact.values),
            taken_at=taken_at,
            **more,
        )


def load_calls(
    rng: random.Random, *, firm: Firm, matters: list[Matter], now: datetime, calendar: WorkingCalendar
) -> None:
    """Write past calls with their outcomes, urgent ones that were missed, and those still to be made."""
    callers = [matter for matter in matters if not matter.is_restricted]
    desk = _Desk(rng, firm, now, calendar, callers)
    for number in range(PAST):
        days_ago = 2 + 700 * (PAST - number) ** 2 // PAST**2  # more of them lately than two years ago
        day = calendar.last_working_day_on_or_before(calendar.local_date(now) - timedelta(days=days_ago))
        _past_call(desk, number, taken_at=calendar.opening(day) + timedelta(minutes=rng.randint(5, 240)))
    _missed_and_urgent(desk)
    _since_yesterday(desk)
    _coming(desk)
    _messages(desk)
    sweep_stages(now=now, replay=True)


def _past_call(desk: _Desk, number: int, *, taken_at: datetime) -> None:
    matter = desk.matters[number * 7 % len(desk.matters)]
    callback = _book(desk, matter, taken_at=taken_at, pick=0)
    if callback is None:
        return
    promise = callback.promises.get()
    if number % 12 == 11:  # forgotten: the reason why clients complain
        _ring(desk, callback, promise.ends_at + timedelta(hours=20), AttemptResult.SPOKE_RESOLVED)
        return
    result = desk.rng.choice(_RESULTS)
    rang_at = promise.starts_at + timedelta(minutes=desk.rng.randint(0, 9))
    _ring(desk, callback, rang_at, result)
    if result == AttemptResult.NO_ANSWER:  # they were tried once more, and then it was done
        _ring(desk, callback, rang_at + timedelta(hours=1), AttemptResult.SPOKE_RESOLVED)


def _ring(desk: _Desk, callback: Callback, rang_at: datetime, result: AttemptResult) -> None:
    rang_at = min(rang_at, desk.now - timedelta(minutes=5))
    recorded_at = rang_at + timedelta(minutes=3)
    record_attempt(
        callback_id=callback.pk,
        result=result,
        at=rang_at,
        by=callback.adviser,
        now=recorded_at,
        note=desk.rng.choice(_DATA["notes"]),
        replay=True,
    )


def _missed_and_urgent(desk: _Desk) -> None:
    """Promise calls within the hour that nobody made, on the last working days before today."""
    supervised = [matter for matter in desk.matters[:60] if matter.supervisor_id]
    day = desk.calendar.local_date(desk.now)
    for number in range(URGENT_MISSED):
        if number % 3 == 0:
            day = desk.calendar.add_working_days(day, -1)
        _book(
            desk,
            supervised[number * 5 % len(supervised)],
            taken_at=desk.calendar.opening(day) + timedelta(minutes=20 + number),
            pick=0,
            rows=_DATA["urgent"],
            urgency=Urgency.HOUR,
            urgent_because="Deadline today",
        )


def _since_yesterday(desk: _Desk) -> None:
    """Take calls on the last working day and, once the office is open, today; what fell due by now was rung."""
    today = desk.calendar.local_date(desk.now)
    for number in range(12):
        day = desk.calendar.add_working_days(today, -1) if number < 6 else today
        if not desk.calendar.is_working_day(day):
            continue
        taken_at = desk.calendar.opening(day) + timedelta(minutes=5 + 11 * number)
        if taken_at >= desk.now:
            continue
        callback = _book(desk, desk.matters[number * 3 % 60], taken_at=taken_at, pick=0)
        if callback is not None and (promise := callback.promises.get()).ends_at < desk.now:
            _ring(desk, callback, promise.starts_at + timedelta(minutes=number % 8), AttemptResult.SPOKE_RESOLVED)


def _coming(desk: _Desk) -> None:
    for number in range(COMING):
        _book(
            desk,
            desk.matters[number * 7 % 60],
            taken_at=desk.now - timedelta(minutes=3 + number * 4),
            pick=number % 3 * 3,
            still_to_come=True,
            wants_message=number % 4 == 0,
        )


def _messages(desk: _Desk) -> None:
    for number, row in enumerate(_DATA["messages"]):
        at = desk.now - timedelta(minutes=35 - 8 * number)
        matter = desk.matters[number * 10]
        record_message(
            slip=desk.slip(matter, row, taken_at=at),
            needs_call=row["way"] == "call",
            helped=row["way"] == "helped",
            by=desk.reception,
            now=at,
            replay=True,
        )
        client = matter.clients()[0]
        put_through(
            to=matter.fee_earner,
            caller=client,
            caller_name=client.full_name,
            number=client.contacts.phones(at.date())[0].text,
            matter=matter,
            typed={},
            by=desk.reception,
            now=at + timedelta(minutes=2),
        )


def _book(
    desk: _Desk,
    matter: Matter,
    *,
    taken_at: datetime,
    pick: int,
    rows: list[dict[str, Any]] | None = None,
    still_to_come: bool = False,
    **more: Any,
) -> Callback | None:
    """Promise the free time of that number; none between a while ago and soon, so that nothing happens at once."""
    client, adviser = matter.clients()[0], matter.fee_earner
    if client.pk in desk.expecting:
        return None
    free = [
        slot
        for slot in next_free(adviser, now=taken_at, count=60)
        if slot.starts_at > desk.now + _AHEAD or (slot.ends_at < desk.now - _OVER and not still_to_come)
    ]
    if not free:
        return None
    row = desk.rng.choice(rows or _DATA["questions"])
    slot = free[min(pick, len(free) - 1)]
    if rows or slot.ends_at > desk.now:
        desk.expecting.add(client.pk)
    return book_callback(
        slip=desk.slip(matter, row, taken_at=taken_at, **more),
        adviser=adviser,
        starts_at=slot.starts_at,
        by=desk.reception,
        now=taken_at,
        replay=True,
    )
