"""Facts of the letter that closes a matter: what was done, what becomes of the papers, how to complain (domain 2.9)."""

from collections.abc import Mapping
from dataclasses import dataclass

from wording.facts.common import Procedure, Redress, Sheet
from wording.facts.plain import Context, gap, listed, text


@dataclass(frozen=True)
class ClosingLetter:
    """
    `about` is how the matter is called; `result` says what was reached, in a clause without a full stop.

    `papers` and `left_to_do` are what the client gets back and still has to do; empty where there is nothing.
    `money` is what we still hold of theirs: empty for nothing, None where nobody has said. `reminders` are days of
    theirs that we have noted.
    """

    sheet: Sheet
    about: str
    result: str
    papers: str
    left_to_do: tuple[str, ...]
    money: str | None
    procedure: Procedure
    redress: Redress
    preset: str = "standard"
    reminders: tuple[str, ...] = ()

    def has_estimate(self) -> bool:
        return True

    def triggers(self) -> Mapping[str, bool | str]:
        return {"always": True, "preset": self.preset, "scheme": self.redress.code}

    def context(self) -> Context:
        return {
            **self.sheet.context(),
            "closing": {
                "about": text(self.about, "title", "what was it about?"),
                "result": text(self.result, "done", "what was done, and what came of it?").rstrip(". "),
                "papers": self.papers.rstrip(". "),
                "left_to_do": list(self.left_to_do),
                "money": gap("holds", "do we hold money of theirs?") if self.money is None else self.money,
                "reminders": listed(self.reminders),
            },
            "procedure": self.procedure.context(),
            "redress": self.redress.context(),
        }
