"""When a call would suit, in the caller's words: vectors B1-B4 of domain 8.3 and many more. Nothing is guessed."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbacks.presets import call_policy_preset, phrase_book
from callbacks.rules import NotRead, Question, Reading, read_phrase
from practice.calendar import BeyondKnownCalendar, NoSuchTime, WorkingCalendar
from practice.tests.calendars import EW, SC, calendar_of, local

POLICY, BOOK = call_policy_preset(), phrase_book()
MONDAY = "2026-06-01T10:15"


def said(text: str, now: str = MONDAY, calendar: WorkingCalendar | None = None) -> str:
    """Say what a phrase comes to, as the desk reads it back; a question gives its choices."""
    calendar = calendar or calendar_of()
    answer = read_phrase(text, now=local(now), policy=POLICY, calendar=calendar, book=BOOK)
    if isinstance(answer, Question):
        return " | ".join(one.words(calendar) for one in answer.choices)
    return answer.words(calendar)


@pytest.mark.parametrize(
    ("now", "nation", "text", "expected"),
    [
        pytest.param(MONDAY, EW, "2 to 4 this afternoon", "Mon 1 June 2026, between 14:00 and 16:00", id="B1"),
        pytest.param(
            "2026-06-01T15:20", EW, "2 to 4 this afternoon", "Mon 1 June 2026, between 15:20 and 16:00", id="B2"
        ),
        pytest.param(
            "2026-06-01T15:40", EW, "2 to 4 this afternoon", "Tue 2 June 2026, between 14:00 and 16:00", id="B3"
        ),
        pytest.param("2026-04-02T16:30", EW, "tomorrow morning", "Tue 7 April 2026, between 09:00 and 12:00", id="B4"),
        pytest.param(
            "2026-04-02T16:30", SC, "tomorrow morning", "Mon 6 April 2026, between 09:00 and 12:00", id="B4 Scotland"
        ),
        pytest.param("2026-03-27T16:30", EW, "Monday 2-4", "Mon 30 March 2026, between 14:00 and 16:00", id="spring"),
        pytest.param("2026-10-23T16:30", EW, "Monday 2-4", "Mon 26 October 2026, between 14:00 and 16:00", id="autumn"),
        pytest.param(
            "2026-12-31T16:00", EW, "tomorrow morning", "Mon 4 January 2027, between 09:00 and 12:00", id="new year"
        ),
        pytest.param("2026-06-06T11:00", EW, "2-4", "Mon 8 June 2026, between 14:00 and 16:00", id="on a Saturday"),
        pytest.param("2026-06-01T18:30", EW, "2-4", "Tue 2 June 2026, between 14:00 and 16:00", id="in the evening"),
        pytest.param("2026-06-01T08:00", EW, "first thing", "Mon 1 June 2026, between 09:00 and 10:00", id="early"),
    ],
)
def test_vectors_across_holidays_weekends_and_both_clock_changes(
    now: str, nation: str, text: str, expected: str
) -> None:
    assert said(text, now, calendar_of(nation)) == expected


def test_the_afternoon_after_each_clock_change_is_the_offices_afternoon() -> None:
    starts = [
        answer.starts_at.isoformat()
        for now in ("2026-03-27T10:00", "2026-10-23T10:00")
        if isinstance(
            answer := read_phrase("Monday 2-4", now=local(now), policy=POLICY, calendar=calendar_of(), book=BOOK),
            Reading,
        )
    ]

    assert starts == ["2026-03-30T13:00:00+00:00", "2026-10-26T14:00:00+00:00"]


TODAY, TUESDAY = "Mon 1 June 2026", "Tue 2 June 2026"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2-4", f"{TODAY}, between 14:00 and 16:00"),
        ("2\u20134", f"{TODAY}, between 14:00 and 16:00"),
        ("between two and four", f"{TODAY}, between 14:00 and 16:00"),
        ("from 2.30 till 4", f"{TODAY}, between 14:30 and 16:00"),
        ("14:00-16:00", f"{TODAY}, between 14:00 and 16:00"),
        ("1400 to 1600", f"{TODAY}, between 14:00 and 16:00"),
        ("2-4pm", f"{TODAY}, between 14:00 and 16:00"),
        ("11 to 1", f"{TODAY}, between 11:00 and 13:00"),
        ("11am to 1 p.m.", f"{TODAY}, between 11:00 and 13:00"),
        ("10 to 2", f"{TODAY}, between 10:15 and 14:00"),
        ("half two to half past three", f"{TODAY}, between 14:30 and 15:30"),
        ("quarter to four", f"{TODAY}, between 15:45 and 16:15"),
        ("twenty past two please", f"{TODAY}, between 14:20 and 14:50"),
        ("five to three", f"{TODAY}, between 14:55 and 15:25"),
        ("at 3", f"{TODAY}, between 15:00 and 15:30"),
        ("about 3 o'clock", f"{TODAY}, between 15:00 and 15:30"),
        ("noon", f"{TODAY}, between 12:00 and 12:30"),
        ("16:45", f"{TODAY}, between 16:45 and 17:00"),
        ("after 3", f"{TODAY}, between 15:00 and 17:00"),
        ("any time after half past three", f"{TODAY}, between 15:30 and 17:00"),
        ("3 onwards", f"{TODAY}, between 15:00 and 17:00"),
        ("before 11", f"{TODAY}, by 11:00"),
        ("by 5", f"{TODAY}, by 17:00"),
        ("by 17:00 today", f"{TODAY}, by 17:00"),
        ("by noon", f"{TODAY}, by 12:00"),
        ("by end of day", f"{TODAY}, by 17:00"),
        ("by tomorrow", f"{TUESDAY}, by 17:00"),
        ("by Friday", "Fri 5 June 2026, by 17:00"),
        ("this afternoon", f"{TODAY}, between 12:00 and 17:00"),
        ("this morning", f"{TODAY}, between 10:15 and 12:00"),
        ("lunchtime", f"{TODAY}, between 12:00 and 14:00"),
        ("after lunch", f"{TODAY}, between 13:00 and 15:00"),
        ("late afternoon", f"{TODAY}, between 15:30 and 17:00"),
        ("end of day", f"{TODAY}, between 16:00 and 17:00"),
        ("close of play today", f"{TODAY}, between 16:00 and 17:00"),
        ("first thing", f"{TUESDAY}, between 09:00 and 10:00"),
        ("first thing in the morning", f"{TUESDAY}, between 09:00 and 10:00"),
        ("first thing tomorrow morning", f"{TUESDAY}, between 09:00 and 10:00"),
        ("any time", f"{TODAY}, between 10:15 and 17:00"),
        ("tomorrow", f"{TUESDAY}, between 09:00 and 17:00"),
        ("tomorrow 9 to 10", f"{TUESDAY}, between 09:00 and 10:00"),
        ("9 to 10", f"{TUESDAY}, between 09:00 and 10:00"),
        ("day after tomorrow, afternoon", "Wed 3 June 2026, between 12:00 and 17:00"),
        ("Wednesday 10 to 12", "Wed 3 June 2026, between 10:00 and 12:00"),
        ("on Weds after 2", "Wed 3 June 2026, between 14:00 and 17:00"),
        ("next Monday 10 to 12", "Mon 8 June 2026, between 10:00 and 12:00"),
        ("a week on Tuesday, morning", "Tue 9 June 2026, between 09:00 and 12:00"),
        ("Tuesday week at 11", "Tue 9 June 2026, between 11:00 and 11:30"),
        ("Wed 3 June 2-4", "Wed 3 June 2026, between 14:00 and 16:00"),
        ("4th of June, lunchtime", "Thu 4 June 2026, between 12:00 and 14:00"),
        ("June 4 at 10", "Thu 4 June 2026, between 10:00 and 10:30"),
        ("on the 4th after 3", "Thu 4 June 2026, between 15:00 and 17:00"),
        ("4/6 2-4", "Thu 4 June 2026, between 14:00 and 16:00"),
        ("4/1/2027 at 10", "Mon 4 January 2027, between 10:00 and 10:30"),
        ("5 January 9-10", "Tue 5 January 2027, between 09:00 and 10:00"),
        ("8 to 10 tomorrow", f"{TUESDAY}, between 09:00 and 10:00"),
        ("4 to 6", f"{TODAY}, between 16:00 and 17:00"),
        ("within 2 hours", f"{TODAY}, by 12:15"),
        ("in the next half an hour", f"{TODAY}, by 10:45"),
        ("within 24 hours", f"{TUESDAY}, by 10:15"),
        ("within 4 working hours", f"{TODAY}, by 14:15"),
        ("within 1 working day", f"{TUESDAY}, by 10:15"),
    ],
)  # fmt: skip
def test_what_is_said_is_read_with_its_weekday_and_date(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("now", "text", "choices"),
    [
        pytest.param(MONDAY, "in an hour", f"{TODAY}, by 11:15 | {TODAY}, between 11:15 and 11:45", id="by, or then"),
        pytest.param(
            MONDAY, "next Tuesday 10 to 12",
            f"{TUESDAY}, between 10:00 and 12:00 | Tue 9 June 2026, between 10:00 and 12:00", id="next, of this week",
        ),
        pytest.param(
            MONDAY, "Monday 2-4",
            f"{TODAY}, between 14:00 and 16:00 | Mon 8 June 2026, between 14:00 and 16:00", id="the weekday of today",
        ),
        pytest.param(
            MONDAY, "ten to twelve",
            f"{TODAY}, between 11:50 and 12:20 | {TODAY}, between 10:15 and 12:00", id="a clock time, or a window",
        ),
        pytest.param(
            "2026-06-05T16:30", "within 24 hours", "Fri 5 June 2026, by 17:00 | Mon 8 June 2026, by 16:30",
            id="hours that run past closing",
        ),
        pytest.param(
            "2026-06-04T10:00", "this week after 3",
            "Thu 4 June 2026, between 15:00 and 17:00 | Fri 5 June 2026, between 15:00 and 17:00", id="which day",
        ),
    ],
)  # fmt: skip
def test_what_can_mean_two_times_is_asked_never_guessed(now: str, text: str, choices: str) -> None:
    assert said(text, now) == choices


def test_figures_that_fit_both_halves_of_a_long_day_are_asked() -> None:
    long = replace(calendar_of(), opens_at=time(7), closes_at=time(21))

    assert said("8 to 9 tomorrow", calendar=long) == (
        f"{TUESDAY}, between 08:00 and 09:00 | {TUESDAY}, between 20:00 and 21:00"
    )
    assert said("8 to 9 tomorrow morning", calendar=long) == f"{TUESDAY}, between 08:00 and 09:00"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "No time can be read"),
        ("please", "No time can be read"),
        ("when the cows come home", "is not understood"),
        ("not before 3", "\u201cnot\u201d is not understood"),
        ("2 to 4 but not 3", "is not understood"),
        ("2-4 or 5-6", "is not understood"),
        ("in a day or two", "is not understood"),
        ("soon", "is not understood"),
        ("x" * 5000, "is not understood"),
        ("4pm to 2pm", "ends before it starts"),
        ("16:00-14:00", "ends before it starts"),
        ("4 to 2", "outside opening hours: 09:00 to 17:00"),
        ("2-4 this morning", "outside opening hours"),
        ("25:00", "no time of day"),
        ("13pm", "no time of day"),
        ("7pm", "outside opening hours"),
        ("tonight", "no time at which the office is open"),
        ("6 to 7", "outside opening hours"),
        ("Saturday 10 to 12", "We do not ring on Sat 6 June 2026. "),
        ("31 August", "Late Summer Bank Holiday"),
        ("31 June", "There is no such date as 31 june"),
        ("29 May 2026 at 10", "Fri 29 May 2026 has passed"),
        ("Tuesday 3 June", "3 June is a Wednesday"),
        ("9am today", "That time is over today"),
        ("by 10 today", "That time is over today"),
        ("yesterday", "is not understood"),
    ],
)  # fmt: skip
def test_what_nobody_can_read_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(NotRead) as refused:
        said(text)

    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [("Sunday 29 March 01:30", "There was no 01:30"), ("25 October at 1.30am", "twice on Sun 25 October 2026")],
)
def test_a_time_that_the_clocks_skip_or_show_twice_is_refused(text: str, words: str) -> None:
    now = "2026-03-20T10:00" if "March" in text else "2026-10-20T10:00"

    with pytest.raises(NoSuchTime) as refused:
        said(text, now)

    assert words in str(refused.value)


def test_what_is_not_as_it_was_said_comes_with_a_note() -> None:
    easter = read_phrase(
        "tomorrow morning", now=local("2026-04-02T16:30"), policy=POLICY, calendar=calendar_of(), book=BOOK
    )
    over = read_phrase("2-4 today", now=local("2026-06-01T15:40"), policy=POLICY, calendar=calendar_of(), book=BOOK)

    assert isinstance(easter, Reading)
    assert easter.note == "Tomorrow is no working day (Good Friday): this is the next one."
    assert isinstance(over, Reading)
    assert over.note == "That time is over today: this is the next time at which calls are returned."


def test_past_the_known_calendar_nothing_is_read() -> None:
    with pytest.raises(BeyondKnownCalendar):
        said("tomorrow morning", "2026-12-31T10:00", calendar_of(last_year=2026))


WORDS = st.lists(
    st.sampled_from(
        "2 4 10 12 1.30 16:00 3pm 9am to - and after before by between tomorrow today monday next friday this week "
        "morning afternoon lunchtime first thing end of day in within an hour 2 hours working days 24 june / half past "
        "quarter ten noon midnight at the or".split(" ")
    ),
    max_size=7,
)


@given(words=WORDS, now=st.datetimes(datetime(2025, 1, 2), datetime(2028, 6, 30), timezones=st.just(UTC)))  # noqa: DTZ001
def test_whatever_is_typed_gives_a_time_ahead_on_an_open_day_or_a_refusal(words: list[str], now: datetime) -> None:
    calendar = calendar_of()
    try:
        answer = read_phrase(" ".join(words), now=now, policy=POLICY, calendar=calendar, book=BOOK)
    except (NotRead, NoSuchTime):
        return
    for one in answer.choices if isinstance(answer, Question) else (answer,):
        day = calendar.local_date(one.ends_at)
        assert now <= one.starts_at < one.ends_at
        assert calendar.is_open_on(day)
        assert calendar.opening(day) < one.ends_at <= calendar.closing(day) + timedelta(minutes=POLICY.rest_minutes)
