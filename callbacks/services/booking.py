"""Promising a time: hold, book, move, cancel. The database decides who was first."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from callbacks import notices
from callbacks.models import Callback, DiaryEntry, EntryState, Promise, Subject, Urgency
from callbacks.offers import LOOK_AHEAD_DAYS, taken_spans
from callbacks.policies import calendar_of, policy_for
from callbacks.rules import (
    FIRST_STAGE,
    CallPolicyValue,
    ClosureReason,
    PromiseType,
    Step,
    check_unreachable,
    next_stage,
    next_windows,
)
from callbacks.rules import SlotTaken as SlotGone
from callbacks.services.clashes import (
    enter,
    find_slot,
    lock_advisers,
    release_stale_holds,
    slot_deed,
    span_of,
)
from callbacks.services.promising import end_of, make_promise, settle_promises
from outbox import services as outbox
from practice import journal, receipts
from practice.calendar import WorkingCalendar
from practice.errors import Refusal
from practice.models import Matter, Party, User
from practice.receipts import FormKey
from practice.services.tasks import settle_tasks

HOLD = timedelta(seconds=90)  # long enough to read three times aloud and hear the answer


class TakenInFuture(Refusal):
    """Nobody has rung at a time that is still to come."""

    code = "taken_in_future"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What was taken down on the telephone. ``taken_at``: the true time of the call; None means now."""

    for_staff: User
    caller: Party | None = None
    caller_name: str = ""
    number: str = ""
    matter: Matter | None = None
    subject: Subject = Subject.OTHER
    message: str = ""
    urgency: Urgency = Urgency.NEXT
    read_back: bool = False
    verified_facts: tuple[str, ...] = ()
    wants_message: bool = False
    taken_at: datetime | None = None

    def as_callback(self, *, adviser: User, by: User, now: datetime) -> Callback:
        """Return the row, unsaved. :raises TakenInFuture: if the call is said to be still to come"""
        taken_at = self.taken_at or now
        if taken_at > now:
            raise TakenInFuture("That time is still to come. Enter when the caller rang.")
        return Callback(
            caller=self.caller,
            caller_name=self.caller_name or (self.caller.full_name if self.caller else ""),
            number=self.number,
            read_back=self.read_back,
            safe_contact=self.caller.safe_contact if self.caller else "",
            for_staff=self.for_staff,
            adviser=adviser,
            matter=self.matter,
            subject=self.subject,
            message=self.message,
            urgency=self.urgency,
            verified_facts=list(self.verified_facts),
            wants_message=self.wants_message,
            taken_at=taken_at,
            last_called_at=taken_at,
            recorded_at=now,
            taken_by=by,
        )


@slot_deed
def hold_slot(*, adviser: User, starts_at: datetime, by: User, now: datetime) -> DiaryEntry:
    """
    Keep a time for the caller on the line, for HOLD; what the same person held before is given back.

    :raises SlotNotOffered, SlotTooSoon: if it is none of the times on offer
    :raises SlotTaken: if it is not free any more
    """
    lock_advisers(adviser)
    release_stale_holds(adviser, now=now)
    DiaryEntry.objects.filter(state=EntryState.HELD, held_by=by).update(state=EntryState.RELEASED)
    slot = find_slot(adviser, starts_at, policy=policy_for(adviser), calendar=calendar_of(adviser), now=now)
    entry = DiaryEntry(adviser=adviser, span=span_of(slot), state=EntryState.HELD, held_by=by, held_until=now + HOLD)
    enter(entry)
    return entry


