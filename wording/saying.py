"""Triggers in words, and triggers put together from a list of what can be asked: no expression has to be typed."""

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from wording.rules import FACTS, BadTrigger, check_trigger

# What each fact says when it is true and when it is not; what stands in neither table is told by its own name.
_YES_NO = {
    "above_quote": ("the estimate is above what we quoted", "the estimate is not above a quote"),
    "act_date_known": ("we know when it went wrong", "we do not know when it went wrong"),
    "attorney_instructs": ("an attorney or deputy acts for the client", "no attorney or deputy acts"),
    "calls_charged": ("calls and e-mails are charged", "calls and e-mails are not charged"),
    "cdd_complete": ("the identity checks are complete", "the identity checks are not complete"),
    "client_money": ("we hold money for the client", "we hold no money for the client"),
    "commission": ("we receive a commission", "we receive no commission"),
    "conflict_consent": ("the client consented to a conflict", "there is no consent to a conflict"),
    "early_start_asked": ("the client asked us to start at once", "the client did not ask us to start at once"),
    "encloses_terms": ("terms of business go with it", "no terms of business go with it"),
    "has_actions": ("the client has something to do", "the client has nothing to do"),
    "has_contact_rules": ("this work has rules on when to contact us", "this work has no such rules"),
    "has_cover": ("somebody stands in for the lawyer", "nobody is named to stand in"),
    "has_key_date": ("there is a date that must not be missed", "there is no date that must not be missed"),
    "has_objectives": ("the client told us what they want", "nobody noted what the client wants"),
    "has_start_date": ("there is a day from which it applies", "no day is given from which it applies"),
    "has_timescale": ("there is a timescale", "there is no timescale"),
    "has_wishes": ("the person said what they wish for", "the person did not say what they wish for"),
    "information_barrier": ("there is an information barrier", "there is no information barrier"),
    "joint_clients": ("there is more than one client", "there is one client"),
    "late": ("the letter is late", "the letter is not late"),
    "liability_limited": ("our liability is limited", "our liability is not limited"),
    "mlr_in_scope": ("the money-laundering rules apply", "the money-laundering rules do not apply"),
    "money_moves": ("money moves", "no money moves"),
    "money_on_account": ("we ask for money in advance", "we ask for no money in advance"),
    "more_scope": ("more work than agreed is needed", "no more work than agreed is needed"),
    "needs_adjustment": ("adjustments are agreed", "no adjustments are agreed"),
    "needs_interpreter": ("an interpreter is needed", "no interpreter is needed"),
    "offers_remedy": ("we offer something to put it right", "we offer nothing to put it right"),
    "options_discussed": ("we talked about options", "no options are recorded"),
    "payer_is_client": ("the client pays", "somebody else pays"),
    "referral": ("somebody introduced the client", "nobody introduced the client"),
    "reply_needed": ("an answer is needed", "no answer is needed"),
    "scope_changes": ("what we do changes", "what we do stays as it is"),
    "third_party_instructs": ("somebody else gives us instructions", "the client gives us instructions"),
    "was_billed": ("something was billed or waits to be", "nothing was billed"),
}
_VALUES = {
    "client_is_consumer": {
        "yes": "the client is a consumer",
        "no": "the client acts for a business",
        "unknown": "nobody has said if the client is a consumer",
    },
    "contentious": {
        "yes": "there is a dispute",
        "no": "there is no dispute",
        "unknown": "nobody has said if there is a dispute",
    },
    "contract_formation": {
        "on_premises": "we agreed at our office",
        "distance": "we agreed at a distance",
        "off_premises": "we agreed face to face away from our office",
        "unknown": "nobody has said where we agreed",
    },
    "fee_model": {
        "fixed": "the fee is fixed",
        "hourly": "we charge by the hour",
        "capped": "we charge by the hour up to a cap",
        "percentage": "the fee is a percentage",
        "conditional": "there is a conditional fee agreement",
        "damages_based": "there is a damages-based agreement",
        "legal_aid": "legal aid pays",
        "retainer": "there is a monthly retainer",
        "unknown": "the way we charge is not settled",
    },
    "financial_services": {
        "yes": "there is insurance or an investment in it",
        "no": "there is no insurance or investment in it",
        "unknown": "nobody has said if there is insurance or an investment in it",
    },
    "funding": {
        "self": "the client pays for it",
        "third_party": "somebody else pays for it",
        "legal_expenses": "an insurer pays for it",
        "legal_aid": "legal aid pays for it",
        "unknown": "nobody has said who pays for it",
    },
    "preset": {
        "standard": "our own procedure applies",
        "rics": "RICS rules apply",
        "tpo": "The Property Ombudsman’s rules apply",
        "scot": "the rules of Scotland apply",
        "ni": "the rules of Northern Ireland apply",
    },
    "scheme": {
        "leo": "the scheme is the Legal Ombudsman",
        "tpo": "the scheme is The Property Ombudsman",
        "slcc": "the scheme is the Scottish Legal Complaints Commission",
        "scc_ni": "the scheme is the committee in Northern Ireland",
        "ico": "the scheme is the Information Commissioner",
    },
    "work_type": {
        "residential_purchase": "the work is buying a home",
        "residential_sale": "the work is selling a home",
        "private_client": "the work is wills and probate",
        "family": "the work is family law",
        "disputes": "the work is a dispute",
        "employment": "the work is employment law",
        "personal_injury": "the work is a claim for injury",
        "business": "the work is business law",
        "lettings": "the work is letting property",
        "survey": "the work is a survey",
    },
    "transaction": {
        "purchase": "the client buys",
        "sale": "the client sells",
        "other": "it is neither a purchase nor a sale",
    },
}
TOLD = frozenset(
    [(name, value) for name in _YES_NO for value in (True, False)]
    + [(name, value) for name, values in _VALUES.items() for value in values]
)  # every value that has words of its own
PRESETS = {
    "standard": "England and Wales",
    "ew": "England and Wales",
    "rics": "Surveyors (RICS)",
    "tpo": "Property agents (TPO)",
    "scot": "Scotland",
    "ni": "Northern Ireland",
}
_LISTED = 3  # as many values as one reads instead of "not"
_AND, _OR, _ONE = range(3)


