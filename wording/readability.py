"""How a letter reads: it warns, and never stops anything (domain.md 2.8, decisions 15)."""

import html
import re
from dataclasses import dataclass
from functools import cache

import pyphen

EASY_FLESCH = 50
LONG_SENTENCE_WORDS = 20
_BLOCK = re.compile(r"<(p|li|td)\b[^>]*>(.*?)</\1>", re.DOTALL)
_TAGS = re.compile(r"<[^>]+>")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])[”’]?\s+(?=[A-Z“‘£0-9])")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


@dataclass(frozen=True)
class Readability:
    """The score of a letter. Flesch ease runs from 0 to 100; 50 and more is plain."""

    flesch: int
    words: int
    words_a_sentence: int
    hardest: tuple[tuple[int, str], ...]

    @property
    def reading_age(self) -> int:
        """Return about the age at which people read this with ease, from 7 up."""
        return max(7, round(22.5 - self.flesch * 0.15))


@cache
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB", left=1, right=1)


def syllables(word: str) -> int:
    """Return the syllables of an English word, as hyphenation sees them."""
    return len(_hyphens().positions(word.lower())) + 1


def sentences(body: str) -> list[str]:
    """Return the sentences of a letter's text; cells of tables are left out unless they are sentences."""
    found = []
    for kind, block in _BLOCK.findall(body):
        text = " ".join(html.unescape(_TAGS.sub(" ", block)).split())
        if kind != "td" or text.endswith("."):
            found += [part for part in _SENTENCE_ENDS.split(text) if len(_WORD.findall(part)) > 2]
    return found


def measure(body: str) -> Readability:
    """Return how the text of a letter's HTML reads. A letter without a sentence reads perfectly."""
    said = sentences(body)
    words = [_WORD.findall(sentence) for sentence in said]
    count = sum(map(len, words))
    if not count:
        return Readability(flesch=100, words=0, words_a_sentence=0, hardest=())
    spoken = sum(syllables(word) for sentence in words for word in sentence)
    ease = 206.835 - 1.015 * count / len(said) - 84.6 * spoken / count
    long = sorted(((len(w), s) for w, s in zip(words, said, strict=True)), key=lambda pair: -pair[0])
    return Readability(
        flesch=max(0, min(100, round(ease))),
        words=count,
        words_a_sentence=round(count / len(said)),
        hardest=tuple(pair for pair in long[:3] if pair[0] > LONG_SENTENCE_WORDS),
    )
