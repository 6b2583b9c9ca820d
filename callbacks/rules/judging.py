"""
Was the promise kept? It follows when the call was made, not when somebody typed it (decision 33).

A miss is provisional until the owner's end-of-day record; without one it is final when the next working day closes.
What is entered after that still counts, and shows "recorded late".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices

from callbacks.rules.policy import CallPolicyValue
from callbacks.rules.stages import SPOKE, AttemptResult, ClosureReason, PromiseType
from practice.calendar import WorkingCalendar
from practice.errors import Refusal


class Judgement(TextChoices):
    """What a promise has come to."""

    OPEN = "open", "open"
    KEPT = "kept", "kept"
    MISSED_PROVISIONAL = "missed_provisional", "missed, unless a call is still to be entered"
    MISSED = "missed", "missed"
    CHANGED_BY_CLIENT = "changed_by_client", "changed by the caller"
    EXCLUDED = "excluded", "no longer needed"


class AttemptInFuture(Refusal):
    """Nobody has rung at a time that is still to come."""

    code = "attempt_in_future"


class NotYetUnreachable(Refusal):
    """Too little has been tried."""

    code = "not_yet_unreachable"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseValue:
    """What the caller was told: ring between these instants, the last included."""

    type: PromiseType
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptValue:
    """One call by the owner or a deputy: when it was made by their word, and when that was entered."""

    at: datetime
    recorded_at: datetime
    result: AttemptResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """
    A judgement with its evidence.

    ``kept_at``: the call that kept the promise. ``minutes_after``: how long after its slot, in begun minutes.
    """

    judgement: Judgement
    kept_at: datetime | None = None
    minutes_after: int = 0
    recorded_late: bool = False

    def __str__(self) -> str:
        """Say it as the page does: "kept, 6 min after, recorded late"."""
        parts = [str(self.judgement.label)]
        if self.minutes_after:
            parts.append(f"{self.minutes_after} min after")
        if self.recorded_late:
            parts.append("recorded late")
        return ", ".join(parts)


#: Closed for one of these in time, a promise is neither kept nor missed.
NO_LONGER_NEEDED = (
    ClosureReason.CONVERTED_TO_APPOINTMENT,
    ClosureReason.RESOLVED_BY_RECEPTION,
    ClosureReason.ANSWERED_BY_OTHER_CHANNEL,
    ClosureReason.WITHDRAWN_BY_CALLER,
    ClosureReason.DUPLICATE,
    ClosureReason.ESCALATED_TO_COMPLAINT,
)


def last_moment(promise: PromiseValue, *, policy: CallPolicyValue) -> datetime:
    """Return the last instant at which a call keeps the promise: a slot has a tolerance, nothing else has."""
    return promise.ends_at + (policy.tolerance if promise.type == PromiseType.SLOT else timedelta(0))


def settles_at(
    promise: PromiseValue, *, policy: CallPolicyValue, calendar: WorkingCalendar, day_record_at: datetime | None
) -> datetime:
    """
    Return when a miss is final: at the owner's record made after the promise ended, at the latest a working day on.

    :raises BeyondKnownCalendar: if the next working day is not known
    """
    end = last_moment(promise, policy=policy)
    latest = calendar.closing(calendar.add_working_days(calendar.local_date(end), 1))
    return min(day_record_at, latest) if day_record_at is not None and day_record_at >= end else latest


def judge(
    promise: PromiseValue,
    attempts: Sequence[AttemptValue],
    *,
    now: datetime,
    policy: CallPolicyValue,
    calendar: WorkingCalendar,
    day_record_at: datetime | None = None,
    changed_at: datetime | None = None,
    closed_as: ClosureReason | None = None,
    closed_at: datetime | None = None,
) -> Verdict:
    """
    Say what the promise has come to by what is entered now.

    ``day_record_at``: when the owner closed their day. ``changed_at``: when the caller asked for another time.
    ``closed_as``, ``closed_at``: why and when the callback was closed, if it was.
    """
    end = last_moment(promise, policy=policy)
    known = sorted((a for a in attempts if a.recorded_at <= now), key=lambda attempt: attempt.at)
    for attempt in known:
        if _keeps(attempt, promise, end):
            final_at = settles_at(promise, policy=policy, calendar=calendar, day_record_at=day_record_at)
            return Verdict(
                judgement=Judgement.KEPT,
                kept_at=attempt.at,
                minutes_after=max(0, -((promise.ends_at - attempt.at) // timedelta(minutes=1))),
                recorded_late=attempt.recorded_at > final_at,
            )
    asked_later = [a.at for a in known if a.result == AttemptResult.ASKED_TO_CALL_LATER]
    if any(at <= end for at in (*asked_later, *_given(changed_at))):
        return Verdict(judgement=Judgement.CHANGED_BY_CLIENT)
    rang_us = [a.at for a in known if a.result == AttemptResult.CLIENT_RANG_BACK]
    closed = _given(closed_at) if closed_as in NO_LONGER_NEEDED else ()
    if any(at <= end for at in (*rang_us, *closed)):
        return Verdict(judgement=Judgement.EXCLUDED)
    if now <= end:
        return Verdict(judgement=Judgement.OPEN)
    if now < settles_at(promise, policy=policy, calendar=calendar, day_record_at=day_record_at):
        return Verdict(judgement=Judgement.MISSED_PROVISIONAL)
    return Verdict(judgement=Judgement.MISSED)


def promise_within(taken_at: datetime, working_time: timedelta, *, calendar: WorkingCalendar) -> PromiseValue:
    """Return the promise to ring within some working time; out of hours it runs from the next opening (domain 5.3)."""
    return PromiseValue(
        type=PromiseType.WITHIN, starts_at=taken_at, ends_at=calendar.add_working_hours(taken_at, working_time)
    )


def check_stated_time(at: datetime, *, now: datetime) -> None:
    """:raises AttemptInFuture: if a call is said to have been made later than now"""
    if at > now:
        raise AttemptInFuture("That time is still to come. Enter when you rang.")


def check_unreachable(attempts: Sequence[AttemptValue], *, policy: CallPolicyValue, calendar: WorkingCalendar) -> None:
    """
    Refuse to give somebody up before enough calls on enough working days.

    :raises NotYetUnreachable: saying how many calls and days are missing
    """
    tried = [a for a in attempts if a.result not in (*SPOKE, AttemptResult.CLIENT_RANG_BACK)]
    days = {day for a in tried if calendar.is_working_day(day := calendar.local_date(a.at))}
    if len(tried) < policy.max_attempts or len(days) < policy.attempt_days:
        raise NotYetUnreachable(
            f"Ring {policy.max_attempts} times on {policy.attempt_days} working days first. "
            f"So far: {len(tried)} on {len(days)}."
        )


def _keeps(attempt: AttemptValue, promise: PromiseValue, end: datetime) -> bool:
    """Before the promised time only having spoken counts; in it every call of ours does (vectors B9, B10)."""
    if attempt.result == AttemptResult.CLIENT_RANG_BACK or attempt.at > end:
        return False
    return attempt.at >= promise.starts_at or attempt.result in SPOKE


def _given(at: datetime | None) -> tuple[datetime, ...]:
    return () if at is None else (at,)
