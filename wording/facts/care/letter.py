"""All facts of one client care letter, for any kind of work (decisions 15-22)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from practice.phrases import money
from wording.facts.care.costs import CostLine, Quoted, calls_words, costs_context
from wording.facts.care.fees import Fee
from wording.facts.care.work import Cancelling, Enclosed, Extras, Paying, Work, YesNoUnknown
from wording.facts.common import Person, Procedure, Redress, Sheet
from wording.facts.plain import Context, between, day, gap, listed, short_day, text

Formation = Literal["on_premises", "distance", "off_premises", "unknown"]
_FEE_OF_NOBODY = Fee()


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
    """
    Everything a letter says about this client and this matter.

    `transaction` is "other" where nothing is bought or sold: then `work` has the title, the summary and the lines of
    scope, and `property_address`, `price` and `mortgage` are not asked.
    """

    sheet: Sheet
    transaction: Literal["purchase", "sale", "other"]
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
    work_type: str = "residential_purchase"
    preset: str = "standard"
    money_moves: bool = True
    client_money: bool = True
    work: Work = Work()
    fee: Fee | None = None
    paying: Paying = Paying()
    cancelling: Cancelling = Cancelling()
    extras: Extras = Extras()
    enclosed: tuple[Enclosed, ...] = ()
    by_link: bool = False  # a link to accept by goes to them with it
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
            "fee_model": self.fee.model if self.fee else "unknown",
            "work_type": self.work_type,
            "contentious": self.paying.contentious,
            "funding": self.paying.funding,
            "joint_clients": bool(self.other_clients),
            "has_objectives": bool(self.objectives.strip()),
            "money_on_account": self.on_account is not None,
            "money_moves": self.money_moves,
            "client_money": self.client_money,
            "mlr_in_scope": self.mlr_in_scope,
            "cdd_complete": not self.cdd_outstanding,
            "needs_adjustment": bool(self.adjustments),
            "third_party_instructs": bool(self.third_party),
            "payer_is_client": not self.payer and self.paying.funding != "third_party",
            "referral": bool(self.referral),
            "transaction": self.transaction,
            "preset": self.preset,
            "options_discussed": bool(self.work.options.strip()),
            "has_contact_rules": bool(self.work.contact_rules or self.work.check_in) or self.transaction != "other",
            "has_timescale": self.weeks is not None,
            "more_scope": bool(self.work.scope_in),
            "calls_charged": self.calls_and_emails == "charged",
            **self.extras.triggers(),
            "scheme": self.redress.code,
            **self.extra_triggers,
        }

    def context(self) -> Context:
        price = money(self.price) if self.price is not None else gap("price", "what price?")
        return {
            **self.sheet.context(),
            "work": {
                **self.work.context(asks_scope=self.transaction == "other"),
                "type": self.work_type,
                "transaction": self.transaction,
                "property": self._property(),
                "summary": self._summary(price),
                "objectives": self.objectives.strip(),
                "about": self.work.title if self.transaction == "other" else self._property(),
            },
            "own": self.work.own_context(),
            "contact": self.work.contact(),
            "fee": self._fee(),
            "funding": {**self.paying.context(), "payer": self._payer()},
            "risk": self.paying.risk(),
            "billing": {"interval": self.paying.billing},
            "cancellation": Cancelling(
                made_on=self.cancelling.made_on,
                accept_by=self.accept_by,
                early_start_how=self.cancelling.early_start_how,
            ).context(),
            "extras": self.extras.context(),
            "enclosed": [one.context() for one in self.enclosed],
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
                "weeks": self._weeks(),
                "steps": _steps(self.steps),
            },
            "service": {
                "updates": text(self.updates, "updates", "when do we write?"),
                "replies_within": text(self.replies_within, "replies_within", "how soon do we reply?"),
            },
            "actions": {
                "accept_by": day(self.accept_by, "accept_by"),
                "accept_by_short": short_day(self.accept_by, "accept_by"),
                "by_link": self.by_link,
                "all": [
                    {"short": action.short, "what": action.what, "by": short_day(action.by, "actions")}
                    for action in self.actions
                ],
            },
            "cdd": {"outstanding": listed(self.cdd_outstanding)},
            "needs": {"adjustments": listed(self.adjustments), "third_party": self.third_party, "payer": self._payer()},
            "referral": {"words": self.referral},
            "terms": {"version": self.terms_version},
            "procedure": self.procedure.context(),
            "redress": self.redress.context(),
        }

    def _weeks(self) -> str:
        if self.weeks is None:
            return gap("weeks", "how long?")
        first, last = self.weeks
        return f"{first} to {last} weeks" if first != last else "1 week" if last == 1 else f"{last} weeks"

    def _payer(self) -> str:
        """Name whoever pays for the client, or ask; "" where the client pays."""
        if self.payer or self.paying.funding != "third_party":
            return self.payer
        return text(self.paying.payer, "funding", "who pays?")

    def _fee(self) -> Context:
        """Return how we charge; a fee called fixed whose every line is an estimate is asked about, not printed."""
        facts = (self.fee or _FEE_OF_NOBODY).context()
        ours = {line.certainty for line in self.cost_lines if line.treatment == "our_charge" and line.net is not None}
        if facts["model"] == "fixed" and ours and "fixed" not in ours:
            facts["words"] = f"Our fee is {gap('fee_model', 'fixed, or an estimate as its line says?')}."
        return facts

    def _property(self) -> str:
        if self.transaction == "other":
            return (self.property_address or "").strip()
        return text(self.property_address, "property", "which property?")

    def _summary(self, price: str) -> str:
        if self.transaction == "other":
            return self.work.summary.strip() or gap("summary", "what do we do for them?")
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
        return {
            **costs_context(self.cost_lines),
            "changes": text(self.cost_changes, "cost_changes", "what would change the cost?"),
            "calls": calls_words(self.calls_and_emails, self.calls_rate),
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
