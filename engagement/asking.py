"""The questions that depend on the work and on the fee model: their fields, and in which order the page asks."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from engagement.letters.fees import NEEDS, people
from engagement.letters.work import OwnQuestion, Usual
from practice.inputs import DayField, LetterText, MoneyField, RadioList
from practice.models import Matter
from wording.facts import FEES

_LONG = 3000
_YES_NO_UNKNOWN = [("yes", "Yes"), ("no", "No"), ("unknown", "Not known")]
_PERIODS = [("week", "Week"), ("month", "Month"), ("quarter", "Quarter"), ("year", "Year")]


def line(label: str, rows: int = 0, *, longest: int = 400, **more: Any) -> LetterText:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return LetterText(label=label, required=False, max_length=longest, widget=widget, **more)


def choice(label: str, options: list[tuple[str, str]], **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, widget=RadioList, choices=options, **more)


def money(label: str, **more: Any) -> MoneyField:
    return MoneyField(label=label, required=False, min_value=0, **more)


def number(label: str, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, max_digits=8, decimal_places=2, **more)


def own_fields(standard: Usual) -> dict[str, forms.Field]:
    """Return the questions that only this work asks."""
    return {one.name: _own(one) for one in standard.questions}


def _own(one: OwnQuestion) -> forms.Field:
    if one.kind == "choice":
        return choice(one.label, list(one.options))
    if one.kind == "money":
        return money(one.label)
    if one.kind == "date":
        return DayField(label=one.label, required=False)
    return line(one.label)


def fee_fields(matter: Matter, fee_model: str, standard: Usual) -> dict[str, forms.Field]:
    """Return the choice of the fee model, and exactly the questions of the one that is chosen."""
    models = [(name, FEES[name].name) for name in standard.fee_models]
    found: dict[str, forms.Field] = {"fee_model": choice("How we charge", models)}
    rates = {f"fee_rate_{key}": money(f"An hour of {name}, before VAT") for key, name in people(matter)}
    of_models: dict[str, forms.Field] = {
        **rates,
        "fee_hours_from": number("Hours we expect, from"),
        "fee_hours_to": number("Hours, to"),
        "fee_review": DayField(label="The rates hold until", required=False),
        "fee_cap": money("Our charges are never more than, before VAT"),
        "fee_percent": number("Per cent"),
        "fee_of": line("Per cent of what"),
        "fee_minimum": money("At least, before VAT"),
        "fee_success": line("Winning means that", 2, help_text="Ends the sentence “Winning means that ...”."),
        "fee_uplift": number("Success fee, per cent of our charges"),
        "fee_share": number("Never more than this per cent of the damages"),
        "fee_lost": line("If they lose", 2, help_text="Ends the sentence “If you lose, ...”."),
        "fee_agreement": line("The separate agreement is called"),
        "fee_cap_percent": number("Never more than, per cent"),
        "fee_expenses": line("Who pays the expenses", 2),
        "fee_alternatives": line("Other ways to pay that were talked about", 2),
        "fee_contribution": money("Their contribution a month", help_text="0 if they pay none."),
        "fee_charge": line("What legal aid may take back", 2, help_text="The statutory charge, in plain words."),
        "fee_amount": money("The fee for a period, before VAT"),
        "fee_per": choice("The period", _PERIODS),
        "fee_includes": line("What it covers", 2),
    }
    return found | {name: of_models[name] for name in NEEDS.get(fee_model, ()) if name in of_models}


def work_fields(standard: Usual, answers: Mapping[str, str]) -> dict[str, forms.Field]:
    """Return what is asked about scope, contact and who pays; the usual lines stand in it, one to a line."""
    more = "One to a line. Take a line out, change it or add one."
    also = standard.is_conveyancing
    found: dict[str, forms.Field] = {
        "scope_in": line("We also" if also else "What we will do", 2 if also else 6, longest=_LONG, help_text=more),
        "scope_out": line(
            "We also do not" if also else "What we will not do", 2 if also else 5, longest=_LONG, help_text=more
        ),
        "options": line("Options talked about, and what we advised", 3, longest=_LONG),
        "contact_rules": line("They must tell us at once if", 2 if also else 5, longest=_LONG, help_text=more),
        "funding": choice(
            "Who pays",
            [
                ("self", "The client"), ("third_party", "Somebody else"), ("legal_aid", "Legal aid"),
                ("legal_expenses", "Legal expenses insurance"), ("unknown", "Not known yet"),
            ],
        ),
        "billing": line("When we bill", help_text="Ends the sentence “We bill you ...”: every month."),
        "contract_on": DayField(
            label="Day on which they agreed, if before this letter", required=False,
            help_text="The time to cancel counts from it. Leave it empty if they agree by accepting the letter.",
        ),
        "early_start_how": line("How they asked to start early", help_text="Your e-mail of 24 November 2026."),
        "third_party": line("Somebody else who may instruct us for them"),
        "cover": line("Who stands in when the lawyer is away"),
        "key_date": line("A day that cannot be missed is", help_text="The last day to begin the claim."),
        "key_date_on": DayField(label="On which day", required=False),
        "reply_needed": line("What they must confirm to us, and how"),
        "commission": line("A commission we expect"),
        "financial": choice("Are insurance or investments part of it?", _YES_NO_UNKNOWN),
        "liability_limit": money("Limit of our liability", help_text="Empty: none beyond the law."),
        "conflict": line("What they consent to about a conflict", 3, longest=_LONG),
        "barrier": line("How their information is kept apart", 3, longest=_LONG),
    }  # fmt: skip
    if answers.get("funding") == "third_party":
        found["funding_payer"] = line("Who is that?", help_text="Empty where a payer is on the matter.")
    if answers.get("funding") == "legal_expenses":
        found["insurer"] = line("Insurer and policy number")
        found["insured_up_to"] = money("It pays up to")
        found["insurer_asks"] = line("What the insurer asks of them", 2)
    if not also:
        found["summary"] = line("In one line, if not as usual", help_text="Follows “You”: to make your will.")
        found["check_in"] = line("When we ring or write without being asked")
        found["contentious"] = choice("Is there an other side who might claim costs?", _YES_NO_UNKNOWN)
    if answers.get("contentious") != "no":
        found["others_costs"] = line("What they may owe the other side", 4, longest=_LONG)
    return found


# What is asked only of some who pay: it follows that answer on the page, and comes as soon as it is given.
BY_PAYER = ("funding_payer", "insurer", "insured_up_to", "insurer_asks")
# The page's questions in the order of the letter: the key is where sentences and gaps link to, then its fields.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("own_kind", ("own_kind",)),
    ("property", ("property",)),
    ("price", ("price",)),
    ("mortgage", ("mortgage",)),
    ("own_other_side", ("own_other_side",)),
    ("own_person", ("own_person",)),
    ("own_court", ("own_court",)),
    ("own_happened_on", ("own_happened_on",)),
    ("own_begins_on", ("own_begins_on",)),
    ("own_value", ("own_value",)),
    ("summary", ("summary",)),
    ("objectives", ("objectives",)),
    ("scope_in", ("scope_in",)),
    ("scope_out", ("scope_out",)),
    ("options", ("options",)),
    ("fee_model", ("fee_model",)),
    ("fee_rates", ("fee_rate_lead", "fee_rate_assistant", "fee_rate_supervisor")),
    ("fee_hours", ("fee_hours_from", "fee_hours_to")),
    *((name, (name,)) for name in (
        "fee_review", "fee_cap", "fee_percent", "fee_cap_percent", "fee_of", "fee_minimum", "fee_success", "fee_uplift",
        "fee_share", "fee_lost", "fee_agreement", "fee_expenses", "fee_alternatives", "fee_contribution", "fee_charge",
        "fee_amount", "fee_per", "fee_includes",
    )),
    ("costs", ("costs",)),
    ("assumptions", ("assumptions",)),
    ("quote_because", ("quote_because",)),
    ("calls_and_emails", ("calls_and_emails", "calls_rate")),
    ("cost_changes", ("cost_changes",)),
    ("on_account_for", ("on_account", "on_account_for")),
    ("billing", ("billing",)),
    ("funding", ("funding", *BY_PAYER)),
    ("contentious", ("contentious",)),
    ("others_costs", ("others_costs",)),
    ("weeks", ("weeks_from", "weeks_to")),
    ("actions", ("deposit",)),
    ("key_date", ("key_date", "key_date_on")),
    ("accept_by", ("accept_in",)),
    ("contact_rules", ("contact_rules", "check_in")),
    ("calls_returned", ("calls_returned",)),
    ("updates", ("updates",)),
    ("replies_within", ("replies_within",)),
    ("formation", ("formation", "consumer", "contract_on", "early_start", "early_start_how")),
    ("referral", ("referral",)),
    ("third_party", ("third_party", "cover")),
    ("extras", ("reply_needed", "commission", "financial", "liability_limit", "conflict", "barrier")),
)  # fmt: skip


def said(value: Any) -> str:
    """Write a cleaned value as answers keep it: "312500", "1450.50", "2026-11-24", lines parted by one sign."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        return f"{value.to_integral_value() if whole else value:f}"
    return str(value).replace("\r\n", "\n").replace("\r", "\n")
