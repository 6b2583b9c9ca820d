"""Take over the bills of the practice system by the clock, beside its clients and matters (decisions 28)."""

import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clientcare.bills.lists import take_list
from engagement.rules.bill_lists import BillOutcome
from intake.tables import read_table
from practice import clock
from practice.errors import Refusal
from practice.models import User
from practice.permissions import Permission


class Command(BaseCommand):
    help = (
        "Record the bills of a CSV or XLSX file, or of every one in a folder: matter number, bill number, date, net "
        "and VAT; disbursements and final may stand beside them. What is known and the same is passed over; what "
        "people recorded or set aside here stays, and the difference is told on the page of bills."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", help="a file, or a folder of files, taken in the order of their names")
        parser.add_argument("--by", required=True, help="the mailbox of whoever answers for it: they may import")

    def handle(self, *args: Any, **options: Any) -> None:
        by = User.objects.filter(email__iexact=options["by"], is_active=True).first()
        if by is None or not by.may(Permission.IMPORT):
            raise CommandError(f"{options['by']} is nobody who may import.")
        path = Path(options["path"])
        files = sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]
        failed = [one.name for one in files if not self._one(one, by)]
        if failed:
            raise CommandError(f"Not imported: {', '.join(failed)}.")

    def _one(self, path: Path, by: User) -> bool:
        """Take one file over; say why not, and go on with the next."""
        try:
            with path.open("rb") as source:
                table = read_table(source, size=path.stat().st_size, command="import_bills")
                source.seek(0)
                sha256 = hashlib.file_digest(source, "sha256").hexdigest()
            of = take_list(table, file_name=path.name, sha256=sha256, by=by, now=clock.now())
        except (OSError, Refusal) as problem:
            self.stdout.write(f"{path.name}: {problem}")
            return False
        counts = {one: of.rows.filter(outcome=one).count() for one in BillOutcome} | {BillOutcome.SAME: of.known}
        self.stdout.write(f"{path.name}: {', '.join(f'{number} {one.value}' for one, number in counts.items())}")
        return True
