"""The working calendar: domain.md section 8 as tables."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from practice.calendar import (
    Nation,
    NoSuchTime,
    add_months,
)
from practice.holidays_seed import bank_holidays
from practice.tests.calendars import EW, NI, SC, calendar_of

HOUR = timedelta(hours=1)
HOLIDAYS = {
    (EW, 2025): "1 Jan, 18 Apr, 21 Apr, 5 May, 26 May, 25 Aug, 25 Dec, 26 Dec",
    (EW, 2026): "1 Jan, 3 Apr, 6 Apr, 4 May, 25 May, 31 Aug, 25 Dec, 28 Dec",
    (EW, 2027): "1 Jan, 26 Mar, 29 Mar, 3 May, 31 May, 30 Aug, 27 Dec, 28 Dec",
    (SC, 2025): "1 Jan, 2 Jan, 18 Apr, 5 May, 26 May, 4 Aug, 1 Dec, 25 Dec, 26 Dec",
    (SC, 2026): "1 Jan, 2 Jan, 3 Apr, 4 May, 25 May, 15 Jun, 3 Aug, 30 Nov, 25 Dec, 28 Dec",
    (SC, 2027): "1 Jan, 4 Jan, 26 Mar, 3 May, 31 May, 2 Aug, 30 Nov, 27 Dec, 28 Dec",
    (NI, 2025): "1 Jan, 17 Mar, 18 Apr, 21 Apr, 5 May, 26 May, 14 Jul, 25 Aug, 25 Dec, 26 Dec",
    (NI, 2026): "1 Jan, 17 Mar, 3 Apr, 6 Apr, 4 May, 25 May, 13 Jul, 31 Aug, 25 Dec, 28 Dec",
    (NI, 2027): "1 Jan, 17 Mar, 26 Mar, 29 Mar, 3 May, 31 May, 12 Jul, 30 Aug, 27 Dec, 28 Dec",
}
WORKING_DAYS = {
    (EW, 2025): 253,
    (EW, 2026): 253,
    (EW, 2027): 253,
    (SC, 2025): 252,
    (SC, 2026): 251,
    (SC, 2027): 252,
    (NI, 2025): 251,
    (NI, 2026): 251,
    (NI, 2027): 251,
}


# --- holidays


@pytest.mark.parametrize(("nation", "year"), HOLIDAYS, ids=str)
def test_seeded_bank_holidays_are_the_published_ones(nation: Nation, year: int) -> None:
    days = [day for day, _ in bank_holidays(nation, [year])]

    assert ", ".join(f"{day.day} {day:%b}" for day in days) == HOLIDAYS[nation, year]


def test_new_year_2028_moves_to_monday_and_in_scotland_to_tuesday_too() -> None:
    january = {n: [day.day for day, _ in bank_holidays(n, [2028]) if day.month == 1] for n in Nation}

    assert january == {EW: [3], SC: [3, 4], NI: [3]}


@pytest.mark.parametrize(("nation", "year"), WORKING_DAYS, ids=str)
def test_number_of_working_days_in_a_year(nation: Nation, year: int) -> None:
    calendar = calendar_of(nation, first_year=2024)

    counted = calendar.working_days_between(date(year - 1, 12, 31), date(year, 12, 31))

    assert counted == WORKING_DAYS[nation, year]


def test_a_holiday_is_named_and_a_weekend_says_its_day() -> None:
    days = [date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 4), date(2026, 4, 6)]

    assert [calendar_of().why_not_working(day) for day in days] == ["", "Good Friday", "Saturday", "Easter Monday"]


# --- counting days


@pytest.mark.parametrize(
    ("nation", "start", "working_days", "expected"),
    [
        pytest.param(EW, "2026-06-02", 10, "2026-06-16", id="plain fortnight"),
        pytest.param(EW, "2026-06-06", 1, "2026-06-08", id="from a Saturday, Monday is day 1"),
        pytest.param(EW, "2026-04-02", 10, "2026-04-20", id="across Easter"),
        pytest.param(SC, "2026-04-02", 10, "2026-04-17", id="across Easter in Scotland"),
        pytest.param(EW, "2026-12-23", 10, "2027-01-11", id="across the year end"),
        pytest.param(EW, "2026-05-22", 1, "2026-05-26", id="L1d letter within one working day"),
        pytest.param(EW, "2027-01-07", -5, "2026-12-30", id="five working days ahead of a deadline"),
        pytest.param(EW, "2026-06-06", -1, "2026-06-05", id="backwards from a Saturday"),
        pytest.param(EW, "2026-06-06", 0, "2026-06-06", id="nought leaves the day alone"),
    ],
)
def test_adding_working_days(nation: Nation, start: str, working_days: int, expected: str) -> None:
    found = calendar_of(nation).add_working_days(date.fromisoformat(start), working_days)

    assert found == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param("2026-11-24", "2026-11-26", 2, id="two working days left"),
        pytest.param("2026-11-24", "2026-11-24", 0, id="today"),
        pytest.param("2026-11-24", "2026-11-23", -1, id="one working day late"),
        pytest.param("2026-11-16", "2026-11-15", -1, id="Monday against a Sunday deadline"),
        pytest.param("2026-04-02", "2026-04-07", 1, id="over Easter"),
    ],
)
def test_working_days_left_are_signed(start: str, end: str, expected: int) -> None:
    assert calendar_of().working_days_between(date.fromisoformat(start), date.fromisoformat(end)) == expected


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        pytest.param("2026-06-02", "2026-06-02", "2026-06-02", id="working day"),
        pytest.param("2026-04-05", "2026-04-02", "2026-04-07", id="Easter Sunday"),
        pytest.param("2026-12-27", "2026-12-24", "2026-12-29", id="Christmas"),
    ],
)
def test_nearest_working_days(day: str, before: str, after: str) -> None:
    calendar, start = calendar_of(), date.fromisoformat(day)

    found = calendar.last_working_day_on_or_before(start), calendar.next_working_day_on_or_after(start)

    assert found == (date.fromisoformat(before), date.fromisoformat(after))


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        pytest.param("2026-06-05T15:59:59+00:00", "2026-06-05", id="T2 a second before the cut-off"),
        pytest.param("2026-06-05T16:00:00+00:00", "2026-06-08", id="T2 at the cut-off"),
        pytest.param("2026-07-01T23:30:00+00:00", "2026-07-02", id="T1 after midnight in summer"),
        pytest.param("2026-01-05T16:30:00+00:00", "2026-01-05", id="T3 winter"),
        pytest.param("2026-03-29T00:30:00+00:00", "2026-03-30", id="T4 the night clocks go forward"),
        pytest.param("2026-10-25T00:30:00+00:00", "2026-10-26", id="T5 the repeated hour"),
        pytest.param("2026-12-26T09:00:00+00:00", "2026-12-29", id="V17 Boxing Day"),
    ],
)
def test_deemed_receipt_with_a_cut_off_at_five(received: str, expected: str) -> None:
    found = calendar_of().deemed_receipt(datetime.fromisoformat(received), cut_off=time(17))

    assert found == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        pytest.param("2026-08-31", 6, "2027-02-28", id="M1 from the 31st"),
        pytest.param("2026-08-30", 6, "2027-02-28", id="M1 from the 30th"),
        pytest.param("2027-08-31", 6, "2028-02-29", id="M2 into a leap year"),
        pytest.param("2028-02-29", 12, "2029-02-28", id="M3 from a leap day"),
        pytest.param("2026-11-30", 6, "2027-05-30", id="M4"),
        pytest.param("2026-12-31", 12, "2027-12-31", id="December"),
        pytest.param("2026-03-31", -1, "2026-02-28", id="backwards"),
        pytest.param("2026-03-01", 36, "2029-03-01", id="C7 three years"),
    ],
)
def test_adding_months(day: str, months: int, expected: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


# --- local time


def test_local_date_is_the_office_date_not_the_utc_one() -> None:
    assert calendar_of().local_date(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)


def test_an_instant_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="time zone"):
        calendar_of().local_date(datetime(2026, 7, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        pytest.param("2026-06-02", 24, id="plain day"),
        pytest.param("2026-03-29", 23, id="clocks go forward"),
        pytest.param("2026-10-25", 25, id="clocks go back"),
    ],
)
def test_a_day_is_as_long_as_the_clocks_make_it(day: str, hours: int) -> None:
    calendar, start = calendar_of(), date.fromisoformat(day)

    assert calendar.end_of_day(start) - calendar.start_of_day(start) == hours * HOUR


def test_midnight_in_summer_is_eleven_in_the_evening_in_utc() -> None:
    assert calendar_of().start_of_day(date(2026, 6, 2)).isoformat() == "2026-06-01T23:00:00+00:00"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param("2026-03-23", "2026-03-23T14:00:00+00:00", id="B8 before the clocks change"),
        pytest.param("2026-03-30", "2026-03-30T13:00:00+00:00", id="B8 after"),
    ],
)
def test_two_o_clock_stays_two_o_clock(day: str, expected: str) -> None:
    assert calendar_of().at(date.fromisoformat(day), time(14)).isoformat() == expected


def test_a_time_the_clocks_skipped_is_refused_with_a_sentence() -> None:
    with pytest.raises(NoSuchTime) as refusal:
        calendar_of().at(date(2026, 3, 29), time(1, 30))

    assert str(refusal.value) == (
        "There was no 01:30 on Sun 29 March 2026: the clocks went forward. "
        "Please give a time before or after the change."
    )


def test_of_a_repeated_time_the_first_is_meant() -> None:
    assert calendar_of().at(date(2026, 10, 25), time(1, 30)).isoformat() == "2026-10-25T00:30:00+00:00"


def test_a_day_without_midnight_begins_after_the_gap() -> None:
    calendar = replace(calendar_of(first_year=2018), zone=ZoneInfo("America/Sao_Paulo"))

    assert calendar.local(calendar.start_of_day(date(2018, 11, 4))).isoformat() == "2018-11-04T01:00:00-02:00"
