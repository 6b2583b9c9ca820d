"""Check a list of people and organisations for conflicts: who on record may be the same."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from intake.lists import check_list
from intake.sheets import COLUMNS, NUMBER, UnreadableSheet, opened


class Command(BaseCommand):
    help = (
        f"Say for each row of a CSV file which parties it may mean, nearest first. Columns, any may be empty: "
        f"{', '.join(COLUMNS)}; and {NUMBER}, which counts where it is exactly the same. "
        "Rows are answered as they are read, however many there are."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a CSV file, or - for standard input")
        parser.add_argument("--json", action="store_true", help="one JSON object a line and row")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = more = trigrams = 0
        try:
            with opened(options["file"], sys.stdin.buffer) as sheet:
                for answer in check_list(sheet.rows):
                    rows, more, trigrams = rows + 1, more + answer.asked_more, trigrams + answer.asked_trigrams
                    found = answer.as_json()
                    self.stdout.write(json.dumps(found, ensure_ascii=False) if options["json"] else _line(found))
        except UnreadableSheet as problem:
            raise CommandError(str(problem)) from problem
        self.stderr.write(f"{rows} rows; {more} needed a second look, {trigrams} of them trigrams too.")


def _line(found: dict[str, Any]) -> str:
    first = found["hits"][0] if found["hits"] else None
    told = f"{first['name']} ({first['reference'] or first['party']}): {first['why']}" if first else "nobody"
    more = f", and {len(found['hits']) - 1} more" if len(found["hits"]) > 1 else ""
    return f"Row {found['row']}: {told}{more}{''.join(f' ({note})' for note in found['notes'])}"
