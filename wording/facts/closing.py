"""Facts of the letter that closes a matter: what was done, what becomes of the papers, how to complain (domain 2.9)."""

from collections.abc import Mapping
from dataclasses import dataclass

from wording.facts.common import Procedure, Redress, Sheet
from wording.facts.plain import Context, text


@dataclass(frozen=True)
class ClosingLetter:
    """
    `about` is how the matter is called; `result` says what was reached, in a clause without a full stop.

    `papers` and `left_to_do` are what the client gets back and still has to do; empty where there is nothing.
    """

    sheet: Sheet
    about: str
    result: str
    papers: str
    left_to_do: tuple[str, ...]
    procedure: Procedure
    redress: Redress
    preset: str = "standard"

    def has_estimate(self) -> bool:
        return True

    def triggers(self) -> Mapping[str, bool | str]:
        return {"always": True, "preset": self.preset, "scheme": self.redress.code}

    def context(self) -> Context:
        return {
            **self.sheet.context(),
            "closing": {
                "about": text(self.about, "title", "what was it about?"),
                "result": text(self.result, "result", "what was reached?").rstrip(". "),
                "papers": self.papers.rstrip(". "),
                "left_to_do": list(self.left_to_do),
            },
            "procedure": self.procedure.context(),
            "redress": self.redress.context(),
        }
