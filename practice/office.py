"""The working calendar of an office, read from its rows."""

import json
from datetime import date, datetime, time
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from practice.calendar import Nation, WorkingCalendar
from practice.models import Office

_KNOWN = """
    SELECT known_from, known_until, version,
        (SELECT coalesce(json_agg(json_build_array("on", name) ORDER BY "on"), '[]')::text
            FROM practice_bankholiday WHERE nation = horizon.nation),
        (SELECT coalesce(json_agg(json_build_array("on", name, counts_as_non_working) ORDER BY "on"), '[]')::text
            FROM practice_closure WHERE office_id = %s)
    FROM practice_calendarhorizon horizon WHERE nation = %s
"""


def load_calendar(office: Office) -> WorkingCalendar:
    """
    Return the calendar of this office as a frozen value, made anew only when a row of it changed; one query.

    :raises ImproperlyConfigured: if no bank holidays of its nation are known
    """
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [office.pk, office.nation])
        known = cursor.fetchone()
    if known is None:
        raise ImproperlyConfigured(
            f"No bank holidays are known for {Nation(office.nation).label}. Run: manage.py reference_data"
        )
    return _calendar(office.nation, office.zone, office.opens_at, office.closes_at, *known)


@lru_cache(maxsize=32)
def _calendar(
    nation: str,
    zone: str,
    opens_at: time,
    closes_at: time,
    known_from: date,
    known_until: date,
    version: int,
    holidays: str,
    closures: str,
) -> WorkingCalendar:
    closed = {date.fromisoformat(on): name for on, name in json.loads(holidays)}
    shut: dict[date, str] = {}
    for on, name, counts_as_non_working in json.loads(closures):
        (closed if counts_as_non_working else shut)[date.fromisoformat(on)] = name
    return WorkingCalendar(
        nation=nation,
        zone=ZoneInfo(zone),
        opens_at=opens_at,
        closes_at=closes_at,
        closed=MappingProxyType(closed),
        shut=MappingProxyType(shut),
        known_from=known_from,
        known_until=known_until,
        version=f"{nation}/{version}",
    )


def main_office() -> Office:
    """Return the office that handles what has no department of its own: the first one."""
    return Office.objects.order_by("pk")[0]


def local_time(office: Office, at: datetime) -> datetime:
    """Return an instant on this office's wall clock, without its calendar; no query."""
    return at.astimezone(ZoneInfo(office.zone))


def local_date(office: Office, now: datetime) -> date:
    """Return the date at this office, without its calendar; no query."""
    return local_time(office, now).date()
