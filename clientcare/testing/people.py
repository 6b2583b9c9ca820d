"""
People for the conflict benchmark and its small test, and the same people typed in again with errors.

All of it is made up and seeded. Names and places repeat as they do in life (a few are very common, most are rare). The
errors are those of people at keyboards, of ears on the telephone and of scanners; every copy of a person gets a few
of them, in fields taken at random, and some copies lack a field or have two in each other's column.
"""

import random
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

COMMON_GIVEN: Final = (
    "joshua emily jack olivia thomas sophie james grace william chloe daniel charlotte matthew lucy benjamin mia "
    "samuel ella oliver amelia harry jessica luke hannah joseph isabella ryan georgia jacob ruby alexander lily "
    "callum holly nathan molly lewis abigail connor megan dylan zoe ethan lauren adam bethany liam katie michael "
    "alice george eleanor charlie daisy max phoebe jamie amy aaron imogen kyle rebecca"
).split()
COMMON_FAMILY: Final = (
    "smith jones taylor brown williams wilson johnson davies robinson wright thompson evans walker white roberts "
    "green hall wood jackson clarke patel khan lewis james phillips mason mitchell rose davis rodriguez cox ward "
    "alexander lee campbell nguyen clark white webb harris martin cooper king baker turner hill scott moore parker "
    "edwards morris hughes watson carter bennett cook shaw murphy kelly price bell richardson collins"
).split()
_STARTS: Final = (
    "ash bar beck black brad bram bur cald car chat clay cran dal den dun elm fair farn fen gar glen grims hads hal "
    "hart haw hazel hes hol horn kel kirk lang leas lin lock mar mel mor nor oak pem pen pick rad rams red ros row "
    "sal sed shel stan sten sut swin tar thorn tre tun wad wal war wes whit win wool yar"
).split()
_ENDS: Final = (
    "bury by combe cott croft dale den field ford gate grave ham hurst ley low man mere more ridge shaw sey son "
    "stead stock ton wall well wick wood worth yard"
).split()
_SYLLABLES: Final = "an bel ca dar el fi gri ha is jo ka li mar ni o pa ri sa ta vi wen ya ze dre lo mi".split()
_KINDS: Final = ["street", "road", "avenue", "close", "lane", "place", "crescent", "drive", "court", "circuit"]
_SOUNDS: Final = (
    ("ph", "f"), ("f", "ph"), ("ck", "k"), ("k", "ck"), ("c", "k"), ("ie", "y"), ("y", "ie"), ("ee", "ea"), ("s", "z"),
    ("ll", "l"), ("l", "ll"), ("tt", "t"), ("nn", "n"), ("n", "nn"), ("wh", "w"), ("x", "ks"), ("e", "a"), ("a", "e"),
    ("i", "y"), ("o", "u"), ("ou", "u"), ("gh", "g"), ("th", "t"), ("t", "th"), ("mb", "m"), ("sh", "s"), ("ey", "y"),
)  # fmt: skip
_SCANS: Final = (
    ("m", "rn"), ("rn", "m"), ("d", "cl"), ("cl", "d"), ("w", "vv"), ("l", "1"), ("l", "|"), ("i", "1"), ("o", "0"),
    ("s", "5"), ("z", "2"), ("g", "9"), ("b", "8"), ("b", "6"), ("g", "q"), ("h", "b"), ("n", "ii"), ("e", "c"),
    ("j", "i"), ("k", "1<"), ("u", "v"), ("y", "v"), ("f", "t"), ("1", "l"), ("0", "o"), ("5", "s"), ("8", "b"),
)  # fmt: skip
_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


@dataclass(frozen=True, slots=True)
class Person:
    reference: str
    given_name: str
    family_name: str
    date_of_birth: str
    address: str
    postcode: str

    def as_row(self) -> dict[str, str]:
        return {
            "reference": self.reference,
            "given_name": self.given_name,
            "family_name": self.family_name,
            "organisation": "",
            "date_of_birth": self.date_of_birth,
            "address": self.address,
            "postcode": self.postcode,
        }


def make_people(size: int, *, seed: int) -> list[Person]:
    """Return so many people, P1 to Pn, in an order that says nothing."""
    rng = random.Random(seed)
    given, family = _pool(rng, COMMON_GIVEN, 900, _given), _pool(rng, COMMON_FAMILY, 2600, _family)
    streets, towns = _pool(rng, [], 2500, _family), _pool(rng, [], 700, _family)
    weights = [_weights(pool, steep) for pool, steep in ((given, 0.95), (family, 0.9), (streets, 0.4), (towns, 0.6))]
    columns = [
        rng.choices(pool, pool_weights, k=size)
        for pool, pool_weights in zip((given, family, streets, towns), weights, strict=True)
    ]
    postcodes = {town: [f"{rng.randrange(1000, 9999)}" for _ in range(rng.randrange(1, 4))] for town in towns}
    people = []
    for number, (first, last, street, town) in enumerate(zip(*columns, strict=True), 1):
        born = date(1900, 1, 1) + timedelta(days=rng.randrange(36_500))
        people.append(
            Person(
                reference=f"P{number}",
                given_name="" if rng.random() < 0.02 else first,
                family_name="" if rng.random() < 0.01 else last,
                date_of_birth="" if rng.random() < 0.02 else born.isoformat(),
                address=f"{rng.randrange(1, 300)} {street} {rng.choice(_KINDS)} {town}"
                if rng.random() > 0.01
                else town,
                postcode=rng.choice(postcodes[town]),
            )
        )
    return people


