"""
Which times can be promised. What is listed is exactly what can be booked: one function decides both.

Who was first is not decided here but by the database (decisions B9); ``taken`` is what it knew when it was asked.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from callbacks.rules.policy import CallPolicyValue, CallWindow
from practice.calendar import DAY, WorkingCalendar, day_in_words
from practice.errors import Refusal, WorldMoved

Span = tuple[datetime, datetime]


class SlotNotOffered(Refusal):
    """No call is ever made at that time."""

    code = "slot_not_offered"


class SlotTooSoon(Refusal):
    """That time has passed, or is too near."""

    code = "slot_too_soon"


class SlotTaken(WorldMoved):
    """Somebody else has that time, or the person who rings is not free."""

    code = "slot_taken"


@dataclass(frozen=True, slots=True)
class Slot:
    """One time to ring; ``busy_until`` adds the buffer and is what the diary keeps."""

    starts_at: datetime
    ends_at: datetime
    busy_until: datetime


@dataclass(frozen=True, slots=True)
class WindowOffer:
    """A window, or what is left of it, with the calls it can still take (``room``) of those it can take in all."""

    starts_at: datetime
    ends_at: datetime
    room: int
    capacity: int


def slots(
    days: Iterable[date],
    *,
    policy: CallPolicyValue,
    calendar: WorkingCalendar,
    taken: Sequence[Span],
    now: datetime,
) -> tuple[Slot, ...]:
    """
    Return the free times of these days, in order.

    ``taken``: half-open spans that are held, booked or blocked, buffers included.

    :raises BeyondKnownCalendar: if one of the days is not known
    """
    found = list[Slot]()
    for day in days:
        if grid := _grid(day, policy, calendar):
            near = [span for span in taken if span[0] < grid[-1].busy_until and grid[0].starts_at < span[1]]
            found += [slot for slot in grid if _refusal(slot, policy=policy, taken=near, now=now) is None]
    return tuple(found)


def check_slot(
    starts_at: datetime,
    *,
    policy: CallPolicyValue,
    calendar: WorkingCalendar,
    taken: Sequence[Span],
    now: datetime,
) -> Slot:
    """
    Return the slot that starts then.

    :raises SlotNotOffered: if no call is ever made then
    :raises SlotTooSoon: if it has passed or is too near
    :raises SlotTaken: if it is not free
    :raises BeyondKnownCalendar: if the day is not known
    """
    day = calendar.local_date(starts_at)
    for slot in _grid(day, policy, calendar):
        if slot.starts_at == starts_at:
            if refusal := _refusal(slot, policy=policy, taken=taken, now=now):
                raise refusal
            return slot
    raise SlotNotOffered(_why_never(day, policy, calendar))


def next_windows(
    now: datetime,
    *,
    policy: CallPolicyValue,
    calendar: WorkingCalendar,
    taken: Sequence[Span],
    count: int = 1,
) -> tuple[WindowOffer, ...]:
    """
    Return the next windows that can take a call, never on a closed day; fewer if too few lie ahead.

    A window that has begun is offered as what is left of it, while enough is left.

    :raises BeyondKnownCalendar: if the search reaches a day that is not known
    """
    found: list[WindowOffer] = []
    today = calendar.local_date(now)
    for n in range(policy.search_days + 1):
        for window in _windows(today + DAY * n, policy, calendar):
            offer = _offer(today + DAY * n, window, policy=policy, calendar=calendar, taken=taken, now=now)
            if offer is not None:
                found.append(offer)
            if len(found) == count:
                return tuple(found)
    return tuple(found)


def full_days(calls: Iterable[datetime], *, policy: CallPolicyValue, calendar: WorkingCalendar) -> list[Span]:
    """Return, whole, each day on which somebody makes no more calls than these, by their starts."""
    counts = Counter(calendar.local_date(starts_at) for starts_at in calls)
    full = [day for day, number in counts.items() if number >= (policy.on(day).most_a_day or number + 1)]
    return [(calendar.start_of_day(day), calendar.end_of_day(day)) for day in full]


def three_times(free: Sequence[Slot], *, calendar: WorkingCalendar) -> tuple[Slot, ...]:
    """Return at most three times to say aloud: the first, the middle and the last of the first day that has any."""
    if not free:
        return ()
    first_day = calendar.local_date(free[0].starts_at)
    day = [slot for slot in free if calendar.local_date(slot.starts_at) == first_day]
    return tuple(day[index] for index in sorted({0, len(day) // 2, len(day) - 1}))


def _windows(day: date, policy: CallPolicyValue, calendar: WorkingCalendar) -> tuple[CallWindow, ...]:
    return policy.windows_of(day) if calendar.is_open_on(day) else ()


@lru_cache(maxsize=512)  # fifty people mostly go by one policy
def _grid(day: date, policy: CallPolicyValue, calendar: WorkingCalendar) -> tuple[Slot, ...]:
    """Return every time of a day at which a call is ever made, taken or not."""
    windows = _windows(day, policy, calendar)
    return tuple(slot for window in windows for slot in _window_grid(day, window, policy, calendar))


def _window_grid(day: date, window: CallWindow, policy: CallPolicyValue, calendar: WorkingCalendar) -> list[Slot]:
    policy = policy.on(day)
    starts_at, end = _span_of(day, window, calendar)
    slot, buffer, opening = policy.slot, policy.buffer, calendar.opening(day)
    found = []
    while starts_at + slot <= end:
        ends_at = starts_at + slot
        if window.past_hours or starts_at >= opening:
            found.append(Slot(starts_at, ends_at, ends_at + buffer))
        starts_at = ends_at + buffer
    return found


def _span_of(day: date, window: CallWindow, calendar: WorkingCalendar) -> Span:
    """Return the window as instants, cut at closing unless it was set for that day alone."""
    starts_at, ends_at = calendar.at(day, window.starts), calendar.at(day, window.ends)
    return starts_at, ends_at if window.past_hours else min(ends_at, calendar.closing(day))


def _refusal(slot: Slot, *, policy: CallPolicyValue, taken: Sequence[Span], now: datetime) -> Refusal | None:
    """Return why this time cannot be had; None if it can. The only place that knows."""
    if slot.starts_at < now:
        return SlotTooSoon("That time has passed. Please choose another.")
    if slot.starts_at < now + timedelta(minutes=policy.notice_minutes):
        return SlotTooSoon(f"Please choose a time at least {policy.notice_minutes} minutes from now.")
    if slot.starts_at > now + timedelta(days=policy.search_days):
        return SlotNotOffered(f"No call is promised more than {policy.search_days} days ahead.")
    if _is_taken(slot, taken):
        return SlotTaken("That time has just been taken. Please choose another.")
    return None


def _is_taken(slot: Slot, taken: Sequence[Span]) -> bool:
    return any(starts_at < slot.busy_until and slot.starts_at < ends_at for starts_at, ends_at in taken)


def _why_never(day: date, policy: CallPolicyValue, calendar: WorkingCalendar) -> str:
    if not calendar.is_open_on(day):
        why = calendar.why_not_working(day) or calendar.shut[day]
        named = "" if why == f"{day:%A}" else f", {why}"
        return f"We do not ring on {day_in_words(day)}{named}. Please choose a working day."
    windows = policy.windows_of(day)
    if not windows:
        return f"Calls are not returned on {day:%A}s. Please choose another day."
    times = " and ".join(f"between {_hhmm(window.starts)} and {_hhmm(window.ends)}" for window in windows)
    return f"Calls are returned {times} on that day. Please choose one of the times listed."


def _hhmm(at: time) -> str:
    return f"{at:%H:%M}"


def _offer(
    day: date,
    window: CallWindow,
    *,
    policy: CallPolicyValue,
    calendar: WorkingCalendar,
    taken: Sequence[Span],
    now: datetime,
) -> WindowOffer | None:
    grid = _window_grid(day, window, policy, calendar)
    room = sum(slot.starts_at >= now and not _is_taken(slot, taken) for slot in grid)
    starts_at, ends_at = _span_of(day, window, calendar)
    starts_at = starts_at if window.past_hours else max(starts_at, calendar.opening(day))
    if starts_at < now:
        starts_at = now
        if ends_at - now < timedelta(minutes=policy.rest_minutes):
            return None
    return WindowOffer(starts_at, ends_at, room, len(grid)) if room else None
