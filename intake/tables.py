"""
Any table somebody uploads, CSV or XLSX, as a header and rows of text: nothing is understood here.

What is wrong with the whole file is a refusal; what is wrong with one row is said of that row, and the next is read.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO, Any, Final

from intake.csvlines import Line, lines_of, tidy
from intake.sheets import UnreadableSheet, encoding_of, overflow, separator_of

MOST_BYTES: Final = 5_000_000
MOST_UNPACKED: Final = 100_000_000
MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 60
MOST_LETTERS: Final = 2_000  # of one cell; what a field may have is checked with the row
_ENCODINGS: Final = {"utf-8-sig": "UTF-8", "cp1252": "Windows text", "utf-16": "UTF-16"}
_SPLIT: Final = "Split the file, or give it to the command {}, which has no such limit."


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row below the header: ``number`` counts from 1, ``line`` is the file's, ``problem`` why it cannot be used."""

    number: int
    line: int
    cells: list[str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A file as it was read: ``how`` says as what."""

    how: str
    headers: list[str]
    rows: list[TableRow]


def read_table(source: IO[bytes], *, size: int, command: str = "import_parties") -> Table:
    """
    Read an uploaded file whole; ``command`` is what takes a longer one.

    :raises UnreadableSheet: if it is empty, too big or no table, or its header cannot be understood
    """
    instead = _SPLIT.format(command)
    if size > MOST_BYTES:
        most = MOST_BYTES // 1_000_000
        raise UnreadableSheet(f"The file has {size / 1_000_000:.1f} MB; {most} are the most. {instead}")
    first = source.read(4)
    source.seek(0)
    if first.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableSheet("This is an old or a locked spreadsheet. Save it as XLSX without a password, or as CSV.")
    how, lines = _of_xlsx(source) if first.startswith(b"PK") else _of_csv(source)
    return _table(how, lines, instead)


def _table(how: str, lines: Iterator[Line], instead: str) -> Table:
    header, problem = next(((cells, problem) for _, cells, problem in lines if any(cells) or problem), ([], ""))
    if problem:
        raise UnreadableSheet(f"The header {problem}.")
    if not header:
        raise UnreadableSheet("The file is empty.")
    headers = _headers(header)
    rows: list[TableRow] = []
    for line, cells, problem in lines:
        if not any(cells) and not problem:
            continue
        if len(rows) == MOST_ROWS:
            raise UnreadableSheet(f"The file has more than {MOST_ROWS:,} rows. {instead}")
        rows.append(_row(len(rows) + 1, line, cells, problem, width=len(headers)))
    if not rows:
        raise UnreadableSheet("The file has a header and no row below it.")
    return Table(how, headers, rows)


def _headers(cells: Sequence[str]) -> list[str]:
    cells = list(cells)
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise UnreadableSheet(f"The file has {len(cells)} columns; {MOST_COLUMNS} are the most.")
    folded = [cell.casefold() for cell in cells if cell]
    if twice := sorted({cell for cell in cells if cell and folded.count(cell.casefold()) > 1}):
        named = ", ".join(f"“{cell[:40]}”" for cell in twice)
        raise UnreadableSheet(f"The header has {named} more than once. Give each column a name of its own.")
    return [cell[:80] or f"Column {number}" for number, cell in enumerate(cells, start=1)]


def _row(number: int, line: int, cells: list[str], problem: str, *, width: int) -> TableRow:
    problem = problem or overflow(cells, width)
    longest = max(map(len, cells), default=0)
    if longest > MOST_LETTERS:
        problem = problem or f"has a cell of {longest:,} characters; {MOST_LETTERS:,} are the most"
    kept = [cell[:MOST_LETTERS] for cell in cells[: max(width, MOST_COLUMNS if problem else width)]]
    return TableRow(number, line, kept + [""] * (width - len(kept)), problem[:200])


def _of_csv(source: IO[bytes]) -> tuple[str, Iterator[Line]]:
    encoding = encoding_of(source)
    source.seek(0)
    text = source.read().decode(encoding)
    first = next((line for line in text.splitlines() if line.strip()), "")
    return f"CSV, {_ENCODINGS[encoding]}", lines_of(io.StringIO(text, newline=""), separator_of(first))


def _of_xlsx(source: IO[bytes]) -> tuple[str, Iterator[Line]]:
    from openpyxl import load_workbook  # slow import
    from openpyxl.utils.exceptions import InvalidFileException  # slow import

    try:
        with zipfile.ZipFile(source) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > MOST_UNPACKED:
            raise UnreadableSheet("The spreadsheet unpacks to more than 100 MB. Save only its rows, as CSV.")
        source.seek(0)
        book = load_workbook(source, read_only=True, data_only=False, keep_links=False)
        pages: list[Any] = list(book.worksheets)
        if not pages:
            raise UnreadableSheet("The spreadsheet has no page with rows.")
        pages[0].reset_dimensions()  # some programs write wrong ones
        lines = list(_xlsx_lines(pages[0]))
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, SyntaxError, TypeError) as problem:
        raise UnreadableSheet("The spreadsheet is damaged. Open it, save it anew as XLSX or CSV.") from problem
    others = [page.title for page in pages[1:]]
    passed = f"; not read: {', '.join(others)}" if others else ""
    return f"XLSX, page {pages[0].title}{passed}"[:160], iter(lines)


def _xlsx_lines(page: Any) -> Iterator[Line]:
    for line, row in enumerate(page.iter_rows(max_col=MOST_COLUMNS + 1, max_row=MOST_ROWS * 4), start=1):
        cells = [_cell(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        formula = next((number for number, cell in enumerate(row, start=1) if cell.data_type == "f"), None)
        error = next((number for number, cell in enumerate(row, start=1) if cell.data_type == "e"), None)
        problem = ""
        if formula:
            problem = f"has a formula in column {formula}: paste the values, then save again"
        elif error:
            problem = f"has an error of the spreadsheet in column {error}"
        yield line, cells, problem


def _cell(cell: Any) -> str:
    """Write a cell as one would type it: a date as 1958-03-14, a number without a needless .0."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return tidy(str(value))
