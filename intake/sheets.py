"""
Rows of people from a CSV file of anybody's making: any usual encoding and separator, read row by row.

What is wrong with the whole file is a refusal; what is wrong with one row is said of that row, and the next is read.
"""

import codecs
import io
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Final

from intake.csvlines import Line, lines_of
from practice.errors import Refusal

COLUMNS: Final = ("given_name", "family_name", "organisation", "date_of_birth", "address", "postcode")
NUMBER: Final = "company_number"  # may be left out, as any column may
REFERENCE: Final = "reference"
_CHUNK: Final = 1 << 16


class UnreadableSheet(Refusal):
    """The file as a whole cannot be read."""

    code = "unreadable_sheet"


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the header: ``number`` counts from 1, ``line`` is the file's, ``problem`` why it has no cells."""

    number: int
    line: int
    cells: dict[str, str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """An open file: how it is written, which columns are not ours, and its rows, once."""

    encoding: str
    ignored: tuple[str, ...]
    rows: Iterator[Row]


@contextmanager
def opened(path: str, standard_input: IO[bytes]) -> Iterator[Sheet]:
    """
    Open a file, or standard input for "-".

    :raises UnreadableSheet: if there is no such file, it is empty or no text, or its header cannot be understood
    """
    with tempfile.TemporaryFile() if path == "-" else _file(path) as source:
        if path == "-":
            shutil.copyfileobj(standard_input, source)  # it is read twice: once for its encoding
            source.seek(0)
        encoding = encoding_of(source)
        source.seek(0)
        with io.TextIOWrapper(source, encoding=encoding, newline="") as text:
            yield _sheet(text, encoding)


def _file(path: str) -> IO[bytes]:
    try:
        return Path(path).open("rb")
    except OSError as problem:
        raise UnreadableSheet(f"{path} cannot be opened: {problem.strerror}.") from problem


def encoding_of(source: IO[bytes]) -> str:
    """Return utf-8-sig, utf-16 or, where the bytes are no UTF-8, cp1252; the file is read through, not kept."""
    first = source.read(_CHUNK)
    if not first.strip():
        raise UnreadableSheet("The file is empty.")
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        if not _decodes(source, "utf-16"):
            raise UnreadableSheet("The file is not what its first bytes say. Save it as CSV, UTF-8.")
        return "utf-16"
    for encoding in ("utf-8-sig", "cp1252"):
        if _decodes(source, encoding):
            return encoding
    raise UnreadableSheet("The file is neither UTF-8 nor Windows text. Save it as CSV, UTF-8.")


def _decodes(source: IO[bytes], encoding: str) -> bool:
    """Say if the whole file is text of this encoding; it is read through, not kept."""
    decoder = codecs.getincrementaldecoder(encoding)()
    source.seek(0)
    try:
        while chunk := source.read(_CHUNK):
            if encoding != "utf-16" and b"\0" in chunk:
                raise UnreadableSheet("The file is no text: it holds zero bytes. Save it as CSV, UTF-8.")
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _sheet(text: io.TextIOWrapper, encoding: str) -> Sheet:
    header, blank = text.readline(), 0
    while not header.strip():
        if not header:
            raise UnreadableSheet("The file is empty.")
        header, blank = text.readline(), blank + 1
    separator = separator_of(header)
    lines = lines_of(chain([header], text), separator, above=blank)
    _, cells, problem = next(lines)
    if problem:
        raise UnreadableSheet(f"The header {problem}.")
    names = [_column(cell) for cell in cells]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise UnreadableSheet(f"The header has {', '.join(twice)} more than once. Keep one column of each name.")
    if not set(names) & {*COLUMNS, NUMBER}:
        raise UnreadableSheet(f"The header has none of these columns: {', '.join(COLUMNS)}.")
    ignored = tuple(name for name in names if name and name not in {*COLUMNS, NUMBER, REFERENCE})
    return Sheet(encoding, ignored, _rows(lines, names))


def separator_of(header: str) -> str:
    """Return what stands between the columns: the comma, semicolon or tab that the header has most of."""
    return max(",;\t", key=header.count)


def overflow(cells: Sequence[str], width: int) -> str:
    """Say what is wrong with a row that has something beyond its header; "" for nothing."""
    return f"has {len(cells)} cells where the header has {width}" if any(cells[width:]) else ""


def _column(cell: str) -> str:
    return "_".join(cell.strip().casefold().replace("-", " ").split())


def _rows(lines: Iterator[Line], names: list[str]) -> Iterator[Row]:
    """Give the rows below the header."""
    number = 0
    for line, cells, problem in lines:
        if not problem and not any(cells) and len(cells) < len(names):
            continue  # an empty line, as spreadsheets leave them at the end
        number += 1
        problem = problem or overflow(cells, len(names))
        if problem:
            yield Row(number, line, {}, problem)
            continue
        found = dict(zip(names, cells, strict=False))
        yield Row(number, line, {name: found.get(name, "") for name in (*COLUMNS, NUMBER, REFERENCE)})
