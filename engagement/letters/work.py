"""
What a standard letter of each kind of work says unless somebody answers otherwise, from data/kinds/<work_type>.yaml.

Every figure and line is a usual answer that the letter's page shows and lets people change. A `variant` is a kind
within the work (a will, an estate): what it names stands in place of the same field of the work.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Literal

import yaml

from practice.errors import Refusal
from practice.models import WorkType
from wording.facts import FEES, OWN_FACTS
from wording.rules import FACTS

DATA = Path(__file__).resolve().parents[1] / "data" / "kinds"
Row = dict[str, Any]
_KINDS = ("text", "money", "choice", "date")
_TREATMENTS, _CERTAINTIES = ("our_charge", "paid_for_you"), ("fixed", "estimate", "assumption")
_COST_MUST = {"code", "label", "payee", "treatment", "certainty", "vat", "reason"}
_COST_MAY = {"net", "several", "per_client", "in_advance", "is_tax", "range", "optional"}


class BadWorkData(Refusal):
    """The file of a kind of work is wrong; the sentence names the file and the field."""

    code = "bad_work_data"


@dataclass(frozen=True)
class OwnQuestion:
    """A question that only this work asks, and the fact of wording.facts.OWN_FACTS it fills."""

    fact: str
    kind: Literal["text", "money", "choice", "date"]
    label: str
    required: bool = False
    options: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        return f"own_{self.fact}"


@dataclass(frozen=True)
class Usual:
    """The usual answers of one kind of work. Rows of costs, steps and papers are as in the file, checked."""

    template: str
    fee_model: str
    fee_models: tuple[str, ...]
    costs: tuple[Row, ...]
    cost_changes: str
    weeks: tuple[int, int]
    steps: tuple[Row, ...]
    papers: Row
    mlr_in_scope: bool
    contentious: Literal["yes", "no", "unknown"]
    transaction: Literal["purchase", "sale", "other"] = "other"
    title_starts: tuple[str, ...] = ()
    summary: str = ""
    scope_in: tuple[str, ...] = ()
    scope_out: tuple[str, ...] = ()
    contact_rules: tuple[str, ...] = ()
    check_in: str = ""
    others_costs: str = ""
    billing: str = ""
    money_moves: bool = True
    client_money: bool = True
    asks_property: bool = False
    fee: Mapping[str, str] | None = None
    questions: tuple[OwnQuestion, ...] = ()
    variants: Mapping[str, Row] | None = None

    @property
    def is_conveyancing(self) -> bool:
        return self.transaction != "other"

    @property
    def has_property(self) -> bool:
        return self.is_conveyancing or self.asks_property

    def of(self, kind: str) -> "Usual":
        """Return these answers with those of a kind within the work in their place."""
        return replace(self, **_typed((self.variants or {}).get(kind, {})))

    def kind_of(self, title: str) -> str:
        """Guess the kind from how the matter is called; "" where it does not say."""
        for kind, differs in (self.variants or {}).items():
            if any(title.startswith(start) for start in differs.get("title_starts", ())):
                return kind
        return ""


@cache
def usual(work_type: str) -> Usual:
    """Return what is usual for a kind of work. :raises BadWorkData: naming the file and the field that is wrong"""
    return read(DATA / f"{WorkType(work_type).value}.yaml")


def read(path: Path) -> Usual:
    """Read one file and check it whole, with each of its variants."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as problem:
        raise BadWorkData(f"{path.name} cannot be read: {problem}") from problem
    known = {field.name for field in fields(Usual)}
    strangers = sorted(set(data) - known)
    if strangers:
        raise BadWorkData(f"{path.name}: {strangers[0]} is not a field of a kind of work.")
    try:
        found = Usual(**_typed(data))
    except (TypeError, KeyError, ValueError) as problem:
        raise BadWorkData(f"{path.name}: {problem}") from problem
    kinds = {value for one in found.questions if one.fact == "kind" for value, _ in one.options}
    for kind, differs in (found.variants or {}).items():
        _must(kind in kinds, path, f"variants.{kind}", "is not an option of the question that fills kind")
        wrong = sorted(set(differs) - (known - {"template", "questions", "variants", "transaction"}))
        _must(not wrong, path, f"variants.{kind}.{wrong[0] if wrong else ''}", "may not differ within a kind of work")
        _check(found.of(kind), path, f"variants.{kind}.")
    _check(found, path)
    return found


