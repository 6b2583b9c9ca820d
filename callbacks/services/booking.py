"""Promising a time, and another instead. The database decides who was first."""

from datetime import datetime, timedelta

from callbacks.models import Callback, DiaryEntry, EntryState, Promise
from callbacks.offers import LOOK_AHEAD_DAYS, taken_spans
from callbacks.policies import calendar_of, policy_for
from callbacks.rules import (
    FIRST_STAGE,
    UNTIMED,
    CallPolicyValue,
    PromiseType,
    Step,
    check_by,
    next_stage,
    next_windows,
)
from callbacks.rules import SlotTaken as SlotGone
from callbacks.services.alerting import tell_urgent
from callbacks.services.clashes import (
    enter,
    find_slot,
    lock_advisers,
    release_stale_holds,
    slot_deed,
    span_of,
)
from callbacks.services.holding import Holding
from callbacks.services.promising import end_of, make_promise, settle_promises
from callbacks.services.running import count_call, lock_callback
from callbacks.services.slips import Slip
from practice import journal, receipts
from practice.actors import Actor
from practice.calendar import WorkingCalendar
from practice.models import User
from practice.reach import check_call
from practice.receipts import FormKey


@slot_deed
def book_callback(
    *,
    slip: Slip,
    adviser: User,
    starts_at: datetime,
    by: User,
    now: datetime,
    kind: PromiseType = PromiseType.SLOT,
    form_key: FormKey | None = None,
    replay: bool = False,
) -> Callback:
    """
    Promise a caller that somebody rings, plan what follows from it and tell the person who rings.

    ``starts_at``: of a slot its start, of everything else its end (its start may be now). ``replay``: for history that
    is entered now; everything is recorded, nobody is told (decisions B20).

    :raises SlotNotOffered, SlotTooSoon: if it is none of the times on offer
    :raises SlotTaken: if somebody else has it, with the next free times
    :raises OutsideTheirHours, NotTheirNumber: if the caller may not be rung then, or there
    :raises HoldingOnly, NotSaid: if the conflict check allows a holding call only, and this is none
    """
    lock_advisers(adviser)
    if (before := receipts.earlier(form_key, Callback)) is not None:
        return before
    policy, calendar = policy_for(adviser), calendar_of(adviser)
    callback = slip.as_callback(adviser=adviser, by=by, now=now)
    callback.stage = next_stage(FIRST_STAGE, Step.PROMISE)
    callback.save(force_insert=True)
    starts, ends = _take(callback, adviser, kind, starts_at, policy=policy, calendar=calendar, by=by, now=now)
    promise = make_promise(
        callback,
        adviser=adviser,
        kind=kind,
        starts_at=starts,
        ends_at=ends,
        policy=policy,
        calendar=calendar,
        by=by,
        now=now,
    )
    facts = {"verified": callback.verified_facts, "holding": slip.holding is not None}
    _journal(callback, promise, "callback.booked", by=by, now=now, **facts)
    if not replay:
        tell_urgent(callback, promise, calendar=calendar, now=now)
    receipts.keep(form_key, callback, at=now)
    return callback


@slot_deed
def move_callback(
    *,
    callback_id: int,
    adviser: User,
    starts_at: datetime,
    by: User,
    now: datetime,
    asked_by_caller: bool,
    kind: PromiseType = PromiseType.SLOT,
    called_again: str | None = None,
    holding: Holding | None = None,
    form_key: FormKey | None = None,
    replay: bool = False,
) -> Callback:
    """
    Promise another time. The old promise stays: changed by the caller if they asked in time, else still to be judged.

    ``called_again``: what the caller said now, if they rang again about it (domain D02).

    :raises StepNotAllowed: if the call is done or closed
    :raises SlotNotOffered, SlotTooSoon, SlotTaken, OutsideTheirHours: as book_callback
    """
    lock_advisers(adviser)
    callback = lock_callback(callback_id)
    if (before := receipts.earlier(form_key, Callback)) is not None:
        return before
    change_time(
        callback,
        adviser,
        kind,
        starts_at,
        old=callback.promises.current().first(),
        by=by,
        now=now,
        asked_by_caller=asked_by_caller,
        called_again=called_again,
        holding=holding,
        replay=replay,
    )
    receipts.keep(form_key, callback, at=now)
    return callback


