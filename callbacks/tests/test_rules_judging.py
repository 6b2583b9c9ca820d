"""Kept or missed: vectors B5-B7, B9-B12 and decision 33."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbacks import rules
from callbacks.presets import call_policy_preset
from callbacks.rules import (
    AttemptResult,
    AttemptValue,
    ClosureReason,
    Judgement,
    PromiseType,
    PromiseValue,
    Verdict,
)
from practice.tests.calendars import calendar_of, local

POLICY = call_policy_preset()
SPOKE, NO_ANSWER = AttemptResult.SPOKE_RESOLVED, AttemptResult.NO_ANSWER
NEXT_WEEK = local("2026-06-09T09:00")
MINUTE = timedelta(minutes=1)


def on_monday(at: str) -> datetime:
    return local(f"2026-06-01T{at}")


WINDOW = PromiseValue(type=PromiseType.WINDOW, starts_at=on_monday("14:00"), ends_at=on_monday("16:00"))
SLOT = PromiseValue(type=PromiseType.SLOT, starts_at=on_monday("14:20"), ends_at=on_monday("14:30"))


def rang(at: str, result: AttemptResult = SPOKE, recorded: datetime | None = None) -> AttemptValue:
    made_at = on_monday(at)
    return AttemptValue(at=made_at, recorded_at=recorded or made_at, result=result)


def judged(
    promise: PromiseValue,
    *attempts: AttemptValue,
    now: datetime = NEXT_WEEK,
    day_record_at: datetime | None = None,
    changed_at: datetime | None = None,
    closed_as: ClosureReason | None = None,
    closed_at: datetime | None = None,
) -> Verdict:
    return rules.judge(
        promise,
        attempts,
        now=now,
        policy=POLICY,
        calendar=calendar_of(),
        day_record_at=day_record_at,
        changed_at=changed_at,
        closed_as=closed_as,
        closed_at=closed_at,
    )


# --- by the time of the call


@pytest.mark.parametrize(
    ("promise", "at", "result", "expected"),
    [
        pytest.param(WINDOW, "14:00:00", NO_ANSWER, "kept", id="the first second"),
        pytest.param(WINDOW, "16:00:00", NO_ANSWER, "kept", id="B9 the last second"),
        pytest.param(WINDOW, "16:00:01", SPOKE, "missed", id="B9 a second later, a window has no tolerance"),
        pytest.param(WINDOW, "13:55:00", SPOKE, "kept", id="B10 early, spoke"),
        pytest.param(WINDOW, "13:55:00", NO_ANSWER, "missed", id="B10 early, no answer"),
        pytest.param(WINDOW, "13:55:00", AttemptResult.VOICEMAIL_LEFT, "missed", id="early voicemail"),
        pytest.param(WINDOW, "15:00:00", AttemptResult.WRONG_NUMBER, "kept", id="wrong number, but tried"),
        pytest.param(SLOT, "14:30:00", NO_ANSWER, "kept", id="slot, its last second"),
        pytest.param(SLOT, "14:30:01", NO_ANSWER, "kept, 1 min after", id="slot, a second after"),
        pytest.param(SLOT, "14:36:00", SPOKE, "kept, 6 min after", id="slot, six minutes after"),
        pytest.param(SLOT, "14:40:00", SPOKE, "kept, 10 min after", id="slot, end of the tolerance"),
        pytest.param(SLOT, "14:40:01", SPOKE, "missed", id="slot, a second past it"),
        pytest.param(SLOT, "14:19:00", NO_ANSWER, "missed", id="slot, too early"),
        pytest.param(WINDOW, "13:30:00", AttemptResult.CLIENT_RANG_BACK, "no longer needed", id="B11 the caller rang"),
        pytest.param(WINDOW, "16:00:01", AttemptResult.CLIENT_RANG_BACK, "missed", id="the caller had to ring"),
        pytest.param(
            WINDOW, "13:30:00", AttemptResult.ASKED_TO_CALL_LATER, "changed by the caller", id="reached early, not now"
        ),
        pytest.param(WINDOW, "14:30:00", AttemptResult.ASKED_TO_CALL_LATER, "kept", id="reached in time, not now"),
    ],
)
def test_when_the_call_was_made_decides(promise: PromiseValue, at: str, result: AttemptResult, expected: str) -> None:
    assert str(judged(promise, rang(at, result))) == expected


def test_the_first_call_that_counts_is_the_evidence() -> None:
    found = judged(SLOT, rang("14:38"), rang("14:10", NO_ANSWER), rang("14:33", NO_ANSWER))

    assert found == Verdict(judgement=Judgement.KEPT, kept_at=on_monday("14:33"), minutes_after=3)


def test_asking_for_tomorrow_is_not_a_miss_b12() -> None:
    assert judged(WINDOW, changed_at=on_monday("15:00")).judgement == Judgement.CHANGED_BY_CLIENT


def test_asking_for_another_time_after_a_miss_does_not_undo_it() -> None:
    assert judged(WINDOW, changed_at=on_monday("16:30")).judgement == Judgement.MISSED


@pytest.mark.parametrize(
    ("reason", "at", "expected"),
    [
        pytest.param(ClosureReason.RESOLVED_BY_RECEPTION, "15:00", Judgement.EXCLUDED, id="reception could help"),
        pytest.param(ClosureReason.WITHDRAWN_BY_CALLER, "16:00", Judgement.EXCLUDED, id="withdrawn at the end"),
        pytest.param(ClosureReason.WITHDRAWN_BY_CALLER, "16:01", Judgement.MISSED, id="withdrawn after it"),
        pytest.param(ClosureReason.UNREACHABLE, "15:00", Judgement.MISSED, id="given up without a call"),
        pytest.param(ClosureReason.COMPLETED, "15:00", Judgement.MISSED, id="ticked off without a call"),
    ],
)
def test_what_was_closed_in_time_for_a_reason_is_not_counted(
    reason: ClosureReason, at: str, expected: Judgement
) -> None:
    assert judged(WINDOW, closed_as=reason, closed_at=on_monday(at)).judgement == expected


# --- by the time it was entered


@pytest.mark.parametrize(
    ("promise", "now", "day_record", "expected"),
    [
        pytest.param(WINDOW, "2026-06-01T16:00:00", None, Judgement.OPEN, id="still the last second"),
        pytest.param(SLOT, "2026-06-01T14:40:00", None, Judgement.OPEN, id="slot in its tolerance"),
        pytest.param(WINDOW, "2026-06-01T16:00:01", None, Judgement.MISSED_PROVISIONAL, id="over, day not closed"),
        pytest.param(WINDOW, "2026-06-01T17:10", "17:05", Judgement.MISSED, id="day closed by the owner"),
        pytest.param(WINDOW, "2026-06-01T17:10", "13:00", Judgement.MISSED_PROVISIONAL, id="a record before it ended"),
        pytest.param(WINDOW, "2026-06-01T17:00", "17:05", Judgement.MISSED_PROVISIONAL, id="record still to come"),
        pytest.param(WINDOW, "2026-06-02T16:59", None, Judgement.MISSED_PROVISIONAL, id="a working day has not closed"),
        pytest.param(WINDOW, "2026-06-02T17:00", None, Judgement.MISSED, id="no record: the next closing"),
    ],
)
def test_a_miss_is_provisional_until_the_day_is_recorded(
    promise: PromiseValue, now: str, day_record: str | None, expected: Judgement
) -> None:
    found = judged(promise, now=local(now), day_record_at=on_monday(day_record) if day_record else None)

    assert found.judgement == expected


@pytest.mark.parametrize(
    ("recorded", "day_record", "expected"),
    [
        pytest.param("2026-06-01T16:58", "17:05", "kept", id="before the end-of-day record"),
        pytest.param("2026-06-01T17:05", "17:05", "kept", id="with it"),
        pytest.param("2026-06-01T17:06", "17:05", "kept, recorded late", id="after it"),
        pytest.param("2026-06-02T10:00", None, "kept", id="next morning, day not closed"),
        pytest.param("2026-06-02T17:01", None, "kept, recorded late", id="a working day later"),
    ],
)
def test_a_call_entered_later_counts_and_shows_it(recorded: str, day_record: str | None, expected: str) -> None:
    found = judged(
        WINDOW,
        rang("15:00", NO_ANSWER, recorded=local(recorded)),
        day_record_at=on_monday(day_record) if day_record else None,
    )

    assert str(found) == expected


def test_a_record_made_days_later_does_not_keep_a_miss_provisional() -> None:
    found = judged(WINDOW, now=local("2026-06-03T09:00"), day_record_at=local("2026-06-04T17:00"))

    assert found.judgement == Judgement.MISSED


def test_what_is_not_entered_yet_is_not_known_yet() -> None:
    later = rang("15:00", recorded=on_monday("18:00"))

    found = [judged(WINDOW, later, now=on_monday(at)).judgement for at in ("17:59", "18:00")]

    assert found == [Judgement.MISSED_PROVISIONAL, Judgement.KEPT]


def test_nobody_has_rung_in_the_future() -> None:
    rules.check_stated_time(on_monday("15:00"), now=on_monday("15:00"))

    with pytest.raises(rules.AttemptInFuture):
        rules.check_stated_time(on_monday("15:01"), now=on_monday("15:00"))


@given(
    made=st.integers(-180, 300),
    entered=st.integers(0, 4000),
    promise=st.sampled_from([WINDOW, SLOT]),
    later=st.integers(0, 2000),
)
def test_once_kept_a_promise_stays_kept(made: int, entered: int, promise: PromiseValue, later: int) -> None:
    at = promise.starts_at + made * MINUTE
    attempt = AttemptValue(at=at, recorded_at=at + entered * MINUTE, result=SPOKE)

    first = judged(promise, attempt, now=attempt.recorded_at)
    second = judged(promise, attempt, now=attempt.recorded_at + later * MINUTE)

    in_time = at <= promise.ends_at + (10 * MINUTE if promise is SLOT else timedelta(0))
    assert (first.judgement == Judgement.KEPT) is in_time
    assert not in_time or first == second


# --- within so many hours, and giving up


@pytest.mark.parametrize(
    ("taken", "hours", "expected"),
    [
        pytest.param("2026-06-05T16:30", 8, "2026-06-08T16:30", id="B5"),
        pytest.param("2026-06-05T18:00", 8, "2026-06-08T17:00", id="B6"),
        pytest.param("2026-12-24T16:40", 1, "2026-12-29T09:40", id="B7"),
    ],
)
def test_within_working_hours(taken: str, hours: int, expected: str) -> None:
    found = rules.promise_within(local(taken), timedelta(hours=hours), calendar=calendar_of())

    assert found == PromiseValue(type=PromiseType.WITHIN, starts_at=local(taken), ends_at=local(expected))


def tried(*moments: str) -> list[AttemptValue]:
    return [AttemptValue(at=local(at), recorded_at=local(at), result=NO_ANSWER) for at in moments]


def test_three_calls_on_two_working_days_are_enough_to_give_up() -> None:
    rules.check_unreachable(
        tried("2026-06-01T14:00", "2026-06-01T15:00", "2026-06-02T14:00"), policy=POLICY, calendar=calendar_of()
    )


@pytest.mark.parametrize(
    ("moments", "so_far"),
    [
        pytest.param(["2026-06-01T14:00", "2026-06-02T14:00"], "2 on 2", id="two calls"),
        pytest.param(["2026-06-01T14:00", "2026-06-01T15:00", "2026-06-01T16:00"], "3 on 1", id="one day"),
        pytest.param(["2026-06-05T14:00", "2026-06-06T11:00", "2026-06-07T11:00"], "3 on 1", id="a weekend"),
    ],
)
def test_less_than_that_is_not(moments: list[str], so_far: str) -> None:
    with pytest.raises(rules.NotYetUnreachable) as refusal:
        rules.check_unreachable(tried(*moments), policy=POLICY, calendar=calendar_of())

    assert str(refusal.value) == f"Ring 3 times on 2 working days first. So far: {so_far}."
