"""Try a clause on the examples of every letter it stands in: what it would say, and what is wrong with it. Pure."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from practice.unseen import unseen
from wording import liquid, readability, rules
from wording import print as sheet
from wording.facts.plain import Context
from wording.library import Examples, Library, TemplateText, best_home, jargon, names_of_kind
from wording.linter import plainness
from wording.markdown import BadMarkup
from wording.rules import BadTrigger, ClauseText, Level, Place, Problem, Slot

LONGEST = 12_000  # letters of one clause; four pages of a letter
_LEFT_OPEN = re.compile(r"\*\*|\[\[|\]\]|\+\+|~~")
_WHOLE = re.compile(r"[\[{]'")  # how a list or a group of facts prints
_AT_LINE = re.compile(r" (\d+):\d+$", re.MULTILINE)  # where the engine says that it stopped
_ENDS, _TAGS = re.compile(r"</(?:p|li|td|th|h2)>|<br>"), re.compile(r"<[^>]+>")
_EXAMPLE = 60  # letters of a field's example


@dataclass(frozen=True)
class Field:
    """A fact that a clause may name. `each`: what there is of every line, where it is a list."""

    name: str
    example: str
    each: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A clause as one letter prints it. `goes_in`: whether that letter has it."""

    template: TemplateText
    heading: str
    html: str
    goes_in: bool


@dataclass(frozen=True)
class Trial:
    """
    What became of a clause on the examples: as printed, how that reads, and what is wrong with it.

    Not `at_home`: no template has a place for it yet, and it was tried as if each of its kind had one.
    """

    at_home: bool
    shown: tuple[Shown, ...]
    problems: tuple[Problem, ...]
    reads: readability.Readability
    warnings: tuple[Problem, ...]


def tried(clause: ClauseText, library: Library, examples: Examples) -> Trial:
    """Try a clause, whatever was typed into it: what cannot be filled in is a problem, never an error."""
    found = list(_of_itself(clause))
    homes = library.tried_in(clause)
    shown: dict[str, Shown] = {}
    if not found:
        found += _unknown(clause, homes, examples)
    if not found:
        for one in _filled(clause, homes, examples, found):
            shown.setdefault(one.html, one)
    if clause.level == Level.MANDATORY and not homes:
        sentence = f"“{clause.title}” is mandatory, and no template has a place for it: it would be in no letter."
        found.append(Problem("homeless", sentence))
    words = "\n".join(one.html for one in shown.values())
    slot = Slot(clause.code, Place.SECTION)
    placed = [sheet.Placed(clause, slot, one.html, ()) for one in shown.values()]
    return Trial(
        at_home=bool(library.homes(clause.code)),
        shown=tuple(sorted(shown.values(), key=lambda one: not one.goes_in)),
        problems=tuple(dict.fromkeys(found)),
        reads=readability.measure(words),
        warnings=tuple(dict.fromkeys(plainness(placed, words, jargon()))),
    )


def fields(clause: ClauseText, library: Library, examples: Examples) -> list[Field]:
    """Return what every letter that has a place for this clause knows, with an example of each."""
    homes = library.tried_in(clause)
    if not homes:
        return []
    shared = set.intersection(*(names_of_kind(kind, examples) for kind, _ in _by_kind(homes)))
    shared |= {f"sections.{slot.clause}" for slot in homes[0].slots if all(_has(one, slot.clause) for one in homes)}
    context, _ = examples[homes[0].kind][0]
    found = [field for field in _leaves(context) if field.name in shared]
    sections = sorted(name for name in shared if name.startswith("sections."))
    return [*found, *(Field(name, "the number of that section") for name in sections)]


def _has(template: TemplateText, code: str) -> bool:
    return any(slot.clause == code for slot in template.slots)


def grouped(found: Iterable[Field]) -> list[tuple[str, list[Field]]]:
    """Return fields by the first part of their names, in the order in which letters know them."""
    groups: dict[str, list[Field]] = {}
    for field in found:
        groups.setdefault(field.name.partition(".")[0], []).append(field)
    return list(groups.items())


def _of_itself(clause: ClauseText) -> Iterator[Problem]:
    """Say what is wrong with a clause in whatever letter it stands."""
    if not clause.body.strip():
        yield Problem("empty", "The clause has no words.", "body")
    if len(clause.body) > LONGEST:
        yield Problem(
            "too_long",
            f"The clause has {len(clause.body):,} letters; {LONGEST:,}, four pages, are the most. Part it in two.",
            "body",
        )
    for name, words in (("body", clause.body), ("required_text", clause.required_text)):
        for number, line in enumerate(words.splitlines(), start=1):
            yield from (Problem("hidden", f"Line {number}: {what}.", name) for what in unseen(line))
        try:
            liquid.analyse(words)
        except liquid.BadWording as problem:
            yield Problem("bad_wording", _first_line(problem), name)
    try:
        rules.check_trigger(clause.trigger)
    except BadTrigger as problem:
        yield Problem("bad_trigger", str(problem), "how")
    if clause.level == Level.MANDATORY and not clause.required_text.strip():
        yield Problem("says_nothing", "A mandatory clause has to say which words the PDF must show.", "required_text")
    if clause.trigger.strip() != "always" and not clause.out_because.strip():
        yield Problem("no_reason_out", "Say why it is out where it does not go in.", "out_because")
    if clause.made_for and clause.presets and not re.search(r"\bpreset\b", clause.trigger):
        yield Problem(
            "asks_not_where",
            "It is not meant for everywhere, and would go in everywhere: choose a condition on whose rules apply.",
            "how",
        )


