#!/usr/bin/env python
"""Django's commands. Those that need a database attach to the embedded servers, or start them for their own duration."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clientcare.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(f"ClientCare cannot start: {problem}")


if __name__ == "__main__":
    main()
