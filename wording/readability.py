"""How a letter reads: it warns, and never stops anything (domain.md 2.8, decisions 15)."""

import html
import re
from dataclasses import dataclass
from functools import cache, lru_cache

import pyphen

EASY_FLESCH = 50
LONG_SENTENCE_WORDS = 20
_BLOCK = re.compile(r"<(p|li|td)\b[^>]*>(.*?)</\1>", re.DOTALL)
_TAGS = re.compile(r"<[^>]+>")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])[”’]?\s+(?=[A-Z“‘£0-9])")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


@dataclass(frozen=True)
class Readability:
    """
    The score of a letter. Flesch ease runs from 0 to 100; 50 and more is plain.

    `grade` is Flesch-Kincaid's: years at school, of which 8 and fewer are plain.
    """

    flesch: int
    words: int
    words_a_sentence: int
    hardest: tuple[tuple[int, str], ...]
    grade: float = 0.0  # Flesch-Kincaid: years of school

    @property
    def reading_age(self) -> int:
        """Return about the age at which people read this with ease, from 7 up."""
        return max(7, round(22.5 - self.flesch * 0.15))


_VOWELS = re.compile(r"[aeiouyà-öø-ÿ]+")
# An e that nobody hears: "charge", "charges" no, "asked" but not "wanted", "table" has it in the l.
_SILENT = re.compile(
    r"(?<=[^aeiouy])(?:(?<![cgsxz])(?<!sh)(?<!ch)(?<![^aeiou]l)es|(?<![td])ed|(?<![^aeiou]l)e)$"
    r"|(?<=[aeiouy][^aeiouy])e(?=ments?$|ly$|ful$|less$)"
)
_EXCEPTIONS = {
    "every": 2, "everything": 3, "everybody": 4, "everyone": 3, "business": 2, "businesses": 3, "something": 2,
    "somebody": 3, "someone": 2, "sometimes": 2, "therefore": 2, "interest": 2, "interests": 2, "people": 2, "idea": 3,
    "ideas": 3, "area": 3, "areas": 3, "being": 2, "real": 1, "realise": 3, "usual": 3, "usually": 4, "unto": 2,
    "isn't": 2, "doesn't": 2, "didn't": 2, "sincerely": 3, "whoever": 3,
}  # fmt: skip


@cache
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB", left=1, right=1)


@lru_cache(maxsize=4096)
def syllables(word: str) -> int:
    """
    Return the syllables of an English word.

    Hyphenation finds where vowels part ("cli-ent") and misses short beginnings and ends ("mon-ey"); counting groups of
    vowels does the opposite. The higher of the two is right for nearly all words; _EXCEPTIONS holds the rest.
    """
    said = word.lower().replace("’", "'").removesuffix("'s")
    if said in _EXCEPTIONS:
        return _EXCEPTIONS[said]
    if "-" in said:
        return sum(syllables(part) for part in said.split("-") if part)
    parts = sum(bool(_VOWELS.search(part)) for part in _hyphens().inserted(said).split("-"))
    return max(1, parts, len(_VOWELS.findall(_SILENT.sub("", said))))


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
        grade=round(max(0.0, 0.39 * count / len(said) + 11.8 * spoken / count - 15.59), 1),
    )
