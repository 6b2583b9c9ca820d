"""Facts of a letter that goes to many clients at once: what changes, and what they have to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from wording.facts.common import Person, Sheet
from wording.facts.plain import Context, day, paragraphs, plain_date, text


@dataclass(frozen=True)
class ClientNotice:
    """
    What the letter may say. `lawyer` has the client's matter and answers questions.

    `terms_version` and `terms_from` are of the terms of business that go with it; None where none do.
    """

    sheet: Sheet
    heading: str
    changes: str
    todo: tuple[str, ...]
    lawyer: Person
    applies_on: date | None = None
    terms_version: int | None = None
    terms_from: date | None = None

    def has_estimate(self) -> bool:
        return True

    def triggers(self) -> Mapping[str, bool | str]:
        return {
            "always": True,
            "has_actions": bool(self.todo),
            "has_start_date": self.applies_on is not None,
            "encloses_terms": self.terms_version is not None,
        }

    def context(self) -> Context:
        said = [text(one, "changes", "what changes?") for one in paragraphs(self.changes)]
        return {
            **self.sheet.context(),
            "notice": {
                "heading": text(self.heading, "heading", "what is it about?"),
                "changes": said or [text("", "changes", "what changes?")],
                "todo": [text(one, "todo", "what do they have to do?") for one in self.todo],
                "applies": day(self.applies_on, "applies_on") if self.applies_on else "",
                "terms_version": self.terms_version or 0,
                "terms_from": plain_date(self.terms_from) if self.terms_from else "",
            },
            "lawyer": self.lawyer.context(),
        }
