"""
Where the first bank holidays come from. The only importer of the `holidays` package.

The seed is a start, not the truth: the table in the database is edited by people, because one-off holidays are
announced at short notice.
"""

from collections.abc import Iterable
from datetime import date

import holidays

from practice.calendar import SATURDAY, Nation

_SUBDIVISIONS = {
    Nation.ENGLAND_AND_WALES: "ENG",
    Nation.SCOTLAND: "SCT",
    Nation.NORTHERN_IRELAND: "NIR",
}


def bank_holidays(nation: Nation | str, years: Iterable[int]) -> list[tuple[date, str]]:
    """Return the weekday bank holidays of a nation in those years, in order of date."""
    known = holidays.country_holidays("GB", subdiv=_SUBDIVISIONS[Nation(nation)], years=sorted(set(years)))
    return sorted((day, name) for day, name in known.items() if day.weekday() < SATURDAY)
