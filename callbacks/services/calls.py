"""Calls themselves: taken, handed on, rung back."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction

from callbacks import notices
from callbacks.models import Action, Attempt, Callback, DiaryEntry, EntryState, Fact, PutThrough
from callbacks.policies import calendar_of, policy_for
from callbacks.rules import (
    FIRST_STAGE,
    SPOKE,
    AttemptResult,
    ClosureReason,
    Step,
    check_stated_time,
    next_stage,
)
from callbacks.services.clashes import lock_advisers
from callbacks.services.holding import refuse_more_than_holding
from callbacks.services.promising import promise_by_standard, settle_promises
from callbacks.services.slips import Slip
from outbox import services as outbox
from practice import journal, receipts
from practice.errors import Refusal, WorldMoved
from practice.models import Matter, MatterStage, Party, QueryWay, User
from practice.reach import check_number, check_person
from practice.receipts import FormKey
from practice.services.queries import log_query
from practice.services.tasks import give_task, settle_tasks


class FactsMissing(Refusal):
    """Where things stand is said only to somebody of whom two facts agree."""

    code = "facts_missing"


class CameBackAlready(WorldMoved):
    """The caller has come back before."""

    code = "came_back_already"


class NoSuchDay(Refusal):
    """An update is promised for a day to come."""

    code = "no_such_day"


@transaction.atomic(durable=True)
def verify_caller(*, party: Party, matter: Matter, facts: Collection[str], by: User, now: datetime) -> Matter:
    """
    Note that two facts agreed, so that the approved status may be said (domain 5.1).

    :raises FactsMissing: if one is missing
    """
    if missing := [fact.label.lower() for fact in Fact if fact not in facts]:
        raise FactsMissing(f"Ask for this too and tick it: {', '.join(missing)}.")
    journal.record(
        subject=party, event="caller.verified", by=by, at=now, matter=matter, party=party, facts=sorted(facts)
    )
    return matter


@transaction.atomic(durable=True)
def record_message(
    *,
    slip: Slip,
    by: User,
    now: datetime,
    needs_call: bool = False,
    helped: bool = False,
    form_key: FormKey | None = None,
    replay: bool = False,
) -> Callback:
    """
    Record a call for which no time is promised.

    ``needs_call``: pass name and number on at once to somebody who will ring, by the standard for such a call.
    ``helped``: reception could help, so nothing is left to do. Neither: a message to read.

    :raises NotToThem: if the caller would be rung, and has died or lacks capacity
    :raises HoldingOnly, NotSaid: if only a holding call may be taken, and this is none
    """
    lock_advisers(slip.for_staff)  # the same form twice at once waits here
    if (before := receipts.earlier(form_key, Callback)) is not None:
        return before
    callback = slip.as_callback(adviser=slip.for_staff, by=by, now=now)
    if needs_call:
        check_person(slip.caller, matter=slip.matter)
    callback.needs_call = needs_call
    if helped:
        callback.stage = next_stage(FIRST_STAGE, Step.CLOSE)
        callback.closed_as, callback.closed_at = ClosureReason.RESOLVED_BY_RECEPTION, now
    callback.save(force_insert=True)
    if needs_call:
        promise_by_standard(callback, slip.kind, by=by, now=now, replay=replay)
    journal.record(
        subject=callback,
        event="callback.helped" if helped else "callback.message_taken",
        by=by,
        at=now,
        matter=callback.matter_id,
        party=callback.caller_id,
        needs_call=needs_call,
        verified=callback.verified_facts,
    )
    if needs_call and not replay:
        outbox.queue(notices.passed_on(callback), key=f"callback:{callback.pk}:passed_on", now=now)
    if not (needs_call or helped or replay or slip.holding):
        _log_question(callback, by=by, now=now)
    receipts.keep(form_key, callback, at=now)
    return callback


def _log_question(callback: Callback, *, by: User, now: datetime) -> None:
    """Start the clock of a client's message that nobody rings back about; what is only information has none."""
    matter, caller = callback.matter, callback.caller
    if matter is None or caller is None or not callback.message or callback.action == Action.INFORMATION:
        return
    if matter.clients().filter(pk=caller.pk).exists():
        log_query(
            key=f"callback:{callback.pk}",
            matter=matter,
            party=caller,
            way=QueryWay.PHONE,
            words=callback.message,
            asked_at=callback.taken_at,
            by=by,
            now=now,
        )