def every() -> Mapping[str, Usual]:
    """Return the usual answers of all kinds of work."""
    return {work_type: usual(work_type) for work_type in WorkType.values}


def _typed(data: Row) -> Row:
    """Return what YAML read, with lists as tuples and questions as what they are."""
    made = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
    if "questions" in made:
        made["questions"] = tuple(
            OwnQuestion(**{**one, "options": tuple((one.get("options") or {}).items())}) for one in made["questions"]
        )
    return made


def _check(found: Usual, path: Path, where: str = "") -> None:
    _must(set(found.fee_models) <= set(FEES), path, f"{where}fee_models", "names a fee model that does not exist")
    _must(found.fee_model in found.fee_models, path, f"{where}fee_model", "is not among the fee models of this work")
    _must(found.contentious in FACTS["contentious"], path, f"{where}contentious", 'must be "yes", "no" or "unknown"')
    _must(found.transaction in FACTS["transaction"], path, f"{where}transaction", "is not a transaction")
    for name in ("mlr_in_scope", "money_moves", "client_money", "asks_property"):
        _must(type(getattr(found, name)) is bool, path, f"{where}{name}", "must be true or false")
    _must(
        found.contentious == "no" or bool(found.others_costs), path, f"{where}others_costs", "must say who pays if lost"
    )
    _must(found.is_conveyancing or bool(found.scope_in), path, f"{where}scope_in", "must say what we do")
    _must(found.is_conveyancing or bool(found.scope_out), path, f"{where}scope_out", "must say where the work ends")
    _must(found.is_conveyancing or bool(found.summary), path, f"{where}summary", "must say it in a line")
    asked = {one.fact for one in found.questions} | ({"property"} if found.has_property else set())
    holes = {name for _, name, _, _ in Formatter().parse(found.summary) if name is not None}
    _must(holes <= asked, path, f"{where}summary", f"uses what nobody asks: {', '.join(sorted(holes - asked))}")
    for one in found.questions:
        _must(one.fact in OWN_FACTS, path, f"questions.{one.fact}", "is not a fact of wording.facts.OWN_FACTS")
        _must(one.kind in _KINDS, path, f"questions.{one.fact}.kind", f"must be one of {', '.join(_KINDS)}")
        _must((one.kind == "choice") is bool(one.options), path, f"questions.{one.fact}.options", "belong to a choice")
    for name in ("scope_in", "scope_out", "contact_rules", "title_starts"):
        lines = getattr(found, name)
        _must(all(isinstance(line, str) and line.strip() for line in lines), path, f"{where}{name}", "must be text")
    _check_costs(found.costs, path, where)
    _check_time(found, path, where)


def _check_costs(rows: Sequence[Row], path: Path, where: str) -> None:
    codes = [row.get("code") for row in rows]
    _must(bool(rows) and len(set(codes)) == len(codes), path, f"{where}costs", "must be there, each code once")
    for row in rows:
        place = f"{where}costs.{row.get('code')}"
        _must(_COST_MUST <= set(row) <= _COST_MUST | _COST_MAY, path, place, "lacks a field, or has one too many")
        _must(row["treatment"] in _TREATMENTS, path, f"{place}.treatment", "is neither our charge nor paid for you")
        _must(row["certainty"] in _CERTAINTIES, path, f"{place}.certainty", "is not fixed, estimate or assumption")
        _must(not row.get("is_tax") or "net" not in row, path, f"{place}.net", "of a tax is asked, never filled in")
        _must(row.get("net", 0) >= 0, path, f"{place}.net", "is negative")


def _check_time(found: Usual, path: Path, where: str) -> None:
    _must(
        len(found.weeks) == 2 and 0 < found.weeks[0] <= found.weeks[1], path, f"{where}weeks", "must be a range: [3, 5]"
    )
    for row in found.steps:
        timed = "weeks" in row or "weeks_before_end" in row
        _must(timed and {"what", "depends_on"} <= set(row), path, f"{where}steps", "need what, when and depends_on")
    _must(set(found.papers) == {"short", "what"}, path, f"{where}papers", "need short and what")


def _must(holds: bool, path: Path, field: str, words: str) -> None:
    if not holds:
        raise BadWorkData(f"{path.name}: {field} {words}.")
