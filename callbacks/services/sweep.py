"""
Planned stages that have come due: each ends once, in a message, a mark, or the reason why not (decisions B7, B8).

The callback is the lock: deeds and sweep take it first, so that neither waits for the other's stages.
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from callbacks import notices
from callbacks.models import Callback, CallbackStage, Promise
from callbacks.policies import office_of, policies_for
from callbacks.rules import Audience, CallPolicyValue, Judgement, Stage, Step, StepNotAllowed, next_stage, settles_at
from callbacks.services.promising import (
    JUDGED_FIELDS,
    SETTLED,
    end_of,
    finish_stage,
    judge_promise,
    plan_settling,
)
from outbox import services as outbox
from outbox.services import Notice
from practice import journal
from practice.actors import SYSTEM
from practice.automatic import mode_of
from practice.calendar import LatePolicy, WorkingCalendar
from practice.models import ContactPoint, FirmProfile, JournalEntry, Outcome, Party, SendMode, Task, User
from practice.office import load_calendar

BATCH = 500
_log = logging.getLogger(__name__)
_TO_CALLER = {"client_confirmation": notices.CONFIRMATION, "client_reminder": notices.REMINDER}


def sweep_stages(*, now: datetime, replay: bool = False) -> int:
    """
    End every stage that is due, oldest first; return how many. Safe to run twice, side by side, and after any outage.

    ``replay``: history that is entered now is marked as it would have been; nobody is told (decisions B20).
    """
    ended, behind = 0, (datetime.min.replace(tzinfo=now.tzinfo), 0)
    while batch := list(
        CallbackStage.objects.due(now).after(*behind).values_list("fire_at", "pk", "promise__callback_id")[:BATCH]
    ):
        behind = batch[-1][:2]
        ids = sorted({callback_id for _, _, callback_id in batch})
        try:
            ended += _sweep(ids, now=now, replay=replay)
        except Exception:
            _log.exception("A batch of callback stages failed; taking them one by one")
            ended += sum(_sweep_alone(callback_id, now=now, replay=replay) for callback_id in ids)
    return ended


def _sweep_alone(callback_id: int, *, now: datetime, replay: bool) -> int:
    """One bad row stops nobody: it is logged by its number and tried again next time."""
    try:
        return _sweep([callback_id], now=now, replay=replay)
    except Exception:
        _log.exception("The stages of callback %s could not be swept", callback_id)
        return 0


@dataclass
class _Run:
    """What one transaction has found and will write."""

    now: datetime
    policies: dict[int, CallPolicyValue]
    calendars: dict[int, WorkingCalendar]
    firm: FirmProfile | None
    modes: dict[str, SendMode]
    mailboxes: dict[int, ContactPoint]
    notices: list[tuple[str, Notice]] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    entries: list[JournalEntry] = field(default_factory=list)
    lists: dict[tuple[int, datetime], list[Promise]] = field(default_factory=lambda: defaultdict(list))
    judged: dict[int, Promise] = field(default_factory=dict)
    moved: dict[int, Callback] = field(default_factory=dict)
    planned: list[CallbackStage] = field(default_factory=list)

    def calendar(self, user: User) -> WorkingCalendar:
        return self.calendars[office_of(user).pk]


@transaction.atomic(durable=True)
def _sweep(callback_ids: Sequence[int], *, now: datetime, replay: bool) -> int:
    locked = list(
        Callback.objects.filter(pk__in=callback_ids)
        .order_by("pk")
        .select_for_update(no_key=True, skip_locked=True)
        .values_list("pk", flat=True)
    )
    stages = list(
        CallbackStage.objects.due(now)
        .filter(promise__callback__in=locked)
        .select_related(
            "promise__adviser__department__office",
            "promise__adviser__department__head",
            "promise__callback__matter__supervisor",
            "promise__callback__caller",
            "promise__replaced_by",
        )
        .prefetch_related("promise__callback__attempts")
    )
    if not stages:
        return 0
    run = _prepare(stages, now=now)
    shared_promises: dict[int, Promise] = {}
    shared_callbacks: dict[int, Callback] = {}
    for stage in stages:  # stages of one promise must see what an earlier one did to it
        stage.promise = shared_promises.setdefault(stage.promise_id, stage.promise)
        callback_id = stage.promise.callback_id
        stage.promise.callback = shared_callbacks.setdefault(callback_id, stage.promise.callback)
        _end(stage, run, at=stage.fire_at if replay else now)
    _write(stages, run, replay=replay)
    return len(stages)


def _prepare(stages: Sequence[CallbackStage], *, now: datetime) -> _Run:
    advisers = {stage.promise.adviser_id: stage.promise.adviser for stage in stages}
    offices = {office.pk: office for office in (office_of(adviser) for adviser in advisers.values())}
    callers = [stage.promise.callback.caller_id for stage in stages if stage.kind in _TO_CALLER]
    mailboxes: dict[int, ContactPoint] = {}
    if callers:
        for mailbox in ContactPoint.objects.usable_emails().filter(party__in=callers).select_related("party"):
            mailboxes.setdefault(mailbox.party_id, mailbox)
    return _Run(
        now=now,
        policies=policies_for(advisers.values()),
        calendars={number: load_calendar(office) for number, office in offices.items()},
        firm=FirmProfile.objects.first() if callers else None,
        modes={kind: mode_of(kind) for kind in _TO_CALLER.values()} if callers else {},
        mailboxes=mailboxes,
    )


def _end(stage: CallbackStage, run: _Run, *, at: datetime) -> None:
    """Decide how one stage ends and collect what follows from it."""
    promise = stage.promise
    if stage.held_by_id is not None:
        finish_stage(stage, Outcome.HELD, at=at)
    elif stage.kind in ("missed", "settle"):
        _judge(stage, run, at=at)
    elif promise.outcome in SETTLED or not promise.callback.is_open:
        finish_stage(stage, Outcome.SETTLED, at=at, because=Judgement(promise.outcome).label)
    elif not LatePolicy(stage.late_policy).is_useful(now=at, starts_at=promise.starts_at, ends_at=promise.ends_at):
        finish_stage(stage, Outcome.TOO_LATE, at=at)
    elif stage.kind in _TO_CALLER:
        _tell_caller(stage, run, at=at)
    else:
        _tell_staff(stage, run)
        finish_stage(stage, Outcome.FIRED, at=at)


def _judge(stage: CallbackStage, run: _Run, *, at: datetime) -> None:
    promise, callback = stage.promise, stage.promise.callback
    policy, calendar = run.policies[promise.adviser_id], run.calendar(promise.adviser)
    attempts = sorted(callback.attempts.all(), key=lambda one: (one.at, one.pk))
    if judge_promise(promise, callback, attempts, policy=policy, calendar=calendar, now=run.now):
        run.judged[promise.pk] = promise
        run.entries.append(
            journal.entry(
                subject=callback,
                event="promise.judged",
                by=SYSTEM,
                at=at,
                matter=callback.matter_id,
                party=callback.caller_id,
                promise=promise.pk,
                outcome=promise.outcome,
            )
        )
    if promise.outcome in SETTLED:
        finish_stage(stage, Outcome.SETTLED, at=at, because=Judgement(promise.outcome).label)
        return
    finish_stage(stage, Outcome.FIRED, at=at)
    if stage.kind == "missed":
        _take_as_missed(promise, run)
    if promise.is_provisional:
        final_at = settles_at(promise.value(), policy=policy, calendar=calendar, day_record_at=None)
        run.planned.append(plan_settling(promise, at=max(final_at, end_of(promise, policy))))


def _take_as_missed(promise: Promise, run: _Run) -> None:
    """Put the miss on the lists of owner and supervisor, once each; the apology is a person's (decisions 33)."""
    callback, calendar = promise.callback, run.calendar(promise.adviser)
    is_current = not hasattr(promise, "replaced_by")
    if is_current and callback.is_open:
        try:
            callback.stage = next_stage(callback.stage, Step.MISS)
        except StepNotAllowed:
            pass  # it was missed before: two promises of one call can be
        else:
            run.moved[callback.pk] = callback
    said = notices.when(promise, calendar)
    people = [(promise.adviser, f"Ring {callback.caller_name} and say sorry: promised {said}")]
    if (supervisor := _supervisor(promise)) is not None:
        words = f"A call by {promise.adviser.name} was not made: {callback.reference}, promised {said}"
        people.append((supervisor, words))
    for person, title in people:
        run.tasks.append(
            Task(
                key=f"callback:{callback.pk}:missed:{promise.pk}:{person.pk}",
                owner=person,
                title=title[:200],
                url=notices.path("callbacks:detail", callback.pk),
                due_on=calendar.local_date(run.now),
                created_at=run.now,
            )
        )


