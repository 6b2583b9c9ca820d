"""Facts of a cost update: what has changed, the new estimate and those before it, and what the client can do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from practice.phrases import money
from wording.facts.care import CostLine
from wording.facts.care.costs import between, costs_context, span
from wording.facts.common import Person, Sheet
from wording.facts.plain import Context, gap, paragraphs, plain_date, text


@dataclass(frozen=True)
class PastEstimate:
    """An estimate that the client had before: from `least` to `most` with VAT, and `why` it was given."""

    number: int
    on: date
    why: str
    least: Decimal
    most: Decimal

    @property
    def figures(self) -> str:
        return span(self.least, self.most)

    def context(self) -> Context:
        why = text(self.why, "past", "why?").rstrip(". ")
        return {"number": self.number, "on": plain_date(self.on), "figures": self.figures, "why": why}


@dataclass(frozen=True)
class CostUpdateLetter:
    """
    What the letter may say. `about` is how the matter is called; `past` are all estimates before it, the last one in
    force until now; `was` the totals of its lines before, by label, where they are known.

    `asks`: it counts once they have agreed. `billed` and `unbilled` are with VAT; `unbilled_on` the day on which that
    was so, None where it was not noted.
    """

    sheet: Sheet
    about: str
    lawyer: Person
    past: tuple[PastEstimate, ...]
    lines: tuple[CostLine, ...]
    was: Mapping[str, str]
    changed: str
    because: str
    options: tuple[str, ...]
    time_effect: str
    scope_in: tuple[str, ...] = ()
    scope_out: tuple[str, ...] = ()
    billed: Decimal = Decimal(0)
    unbilled: Decimal = Decimal(0)
    unbilled_on: date | None = None
    asks: bool = False

    def has_estimate(self) -> bool:
        return bool(self.lines) and all(line.net is not None for line in self.lines)

    def triggers(self) -> Mapping[str, bool | str]:
        return {
            "always": True,
            "scope_changes": bool(self.scope_in or self.scope_out),
            "was_billed": bool(self.billed or self.unbilled),
        }

    def context(self) -> Context:
        costs, last = costs_context(self.lines), self.past[-1]
        total = sum((line.total for line in self.lines), Decimal(0))
        return {
            **self.sheet.context(),
            "costs": {
                **costs,
                "lines": [
                    {**line, "was": self.was.get(one.label, "new") if self.was else "not split"}
                    for line, one in zip(costs["lines"], self.lines, strict=True)
                ],
            },
            "update": {
                "about": self.about,
                "number": last.number + 1,
                "replaces": last.number,
                "replaces_on": plain_date(last.on),
                "was": between(last.least, last.most).capitalize(),
                "was_figures": last.figures,
                "is_more": total > last.most,
                "asks": self.asks,
                "difference": self._difference(total - last.most),
                "changed": _said(self.changed, "changed", "what has changed?"),
                "because": _said(self.because, "because", "why?"),
                "options": list(self.options) or [gap("options", "what can they choose?")],
                "time": text(self.time_effect, "time_effect", "what becomes of the dates?").rstrip(". "),
                "adds": bool(self.scope_in),
                "drops": bool(self.scope_out),
                "scope_in": list(self.scope_in),
                "scope_out": list(self.scope_out),
                "past": [
                    {
                        "number": one.number,
                        "on": plain_date(one.on),
                        "figures": one.figures,
                        "why": one.why.rstrip(". "),
                    }
                    for one in self.past
                ],
                "billed": money(self.billed),
                "unbilled": money(self.unbilled) if self.unbilled else "",
                "unbilled_on": plain_date(self.unbilled_on) if self.unbilled_on else "",
            },
            "lawyer": self.lawyer.context(),
        }

    def _difference(self, more: Decimal) -> str:
        if not self.has_estimate():
            return gap("costs", "how much?")
        if more == 0:
            return "at the top the same as before"
        return f"at the top {money(abs(more))} {'more' if more > 0 else 'less'} than before"


def _said(typed: str, question: str, words: str) -> list[str]:
    return [text(one, question, words) for one in paragraphs(typed)] or [gap(question, words)]
