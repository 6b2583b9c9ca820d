"""
One migrated and seeded template database a run (decisions B28); test processes and `fresh_db` work on copies of it.

Names carry the run's process id, so that runs side by side never meet and what a killed run left is found again.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psutil
import psycopg2
from django.core.management import call_command
from django.db import connections
from psycopg2 import sql

RUN = "CLIENTCARE_TEST_RUN"


def name_this_run() -> None:
    """Choose the run's name; processes started later inherit it with the environment."""
    os.environ[RUN] = f"test_{os.getpid()}_{secrets.token_hex(3)}"


def _template() -> str:
    return f"{os.environ[RUN]}_template"


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


def make_template() -> None:
    """Make the run's template database unless another process of the run has done so."""
    with _server() as cursor:
        cursor.execute("SET lock_timeout = 0")  # migrating takes longer than the owner's own patience
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [_template()])
        cursor.execute("SELECT datistemplate FROM pg_database WHERE datname = %s", [_template()])
        if cursor.fetchone() == (True,):
            return
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(_template())))
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_template())))
        point_at(_template())
        call_command("migrate", verbosity=0)
        call_command("reference_data", verbosity=0)
        for alias in ("default", "owner"):
            connections[alias].close()
        cursor.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE true").format(sql.Identifier(_template())))


@contextmanager
def copy_of_template() -> Iterator[str]:
    """Give a database of one's own, copied from the template, and drop it afterwards."""
    make_template()
    name = f"{os.environ[RUN]}_{secrets.token_hex(4)}"
    with _server() as cursor:
        cursor.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(_template()))
        )
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
