"""When a clause belongs in a letter, what stops a letter from going, and in which order people should read it."""

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import TextChoices

from practice.errors import Refusal

Fact = bool | str
Triggers = Mapping[str, Fact]

# The fixed list of facts a trigger may ask about, each with every value it can have (domain.md 2.9), so that tests
# can go through all of them. "unknown" is a value of its own: in doubt, a protecting clause goes in (decisions 21).
FACTS: dict[str, tuple[Fact, ...]] = {
    "always": (True,),
    "client_is_consumer": ("yes", "no", "unknown"),
    "contract_formation": ("on_premises", "distance", "off_premises", "unknown"),
    "early_start_asked": (True, False),
    "fee_model": (
        "fixed",
        "hourly",
        "capped",
        "percentage",
        "conditional",
        "damages_based",
        "legal_aid",
        "retainer",
        "unknown",
    ),
    "work_type": (
        "residential_purchase",
        "residential_sale",
        "private_client",
        "family",
        "disputes",
        "employment",
        "personal_injury",
        "business",
        "lettings",
        "survey",
    ),
    "contentious": ("yes", "no", "unknown"),
    "funding": ("self", "third_party", "legal_expenses", "legal_aid", "unknown"),
    "options_discussed": (True, False),
    "has_contact_rules": (True, False),
    "has_timescale": (True, False),
    "more_scope": (True, False),
    "calls_charged": (True, False),
    "commission": (True, False),
    "financial_services": ("yes", "no", "unknown"),
    "liability_limited": (True, False),
    "needs_interpreter": (True, False),
    "attorney_instructs": (True, False),
    "conflict_consent": (True, False),
    "information_barrier": (True, False),
    "reply_needed": (True, False),
    "has_cover": (True, False),
    "joint_clients": (True, False),
    "has_objectives": (True, False),
    "above_quote": (True, False),
    "money_on_account": (True, False),
    "money_moves": (True, False),
    "client_money": (True, False),
    "mlr_in_scope": (True, False),
    "cdd_complete": (True, False),
    "needs_adjustment": (True, False),
    "third_party_instructs": (True, False),
    "payer_is_client": (True, False),
    "referral": (True, False),
    "transaction": ("purchase", "sale", "other"),
    "preset": ("standard", "rics", "tpo", "scot", "ni"),
    "late": (True, False),
    "has_wishes": (True, False),
    "offers_remedy": (True, False),
    "act_date_known": (True, False),
    "has_key_date": (True, False),
    "has_actions": (True, False),
    "has_start_date": (True, False),
    "encloses_terms": (True, False),
    "scope_changes": (True, False),
    "was_billed": (True, False),
    "scheme": ("leo", "tpo", "slcc", "scc_ni", "ico"),
}


class BadTrigger(Refusal):
    """A trigger says something outside its small language."""

    code = "bad_trigger"


class Level(TextChoices):
    """How much a clause matters where its trigger is true."""

    MANDATORY = "M", "Mandatory"
    RECOMMENDED = "R", "Recommended"
    OPTIONAL = "O", "Optional"


class Place(TextChoices):
    """Where in a letter a clause stands."""

    OPENING = "opening", "Opening"
    KEY = "key", "Key facts"
    SECTION = "section", "Section"
    CLOSING = "closing", "Closing"
    ACCEPTANCE = "acceptance", "Acceptance page"


@lru_cache(maxsize=512)
def check_trigger(expression: str) -> frozenset[str]:
    """
    Return the facts a trigger asks about.

    The language: fact names, `==` and `!=` with one of the fact's values, `in` and `not in` with several,
    `and`, `or`, `not`, brackets.

    :raises BadTrigger: for anything else.
    """
    try:
        tree = ast.parse(expression, mode="eval").body
    except (SyntaxError, ValueError) as problem:
        raise BadTrigger(f'The trigger "{expression}" is not an expression.') from problem
    return frozenset(_names(tree, expression))


def applies(expression: str, facts: Triggers) -> bool:
    """Return whether a trigger is true of these facts. Raises KeyError when one is not given: a defect, not a no."""
    check_trigger(expression)
    return _value(ast.parse(expression, mode="eval").body, {"always": True, **facts})


def _names(node: ast.expr, expression: str) -> Iterable[str]:
    match node:
        case ast.BoolOp(values=values):
            for value in values:
                yield from _names(value, expression)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield from _names(operand, expression)
        case ast.Name(id=name) if set(FACTS.get(name, ())) <= {True, False} and name in FACTS:
            yield name
        case ast.Compare(left=ast.Name(id=name), ops=[ast.Eq() | ast.NotEq()], comparators=[ast.Constant(value=value)]):
            yield _known(name, [value], expression)
        case ast.Compare(
            left=ast.Name(id=name),
            ops=[ast.In() | ast.NotIn()],
            comparators=[ast.Tuple(elts=items) | ast.List(elts=items)],
        ) if all(isinstance(item, ast.Constant) for item in items):
            yield _known(name, [item.value for item in items if isinstance(item, ast.Constant)], expression)
        case _:
            raise BadTrigger(f'The trigger "{expression}" uses something a trigger may not: {ast.unparse(node)}.')


