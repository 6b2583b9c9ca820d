"""
A list as a file: the rows that the page shows, all pages of them, as CSV or XLSX.

Whoever opens it does so in a spreadsheet, and a spreadsheet runs what looks like a formula: in CSV such a cell gets an
apostrophe in front, in XLSX every cell is text or a date by its type, so that nothing needs changing there.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from practice import clock
from practice.http import StaffRequest
from practice.services.exports import note_export

if TYPE_CHECKING:
    from openpyxl.cell import Cell as PageCell

MOST_ROWS: Final = 10_000
CSV_TYPE: Final = "text/csv; charset=utf-8"
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet takes for the beginning of a formula, in its own letters and in full width (OWASP).
_FORMULA: Final = ("=", "+", "-", "@", "|", "%", "\t", "\r", "＝", "＋", "－", "＠")
_LONGEST: Final = 32_767  # letters of one cell of a spreadsheet
_NOT_IN_XML: Final = {code: None for code in range(32) if chr(code) not in "\t\n\r"}

Cell = str | int | date | datetime | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One list as a table: ``name`` becomes the file's, ``columns`` its first row."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def asked_for(request: StaffRequest) -> str:
    """Return "csv" or "xlsx" if the list is asked for as a file (`?as=`), else ""."""
    kind = request.GET.get("as", "")
    return kind if kind in ("csv", "xlsx") else ""


def too_many(request: StaffRequest, count: int) -> HttpResponse | None:
    """Send back to the list whoever asks for more rows than one file holds; None if they fit."""
    if count <= MOST_ROWS:
        return None
    messages.error(
        request,
        f"A file holds at most {MOST_ROWS:,} rows, and this list has {count:,}. Choose fewer, then take it again.",
    )
    query = {key: value for key, value in request.GET.items() if key != "as"}
    return redirect(f"{request.path}?{urlencode(query)}")


def answer(request: StaffRequest, sheet: Sheet) -> HttpResponse:
    """Give the list as the file asked for, and journal who took it, with which filters, and how many rows."""
    now = clock.now()
    rows = list(sheet.rows)
    filters = {key: str(value) for key, value in request.GET.items() if key not in {"as", "page"}}
    note_export(name=sheet.name, filters=filters, rows=len(rows), kind=asked_for(request), by=request.user, now=now)
    named = f"{sheet.name}-{timezone.localtime(now):%Y-%m-%d}"
    if asked_for(request) == "xlsx":
        return download(as_xlsx(sheet.columns, rows), f"{named}.xlsx", XLSX_TYPE)
    return download(as_csv(sheet.columns, rows), f"{named}.csv", CSV_TYPE)


def download(body: bytes, name: str, content_type: str) -> HttpResponse:
    return HttpResponse(
        body, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write CSV as spreadsheets read it: UTF-8 with its mark, and no cell that they would run."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([inert(column) for column in columns])
    writer.writerows([inert(cell) if isinstance(cell, str) else _text(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def inert(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run, whatever space stands in front of it."""
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text


def as_xlsx(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write XLSX; a string is a string by its type, whatever it begins with."""
    from openpyxl import Workbook  # slow import

    book = Workbook(write_only=True)
    page = book.create_sheet("List")
    page.freeze_panes = "A2"
    page.append([_typed(page, column, bold=True) for column in columns])
    for row in rows:
        page.append([_typed(page, cell) for cell in row])
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def _typed(page: Any, value: Cell, *, bold: bool = False) -> "PageCell":
    from openpyxl.cell import WriteOnlyCell  # slow import
    from openpyxl.styles import Font  # slow import

    cell = WriteOnlyCell(page)
    if isinstance(value, str):
        cell.value = value.translate(_NOT_IN_XML)[:_LONGEST]
        cell.data_type = "s"  # openpyxl takes a string that begins with = for a formula
    elif isinstance(value, datetime):
        cell.value = timezone.localtime(value).replace(tzinfo=None)
    else:
        cell.value = value
    if bold:
        cell.font = Font(bold=True)
    return cell


def _text(cell: int | date | datetime | None) -> str:
    """Write dates as 2026-11-24 and times as 2026-11-24 14:20, local."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%Y-%m-%d %H:%M}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)
