"""Which times can be offered to a caller who has said when it would suit."""

from collections.abc import Sequence
from datetime import datetime

from callbacks.offers import Offer, Offers, taken_spans
from callbacks.policies import policies_for
from callbacks.rules import PromiseType, Reading, SlotNotOffered, SlotTaken, SlotTooSoon, check_by, slots
from practice.calendar import DAY, WorkingCalendar
from practice.models import Party, User
from practice.reach import hours_of, may_ring_at
from practice.statuses import may_be_reached

MOST_SAID, MOST_LISTED = 3, 9  # as many as are said aloud, and as many as have a key


def offers_within(
    owner: User,
    helpers: Sequence[tuple[User, str]],
    reading: Reading,
    *,
    calendar: WorkingCalendar,
    now: datetime,
    holder: User,
    caller: Party | None = None,
) -> Offers:
    """
    Return what can be promised inside that time, if anything: the owner's first three, then the rest and the helpers'.

    A time "by" or "within" which somebody rings is one promise of the owner's, without a place in the diary.
    """
    nothing = Offers(first=(), more=(), hours=None)
    if not may_be_reached(caller):
        return nothing
    hours = hours_of(caller)
    people = [(owner, ""), *helpers]
    policies = policies_for(person for person, _ in people)
    everybody = [person for person, _ in people]
    taken = taken_spans(
        everybody,
        reading.starts_at - DAY,
        reading.ends_at + DAY,
        now=now,
        holder=holder,
        policies=policies,
        calendar=calendar,
    )
    if reading.kind != PromiseType.WINDOW:
        if not may_ring_at(hours, reading.starts_at, reading.ends_at, calendar=calendar):
            return nothing
        try:
            check_by(reading.ends_at, policy=policies[owner.pk], calendar=calendar, taken=taken[owner.pk], now=now)
        except (SlotNotOffered, SlotTooSoon, SlotTaken):
            return nothing
        return Offers(first=(_offer(owner, reading, "Any time until then"),), more=(), hours=None)
    found = []
    for person, why in people:
        free = slots(
            [calendar.local_date(reading.starts_at)],
            policy=policies[person.pk],
            calendar=calendar,
            taken=taken[person.pk],
            now=now,
        )
        found += [
            Offer(adviser=person, kind=PromiseType.SLOT, starts_at=one.starts_at, ends_at=one.ends_at, why=why)
            for one in free
            if reading.starts_at <= one.starts_at and one.ends_at <= reading.ends_at
            if may_ring_at(hours, one.starts_at, one.ends_at, calendar=calendar)
        ]
    said = [one for one in found if one.adviser == owner][:MOST_SAID] or found[:MOST_SAID]
    return Offers(first=said, more=[one for one in found if one not in said][: MOST_LISTED - MOST_SAID], hours=None)


def _offer(owner: User, reading: Reading, why: str) -> Offer:
    return Offer(adviser=owner, kind=reading.kind, starts_at=reading.starts_at, ends_at=reading.ends_at, why=why)
