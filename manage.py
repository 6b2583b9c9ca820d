#!/usr/bin/env python
"""Django's commands. Those that need a database have the embedded servers running while they run."""

import os
import signal
import sys

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from clientcare import embedded, servers

WITHOUT_DATABASE = {
    *("help", "version", "check", "collectstatic", "findstatic", "diffsettings", "makemessages", "compilemessages"),
    *("startapp", "--help", "-h", "--version"),
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clientcare.settings")
    from django.conf import settings
    from django.core.management import execute_from_command_line

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that what we started is stopped
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    try:
        settings.DATABASES  # noqa: B018 reads .env, which may name a database of one's own
        needs_database = command not in WITHOUT_DATABASE and not {"--help", "-h"} & set(sys.argv)
        with embedded.ensure(database=needs_database, broker=False):
            execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, servers.CannotStart) as problem:
        sys.exit(f"ClientCare cannot start: {problem}")
    except OperationalError as problem:
        if getattr(problem.__cause__, "pgcode", None):
            raise  # the server answered; this is about a query, and a developer wants to see where
        where = settings.DATABASES["default"]["HOST"] or "localhost"
        first_line = str(problem).strip().splitlines()[0]
        sys.exit(f"The database at {where} does not answer: {first_line} Start it, or correct DATABASE_URL.")


if __name__ == "__main__":
    main()
