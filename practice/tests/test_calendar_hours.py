"""Opening hours, the counting page, and what the calendar refuses to guess."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from practice.calendar import (
    BeyondKnownCalendar,
    CountedDay,
    LatePolicy,
    day_in_words,
)
from practice.tests.calendars import calendar_of, local

HOUR = timedelta(hours=1)


# --- opening hours


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param("2026-06-02T08:59:59", False, id="a second before opening"),
        pytest.param("2026-06-02T09:00", True, id="opening"),
        pytest.param("2026-06-02T16:59:59", True, id="a second before closing"),
        pytest.param("2026-06-02T17:00", False, id="closing"),
        pytest.param("2026-06-06T11:00", False, id="Saturday"),
        pytest.param("2026-05-25T11:00", False, id="bank holiday"),
        pytest.param("2026-03-30T09:00", True, id="first opening of summer time"),
    ],
)
def test_open_or_not(moment: str, expected: bool) -> None:
    assert calendar_of().is_open_at(local(moment)) is expected


def test_a_training_day_shuts_the_office_but_counts_as_a_working_day() -> None:
    training = date(2026, 6, 3)
    calendar = replace(calendar_of(), shut={training: "Training day"})

    assert calendar.is_working_day(training)
    assert not calendar.is_open_at(local("2026-06-03T11:00"))
    assert calendar.add_working_days(date(2026, 6, 2), 1) == training
    assert calendar.add_working_hours(local("2026-06-02T16:00"), 2 * HOUR) == local("2026-06-04T10:00")


@pytest.mark.parametrize(
    ("start", "amount", "expected"),
    [
        pytest.param("2026-06-05T16:30", 8 * HOUR, "2026-06-08T16:30", id="B5 one working day from Friday 16:30"),
        pytest.param("2026-06-05T18:00", 8 * HOUR, "2026-06-08T17:00", id="B6 taken after hours"),
        pytest.param("2026-12-24T16:40", HOUR, "2026-12-29T09:40", id="B7 one hour over Christmas"),
        pytest.param("2026-06-05T16:00", HOUR, "2026-06-05T17:00", id="ends at closing, not at the next opening"),
        pytest.param("2026-06-06T11:00", timedelta(0), "2026-06-08T09:00", id="no time from a Saturday: next opening"),
        pytest.param("2026-03-27T16:30", HOUR, "2026-03-30T09:30", id="over the weekend the clocks go forward"),
        pytest.param("2026-10-23T16:30", HOUR, "2026-10-26T09:30", id="over the weekend the clocks go back"),
    ],
)
def test_adding_working_hours(start: str, amount: timedelta, expected: str) -> None:
    assert calendar_of().add_working_hours(local(start), amount) == local(expected)


def test_one_working_day_is_as_long_as_the_office_is_open() -> None:
    assert calendar_of().working_day == 8 * HOUR


def test_working_hours_do_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        calendar_of().add_working_hours(local("2026-06-05T16:00"), -HOUR)


# --- the counting page


def test_explaining_a_count_numbers_the_days_and_names_the_others() -> None:
    assert calendar_of().explain(date(2026, 4, 2), date(2026, 4, 7)) == (
        CountedDay(date(2026, 4, 2), counts=False, number=None, why="start day, not counted"),
        CountedDay(date(2026, 4, 3), counts=False, number=None, why="Good Friday"),
        CountedDay(date(2026, 4, 4), counts=False, number=None, why="Saturday"),
        CountedDay(date(2026, 4, 5), counts=False, number=None, why="Sunday"),
        CountedDay(date(2026, 4, 6), counts=False, number=None, why="Easter Monday"),
        CountedDay(date(2026, 4, 7), counts=True, number=1, why=""),
    )


def test_explaining_calendar_days_counts_every_day_and_still_names_the_holiday() -> None:
    days = calendar_of().explain(date(2026, 4, 2), date(2026, 4, 5), every_day=True)

    assert [(day.number, day.why) for day in days] == [
        (None, "start day, not counted"),
        (1, "Good Friday"),
        (2, "Saturday"),
        (3, "Sunday"),
    ]


# --- what is not known


def test_beyond_the_known_calendar_nothing_is_guessed() -> None:
    calendar = calendar_of(last_year=2026)

    with pytest.raises(BeyondKnownCalendar) as refusal:
        calendar.add_working_days(date(2026, 12, 23), 10)

    assert str(refusal.value) == (
        "The bank holidays of England and Wales are entered from Wed 1 January 2025 to Thu 31 December 2026, "
        "and Fri 1 January 2027 lies outside. "
        "Ask an administrator to add the missing year under Working calendar, then try again."
    )
    assert refusal.value.status == 503


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2030, 1, 1)], ids=["too early", "too late"])
def test_every_question_about_an_unknown_day_is_refused(day: date) -> None:
    calendar = calendar_of()
    noon = calendar.at(day, time(12))

    for question in (
        lambda: calendar.is_working_day(day),
        lambda: calendar.is_open_at(noon),
        lambda: calendar.working_days_between(day, day),
        lambda: calendar.last_working_day_on_or_before(day),
        lambda: calendar.next_working_day_on_or_after(day),
        lambda: calendar.deemed_receipt(noon, cut_off=time(17)),
        lambda: calendar.add_working_hours(noon, HOUR),
    ):
        with pytest.raises(BeyondKnownCalendar):
            question()


def test_a_calendar_that_never_opens_is_a_bug() -> None:
    with pytest.raises(ValueError, match="open before it closes"):
        replace(calendar_of(), closes_at=time(9))


def test_a_calendar_that_knows_no_day_is_a_bug() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        replace(calendar_of(), known_until=date(2024, 12, 31))


# --- late stages


@pytest.mark.parametrize(
    ("policy", "moment", "expected"),
    [
        pytest.param(LatePolicy.UNTIL_START, "13:59", True, id="before the start"),
        pytest.param(LatePolicy.UNTIL_START, "14:00", False, id="begun"),
        pytest.param(LatePolicy.UNTIL_END, "15:59", True, id="before the end"),
        pytest.param(LatePolicy.UNTIL_END, "16:00", False, id="over"),
        pytest.param(LatePolicy.ALWAYS, "23:00", True, id="always"),
    ],
)
def test_whether_a_late_stage_is_still_of_use(policy: LatePolicy, moment: str, expected: bool) -> None:
    useful = policy.is_useful(
        now=local(f"2026-06-02T{moment}"), starts_at=local("2026-06-02T14:00"), ends_at=local("2026-06-02T16:00")
    )

    assert useful is expected


def test_a_date_in_words_carries_its_weekday() -> None:
    assert day_in_words(date(2026, 11, 4)) == "Wed 4 November 2026"
