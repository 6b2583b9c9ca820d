"""Promises and what was planned with them, written in the transaction of the deed that calls."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from callbacks.links import extend_link, keep_link
from callbacks.models import Attempt, Callback, CallbackStage, Promise
from callbacks.policies import calendar_of, policy_for, reminders_now
from callbacks.rules import (
    CallKind,
    CallPolicyValue,
    ClosureReason,
    Judgement,
    PromiseType,
    Step,
    due_at,
    judge,
    last_moment,
    next_stage,
    reminder_plan,
)
from callbacks.services.alerting import tell_urgent
from practice.actors import Actor
from practice.calendar import LatePolicy, WorkingCalendar
from practice.models import Outcome, User

SETTLED = (Judgement.KEPT, Judgement.CHANGED_BY_CLIENT, Judgement.EXCLUDED)
#: What stays planned after a promise was moved by us: it can still be missed.
_ABOUT_A_MISS = ("missed", "missed_owner", "missed_supervisor", "settle")


def make_promise(
    callback: Callback,
    *,
    adviser: User,
    kind: PromiseType,
    starts_at: datetime,
    ends_at: datetime,
    policy: CallPolicyValue,
    calendar: WorkingCalendar,
    by: Actor,
    now: datetime,
    replaces: Promise | None = None,
) -> Promise:
    """Write a promise with every stage planned for it (decisions B8)."""
    promise = Promise.objects.create(
        callback=callback,
        adviser=adviser,
        type=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        tolerance_minutes=policy.on(calendar.local_date(starts_at)).tolerance_minutes,
        made_at=now,
        made_by=by if isinstance(by, User) else None,
        replaces=replaces,
    )
    if not extend_link(callback, promised_until=ends_at, now=now) and callback.wants_message:
        keep_link(callback, promised_until=ends_at, now=now)
    plan = reminder_plan(
        promise.value(),
        booked_at=now,
        policy=policy,
        reminders=reminders_now(),
        calendar=calendar,
        urgent=callback.is_urgent,
        client_confirmation=callback.wants_message,
        client_reminder=callback.wants_message,
    )
    CallbackStage.objects.bulk_create(
        CallbackStage(
            promise=promise,
            kind=planned.code,
            occurrence=planned.occurrence,
            audience=planned.audience,
            fire_at=planned.fire_at,
            late_policy=planned.late_policy,
        )
        for planned in plan
    )
    return promise


def judge_promise(
    promise: Promise,
    callback: Callback,
    attempts: Sequence[Attempt],
    *,
    policy: CallPolicyValue,
    calendar: WorkingCalendar,
    now: datetime,
) -> bool:
    """Set on the promise, unsaved, what it has come to by what is entered now; say if that is news."""
    verdict = judge(
        promise.value(),
        [one.value() for one in attempts if one.at >= promise.made_at],
        now=now,
        policy=replace(policy, tolerance_minutes=promise.tolerance_minutes),
        calendar=calendar,
        changed_at=promise.changed_at,
        closed_as=ClosureReason(callback.closed_as) if callback.closed_as else None,
        closed_at=callback.closed_at,
    )
    if verdict.judgement == promise.outcome:
        return False
    promise.outcome = verdict.judgement
    promise.judged_at = None if verdict.judgement == Judgement.OPEN else now
    promise.kept_at = verdict.kept_at
    promise.minutes_after = verdict.minutes_after
    promise.recorded_late = verdict.recorded_late
    return True


def promise_by_standard(callback: Callback, kind: CallKind, *, by: User, now: datetime, replay: bool) -> Promise | None:
    """
    Promise a new call without a set time, counted from when it was taken; None if calls of its kind get no promise.

    Entered so late that nothing of it is left, it counts from now.
    """
    policy, calendar = policy_for(callback.adviser), calendar_of(callback.adviser)
    todays = policy.on(calendar.local_date(now))
    rest = timedelta(minutes=todays.rest_minutes)
    ends_at = due_at(callback.taken_at, todays.standards[kind], calendar=calendar, rest=rest)
    if ends_at is not None and ends_at - now < rest:
        ends_at = due_at(now, todays.standards[kind], calendar=calendar, rest=rest)
    if ends_at is None:
        return None
    callback.stage = next_stage(callback.stage, Step.PROMISE)
    callback.save(update_fields=["stage"])
    promise = make_promise(
        callback,
        adviser=callback.adviser,
        kind=PromiseType.WITHIN,
        starts_at=now,
        ends_at=ends_at,
        policy=policy,
        calendar=calendar,
        by=by,
        now=now,
    )
    if not replay:
        tell_urgent(callback, promise, calendar=calendar, now=now)
    return promise


JUDGED_FIELDS = ["outcome", "judged_at", "kept_at", "minutes_after", "recorded_late"]


def settle_promises(
    callback: Callback, *, policy: CallPolicyValue, calendar: WorkingCalendar, now: datetime, replay: bool
) -> None:
    """
    Judge every promise of a call after something happened to it, and end the stages that are no longer wanted.

    A settled promise needs nothing more; a closed or replaced one no reminders, but it can still be missed.
    """
    attempts = list(callback.attempts.order_by("at", "pk"))
    current = callback.promises.filter(replaced_by=None).first()
    for promise in callback.promises.exclude(outcome__in=SETTLED).order_by("made_at", "pk"):
        if judge_promise(promise, callback, attempts, policy=policy, calendar=calendar, now=now):
            promise.save(update_fields=JUDGED_FIELDS)
        waiting = CallbackStage.objects.waiting().filter(promise=promise)
        if replay:  # what lay in the past went out then
            for stage in waiting.filter(fire_at__lte=now).exclude(kind__in=_ABOUT_A_MISS):
                finish_stage(stage, Outcome.FIRED, at=stage.fire_at)
                stage.save(update_fields=["outcome", "because", "fired_at"])
        if promise.outcome in SETTLED:
            waiting.update(outcome=Outcome.SETTLED, because=Judgement(promise.outcome).label, fired_at=now)
        elif promise != current or not callback.is_open:
            waiting.exclude(kind__in=_ABOUT_A_MISS).update(
                outcome=Outcome.WITHDRAWN, because="The time was changed or the call closed", fired_at=now
            )


def plan_settling(promise: Promise, *, at: datetime) -> CallbackStage:
    """Return the stage, unsaved, at which a provisional miss becomes final."""
    return CallbackStage(promise=promise, kind="settle", audience="page", fire_at=at, late_policy=LatePolicy.ALWAYS)


def finish_stage(stage: CallbackStage, outcome: Outcome, *, at: datetime, because: str = "") -> None:
    """Say on a stage, unsaved, how it ended."""
    stage.outcome, stage.because, stage.fired_at = outcome, because, at


def end_of(promise: Promise, policy: CallPolicyValue) -> datetime:
    """Return the last instant that keeps a promise, with the tolerance it was made with."""
    return last_moment(promise.value(), policy=replace(policy, tolerance_minutes=promise.tolerance_minutes))
