"""Normalising names and numbers: one way for duplicates, caller search and conflicts (domain 4.2)."""

import re
import unicodedata

_TITLES = frozenset(
    ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "rev", "reverend"]
)
_SUFFIXES = frozenset(["ltd", "limited", "llp", "plc", "llc", "lp", "inc", "co", "company"])
_LETTERS_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
LONGEST = 200  # letters of a name, as it is typed and as it is compared
_JOINERS = re.compile(r"['\u2019\u02bc.\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_NOT_WORD = re.compile(r"[^\w]+", re.UNICODE)


def normalise(name: str) -> str:
    """
    Return the name as it is compared: no case, accents, punctuation, titles or company suffixes.

    A name made only of such words keeps them, so that nothing normalises to nothing ("Lord & Co"). One that grows, as
    ß and Arabic ligatures do, is compared by its beginning, which is all that columns and indexes hold.
    """
    folded = unicodedata.normalize("NFKD", _JOINERS.sub("", name).casefold()).translate(_LETTERS_WITHOUT_DECOMPOSITION)
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    words = _NOT_WORD.sub(" ", plain).replace("_", " ").split()
    bare = [word for word in words if word not in _TITLES and word not in _SUFFIXES]
    return " ".join(bare or words)[:LONGEST].rstrip()


def normalise_phone(text: str) -> str:
    """Return the digits of a British number without its leading 0 or +44, so that any way of writing it compares."""
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    for prefix in ("0044", "44"):
        if digits.startswith(prefix) and len(digits) > 10:
            return digits.removeprefix(prefix).removeprefix("0")
    return digits.removeprefix("0")


def normalise_email(text: str) -> str:
    """Return the address in lower case; what stands behind a plus sign is kept (domain 4.2)."""
    return text.strip().lower()


def normalise_address(text: str) -> str:
    """Return the address on one line without case or punctuation."""
    return " ".join(_NOT_WORD.sub(" ", text.casefold()).split())


def normalise_company_number(text: str) -> str:
    """
    Return the number as it is compared: capitals and figures only, with noughts up to eight signs.

    "sc 12345" and "SC012345" are one number, as are "123456" and "00123456". One from abroad stays as it is.
    """
    bare = re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", text).upper())
    found = re.fullmatch(r"([A-Z]{0,2})(\d{1,8})", bare)
    return f"{found[1]}{found[2].zfill(8 - len(found[1]))}" if found else bare