def _known(name: str, values: Sequence[object], expression: str) -> str:
    if name not in FACTS:
        raise BadTrigger(f'The trigger "{expression}" asks about "{name}", which is not on the list of facts.')
    known = {(type(value), value) for value in FACTS[name]}  # 1 is not True here
    strangers = [str(value) for value in values if (type(value), value) not in known]
    if strangers or not values:
        raise BadTrigger(f'The trigger "{expression}" gives "{name}" a value it cannot have: {", ".join(strangers)}.')
    return name


def _value(node: ast.expr, facts: Triggers) -> bool:
    match node:
        case ast.BoolOp(op=ast.And(), values=values):
            answers = [_value(value, facts) for value in values]  # each is asked, so that a missing fact always shows
            return all(answers)
        case ast.BoolOp(values=values):
            answers = [_value(value, facts) for value in values]
            return any(answers)
        case ast.UnaryOp(operand=operand):
            return not _value(operand, facts)
        case ast.Compare(left=ast.Name(id=name), ops=[operator], comparators=[right]):
            value = ast.literal_eval(right)
            found = facts[name] in value if isinstance(operator, ast.In | ast.NotIn) else facts[name] == value
            return found is isinstance(operator, ast.In | ast.Eq)
        case ast.Name(id=name):
            return facts[name] is True
        case _:
            raise BadTrigger(f"{ast.unparse(node)} is not part of a trigger.")


# --- What a letter is made of, as plain values


@dataclass(frozen=True)
class ClauseText:
    """One version of a clause, as compose() and the loader see it."""

    code: str
    title: str
    level: str
    trigger: str
    body: str
    required_text: str
    in_because: str
    out_because: str
    version: int = 1
    version_id: int | None = None
    owner_role: str = "compliance"
    presets: tuple[str, ...] = ()
    review_months: int = 12
    made_for: str = ""


@dataclass(frozen=True)
class Slot:
    """Where a template puts a clause. A heading opens a new section (or names a row of key facts)."""

    clause: str
    place: str
    heading: str = ""
    joins: bool = False
    style: str = ""


@dataclass(frozen=True)
class Problem:
    """
    What stops a letter, or only warns. `question` is the answer to give, `clause` the words to mend, if there is one.

    `principle` is which of the eight of domain.md 2.8 a warning comes from: "P1".
    """

    code: str
    sentence: str
    question: str = ""
    clause: str = ""
    principle: str = ""


# --- What stops a letter (decisions 15). Customer due diligence is not here, on purpose.


def blocks(
    *,
    missing: Mapping[str, str],
    gaps: Mapping[str, str],
    has_estimate: bool,
    conflict_cleared: bool = True,
    approval_missing: bool = False,
) -> list[Problem]:
    """
    Return what stops this letter from being issued; an empty list means it may go.

    `missing` maps mandatory clauses that are not in it to their titles; `gaps` open questions to their words.
    """
    found = []
    if not conflict_cleared:
        found.append(Problem("conflict_open", "The conflict check is not cleared."))
    found += [Problem("clause_missing", f'"{title}" must be in this letter.', code) for code, title in missing.items()]
    asked = {key: words for key, words in gaps.items() if key != "costs" or has_estimate}
    found += [Problem("placeholder_open", f"Not answered yet: {words}", key) for key, words in asked.items()]
    if not has_estimate:
        found.append(Problem("no_estimate", "The likely overall cost is not filled in.", "costs"))
    if approval_missing:
        found.append(Problem("not_approved", "This letter needs approval before it goes."))
    return found


# --- Order: what people look for comes before what the rules make us say (domain.md 2.8, P4)

_FOR_THE_READER = (
    "who_client", "people", "scope_in", "costs_estimate", "timescale", "client_actions", "next_steps"
)  # fmt: skip
_FOR_THE_RULES = frozenset(
    "complaints leo tpo rics_chp slcc scc_ni complaints_terms reg_status reg_status_rics reg_status_tpo protections "
    "pii services_info privacy confidentiality interest ending cancellation early_start cancellation_terms "
    "fin_services file_storage".split()
)


def order_problems(codes: Sequence[str]) -> list[Problem]:
    """Warn where a regulatory clause stands before who, what, cost, when and what to do."""
    first_rule = next((i for i, code in enumerate(codes) if code in _FOR_THE_RULES), len(codes))
    late = [code for code in codes[first_rule:] if code in _FOR_THE_READER]
    if not late:
        return []
    return [
        Problem(
            "order",
            f"{codes[first_rule]} stands before {', '.join(late)}: what the client looks for is first.",
            clause=codes[first_rule],
            principle="P4",
        )
    ]
