"""Load the shipped clauses and templates; safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from practice import clock
from practice.actors import SYSTEM
from practice.errors import Refusal
from wording.loading import load_wording


class Command(BaseCommand):
    help = "Load clauses and letter templates. What changed becomes a new version; letters already issued keep theirs."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_wording(by=SYSTEM, now=clock.now())
        except Refusal as problem:
            raise CommandError(f"The wording was not loaded: {problem}") from problem
        self.stdout.write(f"New versions: {loaded.clauses} clauses, {loaded.templates} templates.")
        if loaded.offered:
            self.stdout.write(f"Newer words wait beside the firm's own: {', '.join(loaded.offered)}.")
        if loaded.unfit:
            self.stderr.write(f"The firm's own words that fail in letters now: {', '.join(loaded.unfit)}.")
