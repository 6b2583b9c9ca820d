"""Facts of the letter that tells a client of a conflict, before they consent to it or not (domain.md 4.3)."""

from collections.abc import Mapping
from dataclasses import dataclass

from wording.facts.common import Sheet
from wording.facts.plain import Context, paragraphs, text


@dataclass(frozen=True)
class DisclosureLetter:
    """
    What they are told, what may come of it, what we do about it; each part in paragraphs as it was typed.

    ``about``: their own matter; "" where we have none for them.
    """

    sheet: Sheet
    about: str
    capacity: str
    disclosed: str
    risks: str
    safeguards: str

    def has_estimate(self) -> bool:
        return True

    def triggers(self) -> Mapping[str, bool | str]:
        return {"always": True}

    def context(self) -> Context:
        return {
            **self.sheet.context(),
            "conflict": {
                "about": self.about and text(self.about, "about", "which work?"),
                "capacity": text(self.capacity, "capacity", "in what capacity?"),
                "disclosed": paragraphs(text(self.disclosed, "disclosed", "what are they told?")),
                "risks": paragraphs(text(self.risks, "risks", "what may come of it?")),
                "safeguards": paragraphs(text(self.safeguards, "safeguards", "what do we do about it?")),
            },
        }
