"""
Changing rows so that every change can be taken back exactly.

PostgreSQL itself writes a row down as JSON and reads it back, so that nothing is lost on the way: no microsecond, no
array, no column that this code does not know. What is written down stands in `PartyMerge.rows` in the order of doing.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from django.apps import apps
from django.db import connection, models
from psycopg2 import sql


class Change(TypedDict):
    """
    One changed row.

    ``was``, ``now``: the columns that were changed, before and after; ``now`` is empty where nothing has to be as it
    was left. A row that was set aside has no ``now`` and all its columns in ``was``.
    """

    model: str
    pk: str
    was: dict[str, Any]
    now: dict[str, Any] | None


class Ledger:
    """Writes down what it does; `changes` is what undoing needs."""

    def __init__(self) -> None:
        self.changes: list[Change] = []

    def change(self, row: models.Model, **fields: Any) -> None:
        """Set fields of a row; those that have the value already are left alone."""
        model = type(row)
        if not (fields := {name: value for name, value in fields.items() if getattr(row, name) != value}):
            return
        columns = [_column(model, name) for name in fields]
        was = read(model, row.pk)
        model._base_manager.filter(pk=row.pk).update(**fields)
        now = read(model, row.pk)
        self._note(row, {column: was[column] for column in columns}, {column: now[column] for column in columns})
        for name, value in fields.items():
            setattr(row, name, value)

    def keep(self, row: models.Model, *names: str) -> None:
        """Write down fields that something else is about to make anew, and that may be different when undone."""
        whole = read(type(row), row.pk)
        self._note(row, {column: whole[column] for column in (_column(type(row), name) for name in names)}, {})

    def set_aside(self, row: models.Model) -> None:
        """Take a row away that says what another says already; it is kept here, whole."""
        self._note(row, read(type(row), row.pk), None)
        row.delete()

    def _note(self, row: models.Model, was: dict[str, Any], now: dict[str, Any] | None) -> None:
        self.changes.append(Change(model=row._meta.label, pk=str(row.pk), was=was, now=now))


def moved_since(changes: Sequence[Change]) -> list[Change]:
    """Return the changes whose row is not as the merge left it; the last change of a column counts."""
    last: dict[tuple[str, str], tuple[Change, dict[str, Any] | None]] = {}
    for change in changes:
        row = (change["model"], change["pk"])
        before = last[row][1] if row in last else {}
        last[row] = (change, None if change["now"] is None else {**(before or {}), **change["now"]})
    moved = []
    for change, left in last.values():
        stands = read(_model(change), change["pk"], missing_is_empty=True)
        is_there = bool(stands)
        if is_there == (left is None) or any(stands.get(name) != value for name, value in (left or {}).items()):
            moved.append(change)
    return moved


def take_back(changes: Sequence[Change]) -> None:
    """Write every row as it was, the last change first."""
    for change in reversed(changes):
        _write(_model(change), change["pk"], change["was"], anew=change["now"] is None)


def read(model: type[models.Model], pk: object, *, missing_is_empty: bool = False) -> dict[str, Any]:
    """Return a row as PostgreSQL writes it down; only if asked for, {} for one that is not there."""
    query = sql.SQL("SELECT to_jsonb(stored)::text FROM {table} stored WHERE {key} = %s").format(**_names(model))
    with connection.cursor() as cursor:
        cursor.execute(query, [str(pk)])
        found = cursor.fetchone()
    if found is None and missing_is_empty:
        return {}
    whole: dict[str, Any] = json.loads(found[0])
    return whole


def _write(model: type[models.Model], pk: str, columns: Mapping[str, Any], *, anew: bool) -> None:
    named = _names(model) | {"columns": sql.SQL(", ").join(map(sql.Identifier, columns))}
    values = sql.SQL("SELECT {columns} FROM jsonb_populate_record(NULL::{table}, %s::jsonb)").format(**named)
    said = json.dumps(columns)
    with connection.cursor() as cursor:
        if anew:
            cursor.execute(sql.SQL("INSERT INTO {table} ({columns}) {values}").format(values=values, **named), [said])
        else:
            update = sql.SQL("UPDATE {table} SET ({columns}) = ({values}) WHERE {key} = %s")
            cursor.execute(update.format(values=values, **named), [said, pk])


def _names(model: type[models.Model]) -> dict[str, sql.Composable]:
    assert model._meta.pk is not None
    assert model._meta.pk.column is not None
    return {"table": sql.Identifier(model._meta.db_table), "key": sql.Identifier(model._meta.pk.column)}


def _column(model: type[models.Model], name: str) -> str:
    return str(model._meta.get_field(name).column)  # type: ignore[union-attr]  # a field of its own table


def _model(change: Change) -> type[models.Model]:
    return apps.get_model(change["model"])
