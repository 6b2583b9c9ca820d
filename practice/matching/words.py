"""Words of names as they are compared: in Latin letters, with what scanners misread put right."""

import re
from functools import lru_cache
from typing import Final

from anyascii import anyascii
from doublemetaphone import doublemetaphone
from nicknames import NickNamer

from practice.names import normalise

MOST_WORDS: Final = 8  # of a name; the rest of a longer one tells nobody apart
_MISREAD: Final = str.maketrans({"0": "o", "1": "l", "|": "l", "!": "l", "5": "s", "$": "s", "2": "z"}) | str.maketrans(
    {"6": "g", "8": "b", "9": "g", "4": "q", "<": ""}
)
_CHUNK: Final = re.compile(r"\S+")
_LOOK_ALIKE: Final = (("rn", "m"), ("cl", "d"), ("vv", "w"), ("ii", "n"), ("li", "h"), ("l", "i"), ("j", "i"))


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name without case, accents, titles and company suffixes, in Latin letters."""
    return _words(name[:200])


def words_of_stored(normalised: str) -> tuple[str, ...]:
    """Return the same of a name that is stored as it is compared; in Latin letters that takes next to no time."""
    return tuple(normalised.split()[:MOST_WORDS]) if normalised.isascii() else words_of(normalised)


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    plain = normalise(_CHUNK.sub(_put_right, name))
    if not plain.isascii():
        plain = normalise(anyascii(plain))
    return tuple(plain.split()[:MOST_WORDS])


def _put_right(chunk: re.Match[str]) -> str:
    """Read digits and strokes inside a word as the letters they look like; numbers stay numbers."""
    text = chunk[0]
    if text.isalpha() or not any(letter.isalpha() for letter in text) or sum(map(str.isdigit, text)) * 2 > len(text):
        return text
    return text.translate(_MISREAD)


@lru_cache(maxsize=65536)
def as_scanned(word: str) -> str:
    """Fold letters that a scanner takes for each other, so that both readings become one."""
    for seen, meant in _LOOK_ALIKE:
        word = word.replace(seen, meant)
    return word


@lru_cache(maxsize=65536)
def sounds_of(word: str) -> tuple[str, ...]:
    """Return the word's double metaphone codes, one or two; a word without any sound stands for itself."""
    return tuple(dict.fromkeys(code for code in doublemetaphone(word) if code)) or (word,)


@lru_cache(maxsize=16384)
def trigrams_of(word: str) -> frozenset[str]:
    """Return the word's trigrams as pg_trgm counts them: two spaces before, one behind."""
    padded = f"  {word} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


@lru_cache(maxsize=8192)
def short_forms(given_name: str) -> frozenset[str]:
    """Return every name that the given name is short for, or is shortened to."""
    table = _nicknames()
    return frozenset(table.nicknames_of(given_name) | table.canonicals_of(given_name))


@lru_cache(maxsize=1)
def _nicknames() -> NickNamer:
    return NickNamer()
