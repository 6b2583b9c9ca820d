"""What the work is, who pays for it, what it may cost others, and what only some clients need said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from practice.phrases import money
from wording import limits
from wording.cancelling import cancellation_ends_on
from wording.facts.plain import Context, day, gap, listed, short_day, text

YesNoUnknown = Literal["yes", "no", "unknown"]
Funding = Literal["self", "third_party", "legal_expenses", "legal_aid", "unknown"]

# The facts that a kind of work may ask for and no other does; each stands in every letter's context as own.<name>,
# empty where it was not asked. What a fact means is the same for all work, so a clause may use it anywhere.
OWN_FACTS: Mapping[str, str] = {
    "kind": "what exactly the work is: “a will”, “the estate”",
    "other_side": "the person or body on the other side",
    "person": "the person whom the work is about: who died, the child",
    "court": "the court or tribunal, with its number",
    "happened_on": "the day on which it happened, or the work ended",
    "begins_on": "the day on which it begins: the inspection, the tenancy",
    "value": "what is at stake, in pounds: the claim, the estate, the rent",
}


@dataclass(frozen=True)
class Work:
    """
    What we do, for any kind of work. `title` is the subject; `own` holds the facts of OWN_FACTS in words.

    Lines of scope and rules of contact are short clauses without a full stop: "write to the other side".
    """

    title: str = ""
    scope_in: tuple[str, ...] = ()
    scope_out: tuple[str, ...] = ()
    summary: str = ""  # may have gaps
    options: str = ""
    contact_rules: tuple[str, ...] = ()
    check_in: str = ""
    own: Mapping[str, str] = field(default_factory=dict)

    def context(self, *, asks_scope: bool) -> Context:
        """`asks_scope`: whether these lines are the whole scope, so that none is an open question."""
        open_in = [gap("scope_in", "what do we do?")] if asks_scope else []
        open_out = [gap("scope_out", "where does our work end?")] if asks_scope else []
        return {
            "title": text(self.title, "title", "what is it about?"),
            "scope_in": list(self.scope_in) or open_in,
            "scope_out": list(self.scope_out) or open_out,
            "options": self.options.strip().rstrip(". "),
        }

    def contact(self) -> Context:
        return {"rules": list(self.contact_rules), "check_in": self.check_in.strip()}

    def own_context(self) -> Context:
        return {name: self.own.get(name, "") for name in OWN_FACTS}


@dataclass(frozen=True)
class Paying:
    """
    Who pays, how often we bill, and what the other side's costs may come to.

    `insurer`, `insured_up_to` and `insurer_asks` are of a legal expenses policy.
    """

    funding: Funding = "self"
    payer: str = ""
    insurer: str = ""
    insured_up_to: Decimal | None = None
    insurer_asks: str = ""
    contentious: YesNoUnknown = "no"
    others_costs: str = ""
    billing: str = ""

    def __post_init__(self) -> None:
        limits.check("amount", self.insured_up_to)

    def context(self) -> Context:
        insured = self.funding == "legal_expenses"
        limit = money(self.insured_up_to) if self.insured_up_to is not None else gap("insured_up_to", "up to how much?")
        return {
            "kind": self.funding,
            "payer": self.payer,
            "insurer": text(self.insurer, "insurer", "which insurer?") if insured else "",
            "up_to": limit if insured else "",
            "conditions": text(self.insurer_asks, "insurer_asks", "what does it ask?").rstrip(". ") if insured else "",
        }

    def risk(self) -> Context:
        words = text(self.others_costs, "others_costs", "what if they lose?") if self.contentious != "no" else ""
        return {"others_costs": words}


@dataclass(frozen=True)
class Cancelling:
    """
    The right to cancel. `made_on`: the day the agreement was made, None while it is made by accepting this letter.

    `early_start_how`: in which durable form they asked us to start inside the time: "your e-mail of 24 November 2026".
    """

    made_on: date | None = None
    accept_by: date | None = None
    early_start_how: str = ""

    def ends_on(self) -> date | None:
        """Return the last day to cancel; for an agreement still to be made, if it is accepted on the last day."""
        made = self.made_on or self.accept_by
        return cancellation_ends_on(made) if made else None

    def context(self) -> Context:
        ends = self.ends_on()
        return {
            "is_made": self.made_on is not None,
            "made_on": day(self.made_on, "contract_on") if self.made_on else "",
            "ends_on": day(ends, "accept_by"),
            "ends_on_short": short_day(ends, "accept_by"),
            "early_start_how": self.early_start_how.strip(),
        }


@dataclass(frozen=True)
class KeyDate:
    """A day that cannot be missed: "the last day to begin the claim"."""

    what: str
    on: date


@dataclass(frozen=True)
class Extras:
    """
    What only some letters say. Words end without a full stop; an empty one means that there is nothing to say.

    `financial`: whether insurance or investments are part of the work. `cover`: who stands in when the lead is away.
    """

    commission: str = ""
    financial: YesNoUnknown = "no"
    liability_limit: Decimal | None = None
    interpreter: str = ""
    attorney: str = ""
    conflict: str = ""
    barrier: str = ""
    reply_needed: str = ""
    cover: str = ""
    interest: str = ""
    key_dates: tuple[KeyDate, ...] = ()

    def __post_init__(self) -> None:
        limits.check("amount", self.liability_limit)

    def triggers(self) -> Mapping[str, bool | str]:
        return {
            "commission": bool(self.commission),
            "financial_services": self.financial,
            "liability_limited": self.liability_limit is not None,
            "needs_interpreter": bool(self.interpreter),
            "attorney_instructs": bool(self.attorney),
            "conflict_consent": bool(self.conflict),
            "information_barrier": bool(self.barrier),
            "reply_needed": bool(self.reply_needed),
            "has_cover": bool(self.cover),
            "has_key_date": bool(self.key_dates),
        }

    def context(self) -> Context:
        limit = self.liability_limit
        return {
            "commission": self.commission.rstrip(". "),
            "liability_limit": money(limit) if limit is not None else "",
            "interpreter": self.interpreter,
            "attorney": self.attorney,
            "conflict": self.conflict.rstrip(". "),
            "barrier": self.barrier.rstrip(". "),
            "reply_needed": self.reply_needed.rstrip(". "),
            "cover": self.cover,
            "interest": self.interest.rstrip(". "),
            "key_dates": [{"what": one.what, "on": day(one.on, "key_date")} for one in self.key_dates],
            "key_dates_listed": listed([f"{one.what}, {day(one.on, 'key_date')}" for one in self.key_dates], last="; "),
        }


@dataclass(frozen=True)
class Enclosed:
    """An agreement apart from the letter that goes with it. `sha256`: of the very file."""

    name: str
    words: str
    sha256: str

    def context(self) -> Context:
        return {"name": self.name, "words": self.words, "sha256": self.sha256}
