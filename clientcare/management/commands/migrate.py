"""Django's migrate, as the role that owns the tables, giving the application's role just what it needs."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections


class Command(Migrate):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        _let_the_application_in(options["database"])
        super().handle(*args, **options)
        call_command("createcachetable", database=options["database"], verbosity=0)


def _let_the_application_in(alias: str) -> None:
    """Let the application read and write rows of tables to come: no TRUNCATE, no changes of the schema."""
    owner = connections[alias]
    app = connections["default"].settings_dict["USER"]
    if not app or app == owner.settings_dict["USER"]:
        return
    role = owner.ops.quote_name(app)
    with owner.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(f"ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}")
        cursor.execute(f"ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO {role}")
