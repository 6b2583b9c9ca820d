"""Put a letter together from its template, its clauses and its facts, and say what is wrong with it. Reads nothing."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from wording import linter, liquid, readability, rules
from wording import print as sheet
from wording.facts.plain import Context, Facts, gap
from wording.library import Library, TemplateText, jargon
from wording.rules import ClauseText, Problem, Slot


@dataclass(frozen=True)
class LeftOut:
    """A clause that is not in, why, and whether somebody took it out by hand."""

    code: str
    title: str
    level: str
    because: str
    by_hand: bool


@dataclass(frozen=True)
class Included:
    """A clause that is in, why, the sentences that the PDF must show, and whether somebody put it in by hand."""

    code: str
    title: str
    level: str
    version: int
    version_id: int | None
    because: str
    required: tuple[str, ...]
    by_hand: bool


@dataclass(frozen=True)
class Reading:
    """A letter part by part, for a page on which somebody reads it."""

    heading: str
    subheading: str
    opening: str
    key_facts: tuple[tuple[str, str], ...]
    sections: tuple[sheet.Section, ...]
    closing: str


@dataclass(frozen=True)
class Composition:
    """
    A letter as it stands. `screen` is for the page, `html` for the letter printer; both hold the same letter.

    `problems` stop it (an empty list means that it may be issued), `warnings` do not. What only a page asks for is
    worked out when it asks.
    """

    template: TemplateText
    title: str
    file_name: str
    html: str
    clauses: tuple[Included, ...]
    left_out: tuple[LeftOut, ...]
    problems: tuple[Problem, ...]
    context: Context
    triggers: rules.Triggers
    placed: tuple[sheet.Placed, ...]
    parts: Mapping[str, Any]
    body: str

    @cached_property
    def screen(self) -> str:
        return sheet.screen(self.body)

    @cached_property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(linter.check(self.template, self.placed, self.body, jargon()))

    @cached_property
    def readability(self) -> readability.Readability:
        return readability.measure(self.body)

    @cached_property
    def reading(self) -> Reading:
        parts = self.parts
        return Reading(
            heading=parts["heading"],
            subheading=parts["subheading"],
            opening=sheet.plain(parts["opening"]),
            key_facts=tuple((label, sheet.plain(html)) for label, html in parts["key_facts"]),
            sections=tuple(replace(one, html=sheet.plain(one.html)) for one in parts["sections"]),
            closing=sheet.plain(parts["closing"]),
        )

    @property
    def html_sha256(self) -> str:
        return hashlib.sha256(self.html.encode()).hexdigest()

    @property
    def is_large(self) -> bool:
        """Say if it is printed at 16 point and more."""
        return bool(self.context["letter"]["large_print"])

    @property
    def may_go(self) -> bool:
        return not self.problems

    @property
    def deviates(self) -> bool:
        """Say if somebody put a clause in or took one out: such a letter needs approval (decisions 16)."""
        return any(one.by_hand for one in self.clauses) or any(one.by_hand for one in self.left_out)


def assemble(
    template: TemplateText,
    library: Library,
    facts: Facts,
    *,
    large_print: bool,
    put_in: Collection[str] = (),
    taken_out: Mapping[str, str] | None = None,
) -> Composition:
    """
    Return the letter that these facts make. `put_in` and `taken_out` (code to reason) are changes by hand.

    `large_print` is never left to a default: whoever prints something says for whom (`needs.wants_large_print`).

    :raises liquid.BadWording: for a defect in a clause, never for a fact that is missing: that is a problem to read.
    """
    by_hand = dict(taken_out or {})
    triggers = facts.triggers()
    chosen: list[tuple[Slot, ClauseText]] = []
    left_out: list[LeftOut] = []
    missing = {code: code for code in template.must_have if code not in library.of(template)}
    for slot in template.slots:
        clause = library.clauses.get(slot.clause)
        if clause is None:
            missing[slot.clause] = slot.clause
            continue
        wanted = rules.applies(clause.trigger, triggers)
        if clause.code in by_hand:
            left_out.append(LeftOut(clause.code, clause.title, clause.level, by_hand[clause.code], by_hand=True))
            if wanted and (clause.level == rules.Level.MANDATORY or clause.code in template.must_have):
                missing[clause.code] = clause.title
        elif wanted or clause.code in put_in:
            chosen.append((slot, clause))
        else:
            left_out.append(LeftOut(clause.code, clause.title, clause.level, clause.out_because, by_hand=False))

    numbers = sheet.section_numbers(template, [slot for slot, _ in chosen])
    absent = gap("clauses", "which section?")
    context = facts.context()
    context["letter"]["large_print"] = large_print
    context["sections"] = {slot.clause: str(numbers.get(slot.clause, absent)) for slot in template.slots}
    context = liquid.Plain(context)
    placed = tuple(sheet.fill(clause, slot, context) for slot, clause in chosen)
    parts = sheet.parts(template, placed, context)
    body = sheet.body(parts)
    title = liquid.render_text(template.heading, context)
    problems = rules.blocks(missing=missing, gaps=sheet.gaps(body), has_estimate=facts.has_estimate())
    return Composition(
        template=template,
        title=title,
        file_name=f"{liquid.render_text(template.file_name, context)}.pdf",
        html=sheet.paper(body, title=title, author=context["firm"]["name"], iso_date=context["letter"]["iso_date"]),
        clauses=tuple(
            Included(
                code=one.clause.code,
                title=one.clause.title,
                level=one.clause.level,
                version=one.clause.version,
                version_id=one.clause.version_id,
                because=one.clause.in_because,
                required=one.required if one.clause.level == rules.Level.MANDATORY else (),
                by_hand=not rules.applies(one.clause.trigger, triggers),
            )
            for one in placed
        ),
        left_out=tuple(left_out),
        problems=tuple(problems),
        context=context,
        triggers=triggers,
        placed=placed,
        parts=parts,
        body=body,
    )
