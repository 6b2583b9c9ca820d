"""What holds of the working calendar on every date."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from practice.calendar import (
    Nation,
    WorkingCalendar,
)
from practice.tests.calendars import LONDON, calendar_of

NATIONS = st.sampled_from(list(Nation))
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 11, 30), timezones=st.just(UTC))  # noqa: DTZ001
MINUTE = timedelta(minutes=1)


# --- what holds on every date


@given(nation=NATIONS, start=DAYS, working_days=st.integers(1, 60))
def test_counting_there_and_counting_the_way_agree(nation: Nation, start: date, working_days: int) -> None:
    calendar = calendar_of(nation)

    end = calendar.add_working_days(start, working_days)

    assert calendar.is_working_day(end)
    assert calendar.working_days_between(start, end) == working_days
    assert calendar.working_days_between(end, start) == -working_days


@given(nation=NATIONS, start=DAYS, later=st.integers(0, 40), working_days=st.integers(1, 60))
def test_a_later_start_never_ends_earlier(nation: Nation, start: date, later: int, working_days: int) -> None:
    calendar = calendar_of(nation)
    second = start + timedelta(days=later)

    assert calendar.add_working_days(start, working_days) <= calendar.add_working_days(second, working_days)


@given(start=DAYS, working_days=st.integers(1, 60), holiday=DAYS)
def test_one_more_holiday_never_ends_earlier(start: date, working_days: int, holiday: date) -> None:
    calendar = calendar_of()
    with_holiday = replace(calendar, closed={**calendar.closed, holiday: "One-off"})

    assert with_holiday.add_working_days(start, working_days) >= calendar.add_working_days(start, working_days)


@given(nation=NATIONS, start=INSTANTS, minutes=st.integers(0, 3000))
def test_working_hours_end_in_opening_hours_and_pass_in_full(nation: Nation, start: datetime, minutes: int) -> None:
    calendar = calendar_of(nation)

    end = calendar.add_working_hours(start, minutes * MINUTE)

    open_minutes = _open_time(calendar, start, end)
    assert open_minutes == minutes * MINUTE
    assert calendar.is_open_at(end) or calendar.is_open_at(end - MINUTE)


@given(nation=NATIONS, start=INSTANTS, first=st.integers(0, 2000), second=st.integers(0, 2000))
def test_more_working_time_never_ends_earlier(nation: Nation, start: datetime, first: int, second: int) -> None:
    calendar = calendar_of(nation)
    few, many = sorted([first, second])

    assert calendar.add_working_hours(start, few * MINUTE) <= calendar.add_working_hours(start, many * MINUTE)


@given(day=DAYS, wall_time=st.times())
def test_a_local_time_comes_back_as_it_was_typed(day: date, wall_time: time) -> None:
    calendar = calendar_of()
    assume(not (day.month == 3 and day.weekday() == 6 and wall_time.hour == 1))

    assert calendar.local(calendar.at(day, wall_time)).replace(tzinfo=None) == datetime.combine(day, wall_time)


@given(instant=INSTANTS)
def test_every_instant_lies_in_exactly_one_local_day(instant: datetime) -> None:
    calendar = calendar_of()
    day = calendar.local_date(instant)

    assert calendar.start_of_day(day) <= instant < calendar.end_of_day(day)
    assert calendar.end_of_day(day) == calendar.start_of_day(day + timedelta(days=1))


def _open_time(calendar: WorkingCalendar, start: datetime, end: datetime) -> timedelta:
    """Add up open time the slow way, day by day, as a second opinion."""
    total, day = timedelta(0), calendar.local_date(start)
    while day <= calendar.local_date(end):
        if calendar.is_working_day(day):
            opens = datetime.combine(day, time(9), tzinfo=LONDON).astimezone(UTC)
            closes = datetime.combine(day, time(17), tzinfo=LONDON).astimezone(UTC)
            total += max(timedelta(0), min(end, closes) - max(start, opens))
        day += timedelta(days=1)
    return total