def change_time(
    callback: Callback,
    adviser: User,
    kind: PromiseType,
    starts_at: datetime,
    *,
    old: Promise | None,
    by: Actor,
    now: datetime,
    asked_by_caller: bool,
    called_again: str | None = None,
    holding: Holding | None = None,
    replay: bool = False,
) -> Promise:
    """
    Promise a locked call for a time, or for another, in the transaction of the deed that calls.

    ``old``: the promise that stands now, if any.

    :raises StepNotAllowed, SlotNotOffered, SlotTooSoon, SlotTaken, OutsideTheirHours: as move_callback
    """
    policy, calendar = policy_for(adviser), calendar_of(adviser)
    callback.stage = next_stage(callback.stage, Step.RE_PROMISE if old else Step.PROMISE)
    if old is not None:
        DiaryEntry.objects.filter(callback=callback, state=EntryState.BOOKED).update(
            state=EntryState.RELEASED, callback=None
        )
    starts, ends = _take(callback, adviser, kind, starts_at, policy=policy, calendar=calendar, by=by, now=now)
    callback.adviser, callback.needs_call = adviser, True
    callback.save(update_fields=["stage", "adviser", "needs_call", "wants_message"])
    if called_again is not None and isinstance(by, User):
        count_call(callback, called_again, holding=holding, by=by, now=now)
    if old is not None and asked_by_caller and now <= end_of(old, policy):
        old.changed_at = now
        old.save(update_fields=["changed_at"])
    promise = make_promise(
        callback,
        adviser=adviser,
        kind=kind,
        starts_at=starts,
        ends_at=ends,
        policy=policy,
        calendar=calendar,
        by=by,
        now=now,
        replaces=old,
    )
    if old is not None:
        settle_promises(callback, policy=policy, calendar=calendar, now=now, replay=replay)
    event = "callback.moved" if old else "callback.booked"
    _journal(callback, promise, event, by=by, now=now, asked_by_caller=asked_by_caller)
    if not replay:
        tell_urgent(callback, promise, calendar=calendar, now=now)
    return promise


def _take(
    callback: Callback,
    adviser: User,
    kind: PromiseType,
    at: datetime,
    *,
    policy: CallPolicyValue,
    calendar: WorkingCalendar,
    by: Actor,
    now: datetime,
) -> tuple[datetime, datetime]:
    """Enter a slot into the diary, or find the window or the time that ends then; return the promised time."""
    release_stale_holds(adviser, now=now, holder=by if isinstance(by, User) else None)
    if kind == PromiseType.SLOT:
        slot = find_slot(adviser, at, policy=policy, calendar=calendar, now=now)
        check_call(callback.caller, slot.starts_at, slot.ends_at, calendar=calendar, matter=callback.matter)
        enter(DiaryEntry(adviser=adviser, span=span_of(slot), state=EntryState.BOOKED, callback=callback))
        return slot.starts_at, slot.ends_at
    ahead = max(now + timedelta(days=LOOK_AHEAD_DAYS), at)
    taken = taken_spans([adviser], now, ahead, now=now)[adviser.pk]
    if kind in UNTIMED:
        check_by(at, policy=policy, calendar=calendar, taken=taken, now=now)
        check_call(callback.caller, now, at, calendar=calendar, matter=callback.matter)
        return now, at
    for window in next_windows(now, policy=policy, calendar=calendar, taken=taken, count=LOOK_AHEAD_DAYS):
        if window.ends_at == at:
            check_call(callback.caller, window.starts_at, window.ends_at, calendar=calendar, matter=callback.matter)
            return window.starts_at, window.ends_at
    raise SlotGone("That window has no room left. Please choose another time.")


def _journal(callback: Callback, promise: Promise, event: str, *, by: Actor, now: datetime, **facts: object) -> None:
    journal.record(
        subject=callback,
        event=event,
        by=by,
        at=now,
        matter=callback.matter_id,
        party=callback.caller_id,
        adviser=promise.adviser.name,
        type=promise.type,
        starts_at=promise.starts_at.isoformat(),
        ends_at=promise.ends_at.isoformat(),
        **facts,
    )
