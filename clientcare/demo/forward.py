"""
Move the demo firm forward by whole weeks, so that its two years end today again (decisions B20, docs/decisions/0004).

Only where the house stood still for a week or more: what it lived through is left as it happened. For `script/run`,
before any process starts; everything happens in one transaction of the owner's, or not at all.
"""

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import connections, models, transaction
from django.db.backends.utils import CursorWrapper

from clientcare.demo.firm import DOMAIN
from practice import journal
from practice.actors import SYSTEM
from practice.models import FirmProfile, Heartbeat, JournalEntry, JournalSeal

WEEK = timedelta(weeks=1)
_APPS = ("practice", "outbox", "intake", "engagement", "callbacks", "complaints")
# What is no moment of the demo's story: reference data with dates of its own, who people are, evidence that is frozen.
_STAYS = {
    "practice.bankholiday",
    "practice.closure",
    "practice.procedure",
    "practice.pricetable",
    "practice.heartbeat",
    "practice.journalseal",
    "practice.user",
    "outbox.document",
}
_STAYS_IN = {("practice.party", "born_on"), ("practice.party", "died_on"), ("practice.partystatus", "since_on")}
_FAR = 52_000  # weeks, further than any row: moved there and back, no two rows of a diary meet on the way
_MOMENT = "({column} AT TIME ZONE %(zone)s + %(by)s::interval) AT TIME ZONE %(zone)s"  # 14:20 stays 14:20


class JournalBroken(Exception):
    """The audit trail does not fit its seals; moving it forward would hide that."""


def weeks_behind(*, now: datetime) -> int:
    """Return how many whole weeks ago anything last happened in this demo firm; 0 for any other firm."""
    firm = FirmProfile.objects.first()
    if settings.MODE == "production" or firm is None or not firm.email.endswith(f"@{DOMAIN}"):
        return 0
    moments = [
        JournalEntry.objects.aggregate(models.Max("at"))["at__max"],
        Heartbeat.objects.aggregate(models.Max("at"))["at__max"],
    ]
    newest = max((moment for moment in moments if moment), default=now)
    return max(0, (now - newest) // WEEK)


def move_forward(*, weeks: int, now: datetime) -> None:
    """
    Move every date and time of the demo's story, typed ones too, by so many weeks, and seal the journal anew.

    :raises JournalBroken: if the journal is not whole before
    """
    while journal.seal(now=now):
        pass
    if not journal.verify().is_whole:
        raise JournalBroken("The journal does not fit its seals. Look at it with: manage.py verify_journal")
    connections["default"].close()  # so that its rows are not in the owner's way
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        guarded = _tables_with_triggers(cursor)
        for table in guarded:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for model in _story():
            _move(cursor, model, weeks)
        cursor.execute(f"DELETE FROM {JournalSeal._meta.db_table}")  # noqa: S608 a name of ours
        for table in guarded:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    with transaction.atomic(durable=True):
        journal.record(subject=FirmProfile.objects.get(), event="demo.moved_forward", by=SYSTEM, at=now, weeks=weeks)
    while journal.seal(now=now):
        pass


def _story() -> list[type[models.Model]]:
    found = [model for app in _APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    return [model for model in found if model._meta.label_lower not in _STAYS]


def _move(cursor: CursorWrapper, model: type[models.Model], weeks: int) -> None:
    fields = [field for field in model._meta.concrete_fields if (model._meta.label_lower, field.name) not in _STAYS_IN]
    if spans := [str(field.column) for field in fields if isinstance(field, DateTimeRangeField)]:
        for hop in (_FAR, weeks - _FAR):
            _update(cursor, model, {column: _span(column) for column in spans}, weeks=hop)
    moved = {str(field.column): _expression(field) for field in fields if isinstance(field, models.DateField)}
    _update(cursor, model, moved, weeks=weeks)


def _expression(field: models.Field[Any, Any]) -> str:
    if isinstance(field, models.DateTimeField):
        return _MOMENT.format(column=f'"{field.column}"')
    return f'("{field.column}" + %(by)s::interval)::date'


def _span(column: str) -> str:
    lower, upper = (_MOMENT.format(column=f'{end}("{column}")') for end in ("lower", "upper"))
    return f"tstzrange({lower}, {upper}, '[)')"


def _update(cursor: CursorWrapper, model: type[models.Model], moved: dict[str, str], *, weeks: int) -> None:
    if moved:
        by = {"by": f"{weeks} weeks", "zone": settings.TIME_ZONE}
        changes = ", ".join(f'"{column}" = {expression}' for column, expression in moved.items())
        cursor.execute(f'UPDATE "{model._meta.db_table}" SET {changes}', by)  # noqa: S608 names of ours


def _tables_with_triggers(cursor: CursorWrapper) -> list[str]:
    cursor.execute(
        "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace"
    )
    return [table for (table,) in cursor.fetchall()]
