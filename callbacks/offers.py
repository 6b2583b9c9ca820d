"""Which times can be offered to a caller: the diary's rows put to the rules. What is listed can be booked."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from django.db.models import Q

from callbacks.models import Block, Callback, DiaryEntry, EntryState, span_ends
from callbacks.policies import office_of, policies_for
from callbacks.rules import (
    UNTIMED,
    CallKind,
    CallPolicyValue,
    CallWindow,
    PromiseType,
    Slot,
    SlotNotOffered,
    Span,
    WindowOffer,
    by_standard,
    full_days,
    next_windows,
    slots,
    three_times,
)
from practice.calendar import DAY, WorkingCalendar
from practice.models import Party, User
from practice.office import load_calendar
from practice.reach import Hours, hours_of, may_ring_at
from practice.statuses import may_be_reached

T = TypeVar("T", Slot, WindowOffer)

LOOK_AHEAD_DAYS = 7
_STAMP = "%Y%m%dT%H%M"


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody picked from the offers: who rings, when, and as what. Its text is the value of a radio."""

    kind: PromiseType
    adviser_id: int
    starts_at: datetime

    def __str__(self) -> str:
        return f"{self.kind}.{self.adviser_id}.{self.starts_at.astimezone(UTC):{_STAMP}}"

    @classmethod
    def parse(cls, text: str) -> "Choice":
        """:raises SlotNotOffered: if no offer ever looked like this"""
        try:
            kind, adviser, stamp = text.split(".")
            starts_at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
            return cls(PromiseType(kind), int(adviser), starts_at)
        except ValueError as problem:
            raise SlotNotOffered("Please choose one of the times listed.") from problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One time that can be promised, with who rings and why it is on the list."""

    adviser: User
    kind: PromiseType
    starts_at: datetime
    ends_at: datetime
    why: str

    @property
    def has_only_an_end(self) -> bool:
        return self.kind in UNTIMED

    @property
    def value(self) -> str:
        """A slot is named by its start, all else by its end: its start may be now."""
        at = self.starts_at if self.kind == PromiseType.SLOT else self.ends_at
        return str(Choice(self.kind, self.adviser.pk, at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """
    What the desk offers: three times to say, the rest behind a key. ``hours``: the window the three lie in.

    ``untimed``: no set time, but a call by the time that the standard gives.
    """

    first: Sequence[Offer]
    more: Sequence[Offer]
    hours: CallWindow | None
    untimed: Offer | None = None


def taken_spans(
    advisers: Sequence[User],
    starts_at: datetime,
    ends_at: datetime,
    *,
    now: datetime,
    apart_from: Callback | None = None,
    holder: User | None = None,
    policies: Mapping[int, CallPolicyValue] | None = None,
    calendar: WorkingCalendar | None = None,
) -> dict[int, list[Span]]:
    """
    Return what is booked, held or blocked in that time by adviser; one query, and one more where somebody has a cap.

    ``policies``, ``calendar``: whose days are full when as many calls as they make are promised.
    ``apart_from``: a call that is being moved does not stand in its own way. ``holder``: nor do this person's holds.
    """
    entries = DiaryEntry.objects.taking_time(now).touching(starts_at, ends_at).filter(adviser__in=advisers)
    if apart_from is not None:
        entries = entries.exclude(callback=apart_from)
    if holder is not None:
        entries = entries.exclude(Q(state="held") & Q(held_by=holder))
    blocks = Block.objects.touching(starts_at, ends_at).filter(adviser__in=advisers)
    found: dict[int, list[Span]] = {adviser.pk: [] for adviser in advisers}
    spans = entries.order_by().values_list("adviser_id", "span")
    for adviser_id, span in spans.union(blocks.values_list("adviser_id", "span"), all=True):
        found[adviser_id].append(span_ends(span))
    if policies is not None and calendar is not None:
        _add_full_days(found, policies, calendar, starts_at, ends_at, now=now, apart_from=apart_from)
    return found


def _add_full_days(
    found: dict[int, list[Span]],
    policies: Mapping[int, CallPolicyValue],
    calendar: WorkingCalendar,
    starts_at: datetime,
    ends_at: datetime,
    *,
    now: datetime,
    apart_from: Callback | None,
) -> None:
    """Add the days that are full by the cap of a policy; calls made already count, those given back do not."""
    capped = [pk for pk, policy in policies.items() if any(one.most_a_day for one in policy.every_version())]
    if not capped:
        return
    first, last = calendar.local_date(starts_at), calendar.local_date(ends_at)
    calls = DiaryEntry.objects.filter(adviser__in=capped).exclude(state=EntryState.RELEASED)
    calls = calls.exclude(state=EntryState.HELD, held_until__lte=now)
    if apart_from is not None:
        calls = calls.exclude(callback=apart_from)
    starts: dict[int, list[datetime]] = defaultdict(list)
    for pk, span in calls.touching(calendar.start_of_day(first), calendar.end_of_day(last)).values_list(
        "adviser", "span"
    ):
        starts[pk].append(span_ends(span)[0])
    for pk, theirs in starts.items():
        found[pk] += full_days(theirs, policy=policies[pk], calendar=calendar)


def availability(
    advisers: Sequence[User], days: Sequence[date], *, calendar: WorkingCalendar, now: datetime
) -> dict[int, tuple[Slot, ...]]:
    """
    Return the free times of many people of one office on these days by id.

    At most five queries, for one person as for fifty.
    """
    policies = policies_for(advisers)
    starts_at, ends_at = calendar.start_of_day(min(days)), calendar.end_of_day(max(days))
    taken = taken_spans(advisers, starts_at, ends_at, now=now, policies=policies, calendar=calendar)
    return {
        one.pk: slots(days, policy=policies[one.pk], calendar=calendar, taken=taken[one.pk], now=now)
        for one in advisers
    }


def held_elsewhere(advisers: Sequence[User], *, by: User, now: datetime) -> list[DiaryEntry]:
    """Return the times that somebody else holds for a caller on the line, the first first."""
    held = DiaryEntry.objects.filter(adviser__in=advisers, state=EntryState.HELD, held_until__gt=now)
    return list(held.exclude(held_by=by).select_related("adviser", "held_by").order_by("span", "pk"))


def free_slots(
    adviser: User,
    *,
    policy: CallPolicyValue,
    calendar: WorkingCalendar,
    taken: Sequence[Span],
    now: datetime,
    days: int = LOOK_AHEAD_DAYS,
) -> tuple[Slot, ...]:
    """Return the free times of a person from today on."""
    today = calendar.local_date(now)
    return slots((today + DAY * n for n in range(days)), policy=policy, calendar=calendar, taken=taken, now=now)


def next_free(adviser: User, *, now: datetime, count: int = 3) -> tuple[Slot, ...]:
    """Return the next free times of one person."""
    policy, calendar = policies_for([adviser])[adviser.pk], load_calendar(office_of(adviser))
    taken = taken_spans(
        [adviser], now, now + timedelta(days=LOOK_AHEAD_DAYS), now=now, policies={adviser.pk: policy}, calendar=calendar
    )[adviser.pk]
    return free_slots(adviser, policy=policy, calendar=calendar, taken=taken, now=now)[:count]


def offers_for(
    owner: User,
    helpers: Sequence[tuple[User, str]],
    *,
    calendar: WorkingCalendar,
    now: datetime,
    holder: User,
    caller: Party | None = None,
    kind: CallKind = CallKind.NORMAL,
    said: datetime | None = None,
) -> Offers:
    """
    Return what can be offered: the owner's three times first, then the rest and those of named helpers.

    ``helpers``: who may ring instead, with the words for it ("Deputy"). ``holder``: sees their own holds as free.
    ``kind``, ``said``: by which standard, and until when they were told already, if they get no set time.
    ``caller``: hears of no time outside the hours in which they may be rung, and of none if somebody acts for them.
    """
    if not may_be_reached(caller):
        return Offers(first=(), more=(), hours=None)
    hours = hours_of(caller)
    people = [owner, *(helper for helper, _ in helpers)]
    policies = policies_for(people)
    taken = taken_spans(
        people, now, now + timedelta(days=LOOK_AHEAD_DAYS), now=now, holder=holder, policies=policies, calendar=calendar
    )
    free = {
        person.pk: _inside(
            hours,
            free_slots(person, policy=policies[person.pk], calendar=calendar, taken=taken[person.pk], now=now),
            calendar,
        )
        for person in people
    }
    times = three_times(free[owner.pk], calendar=calendar)
    count = LOOK_AHEAD_DAYS if hours else 1
    windows = next_windows(now, policy=policies[owner.pk], calendar=calendar, taken=taken[owner.pk], count=count)
    window = next(iter(_inside(hours, windows, calendar)), None)
    first = [_slot_offer(owner, slot, "") for slot in times]
    more = [_slot_offer(owner, slot, "") for slot in free[owner.pk] if slot not in times][:6]
    for helper, why in helpers:
        more += [_slot_offer(helper, slot, why) for slot in three_times(free[helper.pk], calendar=calendar)]
    if window is not None:
        more.append(
            Offer(
                adviser=owner,
                kind=PromiseType.WINDOW,
                starts_at=window.starts_at,
                ends_at=window.ends_at,
                why="Any time in the window",
            )
        )
    diaries = [(policies[person.pk], taken[person.pk]) for person in people]
    found = by_standard(kind, diaries, calendar=calendar, now=now, said=said)
    untimed = None
    if found is not None and may_ring_at(hours, now, found[1], calendar=calendar):
        standard = policies[owner.pk].on(calendar.local_date(now)).standards[kind]
        why = f"No set time: {standard}"
        adviser, kind_of = people[found[0]], PromiseType.WITHIN
        untimed = Offer(adviser=adviser, kind=kind_of, starts_at=now, ends_at=found[1], why=why)
    window_of = _hours(times, policies[owner.pk], calendar)
    return Offers(first=first, more=more, hours=window_of, untimed=untimed)


def _inside(hours: Hours | None, times: Sequence[T], calendar: WorkingCalendar) -> tuple[T, ...]:
    """Leave out what does not lie inside the hours in which somebody may be rung."""
    return tuple(one for one in times if may_ring_at(hours, one.starts_at, one.ends_at, calendar=calendar))


def _hours(said: Sequence[Slot], policy: CallPolicyValue, calendar: WorkingCalendar) -> CallWindow | None:
    if not said:
        return None
    starts = calendar.local(said[0].starts_at)
    return next(one for one in policy.windows_of(starts.date()) if one.starts <= starts.time() < one.ends)


def _slot_offer(adviser: User, slot: Slot, why: str) -> Offer:
    return Offer(adviser=adviser, kind=PromiseType.SLOT, starts_at=slot.starts_at, ends_at=slot.ends_at, why=why)
