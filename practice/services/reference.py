"""Reference data: what every firm starts from, loaded by command and edited by people afterwards."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import models, transaction

from practice.calendar import Nation
from practice.holidays_seed import bank_holidays
from practice.models import BankHoliday, CalendarHorizon, JurisdictionProfile, Procedure, RedressScheme

_DATA = Path(__file__).resolve().parent.parent / "data"
_YEARS_BACK, _YEARS_AHEAD = 3, 3


def read_data(folder: Path, name: str) -> Any:
    """Return what a YAML file of reference data says."""
    return yaml.load((folder / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@transaction.atomic(durable=True)
def load_bank_holidays(*, now: datetime) -> int:
    """
    Add the bank holidays that are missing, three years back and three ahead; return how many were new.

    Rows that people added or took away inside a known stretch stay as they are: only years beyond the horizon come in.
    """
    years = range(now.year - _YEARS_BACK, now.year + _YEARS_AHEAD + 1)
    added = 0
    for nation in Nation:
        horizon = CalendarHorizon.objects.select_for_update().filter(pk=nation).first()
        known = range(horizon.known_from.year, horizon.known_until.year + 1) if horizon else range(0)
        rows = [
            BankHoliday(nation=nation, on=day, name=name)
            for day, name in bank_holidays(nation, [year for year in years if year not in known])
        ]
        if not rows:
            continue
        added += len(BankHoliday.objects.bulk_create(rows, ignore_conflicts=True))
        CalendarHorizon.objects.update_or_create(
            nation=nation,
            defaults={
                "known_from": min(date(years[0], 1, 1), horizon.known_from) if horizon else date(years[0], 1, 1),
                "known_until": date(years[-1], 12, 31),
                "version": horizon.version + 1 if horizon else 1,
                "confirmed_at": now,
            },
        )
    return added


@transaction.atomic(durable=True)
def load_redress_schemes() -> None:
    """Write the redress schemes that are missing; a scheme that people have edited stays as it is."""
    for row in read_data(_DATA, "redress_schemes.yaml"):
        RedressScheme.objects.get_or_create(code=row.pop("code"), defaults=row)


@transaction.atomic(durable=True)
def load_profiles() -> None:
    """Write the jurisdiction profiles that are missing. Procedures and schemes must be there."""
    for row in read_data(_DATA, "profiles.yaml"):
        schemes = RedressScheme.objects.filter(code__in=row.pop("schemes"))
        procedure = Procedure.objects.filter(code=row.pop("procedure")).order_by("-version")[0]
        profile, is_new = JurisdictionProfile.objects.get_or_create(
            code=row.pop("code"), defaults={**row, "procedure": procedure}
        )
        if is_new:
            profile.schemes.set(schemes)


def calendar_edited(*, nation: str) -> None:
    """Give a nation's calendar a new version, so that every later deadline says by which state it was counted."""
    CalendarHorizon.objects.filter(pk=nation).update(version=models.F("version") + 1)
