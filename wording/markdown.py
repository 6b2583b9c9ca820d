"""
A little Markdown for clauses, turned into HTML before the facts go in, so that no fact can become formatting.

Blocks: paragraphs, `- ` and `1. ` lists, `## ` headings, pipe tables (a row that opens with `|=` is the total).
Inline: `**bold**`, `*italic*`, `++big++`, `~~no line break~~` and `[[question: sentence]]`, which on the page links a
sentence to the answer it came from. Lines of nothing but a Liquid tag pass through and part nothing.
"""

import html
import re
from collections.abc import Callable, Iterator

from practice.errors import Refusal

_LIQUID = re.compile(r"({{.*?}}|{%.*?%})", re.DOTALL)
_TAG_LINE = re.compile(r"^\s*(?:{%(?:(?!%}).)*%}\s*)+$")
_INLINE = (
    (re.compile(r"\[\[([a-z0-9_]+): (.+?)\]\]", re.DOTALL), r'<span class="cc-sent" data-q="\1">\2</span>'),
    (re.compile(r"\*\*(.+?)\*\*", re.DOTALL), r"<b>\1</b>"),
    (re.compile(r"\*(.+?)\*", re.DOTALL), r"<i>\1</i>"),
    (re.compile(r"\+\+(.+?)\+\+", re.DOTALL), r'<span class="big">\1</span>'),
    (re.compile(r"~~(.+?)~~", re.DOTALL), r'<span class="nb">\1</span>'),
)
Reader = Callable[[list[str], int], tuple[str, int]]
_RULE = re.compile(r"^\s*\|(\s*:?-+:?\s*\|)+\s*$")
_ITEM = re.compile(r"^(- |\d+\. )(.*)$")


class BadMarkup(Refusal):
    """A table is not one: what a clause says would stand in no column."""

    code = "bad_markup"


def to_html(source: str) -> str:
    """
    Return the HTML of a clause, Liquid still in it.

    :raises BadMarkup: for a table without its second line, or with more cells than columns
    """
    return "\n".join(_blocks(source.strip().splitlines()))


def _blocks(lines: list[str]) -> Iterator[str]:
    position = 0
    while position < len(lines):
        line = lines[position]
        if not line.strip():
            position += 1
        elif _TAG_LINE.match(line) and not _continues(lines, position):
            yield line.strip()
            position += 1
        else:
            reader = _reader(lines, position)
            block, position = reader(lines, position)
            yield block


def _continues(lines: list[str], position: int) -> bool:
    """Return whether this run of tag lines opens a list or table, and so belongs inside it."""
    while position < len(lines) and _TAG_LINE.match(lines[position]):
        position += 1
    return position < len(lines) and bool(_ITEM.match(lines[position]))


def _reader(lines: list[str], position: int) -> Reader:
    first = next(line for line in lines[position:] if not _TAG_LINE.match(line))
    if first.startswith("## "):
        return _heading
    if first.startswith("|"):
        return _table
    return _list if _ITEM.match(first) else _paragraph


def _heading(lines: list[str], position: int) -> tuple[str, int]:
    return f"<h2>{_inline(lines[position][3:])}</h2>", position + 1


def _paragraph(lines: list[str], position: int) -> tuple[str, int]:
    end = position
    while end < len(lines) and lines[end].strip() and not _opens_another(lines[end]):
        end += 1
    return f"<p>{_inline(' '.join(line.strip() for line in lines[position:end]))}</p>", end


def _opens_another(line: str) -> bool:
    return line.startswith(("|", "## ")) or bool(_ITEM.match(line))


def _list(lines: list[str], position: int) -> tuple[str, int]:
    parts: list[str] = []
    ordered = False
    while position < len(lines) and lines[position].strip():
        line = lines[position]
        item = _ITEM.match(line)
        if _TAG_LINE.match(line):
            parts.append(line.strip())
        elif item:
            ordered = ordered or item[1] != "- "
            parts.append(f"<li>{_inline(item[2])}</li>")
        else:
            parts[-1] = f"{parts[-1].removesuffix('</li>')} {_inline(line.strip())}</li>"
        position += 1
    tag = "ol" if ordered else "ul"
    return f"<{tag}>\n" + "\n".join(parts) + f"\n</{tag}>", position


def _table(lines: list[str], position: int) -> tuple[str, int]:
    rows: list[str] = []
    head = _cells(lines[position])
    if position + 1 >= len(lines) or not _RULE.match(lines[position + 1]):
        raise BadMarkup(f"The table “{lines[position][:40]}” needs a second line such as |---|--:| under its head.")
    numeric = [cell.endswith(":") for cell in _cells(lines[position + 1])]
    position += 2
    while position < len(lines) and lines[position].strip():
        line = lines[position]
        rows.append(line.strip() if _TAG_LINE.match(line) else _row(line, numeric))
        position += 1
    if len(head) > len(numeric):
        raise BadMarkup(f"The second line of the table “{lines[position - 2][:40]}” is short of columns.")
    titles = "".join(f'<th scope="col"{_number(numeric[i])}>{_inline(cell)}</th>' for i, cell in enumerate(head))
    body = "\n".join(rows)
    return f"<table><thead><tr>{titles}</tr></thead>\n<tbody>\n{body}\n</tbody></table>", position


def _row(line: str, numeric: list[bool]) -> str:
    total = line.startswith("|=")
    first, *others = _cells(line.replace("|=", "|", 1))
    if len(others) >= len(numeric):
        raise BadMarkup(f"The row “{line[:40]}” has more cells than its table has columns.")
    shown = "".join(f"<td{_number(numeric[i])}>{_inline(cell)}</td>" for i, cell in enumerate(others, start=1))
    opening = '<tr class="total">' if total else "<tr>"
    return f'{opening}<th scope="row">{_inline(first)}</th>{shown}</tr>'


def _cells(line: str) -> list[str]:
    """Part a row at its bars; a bar inside Liquid is a filter, not a wall."""
    parts = _LIQUID.split(line.strip())
    parts[0::2] = [part.replace("|", "\ufdd1") for part in parts[0::2]]
    return [cell.strip() for cell in "".join(parts).strip("\ufdd1").split("\ufdd1")]


def _number(is_number: bool) -> str:
    return ' class="num"' if is_number else ""


def _inline(text: str) -> str:
    """Escape what is ours, keep Liquid as it is, then turn marks into tags."""
    parts = _LIQUID.split(text)
    kept = parts[1::2]
    marked = "\ufdd0".join(html.escape(part, quote=False) for part in parts[0::2])
    for pattern, replacement in _INLINE:
        marked = pattern.sub(replacement, marked)
    pieces = marked.split("\ufdd0")
    return "".join(piece + liquid for piece, liquid in zip(pieces, [*kept, ""], strict=True))
