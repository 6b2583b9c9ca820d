"""Take over a list of the practice system by the clock: what a page does by hand (decisions 28)."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count

from intake.models import ColumnMemory
from intake.rules.imports import Duplicates, RowOutcome
from intake.services import importing
from intake.services.importing.files import digest_of
from intake.tables import read_table
from practice import clock
from practice.errors import Refusal
from practice.models import Relationship, User
from practice.office import local_date, main_office
from practice.permissions import Permission


class Command(BaseCommand):
    help = (
        "Import a CSV or XLSX file, or every one in a folder, by the columns that were chosen on the page for its "
        "header. What people typed here stays; each file becomes an import on the page, with its differences, and "
        "can be undone there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", help="a file, or a folder of files, taken in the order of their names")
        parser.add_argument("--by", required=True, help="the mailbox of whoever answers for it: they may import")
        parser.add_argument("--json", action="store_true", help="one JSON object a file, one a line")

    def handle(self, *args: Any, **options: Any) -> None:
        by = User.objects.filter(email__iexact=options["by"], is_active=True).first()
        if by is None or not by.may(Permission.IMPORT):
            raise CommandError(f"{options['by']} is nobody who may import.")
        path = Path(options["path"])
        files = sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]
        failed = [one.name for one in files if not self._one(one, by, as_json=options["json"])]
        if failed:
            raise CommandError(f"Not imported: {', '.join(failed)}.")

    def _one(self, path: Path, by: User, *, as_json: bool) -> bool:
        """Import one file; say why not, and go on with the next."""
        try:
            counts = _import(path, by)
        except (OSError, Refusal) as problem:
            said: dict[str, Any] = {"file": path.name, "refused": str(problem)}
        else:
            said = {"file": path.name, **counts}
        words = ", ".join(f"{value} {key}" for key, value in said.items() if key not in ("file", "refused"))
        plain = f"{path.name}: {said.get('refused', words)}"
        self.stdout.write(json.dumps(said, ensure_ascii=False) if as_json else plain)
        return "refused" not in said


class ColumnsNotKnown(Refusal):
    """Nobody has said on the page what the columns of this header mean."""

    code = "columns_not_known"


def _import(path: Path, by: User) -> dict[str, int]:
    now = clock.now()
    today = local_date(main_office(), now)
    with path.open("rb") as source:
        table = read_table(source, size=path.stat().st_size)
        source.seek(0)
        sha256 = hashlib.file_digest(source, "sha256").hexdigest()
    memory = ColumnMemory.objects.filter(pk=digest_of(table.headers)).first()
    if memory is None:
        raise ColumnsNotKnown("Upload a list with this header on the page once, and say what its columns mean.")
    of = importing.receive_file(table=table, file_name=path.name, sha256=sha256, by=by, now=now)
    importing.choose_columns(
        import_id=of.pk,
        columns=memory.columns,
        duplicates=Duplicates(memory.duplicates),
        relationship=Relationship(memory.relationship),
        by=by,
        now=now,
        today=today,
    )
    importing.run_import(import_id=of.pk, by=by, now=now, today=today)
    found = dict(of.rows.order_by().values_list("outcome").annotate(Count("pk")))
    return {outcome.value: found.get(outcome.value, 0) for outcome in RowOutcome}
