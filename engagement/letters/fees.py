"""The fee model of a letter from its answers, and what it comes to where that can be worked out."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from practice.models import Matter
from practice.vat import vat_rate
from wording import limits
from wording.facts import FEES, Fee
from wording.facts.care import Rate

# Which answers each model needs, in the order of the page; the rates come first where it has them.
_BY_THE_HOUR = (
    "fee_rate_lead", "fee_rate_assistant", "fee_rate_supervisor", "fee_hours_from", "fee_hours_to", "fee_review",
)  # fmt: skip
NEEDS: dict[str, tuple[str, ...]] = {
    "fixed": (),
    "hourly": _BY_THE_HOUR,
    "capped": (*_BY_THE_HOUR, "fee_cap"),
    "percentage": ("fee_percent", "fee_of", "fee_minimum"),
    "conditional": ("fee_success", "fee_uplift", "fee_share", "fee_lost", "fee_agreement"),
    "damages_based": ("fee_percent", "fee_cap_percent", "fee_expenses", "fee_alternatives"),
    "legal_aid": ("fee_contribution", "fee_charge"),
    "retainer": ("fee_amount", "fee_per", "fee_includes"),
}  # fmt: skip
# Which limit holds for which answer (wording/data/limits.yaml).
LIMITS = {
    "fee_rate_lead": "hourly_rate",
    "fee_rate_assistant": "hourly_rate",
    "fee_rate_supervisor": "hourly_rate",
    "fee_hours_from": "hours",
    "fee_hours_to": "hours",
    "fee_cap": "amount",
    "fee_minimum": "amount",
    "fee_uplift": "success_fee_percent",
    "fee_share": "success_share_percent",
    "fee_cap_percent": "damages_percent",
    "fee_contribution": "amount",
    "fee_amount": "amount",
    "insured_up_to": "amount",
    "liability_limit": "amount",
}
_PEOPLE = ("lead", "assistant", "supervisor")
_OF_MATTER = {"lead": "fee_earner", "assistant": "assistant", "supervisor": "supervisor"}


def limit_of(name: str, fee_model: str) -> str:
    """Return the limit that holds for an answer: a percentage means another thing in another model."""
    if name == "fee_percent":
        return "damages_percent" if fee_model == "damages_based" else "fee_percent"
    return LIMITS[name]


def fee(matter: Matter, answers: dict[str, str], today: date) -> Fee | None:
    """Return how we charge. What the limits refuse counts as not answered: the letter asks again and cannot go."""
    model = answers.get("fee_model", "")
    made = FEES.get(model)
    if made is None:
        return None

    def number(name: str) -> Decimal | None:
        return within(answers, name, model, matter.work_type)

    facts: dict[str, Any] = {"work_type": matter.work_type, "vat": vat_rate(today)}
    if model in {"hourly", "capped"}:
        low, high = number("fee_hours_from"), number("fee_hours_to")
        facts["rates"] = _rates(matter, answers, model)
        facts["hours"] = (low, high) if low is not None and high is not None and low <= high else None
        facts["review_on"] = _day(answers.get("fee_review"))
    if model == "capped":
        facts["cap"] = number("fee_cap")
    if model == "percentage":
        facts |= {"rate": number("fee_percent"), "of": answers.get("fee_of", ""), "minimum": number("fee_minimum")}
    if model == "conditional":
        facts |= {"uplift": number("fee_uplift"), "share": number("fee_share")}
        facts |= {"success": answers.get("fee_success", ""), "if_lost": answers.get("fee_lost", "")}
        facts["agreement"] = answers.get("fee_agreement", "")
    if model == "damages_based":
        rate, cap = number("fee_percent"), number("fee_cap_percent")
        facts |= {"rate": rate, "cap": cap if rate is None or cap is None or rate <= cap else None}
        facts |= {"expenses": answers.get("fee_expenses", ""), "alternatives": answers.get("fee_alternatives", "")}
    if model == "legal_aid":
        facts |= {"contribution": number("fee_contribution"), "charge": answers.get("fee_charge", "")}
    if model == "retainer":
        facts |= {"amount": number("fee_amount"), "includes": answers.get("fee_includes", "")}
        facts["per"] = answers.get("fee_per") or "month"
    return made(**facts)


def worked_out(answers: dict[str, str]) -> tuple[Decimal | None, Decimal | None]:
    """Return our fee before VAT as far as its model says it: hours times the lead's rate, a part of the value."""
    model = answers.get("fee_model", "")
    if model in {"hourly", "capped"}:
        rate, low, high = (_number(answers.get(name)) for name in ("fee_rate_lead", "fee_hours_from", "fee_hours_to"))
        cap = _number(answers.get("fee_cap")) if model == "capped" else None
        if rate is None or low is None or high is None:
            return None, None
        least, most = rate * low, rate * high
        return (min(least, cap), min(most, cap)) if cap is not None else (least, most)
    if model == "percentage":
        part, value = _number(answers.get("fee_percent")), _number(answers.get("own_value") or answers.get("price"))
        least = _number(answers.get("fee_minimum")) or Decimal(0)
        if part is not None and value is not None:
            return max(least, (part * value / 100).quantize(Decimal("0.01"))), None
    if model == "retainer":
        return _number(answers.get("fee_amount")), None
    return None, None


def within(answers: dict[str, str], name: str, fee_model: str, work_type: str) -> Decimal | None:
    """Return a typed figure that its limit allows, or None."""
    value = _number(answers.get(name))
    if value is None or limits.limit(limit_of(name, fee_model), work_type).refuses(value):
        return None
    return value


def people(matter: Matter) -> list[tuple[str, str]]:
    """Return who of the matter can have a rate, by the end of the answer's name: ("lead", "Amara Okafor")."""
    found = [(key, getattr(matter, _OF_MATTER[key])) for key in _PEOPLE]
    return [(key, user.name) for key, user in found if user is not None]


def _rates(matter: Matter, answers: dict[str, str], model: str) -> tuple[Rate, ...]:
    """Return the lead's rate, asked, and the rates of others that are given."""
    rates = [Rate(name, within(answers, f"fee_rate_{key}", model, matter.work_type)) for key, name in people(matter)]
    return tuple(one for number, one in enumerate(rates) if number == 0 or one.net is not None)


def _number(typed: str | None) -> Decimal | None:
    try:
        return Decimal(typed) if typed else None
    except InvalidOperation:
        return None


def _day(typed: str | None) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        return None
