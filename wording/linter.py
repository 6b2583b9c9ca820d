"""
The eight principles of a good letter as checks (domain.md 2.8), each with the clause or question to mend.

They warn and never stop (decisions 15). The eighth, another chance to speak, is not on the paper: engagement asks it.
"""

import html
import math
import re
from collections.abc import Iterable, Mapping, Sequence

from wording import readability
from wording.facts.plain import GAP_CLOSES, GAP_OPENS
from wording.library import TemplateText
from wording.print import Placed
from wording.rules import Place, Problem, order_problems

PURPOSE_WITHIN_WORDS = 60
LETTER_PAGES = 2
HEADING_EVERY_WORDS = 150
DOCUMENT_HEADING_EVERY_WORDS = 300  # terms and procedures are looked things up in, not read through
LONG_SENTENCE_WORDS = 40  # with facts in it and lists of short parts, longer than the mean that we want
_FEWEST_PERSONAL = 0.03  # of all words: "you", "your", "we", "our", "us"
_TO_A_CLIENT = frozenset({"care_letter", "closing", "cost_update"})

_PURPOSE = re.compile(r"\b(this letter|this document|our agreement)\b", re.IGNORECASE)
_ACTION = re.compile(r"\b(please|you need to|we need you to|we ask you to|you must|do nothing)\b", re.IGNORECASE)
_BLANK = re.compile(r"\[[^\]<>]{1,40}\]|_{3,}|\b(?:TBC|TBA|XX+)\b")
_CLIENT = re.compile(r"\bthe clients?\b", re.IGNORECASE)
_PERSONAL = re.compile(r"\b(you|your|yours|we|our|us)\b", re.IGNORECASE)
_MONTH = re.compile(
    r"\b\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_REACH = re.compile(r"\d{3,} \d{3,}|@")
_HEADING = re.compile(r"<h[12][^>]*>(.*?)</h[12]>", re.DOTALL)
_NUMBER = re.compile(r'<span class="n">\d+</span>')
_BLOCK = re.compile(r"<(p|li|tr|h1|h2)\b[^>]*>(.*?)</\1>", re.DOTALL)
_CELL = re.compile(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", re.DOTALL)
_ASKED = re.compile(r'<span class="cc-sent" data-q="([a-z0-9_]+)">(.*?)</span>', re.DOTALL)
_PARTS = re.compile(r"[;:]")  # a list that runs on in one line reads part by part
_TAGS = re.compile(r"<[^>]+>")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_ON_PAPER_ONLY = '<section class="accept">'


def check(template: TemplateText, placed: Sequence[Placed], body: str, jargon: Mapping[str, str]) -> list[Problem]:
    """Return what could be better in a letter, in the order of the principles. `body` is its HTML."""
    letter = body.partition(_ON_PAPER_ONLY)[0]
    to_a_client = template.kind in _TO_A_CLIENT
    return [
        *(_purpose(placed) if to_a_client else ()),
        *(_length(letter) if to_a_client and " large" not in body[:80] else ()),
        *plainness(placed, letter, jargon),
        *order_problems([one.clause.code for one in placed]),
        *(_person(placed, letter) if to_a_client else ()),
        *_blanks(placed),
        *_headings(template, placed, letter),
        *(_key_facts(placed) if template.kind == "care_letter" else ()),
    ]


def pages(letter: str) -> int:
    """
    Return about how many pages a letter takes, without printing it: the live page has no time to.

    Lines are counted as the print design sets them (12 point, about 80 letters a line, tables kept whole).
    """
    lines = 11.8  # letterhead, address, signature
    for kind, inner in _BLOCK.findall(letter):
        lines += _LINES[kind](inner)
    return max(1, math.ceil(lines / _LINES_A_PAGE))


def _row(inner: str) -> float:
    cells = [_plain(cell) for cell in _CELL.findall(inner)]
    width = 60 if len(cells) == 2 else 84 / max(1, len(cells))
    return max((math.ceil(len(cell) / width) for cell in cells[-1:] if len(cells) == 2), default=1) + 0.25


_LINES_A_PAGE = 50
_LINES = {
    "h1": lambda inner: 2.0,
    "h2": lambda inner: 1.6,
    "p": lambda inner: math.ceil(len(_plain(inner)) / 82) + 0.3,
    "li": lambda inner: math.ceil(len(_plain(inner)) / 78) + 0.1,
    "tr": _row,
}


# --- P1 Say at once what it is for, and what to do


def _purpose(placed: Sequence[Placed]) -> Iterable[Problem]:
    opening = [one for one in placed if one.slot.place == Place.OPENING]
    said = " ".join(_plain(one.html) for one in opening)
    start = " ".join(said.split()[:PURPOSE_WITHIN_WORDS])
    clause = opening[0].clause.code if opening else "purpose"
    if not _PURPOSE.search(start):
        yield Problem(
            "no_purpose",
            f"The first {PURPOSE_WITHIN_WORDS} words do not say what this letter is for.",
            "",
            clause,
            "P1",
        )
    if not _ACTION.search(start):
        yield Problem(
            "no_action", f"The first {PURPOSE_WITHIN_WORDS} words do not say what to do.", "accept_by", clause, "P1"
        )


# --- P2 One or two pages


def _length(letter: str) -> Iterable[Problem]:
    counted = pages(letter)
    if counted > LETTER_PAGES:
        yield Problem(
            "long_letter", f"The letter takes about {counted} pages; {LETTER_PAGES} is what people read.", "", "", "P2"
        )


# --- P3 Everyday words, short sentences


def plainness(placed: Sequence[Placed], letter: str, jargon: Mapping[str, str]) -> Iterable[Problem]:
    """Give what is hard to read in clauses, and in them together (P3)."""
    score = readability.measure(letter)
    if score.flesch < readability.EASY_FLESCH:
        clause, question = _hardest(placed)
        yield Problem(
            "hard_to_read",
            f"Flesch ease is {score.flesch}; {readability.EASY_FLESCH} or more is plain.",
            question, clause, "P3",
        )  # fmt: skip
    if score.words_a_sentence > readability.LONG_SENTENCE_WORDS:
        yield Problem(
            "long_sentences", f"Sentences have {score.words_a_sentence} words on average.", *_where(placed, score), "P3"
        )
    for one in placed:
        for sentence in readability.sentences(one.html):
            length = max(len(_WORD.findall(part)) for part in _PARTS.split(sentence))
            if length > LONG_SENTENCE_WORDS:
                yield Problem(
                    "long_sentence", f"{length} words in one sentence: “{_start(sentence)}”.",
                    _question(one.html, sentence), one.clause.code, "P3",
                )  # fmt: skip
            for word, instead in jargon.items():
                if re.search(rf"\b{re.escape(word)}\b", sentence, re.IGNORECASE):
                    yield Problem(
                        "jargon", f'"{word}" in “{_start(sentence)}”: better {instead}.',
                        _question(one.html, sentence), one.clause.code, "P3",
                    )  # fmt: skip


def _hardest(placed: Sequence[Placed]) -> tuple[str, str]:
    """Return the clause that reads worst, of those long enough to tell, and its first question."""
    measured = [(readability.measure(one.html), one) for one in placed]
    worst = min((pair for pair in measured if pair[0].words > 8), key=lambda pair: pair[0].flesch, default=None)
    return (worst[1].clause.code, _question(worst[1].html, "")) if worst else ("", "")


def _where(placed: Sequence[Placed], score: readability.Readability) -> tuple[str, str]:
    """Return question and clause of the longest sentence."""
    longest = score.hardest[0][1] if score.hardest else ""
    for one in placed:
        if longest in readability.sentences(one.html):
            return _question(one.html, longest), one.clause.code
    return "", ""


# --- P5 Personal, and finished


def _person(placed: Sequence[Placed], letter: str) -> Iterable[Problem]:
    for one in placed:
        for sentence in readability.sentences(one.html):
            if _CLIENT.search(sentence):
                yield Problem(
                    "impersonal", f"“{_start(sentence)}” says “the client”: say “you”.",
                    _question(one.html, sentence), one.clause.code, "P5",
                )  # fmt: skip
    words = _WORD.findall(" ".join(readability.sentences(letter)))
    personal = sum(bool(_PERSONAL.fullmatch(word)) for word in words)
    if words and personal < len(words) * _FEWEST_PERSONAL:
        yield Problem("distant", "The letter hardly says “you” or “we”.", "", placed[0].clause.code, "P5")


def _blanks(placed: Sequence[Placed]) -> Iterable[Problem]:
    for one in placed:
        text = re.sub(f"{GAP_OPENS}[^{GAP_CLOSES}]*{GAP_CLOSES}", "", _plain(one.html))
        for blank in _BLANK.findall(text):
            yield Problem(
                "blank", f"“{blank}” looks like a blank that nobody filled in.",
                _question(one.html, blank), one.clause.code, "P5",
            )  # fmt: skip


# --- P6 Headings


def _headings(template: TemplateText, placed: Sequence[Placed], letter: str) -> Iterable[Problem]:
    most = DOCUMENT_HEADING_EVERY_WORDS if template.contents else HEADING_EVERY_WORDS
    parts = _HEADING.split(letter)
    for heading, stretch in zip(parts[1::2], parts[2::2], strict=True):
        length = len(_WORD.findall(" ".join(readability.sentences(stretch))))
        if length > most:
            title = _plain(_NUMBER.sub("", heading))
            longest = max(
                (one for one in placed if one.slot.heading == title), key=lambda one: len(one.html), default=placed[0]
            )
            yield Problem(
                "few_headings", f"{length} words under “{title}”; aim for a heading every {most}.",
                _question(longest.html, ""), longest.clause.code, "P6",
            )  # fmt: skip


# --- P7 The key facts stand out


def _key_facts(placed: Sequence[Placed]) -> Iterable[Problem]:
    key = {one.clause.code: _plain(one.html) for one in placed if one.slot.place == Place.KEY}
    box = " ".join(key.values())
    wanted = (
        ("cost", "key_cost", "£" in box or "costs|" in box),
        ("contact", "people", bool(_REACH.search(key.get("people", "")))),
        ("date", "key_actions", bool(_MONTH.search(box))),
        ("action", "key_actions", "key_actions" in key),
    )
    for fact, clause, is_there in wanted:
        if not is_there:
            yield Problem("key_fact_missing", f"The key facts do not show the {fact}.", "", clause, "P7")


# --- Where to mend it


def _plain(inner: str) -> str:
    return " ".join(html.unescape(_TAGS.sub(" ", inner)).split())


def _start(sentence: str) -> str:
    words = sentence.split()
    return " ".join(words[:8]) + ("…" if len(words) > 8 else "")


def _question(clause: str, words: str) -> str:
    """Return the question whose answer stands in these words; "" where none does."""
    for question, inner in _ASKED.findall(clause):
        said = _plain(inner)
        if not words or said in words or words in said:
            return str(question)
    return ""
