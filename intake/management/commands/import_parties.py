"""Take over people and organisations from a CSV file of another system."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from intake.services.imports import LISTED, import_parties
from intake.sheets import COLUMNS, NUMBER, REFERENCE, UnreadableSheet, opened
from practice import clock
from practice.actors import SYSTEM


class Command(BaseCommand):
    help = (
        f"Record the rows of a CSV file as parties. Columns, any may be empty: {REFERENCE}, {', '.join(COLUMNS)}; "
        f"and {NUMBER}, of an organisation alone. "
        "A reference that is known already is skipped; a row with a mistake is refused and named, the others go on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a CSV file, or - for standard input")
        parser.add_argument("--json", action="store_true", help="say what became of the rows as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        try:
            with opened(options["file"], sys.stdin.buffer) as sheet:
                report = import_parties(rows=sheet.rows, by=SYSTEM, now=now, today=now.date())
        except UnreadableSheet as problem:
            raise CommandError(str(problem)) from problem
        counts = {"created": report.created, "skipped": report.skipped, "refused": report.refused}
        if options["json"]:
            facts = {**counts, "encoding": sheet.encoding, "ignored_columns": sheet.ignored, "rows": report.rows}
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
            return
        self.stdout.write("{created} created, {skipped} skipped, {refused} refused.".format(**counts))
        for row in report.rows:
            told = "; ".join(f"{problem['field']} {problem['because']}".strip() for problem in row["problems"])
            self.stdout.write(f"Row {row['row']} (line {row['line']}) {row['outcome']}: {told}.")
        if report.skipped + report.refused > LISTED:
            self.stdout.write(f"Only the first {LISTED} rows that were not taken over are named.")