@dataclass(frozen=True)
class Flat:
    """A trigger as the form shows it: `how` is always, all, any or written; `atoms` are single conditions."""

    how: str
    atoms: tuple[str, ...] = ()


def meant_for(presets: Iterable[str]) -> list[str]:
    return [PRESETS.get(code, code) for code in presets]


def in_words(trigger: str) -> str:
    """Say when a clause goes in: "when money moves and the client buys". One that cannot be read is shown as it is."""
    try:
        check_trigger(trigger)
    except BadTrigger:
        return f"when {trigger}"
    if trigger.strip() == "always":
        return "every time"
    return f"when {_say(ast.parse(trigger, mode='eval').body)[0]}"


def flat(trigger: str) -> Flat:
    """Return a trigger as rows of a form; one that has groups within groups, or cannot be read, is `written`."""
    try:
        check_trigger(trigger)
    except BadTrigger:
        return Flat("written")
    tree = ast.parse(trigger, mode="eval").body
    if isinstance(tree, ast.Name) and tree.id == "always":
        return Flat("always")
    parts = tree.values if isinstance(tree, ast.BoolOp) else [tree]
    atoms = tuple(_atom(part) for part in parts)
    if not all(atoms):
        return Flat("written")
    return Flat("any" if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.Or) else "all", atoms)


def together(how: str, atoms: Sequence[str], written: str) -> str:
    """Return the trigger that a form's rows say."""
    if how == "always":
        return "always"
    if how == "written":
        return " ".join(written.split())
    return (" and " if how == "all" else " or ").join(atoms)


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every single condition there is, by fact: (fact, [(condition, words)])."""
    found = []
    for name in sorted(FACTS):
        if name == "always":
            continue
        atoms = [name, f"not {name}"] if set(FACTS[name]) <= {True, False} else list(_comparisons(name))
        found.append((_plain(name).capitalize(), [(atom, in_words(atom).removeprefix("when ")) for atom in atoms]))
    return found


def _comparisons(name: str) -> Iterator[str]:
    for sign in ("==", "!="):
        for value in FACTS[name]:
            if sign == "==" or len(FACTS[name]) > 2:
                yield f'{name} {sign} "{value}"'


def _atom(node: ast.expr) -> str:
    """Return a single condition as `choices` spells it, or "" if it is none."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=name)):
            return f"not {name}"
        case ast.Compare(
            left=ast.Name(id=name), ops=[ast.Eq() | ast.NotEq() as sign], comparators=[ast.Constant(str() as value)]
        ):
            atom = f'{name} {"==" if isinstance(sign, ast.Eq) else "!="} "{value}"'
            return atom if atom in _comparisons(name) else ""
        case _:
            return ""


def _say(node: ast.expr) -> tuple[str, int]:
    """Return the words of a condition and how loosely they hang together."""
    match node:
        case ast.BoolOp(op=op, values=values):
            loose = _AND if isinstance(op, ast.And) else _OR
            word = " and " if loose == _AND else " or "
            return word.join(_bound(*_say(value), inside=loose) for value in values), loose
        case ast.UnaryOp(operand=ast.Name(id=name)):
            return _of(name, False), _ONE
        case ast.UnaryOp(operand=operand):
            return f"it is not so that {_say(operand)[0]}", _AND
        case ast.Name(id=name):
            return _of(name, True), _ONE
        case ast.Compare(left=ast.Name(id=name), ops=[sign], comparators=[right]):
            value = ast.literal_eval(right)
            named = list(value) if isinstance(value, list | tuple) else [value]
            return _among(name, named, wanted=isinstance(sign, ast.Eq | ast.In))
        case _:
            return ast.unparse(node), _ONE


def _bound(words: str, loose: int, *, inside: int) -> str:
    return f"({words})" if loose not in (inside, _ONE) else words


def _among(name: str, values: Sequence[object], *, wanted: bool) -> tuple[str, int]:
    rest = [value for value in FACTS[name] if value not in values]
    if not wanted and len(rest) > _LISTED:
        return f"it is not so that {_either(name, values)}", _AND if len(values) > 1 else _ONE
    said = values if wanted else rest
    return _either(name, said), _OR if len(said) > 1 else _ONE


def _either(name: str, values: Iterable[object]) -> str:
    return " or ".join(_of(name, value) for value in values)


def _of(name: str, value: object) -> str:
    if name in _YES_NO and isinstance(value, bool):
        return _YES_NO[name][0 if value else 1]
    if isinstance(value, bool):
        return f"“{_plain(name)}” is {'so' if value else 'not so'}"
    return _VALUES.get(name, {}).get(str(value)) or f"{_plain(name)} is {_plain(str(value))}"


def _plain(name: str) -> str:
    return name.replace("_", " ")
