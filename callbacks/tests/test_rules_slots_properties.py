"""What is listed is what can be booked, on every date."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbacks import rules
from callbacks.presets import call_policy_preset
from callbacks.rules import CallPolicyValue, weekly
from practice.calendar import BeyondKnownCalendar, Nation
from practice.errors import Refusal
from practice.tests.calendars import calendar_of, local

POLICY = replace(call_policy_preset(), notice_minutes=0)
EARLY = local("2026-06-01T08:00")
MINUTE = timedelta(minutes=1)
INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 11, 30), timezones=st.just(UTC))  # noqa: DTZ001


POLICIES = st.builds(
    lambda slot, buffer, notice, start, length: replace(
        POLICY,
        slot_minutes=slot,
        buffer_minutes=buffer,
        notice_minutes=notice,
        windows=weekly(range(7), time(start), time(start + length)),
    ),
    st.integers(5, 45),
    st.integers(0, 15),
    st.integers(0, 180),
    st.integers(7, 16),
    st.integers(1, 4),
)
TAKEN = st.lists(st.tuples(st.integers(-600, 2400), st.integers(1, 120)), max_size=6)


@given(now=INSTANTS, policy=POLICIES, busy=TAKEN, asked=st.integers(-60, 2000), nation=st.sampled_from(list(Nation)))
def test_listed_is_bookable_and_bookable_is_listed(
    now: datetime, policy: CallPolicyValue, busy: list[tuple[int, int]], asked: int, nation: Nation
) -> None:
    calendar = calendar_of(nation)
    today = calendar.local_date(now)
    taken = [(now + start * MINUTE, now + (start + length) * MINUTE) for start, length in busy]
    listed = rules.slots(
        [today + timedelta(days=n) for n in range(3)], policy=policy, calendar=calendar, taken=taken, now=now
    )

    for slot in listed:
        assert rules.check_slot(slot.starts_at, policy=policy, calendar=calendar, taken=taken, now=now) == slot
        assert calendar.is_open_at(slot.starts_at)
        assert calendar.is_open_at(slot.ends_at - MINUTE)
        assert slot.starts_at >= now + timedelta(minutes=policy.notice_minutes)
        assert not any(start < slot.busy_until and slot.starts_at < end for start, end in taken)
    assert list(listed) == sorted(listed, key=lambda slot: slot.starts_at)
    assert all(first.busy_until <= second.starts_at for first, second in zip(listed, listed[1:], strict=False))

    wanted = now.replace(second=0, microsecond=0) + asked * MINUTE
    try:
        rules.check_slot(wanted, policy=policy, calendar=calendar, taken=taken, now=now)
    except Refusal:
        assert wanted not in [slot.starts_at for slot in listed]
    else:
        assert wanted in [slot.starts_at for slot in listed]


@given(now=INSTANTS, policy=POLICIES)
def test_every_window_on_offer_lies_ahead_on_an_open_day(now: datetime, policy: CallPolicyValue) -> None:
    calendar = calendar_of()
    for offer in rules.next_windows(now, policy=policy, calendar=calendar, taken=[], count=3):
        assert now <= offer.starts_at < offer.ends_at
        assert calendar.is_open_at(offer.starts_at)
        assert 1 <= offer.room <= offer.capacity


def test_past_the_horizon_no_time_is_guessed() -> None:
    calendar = calendar_of(last_year=2026)
    friday = date(2027, 1, 1)

    with pytest.raises(BeyondKnownCalendar):
        rules.slots([friday], policy=POLICY, calendar=calendar, taken=[], now=EARLY)
    with pytest.raises(BeyondKnownCalendar):
        rules.check_slot(local("2027-01-01T14:00"), policy=POLICY, calendar=calendar, taken=[], now=EARLY)
    with pytest.raises(BeyondKnownCalendar):
        rules.next_windows(local("2026-12-31T15:40"), policy=POLICY, calendar=calendar, taken=[])
