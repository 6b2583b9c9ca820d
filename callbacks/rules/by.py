"""Promises without a place in the diary: to ring by a time, or within some hours (domain 5.2, D08)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from callbacks.rules.policy import CallPolicyValue
from callbacks.rules.slots import SlotNotOffered, SlotTaken, SlotTooSoon, Span
from callbacks.rules.standards import CallKind, due_at
from practice.calendar import DAY, WorkingCalendar, day_in_words


def check_by(
    ends_at: datetime, *, policy: CallPolicyValue, calendar: WorkingCalendar, taken: Sequence[Span], now: datetime
) -> None:
    """
    Refuse to promise a call by then, if nobody answers then or whoever rings has no time before.

    :raises SlotNotOffered: if the office is closed then, or that is too far ahead
    :raises SlotTooSoon: if less is left than a window must have left
    :raises SlotTaken: if between now and then there is no time for one call
    :raises BeyondKnownCalendar: if a day until then is not known
    """
    if ends_at - now < timedelta(minutes=policy.rest_minutes):
        raise SlotTooSoon(f"Please leave at least {policy.rest_minutes} minutes for the call.")
    today, last = calendar.local_date(now), calendar.local_date(ends_at)
    if last > today + policy.search_days * DAY:
        raise SlotNotOffered(f"No call is promised more than {policy.search_days} days ahead.")
    if not calendar.is_open_on(last) or not calendar.opening(last) < ends_at <= calendar.closing(last):
        raise SlotNotOffered(f"The office is closed then, on {day_in_words(last)}. Please choose a time in its hours.")
    for n in range((last - today).days + 1):
        day = today + n * DAY
        if calendar.is_open_on(day):
            starts, ends = max(now, calendar.opening(day)), min(ends_at, calendar.closing(day))
            if _has_gap(starts, ends, policy.slot, taken):
                return
    raise SlotTaken("There is no time for a call before then. Please choose another.")


def by_standard(
    kind: CallKind,
    people: Sequence[tuple[CallPolicyValue, Sequence[Span]]],
    *,
    calendar: WorkingCalendar,
    now: datetime,
    said: datetime | None = None,
) -> tuple[int, datetime] | None:
    """
    Return which of these people rings by the standard of the first, and until when; None if nobody can, or none does.

    ``people``: how each returns calls, and when they are taken; the owner first. ``said``: what a caller was told
    already, which stands while it is no later than the standard.

    :raises BeyondKnownCalendar: if a day until then is not known
    """
    policy = people[0][0].on(calendar.local_date(now))
    due = due_at(now, policy.standards[kind], calendar=calendar, rest=timedelta(minutes=policy.rest_minutes))
    if due is None:
        return None
    due = due.replace(second=0, microsecond=0)
    ends_at = said if said is not None and said <= due else due
    for number, (theirs, taken) in enumerate(people):
        try:
            check_by(ends_at, policy=theirs, calendar=calendar, taken=taken, now=now)
        except (SlotNotOffered, SlotTooSoon, SlotTaken):
            continue
        return number, ends_at
    return None


def _has_gap(starts: datetime, ends: datetime, length: timedelta, taken: Sequence[Span]) -> bool:
    for busy_from, busy_until in sorted(taken):
        if busy_from - starts >= length:
            break
        starts = max(starts, busy_until)
    return ends - starts >= length
