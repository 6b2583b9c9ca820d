"""Real calendars for tests: the seed's holidays of one nation, an office open from 9 to 5."""

from datetime import date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

from practice.calendar import Nation, WorkingCalendar
from practice.holidays_seed import bank_holidays

LONDON = ZoneInfo("Europe/London")
EW, SC, NI = Nation.ENGLAND_AND_WALES, Nation.SCOTLAND, Nation.NORTHERN_IRELAND
BY_CODE = {"EW": EW, "SC": SC, "NI": NI}


@cache
def calendar_of(nation: Nation = EW, *, first_year: int = 2025, last_year: int = 2029) -> WorkingCalendar:
    """Return the calendar of a nation as the database would seed it."""
    return WorkingCalendar(
        nation=nation,
        zone=LONDON,
        opens_at=time(9),
        closes_at=time(17),
        closed=dict(bank_holidays(nation, range(first_year, last_year + 1))),
        known_from=date(first_year, 1, 1),
        known_until=date(last_year, 12, 31),
        version=f"{nation}:test",
    )


def local(text: str) -> datetime:
    """Read "2026-06-02T10:00" as London time; in autumn the first of the two."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)
