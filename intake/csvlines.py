"""
CSV row by row, strictly: a quotation mark that nobody closed must not make one row of two.

Where one is not closed, the row that opened it is refused and the next line is read as a row of its own, if the row was
whole on its line. If it was not, its cell may go on below; then nothing is guessed and those lines are refused too.
Each refused line keeps its cells as they stand there, so that the reject file has all of it.
"""

import csv
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

Line = tuple[int, list[str], str]  # where it ends in the file, its cells, and why it cannot be used
_INVISIBLE: Final = {"Cc", "Cf"}
_MARK: Final = '"'


def lines_of(text: Iterable[str], separator: str, *, above: int = 0) -> Iterator[Line]:
    """
    Read CSV line by line; one that cannot be read says so, and the next is read.

    The first row that has anything in it is the header. ``above``: lines of the file that stand before ``text``.
    """
    source, header = _Source(text, above), list[str]()
    while True:
        source.taken.clear()
        try:
            cells = next(csv.reader(source, delimiter=separator, strict=True))
        except StopIteration:
            return
        except csv.Error as problem:
            opened = _opened(source.taken, separator)
            if opened is None or (len(source.taken) > 1 and not header):
                yield source.number, [], f"cannot be read: {problem}" if opened is None else _said(source, opened)
            else:
                yield from _refused(source, opened, separator, header)
        else:
            header = header or (cells if any(cells) else [])
            yield source.number, [tidy(cell) for cell in cells], ""


class _Source:
    """Lines of a file that can be read again; ``taken``: those of the row that is being read."""

    def __init__(self, text: Iterable[str], above: int) -> None:
        self._text, self._again, self.number = iter(text), deque[str](), above
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._text)
        self.taken.append(line)
        self.number += 1
        return line

    def give_back(self, lines: Sequence[str]) -> None:
        self._again.extendleft(reversed(lines))
        self.number -= len(lines)


def _refused(source: _Source, opened: int, separator: str, header: Sequence[str]) -> Iterator[Line]:
    """Give the lines that cannot be used, one by one; after them stands a line that can be read by itself."""
    lines, last, why = list(source.taken), source.number, _said(source, opened)
    is_decided = opened == len(lines) - 1 or (opened == 0 and _is_whole(lines[0].count(separator) + 1, header))
    source.give_back(lines)
    for _, line in zip(lines[: opened + 1], source, strict=False):
        yield source.number, _as_it_stands(line, separator), why
    if is_decided:
        return
    for line in source:  # what has marks of its own, and reads well, is no piece of a cell
        if (_MARK in line or source.number > last) and _reads_alone(line, separator, header):
            source.give_back([line])
            return
        yield source.number, _as_it_stands(line, separator), f"may belong to a row that {why}"


def _said(source: _Source, opened: int) -> str:
    line = source.number - len(source.taken) + 1 + opened
    return f"cannot be read: a quotation mark opens in line {line} and does not close at the end of its cell"


def _opened(lines: Sequence[str], separator: str) -> int | None:
    """Return in which of these lines the quotation mark opened that nobody closed; None if all are closed."""
    opened, is_quoted, is_closed, is_start = 0, False, False, True
    for number, line in enumerate(lines):
        for sign in line:
            if is_closed and sign == _MARK:  # two of them are one that is meant
                is_quoted, is_closed = True, False
            elif is_closed and sign not in (separator, "\r", "\n"):
                return opened
            elif is_quoted:
                is_quoted, is_closed = sign != _MARK, sign == _MARK
            elif sign == _MARK and is_start:
                opened, is_quoted, is_start = number, True, False
            else:
                is_closed, is_start = False, sign in (separator, "\r", "\n")
    return opened if is_quoted else None


def _is_whole(cells: int, header: Sequence[str]) -> bool:
    """Say if these are as many cells as the header has; of a single column one can't tell."""
    named = [number for number, cell in enumerate(header, start=1) if cell.strip()]
    return len(header) > 1 and named[-1] <= cells <= len(header)


def _reads_alone(line: str, separator: str, header: Sequence[str]) -> bool:
    try:
        [cells] = csv.reader([line], delimiter=separator, strict=True)
    except (csv.Error, ValueError):
        return False
    return _is_whole(len(cells), header) and not any(_MARK in cell for cell in cells)


def _as_it_stands(line: str, separator: str) -> list[str]:
    return [tidy(cell) for cell in line.rstrip("\r\n").split(separator)]


def tidy(cell: str) -> str:
    """Compose letters and their marks, drop what cannot be seen, and put one space for many."""
    if cell.isascii() and cell.isprintable():
        return " ".join(cell.split())
    composed = unicodedata.normalize("NFC", cell)
    seen = "".join(
        " " if c in "\r\n\t" else c for c in composed if c in "\r\n\t" or unicodedata.category(c) not in _INVISIBLE
    )
    return " ".join(seen.split())