@transaction.atomic(durable=True)
def release_hold(*, entry_id: uuid.UUID, by: User) -> bool:
    """Give a held time back; False if it was not held by this person any more."""
    held = DiaryEntry.objects.filter(pk=entry_id, state=EntryState.HELD, held_by=by)
    return bool(held.update(state=EntryState.RELEASED))


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

    ``starts_at``: of a slot its start, of a window its end (its start may be now). ``replay``: for history that is
    entered now; everything is recorded, nobody is told (decisions B20).

    :raises SlotNotOffered, SlotTooSoon: if it is none of the times on offer
    :raises SlotTaken: if somebody else has it, with the next free times
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
    _journal(callback, promise, "callback.booked", by=by, now=now, verified=callback.verified_facts)
    if not replay:
        _tell(callback, promise, calendar=calendar, now=now)
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
    replay: bool = False,
) -> Callback:
    """
    Promise another time. The old promise stays: changed by the caller if they asked in time, else still to be judged.

    :raises StepNotAllowed: if the call is done or closed
    :raises SlotNotOffered, SlotTooSoon, SlotTaken: as book_callback
    """
    lock_advisers(adviser)
    callback = _lock(callback_id)
    policy, calendar = policy_for(adviser), calendar_of(adviser)
    old = callback.promises.filter(replaced_by=None).first()
    callback.stage = next_stage(callback.stage, Step.RE_PROMISE if old else Step.PROMISE)
    DiaryEntry.objects.filter(callback=callback, state=EntryState.BOOKED).update(
        state=EntryState.RELEASED, callback=None
    )
    starts, ends = _take(callback, adviser, kind, starts_at, policy=policy, calendar=calendar, by=by, now=now)
    callback.adviser, callback.needs_call = adviser, True
    callback.save(update_fields=["stage", "adviser", "needs_call"])
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
    settle_promises(callback, policy=policy, calendar=calendar, now=now, replay=replay)
    _journal(callback, promise, "callback.moved", by=by, now=now, asked_by_caller=asked_by_caller)
    if not replay:
        _tell(callback, promise, calendar=calendar, now=now)
    return callback


@transaction.atomic(durable=True)
def cancel_callback(
    *, callback_id: int, reason: ClosureReason, by: User, now: datetime, replay: bool = False
) -> Callback:
    """
    Close a call that need not be made any more; its time is free again.

    :raises StepNotAllowed: if it is closed already
    :raises NotYetUnreachable: if somebody is given up before enough calls on enough working days
    """
    callback = _lock(callback_id)
    policy, calendar = policy_for(callback.adviser), calendar_of(callback.adviser)
    if reason == ClosureReason.UNREACHABLE:
        check_unreachable([one.value() for one in callback.attempts.all()], policy=policy, calendar=calendar)
    callback.stage = next_stage(callback.stage, Step.CLOSE)
    callback.closed_as, callback.closed_at = reason, now
    callback.save(update_fields=["stage", "closed_as", "closed_at"])
    DiaryEntry.objects.filter(callback=callback, state=EntryState.BOOKED).update(state=EntryState.RELEASED)
    settle_promises(callback, policy=policy, calendar=calendar, now=now, replay=replay)
    settle_tasks(prefix=f"callback:{callback.pk}:", by=by, now=now)
    journal.record(
        subject=callback,
        event="callback.closed",
        by=by,
        at=now,
        matter=callback.matter_id,
        party=callback.caller_id,
        reason=reason,
    )
    return callback


def _lock(callback_id: int) -> Callback:
    rows = Callback.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("adviser__department__office", "matter").get(pk=callback_id)


def _take(
    callback: Callback,
    adviser: User,
    kind: PromiseType,
    at: datetime,
    *,
    policy: CallPolicyValue,
    calendar: WorkingCalendar,
    by: User,
    now: datetime,
) -> tuple[datetime, datetime]:
    """Enter a slot into the diary, or find the window that ends then; return the promised time."""
    release_stale_holds(adviser, now=now, holder=by)
    if kind == PromiseType.SLOT:
        slot = find_slot(adviser, at, policy=policy, calendar=calendar, now=now)
        enter(DiaryEntry(adviser=adviser, span=span_of(slot), state=EntryState.BOOKED, callback=callback))
        return slot.starts_at, slot.ends_at
    taken = taken_spans([adviser], now, now + timedelta(days=LOOK_AHEAD_DAYS), now=now)[adviser.pk]
    for window in next_windows(now, policy=policy, calendar=calendar, taken=taken, count=LOOK_AHEAD_DAYS):
        if window.ends_at == at:
            return window.starts_at, window.ends_at
    raise SlotGone("That window has no room left. Please choose another time.")


def _journal(callback: Callback, promise: Promise, event: str, *, by: User, now: datetime, **facts: object) -> None:
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


def _tell(callback: Callback, promise: Promise, *, calendar: WorkingCalendar, now: datetime) -> None:
    outbox.queue(
        notices.booked(callback, promise, calendar=calendar),
        key=f"callback:{callback.pk}:booked:{promise.pk}",
        now=now,
    )
