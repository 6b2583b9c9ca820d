"""Keeping a time for the caller on the line."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from callbacks.models import DiaryEntry, EntryState
from callbacks.policies import calendar_of, policy_for
from callbacks.services.clashes import enter, find_slot, lock_advisers, release_stale_holds, slot_deed, span_of
from practice.models import Party, User
from practice.reach import check_call

HOLD = timedelta(seconds=90)  # long enough to read three times aloud and hear the answer


@slot_deed
def hold_slot(
    *, adviser: User, starts_at: datetime, by: User, now: datetime, caller: Party | None = None
) -> DiaryEntry:
    """
    Keep a time for the caller on the line, for HOLD; what the same person held before is given back.

    :raises SlotNotOffered, SlotTooSoon: if it is none of the times on offer
    :raises SlotTaken: if it is not free any more
    :raises NotToThem: if the caller has died or lacks capacity
    :raises OutsideTheirHours: if the caller, where it is known who that is, may not be rung then
    """
    lock_advisers(adviser)
    release_stale_holds(adviser, now=now)
    DiaryEntry.objects.filter(state=EntryState.HELD, held_by=by).update(state=EntryState.RELEASED)
    calendar = calendar_of(adviser)
    slot = find_slot(adviser, starts_at, policy=policy_for(adviser), calendar=calendar, now=now)
    check_call(caller, slot.starts_at, slot.ends_at, calendar=calendar)
    entry = DiaryEntry(adviser=adviser, span=span_of(slot), state=EntryState.HELD, held_by=by, held_until=now + HOLD)
    enter(entry)
    return entry


@transaction.atomic(durable=True)
def release_hold(*, entry_id: uuid.UUID, by: User) -> bool:
    """Give a held time back; False if it was not held by this person any more."""
    held = DiaryEntry.objects.filter(pk=entry_id, state=EntryState.HELD, held_by=by)
    return bool(held.update(state=EntryState.RELEASED))
