"""
How like two names are, word by word.

Trigrams over a whole name let a long family name drown the first name: Elspeth and Gethin Hollingworth look alike.
Whoever reads hits is spared those, because every word of the shorter name must be near some word of the longer.
"""

from difflib import SequenceMatcher

_INITIAL = 0.75  # "J Adeyemi" may well be Joseph Adeyemi


def weakest_word(one: str, other: str) -> float:
    """Return how near the worst-matched word of the shorter name is, from 0 to 1; names are normalised."""
    shorter, longer = sorted((one.split(), other.split()), key=len)
    left, weakest = list(longer), 1.0
    for word in sorted(shorter, key=lambda word: -max((_near(word, there) for there in longer), default=0.0)):
        best = max(left, key=lambda there: _near(word, there))
        left.remove(best)
        weakest = min(weakest, _near(word, best))
    return weakest if shorter else 0.0


def _near(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if one[:1] == other[:1] and 1 in {len(one), len(other)}:
        return _INITIAL
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
