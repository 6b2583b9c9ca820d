"""What the tests of the demo firm read straight from the tables, and the one row they slip in."""

from typing import Any

from django.db import connection

from practice import clock
from practice.models import JournalEntry

LOCAL = "to_char({column} AT TIME ZONE 'Europe/London', 'Dy HH24:MI')"


def local(table: str, column: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, {LOCAL.format(column=column)} FROM {table} ORDER BY id")  # noqa: S608
        rows: list[Any] = cursor.fetchall()
    return rows


def papers() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, sha256, encode(sha256(content), 'hex'), created_at FROM outbox_document ORDER BY id")
        rows: list[Any] = cursor.fetchall()
    return rows


def unsealed() -> JournalEntry:
    return JournalEntry.objects.create(
        at=clock.now(),
        event="test.slipped_in",
        actor_kind="system",
        actor_name="Nobody",
        subject_type="x",
        subject_id="1",
    )
