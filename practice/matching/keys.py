"""
Under which keys a name is stored, and which keys ask for it: cheap ones that few others share.

A key joins two things that are seldom both wrong - two sounds, a shortened word and the other's first letter, a
postcode and a house number - so that a list ten times as long does not give ten times as much to measure. Words are
never ordered, so a given name in the family name's column is found like any other. A key is a number of 32 bits:
two texts that meet in one by chance cost one measurement more and nothing else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final
from zlib import crc32

from practice.matching.dates import day_and_month_swapped, slips
from practice.matching.likeness import Traits
from practice.matching.places import house_numbers
from practice.matching.words import as_scanned, short_forms, sounds_of

VERSION: Final = 1  # count up whenever stored keys would come out differently; reference_data then renews them
_WORDS: Final = 5  # of a name that make keys
_WHOLE_PAIRS: Final = 3  # words of which every pair makes keys for slips; longer names are companies


def _key(kind: str, *parts: str) -> int:
    return crc32(":".join((kind, *parts)).encode()) - 2**31


@dataclass(frozen=True, slots=True)
class Asked:
    """
    Keys to ask with, in groups. All but the first two are asked only when those found nobody convincing.

    ``single``: one word of the name and nothing else, which many may share.
    """

    facts: frozenset[int]
    names: frozenset[int]
    fact_slips: frozenset[int]
    name_slips: frozenset[int]
    single: frozenset[int]


def stored_keys(traits: Traits) -> list[int]:
    """Return every key a name is stored under, sorted."""
    words = traits.words[:_WORDS]
    keys = {*_sound_pairs(words), *_joined(words), *_slip_keys(words), *_sound_and_letter(words), *_prefixes(words)}
    keys.update(_key("1", sound) for word in words for sound in sounds_of(word))
    if len(words) == 1:
        keys.update(_key("o", sound) for sound in sounds_of(words[0]))
    if traits.born:
        keys.add(_key("d", traits.born))
        keys.update(_key("b", traits.born, letter) for letter in _letters(words))
    keys.update((*_places(traits), *_postcode_and_letter(traits)))
    return sorted(keys)


def asked_keys(traits: Traits) -> Asked:
    """Return the keys that find whoever these traits may belong to."""
    words = traits.words[:_WORDS]
    facts = set(_places(traits))
    fact_slips = set(_postcode_and_letter(traits))
    slips_of_names = {*_slip_keys(words), *_sound_and_letter(words), *_prefixes(words), *_short_form_pairs(words)}
    slips_of_names.update(_key("o", sound) for word in words for sound in sounds_of(word))
    single: set[int] = set()
    if len(words) == 1 or not traits.has_more_than_a_name:
        single.update(_key("1", sound) for word in words[:_WHOLE_PAIRS] for sound in sounds_of(word))
    if traits.born:
        facts.update((_key("d", traits.born), _key("d", day_and_month_swapped(traits.born))))
        for slip in slips(traits.born):
            fact_slips.update([_key("b", slip, letter) for letter in _letters(words)] or [_key("d", slip)])
    names = frozenset((*_sound_pairs(words), *_joined(words)))
    return Asked(frozenset(facts), names, frozenset(fact_slips), frozenset(slips_of_names - names), frozenset(single))


def _letters(words: Iterable[str]) -> set[str]:
    return {as_scanned(word)[0] for word in words}


def _sound_pairs(words: tuple[str, ...]) -> Iterator[int]:
    for one, other in combinations(words, 2):
        for a in sounds_of(one):
            for b in sounds_of(other):
                yield _key("n", *sorted((a, b)))


def _short_form_pairs(words: tuple[str, ...]) -> Iterator[int]:
    """Ask for Robert Smith when Bob Smith was typed, and the other way round."""
    if len(words) <= _WHOLE_PAIRS:
        for word in words:
            for other in words:
                if other != word:
                    for form in short_forms(word):
                        yield _key("n", *sorted((sounds_of(form)[0], sounds_of(other)[0])))


def _joined(words: tuple[str, ...]) -> Iterator[int]:
    """Words parted or joined differently: Mac Donald."""
    yield from (_key("j", sound) for sound in sounds_of("".join(words)) if words)


def _slip_keys(words: tuple[str, ...]) -> Iterator[int]:
    """A word with one letter left out, and the first letter of the other: any one slip in a word keeps one of them."""
    for one, other in _ordered_pairs(words):
        word, letter = as_scanned(one), as_scanned(other)[0]
        yield _key("e", word, letter)
        yield from (_key("e", word[:i] + word[i + 1 :], letter) for i in range(len(word)) if len(word) > 2)


def _sound_and_letter(words: tuple[str, ...]) -> Iterator[int]:
    for one, other in _ordered_pairs(words):
        yield from (_key("f", sound, as_scanned(other)[0]) for sound in sounds_of(one))


def _prefixes(words: tuple[str, ...]) -> Iterator[int]:
    for one, other in combinations(words[:_WHOLE_PAIRS], 2):
        yield _key("x", *sorted((as_scanned(one)[:3], as_scanned(other)[:3])))


def _ordered_pairs(words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for i, one in enumerate(words[:_WHOLE_PAIRS]):
        yield from ((one, other) for j, other in enumerate(words[:_WHOLE_PAIRS]) if i != j)


def _postcode_and_letter(traits: Traits) -> Iterator[int]:
    if traits.postcode:
        yield from (_key("p", traits.postcode, letter) for letter in _letters(traits.words[:_WORDS]))


def _places(traits: Traits) -> Iterator[int]:
    numbers = house_numbers(traits.address)
    streets = sorted(word for word in traits.address if word.isalpha() and len(word) > 2)[:6]
    for number in numbers:
        if traits.postcode:
            yield _key("h", traits.postcode, number)
        yield from (_key("a", number, sounds_of(street)[0]) for street in streets)
    for one, other in combinations(streets, 2):
        yield _key("s", *sorted((sounds_of(one)[0], sounds_of(other)[0])))
