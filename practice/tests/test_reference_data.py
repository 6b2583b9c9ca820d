"""Bank holidays as they come into the database, against lists kept by hand (domain 8.1)."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured

from practice.calendar import BeyondKnownCalendar, Nation
from practice.models import BankHoliday, CalendarHorizon, Closure
from practice.office import load_calendar
from practice.services.reference import load_bank_holidays
from practice.tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
BY_HAND = """
EW 2025: 1 Jan, 18 Apr, 21 Apr, 5 May, 26 May, 25 Aug, 25 Dec, 26 Dec
EW 2026: 1 Jan, 3 Apr, 6 Apr, 4 May, 25 May, 31 Aug, 25 Dec, 28 Dec
EW 2027: 1 Jan, 26 Mar, 29 Mar, 3 May, 31 May, 30 Aug, 27 Dec, 28 Dec
SC 2025: 1 Jan, 2 Jan, 18 Apr, 5 May, 26 May, 4 Aug, 1 Dec, 25 Dec, 26 Dec
SC 2026: 1 Jan, 2 Jan, 3 Apr, 4 May, 25 May, 15 Jun, 3 Aug, 30 Nov, 25 Dec, 28 Dec
SC 2027: 1 Jan, 4 Jan, 26 Mar, 3 May, 31 May, 2 Aug, 30 Nov, 27 Dec, 28 Dec
NI 2025: 1 Jan, 17 Mar, 18 Apr, 21 Apr, 5 May, 26 May, 14 Jul, 25 Aug, 25 Dec, 26 Dec
NI 2026: 1 Jan, 17 Mar, 3 Apr, 6 Apr, 4 May, 25 May, 13 Jul, 31 Aug, 25 Dec, 28 Dec
NI 2027: 1 Jan, 17 Mar, 26 Mar, 29 Mar, 3 May, 31 May, 12 Jul, 30 Aug, 27 Dec, 28 Dec
""".strip().splitlines()


@pytest.fixture
def empty_calendar() -> None:
    BankHoliday.objects.all().delete()
    CalendarHorizon.objects.all().delete()


NATIONS = {"EW": Nation.ENGLAND_AND_WALES, "SC": Nation.SCOTLAND, "NI": Nation.NORTHERN_IRELAND}


def _days(line: str) -> tuple[Nation, int, list[date]]:
    head, days = line.split(": ")
    nation, year = head.split()
    return (
        NATIONS[nation],
        int(year),
        [datetime.strptime(f"{day} {year}", "%d %b %Y").replace(tzinfo=UTC).date() for day in days.split(", ")],
    )


@pytest.mark.usefixtures("empty_calendar")
@pytest.mark.parametrize("line", BY_HAND, ids=lambda line: line.split(":")[0])
def test_the_rows_are_those_of_the_list_kept_by_hand(line: str) -> None:
    nation, year, expected = _days(line)

    load_bank_holidays(now=NOW)

    rows = BankHoliday.objects.filter(nation=nation, on__year=year).order_by("on")
    assert list(rows.values_list("on", flat=True)) == expected


@pytest.mark.usefixtures("empty_calendar")
@pytest.mark.parametrize(
    ("nation", "days"),
    [
        pytest.param(Nation.ENGLAND_AND_WALES, [253, 253, 253], id="england and wales"),
        pytest.param(Nation.SCOTLAND, [252, 251, 252], id="scotland"),
        pytest.param(Nation.NORTHERN_IRELAND, [251, 251, 251], id="northern ireland"),
    ],
)
def test_the_working_days_of_three_years_add_up(nation: Nation, days: list[int]) -> None:
    load_bank_holidays(now=NOW)

    calendar = load_calendar(factories.office(nation))

    counted = [calendar.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) for year in (2025, 2026, 2027)]
    assert counted == days


@pytest.mark.usefixtures("empty_calendar")
def test_loading_again_adds_nothing_and_brings_back_nothing_people_took_away() -> None:
    first = load_bank_holidays(now=NOW)
    BankHoliday.objects.filter(nation=Nation.SCOTLAND, on=date(2026, 6, 15)).delete()
    BankHoliday.objects.create(nation=Nation.SCOTLAND, on=date(2026, 7, 1), name="A one-off")

    again = load_bank_holidays(now=NOW)

    assert (first > 0, again) == (True, 0)
    summer = BankHoliday.objects.filter(nation=Nation.SCOTLAND, on__range=(date(2026, 6, 1), date(2026, 7, 31)))
    assert list(summer.values_list("on", flat=True)) == [date(2026, 7, 1)]


@pytest.mark.usefixtures("empty_calendar")
def test_a_year_later_the_horizon_moves_on_and_the_version_with_it() -> None:
    load_bank_holidays(now=NOW)
    before = CalendarHorizon.objects.get(pk=Nation.SCOTLAND)

    load_bank_holidays(now=NOW.replace(year=2027))

    after = CalendarHorizon.objects.get(pk=Nation.SCOTLAND)
    assert (before.known_until, after.known_until) == (date(2029, 12, 31), date(2030, 12, 31))
    assert (after.known_from, after.version) == (before.known_from, before.version + 1)


@pytest.mark.usefixtures("empty_calendar")
def test_an_office_without_known_holidays_says_what_to_run() -> None:
    with pytest.raises(ImproperlyConfigured, match="manage.py reference_data"):
        load_calendar(factories.office())


def test_past_the_horizon_the_calendar_refuses_to_guess() -> None:
    calendar = load_calendar(factories.office())
    after = calendar.known_until.replace(year=calendar.known_until.year + 1, month=1, day=2)

    with pytest.raises(BeyondKnownCalendar):
        calendar.is_working_day(after)


def test_a_closure_shuts_one_office_and_moves_a_promise_only_if_it_counts() -> None:
    office, day = factories.office(), date(2026, 11, 25)
    closure = Closure.objects.create(office=office, on=day, name="Boiler")

    shut = load_calendar(office)
    Closure.objects.filter(pk=closure.pk).update(counts_as_non_working=True)
    holiday = load_calendar(office)

    assert (shut.is_working_day(day), shut.is_open_on(day)) == (True, False)
    assert (holiday.is_working_day(day), holiday.why_not_working(day)) == (False, "Boiler")
    assert load_calendar(factories.office(Nation.SCOTLAND)).is_working_day(day)
