"""Make a sample of issued letters again and compare them with what was issued."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wording.models import IssuedLetter
from wording.proving import Proof, reprove


class Command(BaseCommand):
    help = "Make issued letters again, by default 20 at random, and say whether the bytes are the same."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--count", type=int, default=20, help="how many letters; 0 for all")

    def handle(self, *args: Any, **options: Any) -> None:
        letters = IssuedLetter.objects.select_related("document", "snapshot").order_by("?")
        chosen = letters[: options["count"]] if options["count"] else letters
        found: Counter[Proof] = Counter()
        for letter in chosen:
            proof = reprove(letter)
            found[proof] += 1
            if proof is Proof.DIFFERENT:
                self.stderr.write(f"Letter {letter.pk} ({letter.kind}, {letter.reference}) came out different.")
        self.stdout.write(", ".join(f"{found[proof]} {proof.label}" for proof in Proof))
        if found[Proof.DIFFERENT]:
            raise CommandError("Some issued letters cannot be made again. Tell compliance.")
