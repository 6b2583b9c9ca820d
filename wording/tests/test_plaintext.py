"""A letter as plain text: the same words as the print, in lines that can be read aloud one after the other."""

import html
import re
from collections import Counter

import pytest

from wording import examples
from wording.facts import Facts
from wording.plaintext import WIDTH, to_text
from wording.print import squeeze
from wording.tests.factories import every_letter, made

LETTERS: dict[str, Facts] = {**every_letter(), "closing_letter.standard": examples.CLOSED}
_HAND = re.compile(r'<span class="hand">[^<]*</span>')


@pytest.mark.parametrize("code", LETTERS)
def test_it_says_every_word_of_the_print_and_every_mandatory_sentence(code: str) -> None:
    letter = made(code, LETTERS[code])

    text = to_text(letter.html)

    printed = _HAND.sub("", letter.html.partition("<body")[2].partition(">")[2])
    words = Counter(re.findall(r"\w+", html.unescape(re.sub(r"<[^>]+>", " ", printed))))
    assert words - Counter(re.findall(r"\w+", text)) == Counter()
    rows = {squeeze(re.sub(r"<[^>]+>", " ", row)) for row in re.findall(r"<tr.*?</tr>", letter.html, re.DOTALL)}
    sentences = {words for one in letter.clauses for words in one.required} - rows
    assert [words for words in sentences if words not in squeeze(text)] == []
    assert max(map(len, text.splitlines())) <= WIDTH
    assert "<" not in text


PARTS = {
    "headings": ("<h1>To you</h1><h2><span class='n'>3</span>Cost</h2>", "To you\n======\n\n3. Cost\n-------\n"),
    "paragraph": ("<p>A &amp; B<br>C  <b>D</b>\nE</p>", "A & B\nC D E\n"),
    "a number stays in one line": (
        f"<p>{'words ' * 11}<span class='nb'>0113 496 0100</span></p>",
        f"{' '.join(['words'] * 11)}\n0113 496 0100\n",
    ),
    "lists": ("<ul><li>One</li><li>Two</li></ul><ol><li>A</li><li>B</li></ol>", "- One\n- Two\n\n1. A\n2. B\n"),
    "form": ("<ul class='boxes'><li>Yes</li></ul><p class='rule'>Date</p>", f"[ ] Yes\n\nDate: {'_' * 40}\n"),
    "table": (
        "<table><thead><tr><th>Item</th><th>Net</th><th>Of which VAT</th></tr></thead>"
        "<tbody><tr><td>Fee</td><td>£10</td><td>£2</td></tr><tr><td>All</td><td>£12</td><td></td></tr></tbody></table>",
        "Item: Fee\n  Net:          £10\n  Of which VAT: £2\n\nItem: All\n  Net:          £12\n",
    ),
    "key facts": (
        "<table><tbody><tr><th>Cost</th><td>£12</td></tr><tr><th>Not happy?</th><td>Ring</td></tr></tbody></table>",
        "Cost:       £12\nNot happy?  Ring\n",
    ),
    "foot": ("<div data-foot='Regulated'><p>Hello</p></div>", "Hello\n\nRegulated\n"),
}


@pytest.mark.parametrize(("source", "text"), PARTS.values(), ids=PARTS)
def test_each_part_becomes_lines(source: str, text: str) -> None:
    assert to_text(f"<body>{source}</body>") == text
