"""Which times can be promised: domain 5.2 and vectors B1-B4 and B8."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from callbacks import rules
from callbacks.presets import call_policy_preset
from callbacks.rules import CallPolicyValue, Slot, SlotNotOffered, SlotTaken, SlotTooSoon, Span, weekly
from practice.calendar import Nation
from practice.errors import Refusal, WorldMoved
from practice.tests.calendars import EW, SC, calendar_of, local

POLICY = replace(call_policy_preset(), notice_minutes=0)
MONDAY = date(2026, 6, 1)
EARLY = local("2026-06-01T08:00")
MINUTE = timedelta(minutes=1)


def span(starts: str, ends: str, day: str = "2026-06-01") -> Span:
    return local(f"{day}T{starts}"), local(f"{day}T{ends}")


def times(
    day: date, policy: CallPolicyValue = POLICY, taken: list[Span] | None = None, now: datetime = EARLY
) -> list[str]:
    calendar = calendar_of()
    found = rules.slots([day], policy=policy, calendar=calendar, taken=taken or [], now=now)
    return [f"{calendar.local(slot.starts_at):%H:%M}" for slot in found]


def windows(
    now: str, nation: Nation = EW, policy: CallPolicyValue = POLICY, taken: list[Span] | None = None, count: int = 1
) -> list[str]:
    calendar = calendar_of(nation)
    found = rules.next_windows(local(now), policy=policy, calendar=calendar, taken=taken or [], count=count)
    return [
        f"{calendar.local(w.starts_at):%a %d %b %H:%M}-{calendar.local(w.ends_at):%H:%M}, {w.room} of {w.capacity}"
        for w in found
    ]


# --- slots


def test_a_window_of_two_hours_has_twelve_times() -> None:
    assert times(MONDAY) == [f"{hour}:{minute:02}" for hour in (14, 15) for minute in range(0, 60, 10)]


def test_a_buffer_spaces_the_times_and_may_reach_past_the_window() -> None:
    assert times(MONDAY, replace(POLICY, slot_minutes=25, buffer_minutes=10)) == ["14:00", "14:35", "15:10"]
    assert times(MONDAY, replace(POLICY, slot_minutes=25, buffer_minutes=7)) == ["14:00", "14:32", "15:04"]
    assert times(MONDAY, replace(POLICY, slot_minutes=50, buffer_minutes=20)) == ["14:00", "15:10"]


def test_a_taken_time_is_not_listed_and_its_neighbours_are() -> None:
    assert times(MONDAY, taken=[span("14:20", "14:30"), span("15:05", "15:15"), span("15:40", "16:30")]) == [
        "14:00",
        "14:10",
        "14:30",
        "14:40",
        "14:50",
        "15:20",
        "15:30",
    ]


def test_a_call_needs_its_buffer_free_too() -> None:
    policy = replace(POLICY, slot_minutes=20, buffer_minutes=10)

    assert times(MONDAY, policy, taken=[span("14:25", "14:30")]) == ["14:30", "15:00", "15:30"]


def test_notice_is_kept() -> None:
    now = local("2026-06-01T14:20")

    assert times(MONDAY, replace(POLICY, notice_minutes=60), now=now) == ["15:20", "15:30", "15:40", "15:50"]
    assert times(MONDAY, now=now)[0] == "14:20"


def test_a_window_outside_opening_hours_is_cut_to_them() -> None:
    early = replace(POLICY, windows=weekly([0], time(8, 30), time(9, 30)), slot_minutes=20)
    late = replace(POLICY, windows=weekly([0], time(16, 30), time(18)), slot_minutes=20)

    assert (times(MONDAY, early), times(MONDAY, late)) == (["09:10"], ["16:30"])


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param("2026-03-23", "2026-03-23T14:00:00+00:00", id="B8 before the clocks change"),
        pytest.param("2026-03-30", "2026-03-30T13:00:00+00:00", id="B8 after"),
        pytest.param("2026-10-19", "2026-10-19T13:00:00+00:00", id="before they go back"),
        pytest.param("2026-10-26", "2026-10-26T14:00:00+00:00", id="after"),
    ],
)
def test_a_weekly_window_keeps_its_time_on_the_wall(day: str, expected: str) -> None:
    policy = replace(POLICY, windows=weekly([0], time(14), time(16)))
    now = datetime.fromisoformat(f"{day}T00:00+00:00")

    found = rules.slots([date.fromisoformat(day)], policy=policy, calendar=calendar_of(), taken=[], now=now)

    assert found[0].starts_at.isoformat() == expected
    assert len(found) == 12


def test_closed_days_have_no_times() -> None:
    calendar = replace(calendar_of(), shut={date(2026, 6, 2): "Training day"})
    days = [date(2026, 5, 25), date(2026, 5, 30), date(2026, 5, 31), date(2026, 6, 2)]

    assert rules.slots(days, policy=POLICY, calendar=calendar, taken=[], now=local("2026-05-20T09:00")) == ()


# --- why a time cannot be had


@pytest.mark.parametrize(
    ("starts", "kind", "sentence"),
    [
        pytest.param(
            "2026-05-25T14:00",
            SlotNotOffered,
            "We do not ring on Mon 25 May 2026, Spring Bank Holiday. Please choose a working day.",
            id="bank holiday",
        ),
        pytest.param(
            "2026-06-06T14:00",
            SlotNotOffered,
            "We do not ring on Sat 6 June 2026. Please choose a working day.",
            id="Saturday",
        ),
        pytest.param(
            "2026-06-03T14:00",
            SlotNotOffered,
            "We do not ring on Wed 3 June 2026, Training day. Please choose a working day.",
            id="office shut",
        ),
        pytest.param(
            "2026-06-05T14:00",
            SlotNotOffered,
            "Calls are not returned on Fridays. Please choose another day.",
            id="no window that day",
        ),
        pytest.param(
            "2026-06-02T11:00",
            SlotNotOffered,
            "Calls are returned between 14:00 and 16:00 on that day. Please choose one of the times listed.",
            id="outside the window",
        ),
        pytest.param(
            "2026-06-02T14:05",
            SlotNotOffered,
            "Calls are returned between 14:00 and 16:00 on that day. Please choose one of the times listed.",
            id="odd minute",
        ),
        pytest.param("2026-06-01T14:00", SlotTooSoon, "That time has passed. Please choose another.", id="an hour ago"),
        pytest.param(
            "2026-06-01T15:10",
            SlotTooSoon,
            "Please choose a time at least 30 minutes from now.",
            id="too near",
        ),
        pytest.param(
            "2026-06-02T14:20", SlotTaken, "That time has just been taken. Please choose another.", id="taken"
        ),
    ],
)
def test_every_refusal_says_what_to_do(starts: str, kind: type[Refusal], sentence: str) -> None:
    with pytest.raises(Refusal) as refusal:
        rules.check_slot(
            local(starts),
            policy=replace(POLICY, windows=weekly(range(4), time(14), time(16)), notice_minutes=30),
            calendar=replace(calendar_of(), shut={date(2026, 6, 3): "Training day"}),
            taken=[span("14:20", "14:30", "2026-06-02")],
            now=local("2026-06-01T15:00"),
        )

    assert (type(refusal.value), str(refusal.value)) == (kind, sentence)
    assert isinstance(refusal.value, WorldMoved) is (kind is SlotTaken)


def test_a_free_time_comes_back_with_its_end_and_what_the_diary_keeps() -> None:
    starts_at = local("2026-06-01T14:00")

    found = rules.check_slot(
        starts_at, policy=replace(POLICY, buffer_minutes=5), calendar=calendar_of(), taken=[], now=EARLY
    )

    assert found == Slot(starts_at, starts_at + 10 * MINUTE, starts_at + 15 * MINUTE)


# --- windows


@pytest.mark.parametrize(
    ("now", "nation", "expected"),
    [
        pytest.param("2026-06-01T10:15", EW, "Mon 01 Jun 14:00-16:00, 12 of 12", id="B1 this afternoon"),
        pytest.param("2026-06-01T15:20", EW, "Mon 01 Jun 15:20-16:00, 4 of 12", id="B2 the rest of it"),
        pytest.param("2026-06-01T15:30", EW, "Mon 01 Jun 15:30-16:00, 3 of 12", id="half an hour left"),
        pytest.param("2026-06-01T15:31", EW, "Tue 02 Jun 14:00-16:00, 12 of 12", id="less than that"),
        pytest.param("2026-06-01T15:40", EW, "Tue 02 Jun 14:00-16:00, 12 of 12", id="B3 the next window"),
        pytest.param("2026-04-02T16:30", EW, "Tue 07 Apr 14:00-16:00, 12 of 12", id="B4 over Easter"),
        pytest.param("2026-04-02T16:30", SC, "Mon 06 Apr 14:00-16:00, 12 of 12", id="B4 in Scotland"),
        pytest.param("2026-12-24T16:30", EW, "Tue 29 Dec 14:00-16:00, 12 of 12", id="over Christmas"),
    ],
)
def test_the_next_window(now: str, nation: Nation, expected: str) -> None:
    assert windows(now, nation) == [expected]


def test_tomorrow_morning_is_the_next_working_morning_b4() -> None:
    mornings = replace(POLICY, windows=weekly(range(5), time(9), time(12)))

    assert windows("2026-04-02T16:30", EW, mornings) == ["Tue 07 Apr 09:00-12:00, 18 of 18"]
    assert windows("2026-04-02T16:30", SC, mornings) == ["Mon 06 Apr 09:00-12:00, 18 of 18"]


def test_a_full_window_is_not_offered() -> None:
    taken = [span("14:00", "16:00"), span("14:00", "15:00", "2026-06-02")]

    assert windows("2026-06-01T10:15", taken=taken, count=2) == [
        "Tue 02 Jun 14:00-16:00, 6 of 12",
        "Wed 03 Jun 14:00-16:00, 12 of 12",
    ]


def test_somebody_who_never_returns_calls_has_no_window() -> None:
    assert windows("2026-06-01T10:15", policy=replace(POLICY, windows=())) == []


def test_three_times_are_the_first_the_middle_and_the_last_of_the_first_day() -> None:
    calendar = calendar_of()
    days = [MONDAY, date(2026, 6, 2)]
    free = rules.slots(days, policy=POLICY, calendar=calendar, taken=[span("14:00", "14:20")], now=EARLY)

    said = [
        [f"{calendar.local(slot.starts_at):%a %H:%M}" for slot in rules.three_times(some, calendar=calendar)]
        for some in (free, free[8:], free[9:10], ())
    ]

    assert said == [["Mon 14:20", "Mon 15:10", "Mon 15:50"], ["Mon 15:40", "Mon 15:50"], ["Mon 15:50"], []]
