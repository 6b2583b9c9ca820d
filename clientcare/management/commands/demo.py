"""Load the demo firm into an empty database. Refused in production (decisions B16)."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from clientcare.demo.load import is_loaded, load_demo
from practice import clock


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.MODE == "production":
            raise CommandError("Demo data does not belong into production. Set MODE=demo on a database of its own.")
        if is_loaded():
            self.stdout.write("There is a firm in this database already; nothing was loaded.")
            return
        call_command("reference_data")
        load_demo(now=clock.now(), tell=self._tell)

    def _tell(self, words: str) -> None:
        """Show each step as it begins, also where somebody reads through a pipe."""
        self.stdout.write(words)
        self.stdout.flush()
