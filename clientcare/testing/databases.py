"""
One migrated and seeded template database a run (decisions B28); test processes and `fresh_db` work on copies of it.

A second template, made when first asked for, also holds the demo firm: loading takes a minute, copying it a moment.
Names carry the run's process id, so that runs side by side never meet and what a killed run left is found again.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import quote

import psutil
import psycopg2
from django.core.management import call_command
from django.db import connections
from psycopg2 import sql

from practice import clock

RUN = "CLIENTCARE_TEST_RUN"


class Template(StrEnum):
    """What a database of one's own starts with."""

    SEEDED = "seeded"  # tables and reference data
    DEMO = "demo"  # and the demo firm


def name_this_run() -> None:
    """Choose the run's name; processes started later inherit it with the environment."""
    os.environ[RUN] = f"test_{os.getpid()}_{secrets.token_hex(3)}"


def _name_of(template: Template) -> str:
    return f"{os.environ[RUN]}_{template}"


@contextmanager
def _server() -> Iterator[Any]:
    """Open the owner's connection to no database in particular."""
    parameters = connections["owner"].get_connection_params() | {"dbname": "postgres"}
    parameters.pop("cursor_factory", None)
    connection = psycopg2.connect(**parameters)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def point_at(database: str) -> None:
    """Make every connection of this process, in every thread, go to this database from now on."""
    for alias in ("default", "owner"):
        connections[alias].close()
        connections.settings[alias]["NAME"] = database
        connections[alias].settings_dict["NAME"] = database


def address_of(alias: str) -> str:
    """Write the address that this process uses for a database, for another process's environment."""
    chosen = connections[alias].settings_dict
    person = quote(chosen["USER"], safe="")
    if chosen["PASSWORD"]:
        person += ":" + quote(chosen["PASSWORD"], safe="")
    host = quote(chosen["HOST"], safe="") + (f":{chosen['PORT']}" if chosen["PORT"] else "")
    return f"postgres://{person}@{host}/{chosen['NAME']}"


def make_template(template: Template = Template.SEEDED) -> None:
    """Make one of the run's template databases unless another process of the run has done so."""
    name = _name_of(template)
    with _server() as cursor:
        cursor.execute("SET lock_timeout = 0")  # filling it takes longer than the owner's own patience
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        cursor.execute("SELECT datistemplate FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() == (True,):
            return
        if template == Template.DEMO:
            make_template()
        before = connections["default"].settings_dict["NAME"]
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        base = sql.Identifier("template1" if template == Template.SEEDED else _name_of(Template.SEEDED))
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), base))
        point_at(name)
        filled_at = _fill(template)
        point_at(before)
        note = sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(filled_at.isoformat()))
        cursor.execute(note)
        cursor.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE true").format(sql.Identifier(name)))


def _fill(template: Template) -> datetime:
    now = clock.now()
    if template == Template.DEMO:
        from clientcare.demo.load import load_demo  # models: not before Django is set up

        load_demo(now=now, tell=lambda _: None)
    else:
        call_command("migrate", verbosity=0)
        call_command("reference_data", verbosity=0)
    return now


def filled_at(template: Template) -> datetime:
    """Return the moment that the rows of a template know as now."""
    with _server() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [_name_of(template)]
        )
        return datetime.fromisoformat(cursor.fetchone()[0])


@contextmanager
def copy_of_template(template: Template = Template.SEEDED) -> Iterator[str]:
    """Give a database of one's own, copied from a template, and drop it afterwards."""
    make_template(template)
    name = f"{os.environ[RUN]}_{secrets.token_hex(4)}"
    with _server() as cursor:
        copied = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        cursor.execute(copied.format(sql.Identifier(name), sql.Identifier(_name_of(template))))
    before = connections["default"].settings_dict["NAME"]
    point_at(name)
    try:
        yield name
    finally:
        point_at(before)
        with _server() as cursor:
            _drop(cursor, name)


def _drop(cursor: Any, name: str) -> None:
    cursor.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE false").format(sql.Identifier(name)))
    cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def drop_databases_of_this_run() -> None:
    with _server() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [os.environ[RUN]])
        for (name,) in cursor.fetchall():
            _drop(cursor, name)


def drop_leftovers() -> None:
    """Drop the databases of runs on this machine that were killed before they could."""
    with _server() as cursor:
        cursor.execute(r"SELECT datname FROM pg_database WHERE datname ~ '^test_\d+_[0-9a-f]{6}_'")
        for (name,) in cursor.fetchall():
            if not psutil.pid_exists(int(name.split("_")[1])):
                _drop(cursor, name)
