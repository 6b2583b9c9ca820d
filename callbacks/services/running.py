"""Calls that are promised already: counted again, or closed."""

from datetime import datetime

from django.db import transaction

from callbacks.models import Callback, DiaryEntry, EntryState
from callbacks.policies import calendar_of, policy_for
from callbacks.rules import ClosureReason, Step, check_unreachable, next_stage
from callbacks.services.calling_off import say_called_off
from callbacks.services.holding import Holding, take_down
from callbacks.services.promising import settle_promises
from practice import journal, receipts
from practice.actors import Actor
from practice.models import User
from practice.receipts import FormKey
from practice.services.queries import settle_query
from practice.services.tasks import settle_tasks


@transaction.atomic(durable=True)
def cancel_callback(
    *, callback_id: int, reason: ClosureReason, by: User, now: datetime, replay: bool = False
) -> Callback:
    """
    Close a call that need not be made any more; its time is free again.

    :raises StepNotAllowed: if it is closed already
    :raises NotYetUnreachable: if somebody is given up before enough calls on enough working days
    """
    callback = lock_callback(callback_id)
    if reason == ClosureReason.UNREACHABLE:
        attempts = [one.value() for one in callback.attempts.all()]
        calendar = calendar_of(callback.adviser)
        todays = policy_for(callback.adviser).on(calendar.local_date(now))
        check_unreachable(attempts, policy=todays, calendar=calendar)
    close_call(callback, reason, by=by, now=now, replay=replay)
    return callback


def close_call(callback: Callback, reason: ClosureReason, *, by: Actor, now: datetime, replay: bool = False) -> None:
    """
    Close a locked call in the transaction of the deed that calls; what was told about its time is taken back.

    :raises StepNotAllowed: if it is closed already
    """
    policy, calendar = policy_for(callback.adviser), calendar_of(callback.adviser)
    callback.stage = next_stage(callback.stage, Step.CLOSE)
    callback.closed_as, callback.closed_at = reason, now
    callback.save(update_fields=["stage", "closed_as", "closed_at"])
    DiaryEntry.objects.filter(callback=callback, state=EntryState.BOOKED).update(state=EntryState.RELEASED)
    settle_promises(callback, policy=policy, calendar=calendar, now=now, replay=replay)
    settle_tasks(prefix=f"callback:{callback.pk}:", by=by if isinstance(by, User) else None, now=now)
    if isinstance(by, User):
        settle_query(key=f"callback:{callback.pk}", by=by, now=now)
    journal.record(
        subject=callback,
        event="callback.closed",
        by=by,
        at=now,
        matter=callback.matter_id,
        party=callback.caller_id,
        reason=reason,
    )
    if not replay:
        say_called_off(callback, calendar=calendar, now=now)


@transaction.atomic(durable=True)
def note_call_again(
    *,
    callback_id: int,
    message: str,
    by: User,
    now: datetime,
    holding: Holding | None = None,
    form_key: FormKey | None = None,
) -> Callback:
    """
    Count one more call about the same thing on the open callback, instead of a second callback (domain D02).

    :raises StepNotAllowed: if it was closed meanwhile
    :raises HoldingOnly, NotSaid: if only a holding call may be taken, and this is none
    """
    callback = lock_callback(callback_id)
    if (before := receipts.earlier(form_key, Callback)) is not None:
        return before
    next_stage(callback.stage, Step.CLOSE)  # refuses what is closed
    count_call(callback, message, holding=holding, by=by, now=now)
    receipts.keep(form_key, callback, at=now)
    return callback


def count_call(callback: Callback, message: str, *, holding: Holding | None, by: User, now: datetime) -> None:
    """Add one call to a locked callback in the caller's transaction; what was said goes below what was said before."""
    message = take_down(callback, message, holding, by=by, now=now)
    callback.calls += 1
    callback.last_called_at = now
    callback.message = f"{callback.message}\n{message}".strip()
    callback.save(update_fields=["calls", "last_called_at", "message"])
    journal.record(
        subject=callback,
        event="callback.called_again",
        by=by,
        at=now,
        matter=callback.matter_id,
        party=callback.caller_id,
        calls=callback.calls,
    )


def lock_callback(callback_id: int) -> Callback:
    """Take a call for this transaction, with who rings and its matter."""
    rows = Callback.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("adviser__department__office", "matter", "caller").get(pk=callback_id)
