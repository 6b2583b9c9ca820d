"""What a client care letter says about money: its lines, their sum as a figure or a range, an earlier quote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from practice.phrases import money
from practice.vat import vat_on
from wording.facts.plain import Context, gap, plain_date, text

Certainty = Literal["fixed", "estimate", "assumption"]
Treatment = Literal["our_charge", "paid_for_you"]
_TREATMENTS = {"our_charge": "our charge", "paid_for_you": "paid for you"}
_NOTHING = Decimal(0)


@dataclass(frozen=True)
class CostLine:
    """
    One line of the costs: who is paid, how VAT falls and why, and how sure we are (decisions 17).

    `net` of None is not known yet; `high` makes it a range from `net` upwards. `vat_rate` is a fraction (0.20), None
    where no VAT is due. An assumption says what it assumes, as it will stand in the letter: "neither of you will own
    another home anywhere".
    """

    label: str
    payee: str
    treatment: Treatment
    certainty: Certainty
    net: Decimal | None
    vat_rate: Decimal | None
    vat_reason: str
    is_tax: bool = False
    assumes: str = ""
    high: Decimal | None = None

    @property
    def most(self) -> Decimal:
        """The figure, or the upper end of the range."""
        return max(self.net or _NOTHING, self.high or _NOTHING)

    @property
    def vat(self) -> Decimal:
        return vat_on(self.most, self.vat_rate)

    @property
    def total(self) -> Decimal:
        """With VAT, at the upper end: nobody is surprised later."""
        return self.most + self.vat

    @property
    def least_vat(self) -> Decimal:
        return vat_on(self.net or _NOTHING, self.vat_rate)

    @property
    def least_total(self) -> Decimal:
        return (self.net or _NOTHING) + self.least_vat

    def context(self) -> Context:
        unknown = gap("costs", "how much?")
        return {
            "label": self.label if self.treatment == "our_charge" else f"{self.label}, to {self.payee}",
            "treatment": f"{_TREATMENTS[self.treatment]}, {self.certainty}",
            "net": span(self.net, self.most) if self.net is not None else unknown,
            "vat": "none" if self.vat_rate is None else span(self.least_vat, self.vat) if self.net is not None else "",
            "total": span(self.least_total, self.total) if self.net is not None else unknown,
        }


@dataclass(frozen=True)
class Quoted:
    """A price we quoted before. The letter's estimate is above it by `more`; `because` says why, or nothing."""

    on: date
    headline: str
    more: Decimal
    because: str

    def context(self) -> Context:
        return {
            "on": plain_date(self.on),
            "headline": self.headline,
            "more": money(self.more),
            "because": text(self.because, "quote_because", "why?").rstrip(". ") if self.because.strip() else "",
        }


def span(low: Decimal, high: Decimal) -> str:
    """Say "£800" or "£800 to £1,200"."""
    return money(low) if low == high else f"{money(low)} to {money(high)}"


def between(low: Decimal, high: Decimal) -> str:
    """Say "about £1,740" or "between £1,740 and £2,200"."""
    return f"about {money(high)}" if low == high else f"between {money(low)} and {money(high)}"


def costs_context(lines: Sequence[CostLine]) -> Context:
    """Return the lines, their sums and what stands in the key facts about them."""
    ours = [line for line in lines if line.treatment == "our_charge"]
    total, least = _sum(lines), sum((line.least_total for line in lines), _NOTHING)
    our_total, our_least = _sum(ours), sum((line.least_total for line in ours), _NOTHING)
    tax = _sum([line for line in lines if line.is_tax])
    fixed = all(line.certainty == "fixed" for line in lines) and total == least
    known = bool(lines) and all(line.net is not None for line in lines)
    unknown = gap("costs", "how much?")
    others, least_others = total - our_total, least - our_least
    mostly = ", mostly tax" if tax * 2 > others else ""
    paid = f"{span(least_others, others)} to others{mostly}"
    split = f"Our charges {span(our_least, our_total)} with VAT; {paid}" if others else "VAT included"
    about = money(total) if fixed else between(least, total)
    return {
        "headline": (f"{about[:1].upper()}{about[1:]}, {'fixed' if fixed else 'estimate'}.") if known else unknown,
        "about": about if known else unknown,
        "certainty": "fixed" if fixed else "an estimate",
        "is_range": known and total != least,
        "split": split if known else unknown,
        "lines": [line.context() for line in lines],
        "total_label": "All, fixed" if fixed else "About, estimate",
        "net": _span([one.net or _NOTHING for one in lines], [one.most for one in lines]) if known else "",
        "vat": _span([one.least_vat for one in lines], [one.vat for one in lines]) if known else "",
        "total": span(least, total) if known else unknown,
        "assumptions": [
            f"{'The tax' if line.is_tax else line.label} assumes that "
            + text(line.assumes, "assumptions", f"what does {'the tax' if line.is_tax else line.label} assume?")
            for line in lines
            if line.certainty == "assumption"
        ],
    }


def calls_words(priced: Literal["included", "charged"] | None, rate: str | None) -> str:
    """Say what calls and e-mails cost, or ask."""
    if priced == "charged":
        return f"Calls and e-mails are charged: {text(rate, 'calls_rate', 'at what rate?')}."
    if priced == "included":
        return "All calls and e-mails are part of our fee."
    return f"Calls and e-mails are {gap('calls_and_emails', 'part of our fee, or charged?')}."


def _span(least: Sequence[Decimal], most: Sequence[Decimal]) -> str:
    return span(sum(least, _NOTHING), sum(most, _NOTHING))


def _sum(lines: Sequence[CostLine]) -> Decimal:
    return sum((line.total for line in lines), _NOTHING)