def _supervisor(promise: Promise) -> User | None:
    """Return who looks after the person who rings: of a matter its supervisor, else the head; never that person."""
    matter, department = promise.callback.matter, promise.adviser.department
    who = matter.supervisor if matter else None
    if who is None and not (matter and matter.is_restricted):
        who = department.head if department else None
    return None if who == promise.adviser else who


def _tell_staff(stage: CallbackStage, run: _Run) -> None:
    promise, calendar = stage.promise, run.calendar(stage.promise.adviser)
    key = f"callback:{promise.callback_id}:{stage.kind}:{promise.pk}"
    if stage.kind == "owner_list":
        run.lists[promise.adviser_id, stage.fire_at].append(promise)
    elif stage.kind == "due" and not hasattr(promise, "replaced_by"):
        if promise.callback.stage in (Stage.PROMISED, Stage.RE_PROMISED):
            promise.callback.stage = next_stage(promise.callback.stage, Step.FALL_DUE)
            run.moved[promise.callback_id] = promise.callback
    elif stage.audience == Audience.OWNER:
        told = notices.unfinished(promise, calendar=calendar) if stage.kind == "unfinished" else None
        run.notices.append((key, told or notices.missed(promise, promise.adviser, calendar=calendar)))
    elif stage.audience == Audience.SUPERVISOR and (supervisor := _supervisor(promise)) is not None:
        run.notices.append((key, notices.missed(promise, supervisor, calendar=calendar)))


