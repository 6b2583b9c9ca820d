"""Facts of a client care letter for residential conveyancing (decisions 15-22)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from practice.phrases import money
from practice.vat import vat_on
from wording.facts.common import Person, Procedure, Redress, Sheet
from wording.facts.plain import Context, between, day, gap, listed, plain_date, short_day, text

Certainty = Literal["fixed", "estimate", "assumption"]
Treatment = Literal["our_charge", "paid_for_you"]
YesNoUnknown = Literal["yes", "no", "unknown"]
Formation = Literal["on_premises", "distance", "off_premises", "unknown"]
_TREATMENTS = {"our_charge": "our charge", "paid_for_you": "paid for you"}


@dataclass(frozen=True)
class CostLine:
    """
    One line of the costs: who is paid, how VAT falls and why, and how sure we are (decisions 17).

    `net` of None is not known yet. `vat_rate` is a fraction (0.20), None where no VAT is due. An assumption says what
    it assumes, as it will stand in the letter: "neither of you will own another home anywhere".
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

    @property
    def vat(self) -> Decimal:
        return vat_on(self.net or Decimal(0), self.vat_rate)

    @property
    def total(self) -> Decimal:
        return (self.net or Decimal(0)) + self.vat

    def context(self) -> Context:
        unknown = gap("costs", "how much?")
        return {
            "label": f"{self.label}, to {self.payee}",
            "treatment": f"{_TREATMENTS[self.treatment]}, {self.certainty}",
            "net": money(self.net) if self.net is not None else unknown,
            "vat": money(self.vat) if self.vat_rate is not None else "none",
            "total": money(self.total) if self.net is not None else unknown,
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


@dataclass(frozen=True)
class Step:
    """A step that others control: a range, never a promise."""

    what: str
    earliest: date
    latest: date
    depends_on: str


@dataclass(frozen=True)
class Action:
    """What the client has to do. `short` goes into the key facts, `what` into section 4."""

    short: str
    what: str
    by: date | None


@dataclass(frozen=True)
class CareLetter:
    """Everything a residential conveyancing letter says about this client and this matter."""

    sheet: Sheet
    transaction: Literal["purchase", "sale"]
    property_address: str | None
    price: Decimal | None
    mortgage: bool | None
    other_clients: tuple[str, ...]
    objectives: str
    lead: Person
    others: tuple[Person, ...]
    calls_returned: str | None
    calls_and_emails: Literal["included", "charged"] | None
    calls_rate: str | None
    cost_lines: tuple[CostLine, ...]
    cost_changes: str | None
    on_account: Decimal | None
    on_account_for: str | None
    weeks: tuple[int, int] | None
    steps: tuple[Step, ...]
    updates: str | None
    replies_within: str | None
    accept_by: date | None
    actions: tuple[Action, ...]
    cdd_outstanding: tuple[str, ...]
    terms_version: int
    procedure: Procedure
    redress: Redress
    mlr_in_scope: bool = True
    client_is_consumer: YesNoUnknown = "unknown"
    contract_formation: Formation = "unknown"
    early_start_asked: bool = False
    adjustments: tuple[str, ...] = ()
    third_party: str = ""
    payer: str = ""
    referral: str = ""
    help_from: Person | None = None
    quoted: Quoted | None = None
    extra_triggers: Mapping[str, bool | str] = field(default_factory=dict)

    def has_estimate(self) -> bool:
        return bool(self.cost_lines) and all(line.net is not None for line in self.cost_lines)

    def triggers(self) -> Mapping[str, bool | str]:
        return {
            "always": True,
            "client_is_consumer": self.client_is_consumer,
            "contract_formation": self.contract_formation,
            "early_start_asked": self.early_start_asked,
            "above_quote": self.quoted is not None,
            "fee_model": "fixed" if all(line.certainty == "fixed" for line in self._ours()) else "unknown",
            "joint_clients": bool(self.other_clients),
            "has_objectives": bool(self.objectives.strip()),
            "money_on_account": self.on_account is not None,
            "money_moves": True,
            "client_money": True,
            "mlr_in_scope": self.mlr_in_scope,
            "cdd_complete": not self.cdd_outstanding,
            "needs_adjustment": bool(self.adjustments),
            "third_party_instructs": bool(self.third_party),
            "payer_is_client": not self.payer,
            "referral": bool(self.referral),
            "transaction": self.transaction,
            "preset": "standard",
            "scheme": self.redress.code,
            **self.extra_triggers,
        }

    def context(self) -> Context:
        price = money(self.price) if self.price is not None else gap("price", "what price?")
        return {
            **self.sheet.context(),
            "work": {
                "transaction": self.transaction,
                "property": text(self.property_address, "property", "which property?"),
                "summary": self._summary(price),
                "objectives": self.objectives.strip(),
            },
            "clients": {
                "named": listed(("You", *self.other_clients)) + (", together," if self.other_clients else ""),
                "others": listed(self.other_clients),
                "joint": bool(self.other_clients),
                "both": "both" if len(self.other_clients) == 1 else "all" if self.other_clients else "",
            },
            "people": {
                "lead": self.lead.context(),
                "others": [self._short(person) for person in self.others],
                "calls_returned": text(self.calls_returned, "calls_returned", "when are calls returned?"),
                "help": (self.help_from or self.lead).context(),
            },
            "costs": self._costs(),
            "quote": self.quoted.context() if self.quoted else dict.fromkeys(("on", "headline", "more", "because"), ""),
            "timescale": {
                "weeks": f"{self.weeks[0]} to {self.weeks[1]} weeks" if self.weeks else gap("weeks", "how long?"),
                "steps": _steps(self.steps),
            },
            "service": {
                "updates": text(self.updates, "updates", "when do we write?"),
                "replies_within": text(self.replies_within, "replies_within", "how soon do we reply?"),
            },
            "actions": {
                "accept_by": day(self.accept_by, "accept_by"),
                "accept_by_short": short_day(self.accept_by, "accept_by"),
                "all": [
                    {"short": action.short, "what": action.what, "by": short_day(action.by, "actions")}
                    for action in self.actions
                ],
            },
            "cdd": {"outstanding": listed(self.cdd_outstanding)},
            "needs": {"adjustments": listed(self.adjustments), "third_party": self.third_party, "payer": self.payer},
            "referral": {"words": self.referral},
            "terms": {"version": self.terms_version},
            "procedure": self.procedure.context(),
            "redress": self.redress.context(),
        }

    def _ours(self) -> list[CostLine]:
        return [line for line in self.cost_lines if line.treatment == "our_charge"]

    def _summary(self, price: str) -> str:
        if self.transaction == "sale":
            return f"to sell at {price}"
        with_mortgage = {True: " with a mortgage", False: " without a mortgage"}
        loan = gap("mortgage", "with a mortgage?") if self.mortgage is None else with_mortgage[self.mortgage]
        return f"to buy at {price}{'' if loan.startswith(' ') else ' '}{loan}"

    def _short(self, person: Person) -> Context:
        """Say only the last group of a number that starts like the lead's: "Beth Lowe helps, 0122"."""
        said, lead = person.context(), self.lead.context()
        same = said["phone"].rpartition(" ")[0] == lead["phone"].rpartition(" ")[0] != ""
        return {**said, "phone": said["extension"] if same else said["phone"]}

    def _costs(self) -> Context:
        total = sum((line.total for line in self.cost_lines), Decimal(0))
        ours = sum((line.total for line in self._ours()), Decimal(0))
        tax = sum((line.total for line in self.cost_lines if line.is_tax), Decimal(0))
        fixed = all(line.certainty == "fixed" for line in self.cost_lines)
        known = self.has_estimate()
        unknown = gap("costs", "how much?")
        mostly = ", mostly tax" if tax * 2 > total - ours else ""
        if self.calls_and_emails == "charged":
            calls = f"Calls and emails are charged: {text(self.calls_rate, 'calls_rate', 'at what rate?')}."
        elif self.calls_and_emails == "included":
            calls = "All calls and emails are part of our fee."
        else:
            calls = f"Calls and emails are {gap('calls_and_emails', 'part of our fee, or charged?')}."
        return {
            "headline": (f"{money(total)}, fixed." if fixed else f"About {money(total)}, estimate.")
            if known
            else unknown,
            "about": (money(total) if fixed else f"about {money(total)}") if known else unknown,
            "certainty": "fixed" if fixed else "an estimate",
            "split": f"Our charges {money(ours)} with VAT; {money(total - ours)} to others{mostly}"
            if known
            else unknown,
            "lines": [line.context() for line in self.cost_lines],
            "total_label": "All, fixed" if fixed else "About, estimate",
            "net": money(sum((line.net or Decimal(0) for line in self.cost_lines), Decimal(0))),
            "vat": money(sum((line.vat for line in self.cost_lines), Decimal(0))),
            "total": money(total) if known else unknown,
            "assumptions": [
                f"{'The tax' if line.is_tax else line.label} assumes that "
                + text(line.assumes, "assumptions", f"what does {line.label} assume?")
                for line in self.cost_lines
                if line.certainty == "assumption"
            ],
            "changes": text(self.cost_changes, "cost_changes", "what would change the cost?"),
            "calls": calls,
            "on_account": money(self.on_account) if self.on_account is not None else "",
            "on_account_for": text(self.on_account_for, "on_account_for", "for what?"),
        }


def _steps(steps: Sequence[Step]) -> list[Context]:
    """Print the year only where it changes from the row before: the column is narrow."""
    rows, year = [], None
    for step in steps:
        when = between(step.earliest, step.latest, with_year=step.latest.year != year)
        rows.append({"what": step.what, "between": when, "depends_on": step.depends_on})
        year = step.latest.year
    return rows
