"""
How near two names are, whichever order and spelling they were typed in.

Seven tenths are the words, paired so that they fit best and weighted by their length; three tenths are the trigrams
of the whole, which know when letters moved from one word to the next. Found by trying: words alone let two half-like
words outweigh one that is the same, trigrams alone do not hear that Navid is Naveed.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import permutations
from typing import Final

from rapidfuzz.distance import OSA, JaroWinkler

from practice.matching.words import as_scanned, short_forms, sounds_of, trigrams_of

INITIAL: Final = 0.75  # "J Adeyemi" may well be Joseph Adeyemi
SHORT_FORM: Final = 0.9
MISREAD: Final = 0.95
SAME_SOUND_CLOSES: Final = 0.4  # of the distance that spelling leaves
LACKING: Final = 0.5  # weight, and nearness, of a word that the other name does not have
LIKE_FROM: Final = 0.4  # words nearer than by chance
LIKE: Final = 0.75  # from here on nearness counts in full
TRIGRAMS: Final = 0.3  # their share in the whole
_MOST_TO_PERMUTE: Final = 4


@lru_cache(maxsize=65536)
def compare_words(one: str, other: str) -> tuple[float, str]:
    """Return how near two words are, from 0 to 1, and why ("" for the same word)."""
    if one == other:
        return 1.0, ""
    if one[:1] == other[:1] and 1 in {len(one), len(other)}:
        return INITIAL, "initial"
    if other in short_forms(one):
        return SHORT_FORM, "short form"
    if as_scanned(one) == as_scanned(other):
        return MISREAD, "letters that look alike"
    slips = OSA.distance(one, other)
    near = (1 - slips / max(len(one), len(other)) + JaroWinkler.similarity(one, other)) / 2
    if not set(sounds_of(one)).isdisjoint(sounds_of(other)):
        return near + (1 - near) * SAME_SOUND_CLOSES, "same sound"
    if slips == 1:
        return near, "one slip"
    if near >= LIKE:
        return near, "near in spelling"
    return LIKE * max(0.0, (near - LIKE_FROM) / (LIKE - LIKE_FROM)) ** 1.5, "another word"


def compare_names(asked: Sequence[str], stored: Sequence[str]) -> tuple[float, list[str]]:
    """Return how near two names are, from 0 to 1, and why; words parted differently are one name too."""
    if not asked or not stored:
        return 0.0, []
    if sorted(asked) == sorted(stored):
        return 1.0, ["same name" if list(asked) == list(stored) else "same name, the other way round"]
    score, whys, is_turned = _paired(asked, stored)
    score = (1 - TRIGRAMS) * score + TRIGRAMS * _shared_trigrams(asked, stored)
    if len(asked) != len(stored) or score < 0.7:
        joined = OSA.normalized_similarity("".join(asked), "".join(stored), score_cutoff=0.7)
        if joined == 1.0:
            return 0.99, ["same name, parted differently"]
        if joined * 0.9 > score:
            return joined * 0.9, ["near in spelling"]
    reasons = list(dict.fromkeys(why for why in whys if why and why != "another word"))
    if is_turned:
        reasons.append("names the other way round")
    if len(asked) != len(stored):
        reasons.append("a name more" if len(asked) > len(stored) else "a name less")
    if "" in whys and "another word" in whys:
        reasons.insert(0, "one name the same")
    return score, reasons or ["near in spelling" if score >= 0.5 else "another name"]


def _paired(asked: Sequence[str], stored: Sequence[str]) -> tuple[float, list[str], bool]:
    """Return the nearness under the best pairing of words, why per pair, and if the pairs stand in another order."""
    shorter, longer = (asked, stored) if len(asked) <= len(stored) else (stored, asked)
    if len(longer) == 1:
        places: Sequence[int] = (0,)
    elif len(longer) <= _MOST_TO_PERMUTE:
        orders = permutations(range(len(longer)), len(shorter))
        places = max(orders, key=lambda order: _sum(shorter, longer, order)[0])
    else:
        places = _greedy(shorter, longer)
    near, weight = _sum(shorter, longer, places)
    lacking = sum(2 + len(longer[at]) * 2 for at in range(len(longer)) if at not in places) * LACKING
    whys = [compare_words(word, longer[at])[1] for word, at in zip(shorter, places, strict=True)]
    return (near + lacking * LACKING) / (weight + lacking), whys, list(places) != sorted(places)


def _sum(shorter: Sequence[str], longer: Sequence[str], places: Sequence[int]) -> tuple[float, int]:
    """Return the nearness of the pairs, each times its weight, and the sum of their weights."""
    total, weights = 0.0, 0
    for word, at in zip(shorter, places, strict=True):
        weight = 2 + len(word) + len(longer[at])
        total += compare_words(word, longer[at])[0] * weight
        weights += weight
    return total, weights


def _shared_trigrams(asked: Sequence[str], stored: Sequence[str]) -> float:
    """Return the share of trigrams that both have, by Dice: twice the common ones in all."""
    one = frozenset[str]().union(*map(trigrams_of, asked))
    other = frozenset[str]().union(*map(trigrams_of, stored))
    return 2 * len(one & other) / (len(one) + len(other))


def _greedy(shorter: Sequence[str], longer: Sequence[str]) -> tuple[int, ...]:
    left = list(range(len(longer)))
    places = []
    for word in shorter:
        best = max(left, key=lambda at: compare_words(word, longer[at])[0])
        left.remove(best)
        places.append(best)
    return tuple(places)


def weakest_word(asked: Sequence[str], stored: Sequence[str]) -> float:
    """Return how near the worst-matched word of the shorter name is: what only shares a family name scores low."""
    shorter, longer = sorted((asked, stored), key=len)
    left, weakest = list(longer), 1.0
    if "".join(asked) == "".join(stored):
        return 1.0 if asked else 0.0
    for word in sorted(shorter, key=lambda word: -max(compare_words(word, there)[0] for there in longer)):
        best = max(left, key=lambda there: compare_words(word, there)[0])
        left.remove(best)
        weakest = min(weakest, compare_words(word, best)[0])
    return weakest if shorter else 0.0