def _tell_caller(stage: CallbackStage, run: _Run, *, at: datetime) -> None:
    """Write to the caller only by a confirmed mailbox that is safe, and only as far as the firm has released it."""
    callback, kind = stage.promise.callback, _TO_CALLER[stage.kind]
    mailbox = run.mailboxes.get(callback.caller_id or 0)
    if run.modes[kind] == SendMode.OFF:
        finish_stage(stage, Outcome.SWITCHED_OFF, at=at)
    elif mailbox is None or not may_write_to(callback.caller) or run.firm is None:
        finish_stage(stage, Outcome.UNSAFE_CHANNEL, at=at)
    elif run.modes[kind] == SendMode.REHEARSE:
        finish_stage(stage, Outcome.REHEARSED, at=at)
    else:
        calendar = run.calendar(stage.promise.adviser)
        notice = notices.to_caller(kind, callback, stage.promise, mailbox, firm=run.firm, calendar=calendar)
        run.notices.append((f"callback:{callback.pk}:{stage.kind}:{stage.promise_id}", notice))
        finish_stage(stage, Outcome.FIRED, at=at)


def may_write_to(party: Party | None) -> bool:
    """Say if the rules allow any mail to this person at all (decisions 3, 23)."""
    return (
        party is not None
        and party.email_is_safe
        and party.died_on is None
        and not party.is_represented_elsewhere
        and not party.lacks_capacity
    )


def _write(stages: Sequence[CallbackStage], run: _Run, *, replay: bool) -> None:
    for (_, fire_at), promises in run.lists.items():
        adviser = promises[0].adviser
        notice = notices.owner_list(adviser, promises, calendar=run.calendar(adviser))
        first = min(promise.pk for promise in promises)
        run.notices.append((f"user:{adviser.pk}:calls:{fire_at:%Y%m%dT%H%M%S}:{first}", notice))
    CallbackStage.objects.bulk_update(stages, ["outcome", "because", "fired_at"], batch_size=BATCH)
    CallbackStage.objects.bulk_create(run.planned, batch_size=BATCH, ignore_conflicts=True)
    Promise.objects.bulk_update(run.judged.values(), JUDGED_FIELDS, batch_size=BATCH)
    Callback.objects.bulk_update(run.moved.values(), ["stage"], batch_size=BATCH)
    journal.record_all(run.entries)
    if not replay:
        Task.objects.bulk_create(run.tasks, batch_size=BATCH, ignore_conflicts=True)
        outbox.queue_all(run.notices, now=run.now)
