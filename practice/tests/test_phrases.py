"""How the practice says things: tables of cases, no clock and no database."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from practice import phrases
from practice.phrases import Due, Tone

LONDON = ZoneInfo("Europe/London")
TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "today", "said"),
    [
        pytest.param(date(2026, 11, 26), TUESDAY, "Thu 26 Nov", id="this year"),
        pytest.param(date(2027, 1, 7), TUESDAY, "Thu 7 Jan 2027", id="next year"),
        pytest.param(date(2025, 12, 31), date(2026, 1, 1), "Wed 31 Dec 2025", id="yesterday, last year"),
        pytest.param(date(2026, 11, 26), None, "Thu 26 Nov 2026", id="without today the year is never left to guess"),
    ],
)
def test_a_date_carries_its_weekday_and_the_year_when_it_is_another(day: date, today: date | None, said: str) -> None:
    assert phrases.weekday(day, today=today) == said


def test_a_date_in_full_is_as_clients_read_it() -> None:
    assert phrases.long_date(date(2026, 12, 8)) == "Tuesday 8 December 2026"


@pytest.mark.parametrize(
    ("at", "said"),
    [(time(14, 20), "14:20"), (time(0, 5), "00:05"), (datetime(2026, 7, 1, 9, 0, tzinfo=LONDON), "09:00")],
)
def test_staff_times_are_24_hour(at: time | datetime, said: str) -> None:
    assert phrases.hhmm(at) == said


NOON = datetime(2026, 11, 24, 12, 0, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("then", "said"),
    [
        pytest.param(datetime(2026, 11, 24, 11, 59, 1, tzinfo=UTC), "just now", id="59 seconds"),
        pytest.param(datetime(2026, 11, 24, 11, 59, tzinfo=UTC), "1 min ago", id="one minute"),
        pytest.param(datetime(2026, 11, 24, 11, 0, 1, tzinfo=UTC), "59 min ago", id="just under an hour"),
        pytest.param(datetime(2026, 11, 24, 11, 0, tzinfo=UTC), "today, 11:00", id="an hour"),
        pytest.param(datetime(2026, 11, 23, 16, 5, tzinfo=UTC), "yesterday, 16:05", id="yesterday"),
        pytest.param(datetime(2026, 11, 22, 10, 20, tzinfo=UTC), "Sun 22 Nov, 10:20", id="before yesterday"),
        pytest.param(datetime(2025, 11, 24, 10, 20, tzinfo=UTC), "Mon 24 Nov 2025, 10:20", id="another year"),
        pytest.param(
            datetime(2026, 10, 24, 23, 30, tzinfo=UTC), "Sun 25 Oct, 00:30", id="summer time on its last night"
        ),
        pytest.param(datetime(2026, 11, 24, 12, 30, tzinfo=UTC), "today, 12:30", id="still to come"),
    ],
)
def test_how_long_since_is_said_in_the_reader_s_zone(then: datetime, said: str) -> None:
    assert phrases.ago(then, now=NOON) == said


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (Decimal("1740.00"), "£1,740"),
        (Decimal("1740.50"), "£1,740.50"),
        (Decimal("0.05"), "£0.05"),
        (1234567, "£1,234,567"),
        (Decimal("-20.00"), "-£20"),
        (Decimal("0"), "£0"),
    ],
)
def test_money_shows_pence_only_when_there_are_some(amount: Decimal | int, said: str) -> None:
    assert phrases.money(amount) == said


def test_money_refuses_fractions_of_a_penny() -> None:
    with pytest.raises(ValueError, match="Round it first"):
        phrases.money(Decimal("1.005"))


@pytest.mark.parametrize(
    ("number", "said"),
    [
        pytest.param("+447700900142", "07700 900 142", id="mobile"),
        pytest.param("01134960100", "0113 496 0100", id="Leeds"),
        pytest.param("02079460018", "020 7946 0018", id="London"),
        pytest.param("01632 960142", "01632 960 142", id="five figure code"),
        pytest.param("+33 142 68 53 00", "+33 1 42 68 53 00", id="abroad"),
        pytest.param("ask at the desk", "ask at the desk", id="no number"),
        pytest.param("12", "12", id="too short to be one"),
    ],
)
def test_a_number_is_grouped_as_it_is_read_aloud(number: str, said: str) -> None:
    assert phrases.phone_groups(number) == said


@pytest.mark.parametrize(
    ("on", "working_days", "said", "tone"),
    [
        pytest.param(date(2026, 11, 26), 2, "2 working days left, Thu 26 Nov", Tone.SOON, id="amber from two"),
        pytest.param(date(2026, 11, 27), 3, "3 working days left, Fri 27 Nov", Tone.CALM, id="calm from three"),
        pytest.param(date(2026, 11, 25), 1, "1 working day left, Wed 25 Nov", Tone.SOON, id="one is singular"),
        pytest.param(TUESDAY, 0, "Today", Tone.SOON, id="today"),
        pytest.param(date(2026, 11, 23), -1, "1 working day late, Mon 23 Nov", Tone.LATE, id="red once it has passed"),
        pytest.param(date(2027, 1, 7), 30, "30 working days left, Thu 7 Jan 2027", Tone.CALM, id="next year"),
    ],
)
def test_a_deadline_says_what_is_left_and_when(on: date, working_days: int, said: str, tone: Tone) -> None:
    due = Due(on=on, today=TUESDAY, working_days=working_days)

    assert (str(due), due.tone) == (said, tone)
    assert phrases.working_days_left(working_days, on, today=TUESDAY) == said


@pytest.mark.parametrize(
    ("today", "said", "tone"),
    [
        pytest.param(date(2026, 11, 14), "1 day left, Sun 15 Nov", Tone.SOON, id="Saturday before"),
        pytest.param(date(2026, 11, 15), "Today", Tone.SOON, id="the Sunday"),
    ],
)
def test_a_deadline_on_a_sunday_is_not_today_on_saturday(today: date, said: str, tone: Tone) -> None:
    due = Due(on=date(2026, 11, 15), today=today, working_days=0)

    assert (str(due), due.tone) == (said, tone)


def test_a_sunday_s_deadline_is_late_before_the_next_working_day() -> None:
    saturday, sunday = date(2026, 11, 14), date(2026, 11, 15)

    assert str(Due(on=saturday, today=sunday, working_days=0)) == "1 day late, Sat 14 Nov"