@transaction.atomic(durable=True)
def put_through(
    *,
    to: User,
    caller: Party | None,
    caller_name: str,
    number: str,
    matter: Matter | None,
    typed: dict[str, Any],
    by: User,
    now: datetime,
) -> PutThrough:
    """
    Log that a caller was handed on, with everything typed so far (decisions 30).

    The same slip to the same person again is the same call, until it has come back.
    """
    lock_advisers(by)
    if typed.get("form_key"):
        waiting = PutThrough.objects.filter(by=by, to=to, came_back_at=None, typed__form_key=typed["form_key"])
        if (before := waiting.first()) is not None:
            return before
    handed = PutThrough.objects.create(
        caller=caller,
        caller_name=caller_name or (caller.full_name if caller else ""),
        number=number,
        to=to,
        matter=matter,
        at=now,
        by=by,
        typed=typed,
    )
    journal.record(subject=handed, event="call.put_through", by=by, at=now, matter=matter, party=caller, to=to.name)
    return handed


@transaction.atomic(durable=True)
def come_back(*, put_through_id: int, by: User, now: datetime) -> PutThrough:
    """
    Note that nobody answered; the slip opens again as it was typed.

    :raises CameBackAlready: if it has been opened again before
    """
    handed = PutThrough.objects.select_for_update(no_key=True).get(pk=put_through_id, by=by)
    if handed.came_back_at is not None:
        raise CameBackAlready("This call has come back already.")
    handed.came_back_at = now
    handed.save(update_fields=["came_back_at"])
    journal.record(
        subject=handed, event="call.came_back", by=by, at=now, matter=handed.matter_id, party=handed.caller_id
    )
    return handed


@transaction.atomic(durable=True)
def record_attempt(
    *,
    callback_id: int,
    result: AttemptResult,
    at: datetime,
    by: User,
    now: datetime,
    number: str = "",
    note: str = "",
    next_update_on: date | None = None,
    form_key: FormKey | None = None,
    replay: bool = False,
) -> Attempt:
    """
    Record that somebody rang, when they really rang, and what came of it; the promise is judged by that time.

    ``number``: the one that was rung, if it was not the one on the call.
    ``next_update_on``: when the client hears from us next, kept on the matter.

    :raises AttemptInFuture: if ``at`` is still to come
    :raises NotTheirNumber: if another number is the only one that may be rung
    :raises StepNotAllowed: if the call was closed meanwhile
    :raises HoldingOnly: if there is a note or an update, and only a holding call was to be made
    """
    callback = (
        Callback.objects.select_for_update(no_key=True, of=("self",))
        .select_related("adviser__department__office", "matter", "caller__only_number")
        .get(pk=callback_id)
    )
    if (before := receipts.earlier(form_key, Attempt)) is not None:
        return before
    check_stated_time(at, now=now)
    refuse_more_than_holding(callback, note, next_update_on, now=now)
    rung = "" if result == AttemptResult.CLIENT_RANG_BACK else number or callback.number_to_ring
    if rung:
        check_number(callback.caller, rung)
    calendar = calendar_of(callback.adviser)
    if next_update_on is not None and next_update_on < calendar.local_date(now):
        raise NoSuchDay("Promise the next update for today or a later day.")
    done = result in (*SPOKE, AttemptResult.CLIENT_RANG_BACK)
    callback.stage = next_stage(callback.stage, Step.COMPLETE if done else Step.ATTEMPT)
    callback.save(update_fields=["stage"])
    attempt = Attempt.objects.create(
        callback=callback, at=at, recorded_at=now, by=by, number=rung, result=result, note=note
    )
    if done:
        DiaryEntry.objects.filter(callback=callback, state=EntryState.BOOKED).update(state=EntryState.DONE)
        settle_tasks(prefix=f"callback:{callback.pk}:", by=by, now=now)
    settle_promises(callback, policy=policy_for(callback.adviser), calendar=calendar, now=now, replay=replay)
    journal.record(
        subject=callback,
        event="callback.attempted",
        by=by,
        at=now,
        matter=callback.matter_id,
        party=callback.caller_id,
        result=result,
        rang_at=at.isoformat(),
    )
    if next_update_on is not None and callback.matter is not None:
        _promise_update(callback.matter, next_update_on, by=by, now=now)
    if result == AttemptResult.SPOKE_FOLLOW_UP and not replay:
        give_task(
            key=f"after-call:{attempt.pk}",
            owner=by,
            title=f"After the call with {callback.caller_name}: {note or 'more to do'}",
            url=notices.path("callbacks:detail", callback.pk),
            due_on=calendar.add_working_days(calendar.local_date(now), 1),
            now=now,
            matter=callback.matter_id,
        )
    receipts.keep(form_key, attempt, at=now)
    return attempt


def _promise_update(matter: Matter, on: date, *, by: User, now: datetime) -> None:
    """Keep on an open matter when the client hears next (domain G03)."""
    locked = Matter.objects.select_for_update(no_key=True).get(pk=matter.pk)
    if locked.stage != MatterStage.OPEN:
        return
    before, locked.next_update_on = locked.next_update_on, on
    locked.save(update_fields=["next_update_on"])
    journal.record(
        subject=locked,
        event="matter.update_promised",
        by=by,
        at=now,
        matter=locked,
        promised_on=before.isoformat() if before else None,
        next_update_on=on.isoformat(),
    )