def _first_line(problem: Exception) -> str:
    """Return what the engine says without the listing below it, and the line of the clause that it means."""
    said, _, listing = str(problem).partition("\n")
    place = _AT_LINE.search(listing)
    return f"{said}, in line {place[1]}." if place else said


def _unknown(clause: ClauseText, homes: Iterable[TemplateText], examples: Examples) -> Iterator[Problem]:
    """Name each field and fact that some letter with this clause does not know."""
    for kind, some in _by_kind(homes):
        names = names_of_kind(kind, examples)
        known = {"always"}.union(*(triggers for _, triggers in examples[kind]))
        for name, words in (("body", clause.body), ("required_text", clause.required_text)):
            for stranger, without in _strangers(words, names, some).items():
                allowed = names | {f"sections.{slot.clause}" for slot in without[0].slots}
                near = get_close_matches(stranger, allowed, n=1, cutoff=0.75)
                hint = f" Did you mean “{near[0]}”?" if near else ""
                sentence = f"{_either(without)} has no field “{stranger}”.{hint}"
                yield Problem("unknown_field", sentence, name)
        for stranger in sorted(rules.check_trigger(clause.trigger) - known):
            yield Problem("unknown_fact", f"{_either(some)} does not know the fact “{stranger}”.", "how")


def _strangers(words: str, names: set[str], some: Iterable[TemplateText]) -> dict[str, list[TemplateText]]:
    """Return each field that some templates do not know, with these."""
    used, found = liquid.analyse(words), dict[str, list[TemplateText]]()
    for template in some:
        for stranger in sorted(used - names - {f"sections.{slot.clause}" for slot in template.slots}):
            found.setdefault(stranger, []).append(template)
    return found


def _either(templates: list[TemplateText]) -> str:
    """Name templates in few words, as what a sentence is about."""
    if len(templates) == 1:
        return templates[0].title
    return f"{templates[0].title} (and {len(templates) - 1} more)"


def _filled(
    clause: ClauseText, homes: Iterable[TemplateText], examples: Examples, found: list[Problem]
) -> Iterator[Shown]:
    """Fill the clause in once for each example, in the template that the example is most like."""
    for kind, some in _by_kind(homes):
        for context, triggers in examples[kind]:
            template = best_home(some, triggers)
            slot = next(slot for slot in template.slots if slot.clause == clause.code)
            try:
                placed = sheet.fill(clause, slot, _with_sections(context, template))
            except (liquid.BadWording, BadMarkup) as problem:
                found.append(Problem(problem.code, _first_line(problem), "body"))
                return
            goes_in = rules.applies(clause.trigger, triggers)
            said = sheet.squeeze(html.unescape(_TAGS.sub("", _ENDS.sub(" ", placed.html))))
            found += _wrong_in(placed, said, goes_in=goes_in)
            yield Shown(template, slot.heading, placed.html, goes_in)


def _by_kind(homes: Iterable[TemplateText]) -> list[tuple[str, list[TemplateText]]]:
    kinds: dict[str, list[TemplateText]] = {}
    for template in homes:
        kinds.setdefault(template.kind, []).append(template)
    return list(kinds.items())


def _wrong_in(placed: sheet.Placed, said: str, *, goes_in: bool) -> Iterator[Problem]:
    """Say what is wrong with a clause as it would be printed."""
    if mark := _LEFT_OPEN.search(said):
        near = said[max(0, mark.start() - 20) : mark.end() + 20]
        yield Problem("left_open", f"The mark {mark[0]} is not closed, or not opened: “{near}”.", "body")
    if _WHOLE.search(said):
        yield Problem(
            "whole_group", "A field that holds several things is printed as a whole: name one of them.", "body"
        )
    if goes_in and not said and placed.clause.level == Level.MANDATORY:
        yield Problem("empty", "With the example’s facts the clause is in and says nothing.", "body")
    for line in placed.required if goes_in else ():
        if line not in said:
            yield Problem("not_said", f"These words must be shown, and the clause does not say them: “{line}”.", "body")


def _with_sections(context: Context, template: TemplateText) -> Context:
    numbers = sheet.section_numbers(template, template.slots)
    return {**context, "sections": {slot.clause: str(numbers.get(slot.clause, 1)) for slot in template.slots}}


def _leaves(value: Mapping[str, Any], prefix: str = "") -> Iterator[Field]:
    for key, inner in value.items():
        name = f"{prefix}{key}"
        if isinstance(inner, Mapping):
            yield from _leaves(inner, f"{name}.")
        elif isinstance(inner, list | tuple):
            first = inner[0] if inner else ""
            each = tuple(first) if isinstance(first, Mapping) else ()
            yield Field(name, "" if each else _short(first), each)
        else:
            yield Field(name, _short(inner))


def _short(value: object) -> str:
    said = " ".join(str(value).split())
    return said if len(said) <= _EXAMPLE else f"{said[:_EXAMPLE]}…"
