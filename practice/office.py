"""The working calendar of an office, read from its rows."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured

from practice.calendar import Nation, WorkingCalendar
from practice.models import BankHoliday, CalendarHorizon, Closure, Office


def load_calendar(office: Office) -> WorkingCalendar:
    """
    Return the calendar of this office as a frozen value; three queries.

    :raises ImproperlyConfigured: if no bank holidays of its nation are known
    """
    horizon = CalendarHorizon.objects.filter(pk=office.nation).first()
    if horizon is None:
        raise ImproperlyConfigured(
            f"No bank holidays are known for {Nation(office.nation).label}. Run: manage.py reference_data"
        )
    closed = dict(BankHoliday.objects.filter(nation=office.nation).values_list("on", "name"))
    shut: dict[date, str] = {}
    for closure in Closure.objects.filter(office=office):
        (closed if closure.counts_as_non_working else shut)[closure.on] = closure.name
    return WorkingCalendar(
        nation=office.nation,
        zone=ZoneInfo(office.zone),
        opens_at=office.opens_at,
        closes_at=office.closes_at,
        closed=closed,
        shut=shut,
        known_from=horizon.known_from,
        known_until=horizon.known_until,
        version=f"{office.nation}/{horizon.version}",
    )


def main_office() -> Office:
    """Return the office that handles what has no department of its own: the first one."""
    return Office.objects.order_by("pk")[0]


def local_date(office: Office, now: datetime) -> date:
    """Return the date at this office, without its calendar; no query."""
    return now.astimezone(ZoneInfo(office.zone)).date()
