"""What a client does with their call by their link (decisions 36, B12, vector B12)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from callbacks import client_notices, notices
from callbacks.models import Callback, Promise
from callbacks.policies import calendar_of
from callbacks.presets import self_service_preset
from callbacks.rules import (
    ChangedMeanwhile,
    ClosureReason,
    PromiseType,
    SlotNotOffered,
    Standing,
    check_calling_off,
    check_choice,
    standing,
)
from callbacks.services.booking import change_time
from callbacks.services.clashes import lock_advisers, slot_deed
from callbacks.services.running import close_call, lock_callback
from outbox import services as outbox
from practice import journal, receipts
from practice.actors import ClientLink
from practice.models import User
from practice.reach import NotToThem, OutsideTheirHours
from practice.receipts import FormKey
from practice.services.tasks import give_task

WISHES = {"paper": "wants to choose on paper or by post", "help": "needs help reading the page"}


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a call stands for its client; ``promised``: how many times have been promised for it so far."""

    standing: Standing
    promised: int
    current: Promise | None


def standing_of(callback: Callback, *, now: datetime) -> Stand:
    """Say where a call stands for its client; one query."""
    promises = list(callback.promises.order_by("pk"))
    replaced = {one.replaces_id for one in promises}
    current = next((one for one in promises if one.pk not in replaced), None)
    found = standing(callback.stage, current.value() if current else None, now=now, limits=self_service_preset())
    return Stand(found, len(promises), current)


@slot_deed
def choose_time(
    *,
    callback_id: int,
    adviser: User,
    starts_at: datetime,
    seen: int,
    wants_message: bool,
    by: ClientLink,
    now: datetime,
    form_key: FormKey | None = None,
) -> Callback:
    """
    Choose a time, or another one. The promise before stays, changed by the caller (vector B12).

    ``adviser``, ``seen``: who rings and how many times had been promised when the page was drawn.

    :raises ChangedMeanwhile, NotToChange: if the page offers it no more
    :raises SlotNotOffered, SlotTooSoon, SlotTaken: as book_callback, and never with the rules of contact
    """
    lock_advisers(adviser)
    callback = lock_callback(callback_id)
    if (before := receipts.earlier(form_key, Callback)) is not None:
        return before
    stand = standing_of(callback, now=now)
    check_choice(stand.standing, seen=seen, now_is=stand.promised)
    if callback.adviser_id != adviser.pk:
        raise ChangedMeanwhile("The times have changed since you opened this page. Please choose again.")
    callback.wants_message = callback.wants_message or wants_message
    try:
        change_time(
            callback, adviser, PromiseType.SLOT, starts_at, old=stand.current, by=by, now=now, asked_by_caller=True
        )
    except (OutsideTheirHours, NotToThem) as because:  # its words are for staff
        raise SlotNotOffered("Please choose one of the times listed.") from because
    receipts.keep(form_key, callback, at=now)
    return callback


@transaction.atomic(durable=True)
def call_off(
    *, callback_id: int, seen: int, by: ClientLink, now: datetime, form_key: FormKey | None = None
) -> Callback:
    """
    Let a client say that they need no call; whoever rings is told, and the time is free again.

    :raises ChangedMeanwhile, NotToChange: if the page offers it no more
    """
    callback = lock_callback(callback_id)
    if (before := receipts.earlier(form_key, Callback)) is not None:
        return before
    stand = standing_of(callback, now=now)
    check_calling_off(stand.standing, seen=seen, now_is=stand.promised)
    close_call(callback, ClosureReason.WITHDRAWN_BY_CALLER, by=by, now=now)
    outbox.queue(client_notices.no_longer_wanted(callback), key=f"callback:{callback.pk}:no_longer_wanted", now=now)
    receipts.keep(form_key, callback, at=now)
    return callback


@transaction.atomic(durable=True)
def wish(*, callback_id: int, kind: str, by: ClientLink, now: datetime) -> Callback:
    """Ask whoever rings to help a client who cannot use the page; twice is once."""
    callback = lock_callback(callback_id)
    calendar = calendar_of(callback.adviser)
    give_task(
        key=f"callback:{callback.pk}:wish:{kind}",
        owner=callback.adviser,
        title=f"{callback.caller_name} {WISHES[kind]}: ring them",
        url=notices.path("callbacks:detail", callback.pk),
        due_on=calendar.add_working_days(calendar.local_date(now), 1),
        now=now,
        matter=callback.matter_id,
    )
    journal.record(subject=callback, event="callback.help_asked", by=by, at=now, what=kind)
    return callback
