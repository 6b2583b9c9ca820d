"""A file of bills, read as any list is and handed to the deed that records them."""

from collections.abc import Iterator
from datetime import datetime

from engagement.models import BillList
from engagement.rules.bill_lists import columns_of, read_row
from engagement.services.costs import BillLine, take_bills
from intake.tables import Table
from practice.matching.dates import as_date, digits_of
from practice.models import User
from practice.receipts import FormKey


def take_list(
    table: Table, *, file_name: str, sha256: str, by: User, now: datetime, form_key: FormKey | None = None
) -> BillList:
    """
    Record the bills of a file.

    :raises NotAListOfBills: if a column is missing
    """
    lines = _lines(table, columns_of(table.headers))
    return take_bills(lines=lines, file_name=file_name, sha256=sha256, by=by, now=now, form_key=form_key)


def _lines(table: Table, columns: dict[str, int]) -> Iterator[BillLine]:
    for row in table.rows:
        cells = {name: row.cells[number] if number < len(row.cells) else "" for name, number in columns.items()}
        said = ", ".join(filter(None, [cells["matter_number"], cells["number"]]))
        yield BillLine(row.line, said, row.problem or read_row(cells, on=as_date(digits_of(cells["on"]))))
