"""
A letter as plain text, made from the very HTML that is printed: it cannot say anything else.

Our own walk over the few tags of `print.py` and `templates/letters/`: html2text and inscriptis lay a table out in
columns, which whoever hears the letter cannot follow, wrap cells in the middle or nothing at all, and bring a network
library. Here each row is lines of "label: value".
"""

import re
import textwrap
from dataclasses import dataclass, field
from html.parser import HTMLParser

WIDTH = 72
_HEADINGS = {"h1": "=", "h2": "-", "h3": ""}
_BLOCKS = {"p", "li", "th", "td", *_HEADINGS}
_NO_BREAK, _SPACE = "\N{NO-BREAK SPACE}", " "
_UNWANTED = {"hand"}  # the name once more, as if written by hand


@dataclass
class _Table:
    """A table as it is read: the names of its columns, and the cells of the row that is being read."""

    columns: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    rows: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)
    in_head: bool = False

    def end_row(self) -> None:
        if self.in_head:
            self.columns = self.cells
        elif self.columns:
            named = zip(self.columns[1:], self.cells[1:], strict=False)
            self.rows.append(
                (f"{_label(self.columns[0])} {self.cells[0]}", [(name, value) for name, value in named if value])
            )
        else:  # two columns without names: each row is its own label and value
            self.rows.append(("", [(self.cells[0], " ".join(self.cells[1:]))]))
        self.cells = []


class _Reader(HTMLParser):
    """Gathers blocks of text; `foot` is what stands at the foot of every page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.foot = ""
        self._words: list[str] = []
        self._classes: list[str] = []  # of the open spans
        self._marks: list[str] = []  # of the open lists
        self._block_class = ""
        self._table: _Table | None = None
        self._in_body = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self._in_body = self._in_body or tag == "body"
        self.foot = named.get("data-foot", self.foot)
        if tag == "br":
            self._words.append("\n")
        elif tag == "span":
            self._classes.append(named.get("class", ""))
            self._words.append({"firm": ", ", "hand": "\n"}.get(self._block_class or self._classes[-1], ""))
        elif tag in {"ul", "ol"}:
            self._marks.append("[ ] " if named.get("class") == "boxes" else "- " if tag == "ul" else "0. ")
        elif tag == "table":
            self._table = _Table()
        elif tag == "thead" and self._table is not None:
            self._table.in_head = True
        elif tag in _BLOCKS:
            self._block_class = named.get("class", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "span":
            if self._classes.pop() == "n":
                self._words.append(". ")
        elif tag in {"ul", "ol"}:
            self._marks.pop()
            self.blocks.append("")
        elif tag == "thead" and self._table is not None:
            self._table.in_head = False
        elif tag == "tr" and self._table is not None:
            self._table.end_row()
        elif tag == "table" and self._table is not None:
            self.blocks += _laid_out(self._table)
            self._table = None
        elif tag in _BLOCKS:
            self._end_block(tag)

    def handle_data(self, data: str) -> None:
        if self._in_body and not _UNWANTED & set(self._classes):
            words = re.sub(r"[ \t\r\n]+", _SPACE, data)
            self._words.append(words.replace(_SPACE, _NO_BREAK) if "nb" in self._classes else words)

    def _end_block(self, tag: str) -> None:
        lines = [re.sub(r" +", _SPACE, line).strip(" ") for line in "".join(self._words).split("\n")]
        words, kind = "\n".join(lines).strip(), self._block_class
        self._words, self._block_class = [], ""
        if self._table is not None:
            self._table.cells.append(words.replace("\n", _SPACE))
        elif kind in {"rule", "write"}:
            self.blocks += [f"{words}: {'_' * 40}" if words else "_" * 60, ""]
        elif not words.strip(_NO_BREAK):
            return
        elif tag == "li":
            self.blocks.append(_wrapped(words, self._mark()))
        elif _HEADINGS.get(tag):
            line = _wrapped(words)
            self.blocks += [line, _HEADINGS[tag] * max(map(len, line.split("\n"))), ""]
        else:
            self.blocks += [_wrapped(words), ""]

    def _mark(self) -> str:
        mark = self._marks[-1]
        if mark.endswith(". "):
            mark = self._marks[-1] = f"{int(mark[:-2]) + 1}. "
        return mark


def to_text(html: str) -> str:
    """Return a printed letter's words as plain text: headings underlined, lists marked, lines at most 72 wide."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    foot = [_wrapped(reader.foot)] if reader.foot else []
    lines = re.sub(r"\n{3,}", "\n\n", "\n".join([*reader.blocks, *foot])).strip()
    return f"{lines}\n".replace(_NO_BREAK, _SPACE)


def plain_name(file_name: str) -> str:
    """Return what the text of a printed file is called."""
    return f"{file_name.removesuffix('.pdf')}.txt"


def _laid_out(table: _Table) -> list[str]:
    """Write each row as lines of "label: value", the values below each other; its first cell is the row's name."""
    widest = max((len(label) for _, row in table.rows for label, _ in row), default=0) + 2
    out: list[str] = []
    for name, row in table.rows:
        if name:
            out.append(_wrapped(name))
        indent = "  " if table.columns else ""
        for label, value in row:
            out.append(_wrapped(value, f"{indent}{_label(label):<{widest}}"))
        if name:
            out.append("")
    return [*out, ""]


def _label(words: str) -> str:
    return words if words.endswith(("?", ":")) else f"{words}:"


def _wrapped(words: str, opens: str = "") -> str:
    """Break lines at 72, those that follow under the first one's words."""
    found = []
    for line in words.split("\n"):
        found += textwrap.wrap(
            line,
            WIDTH,
            initial_indent=opens,
            subsequent_indent=_SPACE * len(opens),
            break_long_words=False,
            break_on_hyphens=False,
        )
        opens = _SPACE * len(opens)
    return "\n".join(found)
