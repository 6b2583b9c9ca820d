"""Read the wording that ships with the product from its files, and refuse what would fail in a client's letter."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from practice.permissions import Role
from wording import liquid, rules
from wording.facts.plain import Context

DATA = Path(__file__).resolve().parent / "data"
Examples = Mapping[str, tuple[tuple[Context, rules.Triggers], ...]]  # by the kind of letter


@dataclass(frozen=True)
class TemplateText:
    """One version of a template, as compose() and the loader see it."""

    code: str
    kind: str
    title: str
    heading: str
    subheading: str
    file_name: str
    style: str
    numbered: bool
    contents: bool
    companions: tuple[str, ...]
    must_have: tuple[str, ...]
    slots: tuple[rules.Slot, ...]
    version: int = 1
    version_id: int | None = None


@dataclass(frozen=True)
class Library:
    """All clauses and templates of one moment."""

    clauses: Mapping[str, rules.ClauseText]
    templates: Mapping[str, TemplateText]

    def of(self, template: TemplateText) -> set[str]:
        """Return the codes of the clauses that a template and what goes with it have places for."""
        together = [template, *(self.templates[code] for code in template.companions if code in self.templates)]
        return {slot.clause for one in together for slot in one.slots if slot.clause in self.clauses}

    def homes(self, code: str) -> list[TemplateText]:
        """Return the templates that have a place for a clause, by their titles."""
        found = [one for one in self.templates.values() if any(slot.clause == code for slot in one.slots)]
        return sorted(found, key=lambda one: one.title)

    def tried_in(self, clause: rules.ClauseText) -> list[TemplateText]:
        """Return where a clause is tried: its homes; one that has none yet as if it stood last in what it is for."""
        slot = rules.Slot(clause.code, rules.Place.SECTION, clause.title)
        meant = [replace(one, slots=(*one.slots, slot)) for one in self.templates.values()]
        return self.homes(clause.code) or sorted(
            (one for one in meant if one.kind == clause.made_for), key=lambda one: one.title
        )


def read() -> Library:
    """
    Return the library in the data files.

    :raises liquid.BadWording: or rules.BadTrigger, naming the clause or template that is wrong.
    """
    clauses = [_clause(item) for path in sorted((DATA / "clauses").glob("*.yaml")) for item in _load(path)]
    read_in = [_extended(_load(path)) for path in sorted((DATA / "templates").glob("*.yaml"))]
    templates = [_template(item) for item in read_in if not item.get("abstract")]
    library = Library({one.code: one for one in clauses}, {one.code: one for one in templates})
    if len(library.clauses) != len(clauses):
        raise liquid.BadWording("Two clauses have the same code.")
    return library


@cache
def jargon() -> Mapping[str, str]:
    """Return words that clients stumble over, each with what to say instead."""
    return {str(word): str(instead) for word, instead in _load(DATA / "jargon.yaml").items()}


def check(library: Library, examples: Examples) -> None:
    """
    Try every clause of every template on the examples of its kind.

    :raises liquid.BadWording: when a clause is missing, uses a fact no such letter has, or stands in the wrong order.
    """
    for template in library.templates.values():
        allowed = names_of(template, examples)
        for words in (template.heading, template.subheading, template.file_name):
            _check_words(words, allowed, template.code)
        for slot in template.slots:
            clause = library.clauses.get(slot.clause)
            if clause is None:
                raise liquid.BadWording(f'{template.code} has a place for "{slot.clause}", which does not exist.')
            rules.check_trigger(clause.trigger)
            _check_words(clause.body, allowed, clause.code)
            _check_words(clause.required_text, allowed, clause.code)
            for _context, triggers in examples[template.kind]:
                rules.applies(clause.trigger, triggers)
        homeless = sorted(set(template.must_have) - library.of(template))
        if homeless:
            raise liquid.BadWording(f"{template.code} must have {', '.join(homeless)}, and has no place for it.")
        disorder = rules.order_problems([slot.clause for slot in template.slots])
        if disorder:
            raise liquid.BadWording(f"{template.code}: {disorder[0].sentence}")


def _check_words(words: str, allowed: set[str], where: str) -> None:
    try:
        strangers = sorted(liquid.analyse(words) - allowed)
    except liquid.BadWording as problem:
        raise liquid.BadWording(f"{where}: {problem}") from problem
    if strangers:
        raise liquid.BadWording(f"{where} uses facts that such a letter does not have: {', '.join(strangers)}.")


def names_of(template: TemplateText, examples: Examples) -> set[str]:
    """Return every name that a clause of this template may use."""
    return names_of_kind(template.kind, examples) | {f"sections.{slot.clause}" for slot in template.slots}


def names_of_kind(kind: str, examples: Examples) -> set[str]:
    """Return every name that some letter of a kind knows, whatever its template."""
    return set().union(*(_names(context) for context, _ in examples[kind]))


def best_home(homes: Sequence[TemplateText], triggers: rules.Triggers) -> TemplateText:
    """Return the template that an example is most like: the one whose code names its kind of work."""
    work = set(str(triggers.get("work_type", "")).split("_"))
    return max(homes, key=lambda one: len(work & set(re.split(r"[._]", one.code))))


def _names(value: Any, prefix: str = "") -> set[str]:
    """Return every dotted name in a context; a list counts as one fact."""
    found = {prefix} if prefix else set()
    if isinstance(value, dict):
        for key, inner in value.items():
            found |= _names(inner, f"{prefix}.{key}" if prefix else str(key))
    return found


def _clause(item: dict[str, Any]) -> rules.ClauseText:
    body = (DATA / item["body_file"]).read_text() if "body_file" in item else item["body"]
    return rules.ClauseText(
        code=item["code"],
        title=item["title"],
        level=rules.Level(item["level"]).value,
        trigger=item["trigger"],
        body=body.strip(),
        required_text=item.get("required_text", "").strip(),
        in_because=item["in_because"],
        out_because=item.get("out_because", ""),
        owner_role=Role(item.get("owner", item.get("owner_role", Role.COMPLIANCE))).value,
        presets=tuple(item.get("presets", item.get("jurisdictions", ()))),
        review_months=int(item.get("review_months", 12)),
    )


def _extended(item: dict[str, Any]) -> dict[str, Any]:
    """
    Return a template with what it extends: its own fields stand in place of those, `headings` rename single places.

    :raises liquid.BadWording: for a heading of a clause that it has no place for
    """
    if "extends" not in item:
        return item
    base = dict(_load(DATA / "templates" / f"{item['extends']}.yaml"))
    base.pop("abstract", None)
    made = base | {name: value for name, value in item.items() if name not in {"extends", "headings"}}
    headings: dict[str, str] = item.get("headings", {})
    strangers = sorted(set(headings) - {slot["clause"] for slot in made["clauses"]})
    if strangers:
        raise liquid.BadWording(f"{item['code']} names a heading for {strangers[0]} and has no place for it.")
    made["clauses"] = [
        {**slot, "heading": headings[slot["clause"]]} if slot["clause"] in headings else slot
        for slot in made["clauses"]
    ]
    return made


def _template(item: dict[str, Any]) -> TemplateText:
    slots = tuple(
        rules.Slot(
            clause=slot["clause"],
            place=rules.Place(slot["place"]).value,
            heading=slot.get("heading", ""),
            joins=slot.get("joins", False),
            style=slot.get("style", ""),
        )
        for slot in item["clauses"]
    )
    return TemplateText(
        code=item["code"],
        kind=item["kind"],
        title=item["title"],
        heading=item["heading"],
        subheading=item["subheading"],
        file_name=item["file_name"],
        style=item["style"],
        numbered=item["numbered"],
        contents=item.get("contents", False),
        companions=tuple(item["companions"]),
        must_have=tuple(item["must_have"]),
        slots=slots,
    )


def _load(path: Path) -> Any:
    return yaml.load(path.read_text(), Loader=yaml.CSafeLoader)
