"""Characters that nobody sees in a text, or that turn the direction in which it reads: no letter may hold them."""

import unicodedata
from collections.abc import Iterator

_UNSEEN = {
    "Cc": "a control character",
    "Cf": "a character that nobody sees",
    "Cn": "a character that does not exist",
    "Co": "a private character",
}
_ALLOWED = "\n\t\r"
_WORDS_BEFORE = 20  # letters shown, so that the place is found


def unseen(line: str) -> list[str]:
    """Return what a line holds of them, each once and by its number: "a character that nobody sees, U+200B"."""
    return [f"{_UNSEEN[unicodedata.category(one)]}, U+{ord(one):04X}" for one in sorted(set(_found(line)))]


def where_unseen(text: str) -> str:
    """Say what the first of them is and behind which words it stands; "" where there is none."""
    first = next(_found(text), None)
    if first is None:
        return ""
    before = " ".join(text[: text.index(first)].split())[-_WORDS_BEFORE:]
    place = f"behind “{before}”" if before else "at the beginning"
    return f"There is {_UNSEEN[unicodedata.category(first)]} (U+{ord(first):04X}) {place}. Type that place again."


def _found(text: str) -> Iterator[str]:
    return (one for one in text if unicodedata.category(one) in _UNSEEN and one not in _ALLOWED)
