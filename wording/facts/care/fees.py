"""How we charge: each fee model with exactly the facts it needs, and the sentence that says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from practice.phrases import money
from wording import limits
from wording.facts.plain import Context, day, gap, listed, text

# Every key of the context's "fee", in every letter: a clause may ask for any; "" where a model has none.
_KEYS = (
    "model name words vat review hours cap percent of minimum success uplift share lost agreement expenses "
    "alternatives contribution charge per amount includes"
).split()


def percent(value: Decimal | None, question: str, words: str = "how many per cent?") -> str:
    """Say "25 per cent"."""
    return gap(question, words) if value is None else f"{value.normalize():f} per cent"


def _pounds(value: Decimal | None, question: str, words: str = "how much?") -> str:
    return gap(question, words) if value is None else money(value)


@dataclass(frozen=True)
class Rate:
    """What an hour of a named person, or of a grade, costs before VAT."""

    who: str
    net: Decimal | None

    def __post_init__(self) -> None:
        limits.check("hourly_rate", self.net)


@dataclass(frozen=True, kw_only=True)
class Fee:
    """A way of charging. `vat` is the rate of the day as a fraction; `work_type` decides which limits hold."""

    model: ClassVar[str] = "unknown"
    name: ClassVar[str] = ""
    work_type: str = ""
    vat: Decimal = Decimal("0.20")

    def context(self) -> Context:
        facts = {"model": self.model, "name": self.name, "vat": f"plus VAT at {percent(self.vat * 100, '')}"}
        return {**dict.fromkeys(_KEYS, ""), "rates": [], **facts, **self.facts(), "words": self.words()}

    def facts(self) -> Context:
        """Return the facts that only this model has."""
        return {}

    def words(self) -> str:
        """Say how we charge, in full sentences."""
        return f"We charge {gap('fee_model', 'in which way?')}."


@dataclass(frozen=True, kw_only=True)
class FixedFee(Fee):
    model = "fixed"
    name = "Fixed fee"

    def words(self) -> str:
        return "Our fee is fixed for the work in this letter."


@dataclass(frozen=True, kw_only=True)
class HourlyFee(Fee):
    """`hours` is the range we expect; `review_on` the next day on which the rates may change."""

    model = "hourly"
    name = "By the hour"
    rates: tuple[Rate, ...] = ()
    hours: tuple[Decimal, Decimal] | None = None
    review_on: date | None = None

    def __post_init__(self) -> None:
        for number in self.hours or ():
            limits.check("hours", number)
        if self.hours and self.hours[0] > self.hours[1]:
            raise limits.AbsurdFigure("The range of hours ends before it begins.")

    def facts(self) -> Context:
        rates = [{"who": one.who, "rate": _pounds(one.net, "fee_rates", "which rate?")} for one in self.rates]
        return {"rates": rates, "hours": self._hours(), "review": day(self.review_on, "fee_review")}

    def words(self) -> str:
        rates = listed([f"{one['who']} {one['rate']}" for one in self.facts()["rates"]])
        return (
            f"We charge by the hour: {rates or gap('fee_rates', 'which rates?')}, plus VAT. "
            f"We expect {self._hours()}. These rates hold until {day(self.review_on, 'fee_review')}."
        )

    def _hours(self) -> str:
        if self.hours is None:
            return gap("fee_hours", "how many hours?")
        low, high = (f"{number.normalize():f}" for number in self.hours)
        return f"{low} hours" if low == high else f"{low} to {high} hours"


@dataclass(frozen=True, kw_only=True)
class CappedFee(HourlyFee):
    model = "capped"
    name = "By the hour, with a cap"
    cap: Decimal | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        limits.check("amount", self.cap)

    def facts(self) -> Context:
        return {**super().facts(), "cap": _pounds(self.cap, "fee_cap")}

    def words(self) -> str:
        cap = _pounds(self.cap, "fee_cap")
        return f"{super().words()} Our charges for this work will not be more than {cap} plus VAT."


@dataclass(frozen=True, kw_only=True)
class PercentageFee(Fee):
    """`of` in words: "the value of the estate". A `minimum` of None is none."""

    model = "percentage"
    name = "A percentage"
    rate: Decimal | None = None
    of: str = ""
    minimum: Decimal | None = None

    def __post_init__(self) -> None:
        limits.check("fee_percent", self.rate)
        limits.check("amount", self.minimum)

    def facts(self) -> Context:
        return {
            "percent": percent(self.rate, "fee_percent"),
            "of": text(self.of, "fee_of", "of what?"),
            "minimum": money(self.minimum) if self.minimum else "",
        }

    def words(self) -> str:
        said = self.facts()
        least = f", and at least {said['minimum']} plus VAT" if said["minimum"] else ""
        return f"We charge {said['percent']} of {said['of']}, plus VAT{least}."


@dataclass(frozen=True, kw_only=True)
class ConditionalFee(Fee):
    """
    No win, no fee. `success` and `if_lost` in words; `uplift` in per cent of our charges; `share` caps it, in per
    cent of the damages. The agreement itself is a separate paper: `agreement` names it.
    """

    model = "conditional"
    name = "No win, no fee"
    success: str = ""
    uplift: Decimal | None = None
    share: Decimal | None = None
    if_lost: str = ""
    agreement: str = ""

    def __post_init__(self) -> None:
        limits.check("success_fee_percent", self.uplift)
        limits.check("success_share_percent", self.share, self.work_type)

    def facts(self) -> Context:
        return {
            "success": text(self.success, "fee_success", "what counts as winning?").rstrip(". "),
            "uplift": percent(self.uplift, "fee_uplift"),
            "share": percent(self.share, "fee_share"),
            "lost": text(self.if_lost, "fee_lost", "what if they lose?").rstrip(". "),
            "agreement": text(self.agreement, "fee_agreement", "which agreement?"),
        }

    def words(self) -> str:
        said = self.facts()
        return (
            f"You pay our charges only if you win. Winning means that {said['success']}. We then add a success fee of "
            f"{said['uplift']} of our charges, never more than {said['share']} of your damages. "
            f"If you lose, {said['lost']}. {said['agreement']}, a separate paper, says it all."
        )


@dataclass(frozen=True, kw_only=True)
class DamagesFee(Fee):
    """A part of what the client recovers, VAT included, never more than `cap` per cent of it."""

    model = "damages_based"
    name = "A part of the damages"
    rate: Decimal | None = None
    cap: Decimal | None = None
    expenses: str = ""
    alternatives: str = ""

    def __post_init__(self) -> None:
        limits.check("damages_percent", self.rate, self.work_type)
        limits.check("damages_percent", self.cap, self.work_type)
        if self.rate is not None and self.cap is not None and self.rate > self.cap:
            raise limits.AbsurdFigure("The part of the damages is above its own cap.")

    def facts(self) -> Context:
        return {
            "percent": percent(self.rate, "fee_percent"),
            "cap": percent(self.cap, "fee_cap_percent"),
            "expenses": text(self.expenses, "fee_expenses", "who pays the expenses?").rstrip(". "),
            "alternatives": text(self.alternatives, "fee_alternatives", "which other ways to pay?").rstrip(". "),
        }

    def words(self) -> str:
        said = self.facts()
        return (
            f"If you recover money, you pay us {said['percent']} of it, VAT included, and never more than "
            f"{said['cap']}. If you recover none, you pay us no fee. Expenses: {said['expenses']}. "
            f"You could also pay in other ways: {said['alternatives']}."
        )


@dataclass(frozen=True, kw_only=True)
class LegalAidFee(Fee):
    """`contribution` of nought is none; `charge` says what the statutory charge may take back."""

    model = "legal_aid"
    name = "Legal aid"
    contribution: Decimal | None = None
    per: str = "month"
    charge: str = ""

    def __post_init__(self) -> None:
        limits.check("amount", self.contribution)

    def facts(self) -> Context:
        none = self.contribution == 0
        paid = "nothing" if none else f"{_pounds(self.contribution, 'fee_contribution')} a {self.per}"
        charge = text(self.charge, "fee_charge", "what may be taken back?").rstrip(". ")
        return {"contribution": paid, "charge": charge, "per": self.per}

    def words(self) -> str:
        said = self.facts()
        return (
            f"Legal aid pays us. You pay {said['contribution']} towards it. "
            f"You may have to pay legal aid back: {said['charge']}. Tell us at once if your money or your home changes."
        )


@dataclass(frozen=True, kw_only=True)
class RetainerFee(Fee):
    """A fee for a period, and what is included."""

    model = "retainer"
    name = "A fee for a period"
    amount: Decimal | None = None
    per: str = "month"
    includes: str = ""

    def __post_init__(self) -> None:
        limits.check("amount", self.amount)

    def facts(self) -> Context:
        return {
            "amount": _pounds(self.amount, "fee_amount"),
            "per": self.per,
            "includes": text(self.includes, "fee_includes", "what is in it?").rstrip(". "),
        }

    def words(self) -> str:
        said = self.facts()
        return f"You pay {said['amount']} plus VAT each {said['per']}. That covers {said['includes']}."


FEES: Mapping[str, type[Fee]] = {
    one.model: one
    for one in (
        FixedFee, HourlyFee, CappedFee, PercentageFee, ConditionalFee, DamagesFee, LegalAidFee, RetainerFee
    )
}  # fmt: skip
