"""What changed between two wordings, word by word. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol

from wording import saying
from wording.rules import Level

# A field or a tag is one word: half of one says nothing to anybody.
_WORD = re.compile(r"{{.*?}}|{%.*?%}|\s+|\w+|[^\w\s]", re.DOTALL)
SAME, IN, OUT = "same", "in", "out"


class Worded(Protocol):
    """A version of a clause, a proposed one, or one that ships: whatever has words."""

    @property
    def level(self) -> str: ...
    @property
    def trigger(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def required_text(self) -> str: ...
    @property
    def in_because(self) -> str: ...
    @property
    def out_because(self) -> str: ...


@dataclass(frozen=True)
class Piece:
    """A stretch of words: `kind` is same, in (only in the later) or out (only in the earlier)."""

    kind: str
    words: str


@dataclass(frozen=True)
class Change:
    """One part of a clause, before and after."""

    label: str
    pieces: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        return any(piece.kind != SAME for piece in self.pieces)


def redline(before: str, after: str) -> tuple[Piece, ...]:
    """Return both wordings in one, in the order of reading: what is out stands before what came in its place."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    return tuple(_joined(_pieces(old, new)))


def compare(before: Worded | None, after: Worded) -> list[Change]:
    """Return every part of a clause with what changed in it, the words first; `before` None has no words yet."""
    old = _parts(before) if before else [""] * len(_LABELS)
    found = [Change(*one) for one in zip(_LABELS, map(redline, old, _parts(after)), strict=True)]
    return found if before else [one for one in found if one.pieces]


_LABELS = ("Words", "Level", "Goes in", "Must be shown", "Why it is in", "Why it is out")


def _parts(one: Worded) -> list[str]:
    when = saying.in_words(one.trigger)
    return [one.body, Level(one.level).label, when, one.required_text, one.in_because, one.out_because]


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for step, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            yield Piece(SAME, "".join(old[old_from:old_to]))
            continue
        if old_to > old_from:
            yield Piece(OUT, "".join(old[old_from:old_to]))
        if new_to > new_from:
            yield Piece(IN, "".join(new[new_from:new_to]))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Join changes that only white space keeps apart, so that a new sentence reads as one."""
    out = came = space = ""
    for piece in pieces:
        if piece.kind == SAME and not piece.words.strip() and (out or came):
            space += piece.words
            continue
        if piece.kind == SAME:
            yield from _changed(out, came)
            yield Piece(SAME, space + piece.words)
            out = came = space = ""
            continue
        out, came, space = out + (space if out or came else ""), came + (space if out or came else ""), ""
        if piece.kind == OUT:
            out += piece.words
        else:
            came += piece.words
    yield from _changed(out, came)
    if space:
        yield Piece(SAME, space)


def _changed(out: str, came: str) -> Iterator[Piece]:
    if out:
        yield Piece(OUT, out)
    if came:
        yield Piece(IN, came)