def _pool(rng: random.Random, common: Sequence[str], size: int, make: Callable[[random.Random], str]) -> list[str]:
    pool = dict.fromkeys(common)
    while len(pool) < size:
        pool[make(rng)] = None
    return list(pool)


def _given(rng: random.Random) -> str:
    return "".join(rng.choices(_SYLLABLES, k=rng.choice((2, 2, 3)))) + rng.choice(("", "", "n", "h", "e", "s"))


def _family(rng: random.Random) -> str:
    if rng.random() < 0.6:
        return rng.choice(_STARTS) + rng.choice(_ENDS)
    return "".join(rng.choices(_SYLLABLES, k=rng.choice((2, 3)))) + rng.choice(("", "s", "son", "ski", "no", "tt"))


def _weights(pool: Sequence[str], steep: float) -> list[float]:
    return [1 / (rank + 4) ** steep for rank in range(len(pool))]


def corrupted(person: Person, rng: random.Random) -> Person:
    """Return the person as typed in again: one to five errors, names more often than the rest."""
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3))):
        draw = rng.random()
        if draw < 0.055:
            person = replace(person, given_name=person.family_name, family_name=person.given_name)
        elif draw < 0.115:
            person = replace(
                person, **{rng.choice(("given_name", "family_name", "date_of_birth", "address", "postcode")): ""}
            )
        elif draw < 0.46:
            field = rng.choices(("given_name", "family_name"), (5, 6))[0]
            person = replace(person, **{field: _garbled_word(getattr(person, field), rng)})
        elif draw < 0.64:
            person = replace(person, date_of_birth=_garbled_date(person.date_of_birth, rng))
        elif draw < 0.86:
            person = replace(person, address=_garbled_address(person.address, rng))
        else:
            person = replace(person, postcode=_garbled_digits(person.postcode, rng))
    return person


def _garbled_word(word: str, rng: random.Random) -> str:
    if not word:
        return word
    error = rng.choices((_typed, _heard, _scanned, _parted, _replaced), (50, 18, 12, 4, 16))[0]
    for _ in range(rng.choice((1, 2, 2, 3))):
        word = error(word, rng) or word
    return word


def _typed(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    row = next((row for row in _ROWS if word[at].lower() in row), string.ascii_lowercase)
    near = (
        row[max(0, row.find(word[at]) - 1) : row.find(word[at]) + 2] if rng.random() < 0.7 else string.ascii_lowercase
    )
    return word[:at] + rng.choice(near) + word[at + (kind != 2) :]


def _heard(word: str, rng: random.Random) -> str:
    return _by_table(word, _SOUNDS, rng)


def _scanned(word: str, rng: random.Random) -> str:
    return _by_table(word, _SCANS, rng)


def _by_table(word: str, table: Sequence[tuple[str, str]], rng: random.Random) -> str:
    possible = [(old, new) for old, new in table if old in word]
    if not possible:
        return _typed(word, rng)
    old, new = rng.choice(possible)
    at = rng.choice([i for i in range(len(word)) if word.startswith(old, i)])
    return word[:at] + new + word[at + len(old) :]


def _parted(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    return f"{word[:at]} {word[at:]}".strip()


def _replaced(word: str, rng: random.Random) -> str:
    """Another name altogether: a second name, a step-father's, a slip of the eye."""
    return rng.choice((_given, _family))(rng)


def _garbled_digits(text: str, rng: random.Random) -> str:
    if len(text) < 2:
        return text
    at = rng.randrange(len(text) - 1)
    if rng.random() < 0.4:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + rng.choice(string.digits) + text[at + 1 :]


def _garbled_date(born: str, rng: random.Random) -> str:
    if not born:
        return born
    year, month, day = born.split("-")
    if rng.random() < 0.2:
        return f"{year}-{day}-{month}"
    digits = _garbled_digits(year + month + day, rng)
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


def _garbled_address(address: str, rng: random.Random) -> str:
    words = address.split()
    if not words:
        return address
    at = rng.randrange(len(words))
    draw = rng.random()
    if draw < 0.15:
        del words[at]
    elif draw < 0.35:
        rng.shuffle(words)
    else:
        words[at] = _garbled_digits(words[at], rng) if words[at].isdigit() else _garbled_word(words[at], rng)
    return " ".join(words)
