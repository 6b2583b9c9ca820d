"""
Every row of every table as PostgreSQL writes it down, for comparing before and after.

Left out: what a merge and its undoing add and never take away, and the mark by which a sweep finds names to look at.
"""

from django.apps import apps
from django.db import connection
from psycopg2 import sql

_GROWS = {"practice_gate", "practice_journalentry", "practice_journalseal", "practice_partymerge"}
_NOT_OURS = {"django_session", "django_content_type", "auth_permission"}


def dump() -> dict[str, list[str]]:
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - _GROWS - _NOT_OURS
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(
                sql.SQL("SELECT (to_jsonb(stored) - 'pairs_sought')::text FROM {} stored ORDER BY 1").format(
                    sql.Identifier(table)
                )
            )
            found[table] = [row for (row,) in cursor.fetchall()]
    return found


def changed(before: dict[str, list[str]], after: dict[str, list[str]]) -> dict[str, int]:
    """Return how many rows differ, by table."""
    return {table: len(set(before[table]) ^ set(after[table])) for table in before if before[table] != after[table]}
