"""Sample facts: the examples that every clause is tried on, with changes where a test needs them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wording import examples, library
from wording.composition import Composition, assemble
from wording.facts import CareLetter, ComplaintLetter, Facts

CARE = "care_letter.residential_conveyancing"
COMPLAINT_LETTERS = ("L1", "L1_A", "L2", "L3", "L4", "L5", "L6", "L8", "L9")


def care_letter(**changes: Any) -> CareLetter:
    return replace(examples.PURCHASE, **changes)


def complaint_letter(**changes: Any) -> ComplaintLetter:
    return replace(examples.COMPLAINT, **changes)


def every_letter() -> Mapping[str, Facts]:
    """Return facts for every template that ships."""
    letters: dict[str, Facts] = {f"complaint.{code}": examples.COMPLAINT for code in COMPLAINT_LETTERS}
    return letters | {
        CARE: examples.PURCHASE,
        **{f"care_letter.{work_type}": facts for work_type, facts in examples.WORKS.items()},
        "terms.standard": examples.TERMS,
        "procedure.standard": examples.PUBLISHED,
    }


def made(code: str, facts: Facts, *, large_print: bool = False, **by_hand: Any) -> Composition:
    """Return a letter made from the files, without a database."""
    shipped = library.read()
    return assemble(shipped.templates[code], shipped, facts, large_print=large_print, **by_hand)
