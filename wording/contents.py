"""Which letters say what a client has to be told: the check of each care letter and what goes with it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import yaml

from wording import saying
from wording.library import DATA, Library, TemplateText
from wording.rules import ClauseText, Level

CARE_LETTER = "care_letter"
KINDS = {
    "care_letter": "Client care letters",
    "terms": "Terms of business",
    "cost_update": "Letters with a new estimate",
    "closing": "Closing letters",
    "complaint": "Letters about complaints",
    "conflict": "Letters about conflicts of interest",
    "enquiry": "Letters to people who asked",
    "notice": "Letters to many clients",
    "procedure": "What we publish",
}


@dataclass(frozen=True)
class Rule:
    """Something that a client has to be told; any one of the clauses says it."""

    what: str
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """How one letter says it. No clause: not at all. `must`: no letter goes without it where it applies."""

    letter: str
    clause: ClauseText | None = None
    where: str = ""
    when: str = ""
    must: bool = False

    @property
    def in_terms(self) -> bool:
        """Say if a document that goes with the letter says it."""
        return self.where not in ("", self.letter)


@dataclass(frozen=True)
class Row:
    rule: Rule
    said: tuple[Said, ...]

    @property
    def gap_count(self) -> int:
        return sum(one.clause is None for one in self.said)

    @property
    def answers(self) -> list[tuple[Said, list[str]]]:
        """Return each way in which it is said, or not, with the letters that say it so."""
        found: dict[tuple[object, ...], tuple[Said, list[str]]] = {}
        for one in self.said:
            key = (one.clause.code if one.clause else "", one.in_terms, one.when, one.must)
            found.setdefault(key, (one, []))[1].append(one.letter)
        return list(found.values())


@cache
def rules() -> tuple[Rule, ...]:
    """Return the list of what has to be said."""
    listed = yaml.safe_load((DATA / "regulatory.yaml").read_text())
    return tuple(Rule(item["what"], tuple(item["clauses"])) for item in listed)


def letters(library: Library) -> list[TemplateText]:
    """Return the care letters, one for each kind of work."""
    found = [one for one in library.templates.values() if one.kind == CARE_LETTER]
    return sorted(found, key=lambda one: one.title)


def table(library: Library) -> list[Row]:
    """Return what each care letter says of each rule, in the order of `letters`."""
    return [Row(rule, tuple(said(rule, letter, library) for letter in letters(library))) for rule in rules()]


def said(rule: Rule, letter: TemplateText, library: Library) -> Said:
    """Say where a letter or what goes with it says something; the letter itself counts first."""
    together = [letter, *(library.templates[code] for code in letter.companions if code in library.templates)]
    for template in together:
        places = {slot.clause for slot in template.slots}
        for code in rule.clauses:
            if code in places and code in library.clauses:
                clause = library.clauses[code]
                must = clause.level == Level.MANDATORY or code in letter.must_have
                return Said(letter.title, clause, template.title, saying.in_words(clause.trigger), must)
    return Said(letter.title)


def kinds(library: Library) -> Mapping[str, list[TemplateText]]:
    """Return the templates by their kind, care letters first."""
    found: dict[str, list[TemplateText]] = {CARE_LETTER: []}
    for one in sorted(library.templates.values(), key=lambda one: one.title):
        found.setdefault(one.kind, []).append(one)
    return {kind: some for kind, some in found.items() if some}
