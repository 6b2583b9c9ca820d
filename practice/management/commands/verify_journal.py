"""Prove that nobody changed, removed or inserted a journal entry since it was sealed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from practice import clock, journal


class Command(BaseCommand):
    """Say how many entries are sealed and how many wait; exit with 1 at the first link that does not fit."""

    help = "Recompute the chain of the journal and compare. Exits with 1 and a sentence where it breaks."

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = journal.verify()
        if verdict.break_at is not None:
            raise CommandError(
                f"The journal does not fit its seals from sequence {verdict.break_at} on, of {verdict.sealed} sealed. "
                "An entry was changed, removed or inserted there. Compare with a backup: see docs/operations.md."
            )
        self.stdout.write(f"{verdict.sealed} entries are sealed and whole.")
        if verdict.oldest_unsealed_at is not None:
            minutes = int((clock.now() - verdict.oldest_unsealed_at).total_seconds() // 60)
            self.stdout.write(f"{verdict.unsealed} wait for a seal, the oldest for {minutes} min.")
