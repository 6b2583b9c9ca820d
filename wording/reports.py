"""How every letter reads as its wording stands, and what in it could be better: for the yearly look (C13). Pure."""

from dataclasses import dataclass

from wording import examples, readability
from wording.composition import Composition, assemble
from wording.contents import kinds
from wording.library import Library, TemplateText, best_home
from wording.rules import Problem
from wording.services import Remembered


@dataclass(frozen=True)
class Report:
    """One letter, filled in with the example that is most like it."""

    template: TemplateText
    reads: readability.Readability
    warnings: tuple[Problem, ...]


def reports(library: Library) -> dict[str, list[Report]]:
    """Return a report of each template in force, by kind, care letters first."""
    return {kind: [_report(one, library) for one in some] for kind, some in kinds(library).items()}


def example_number(template: TemplateText, library: Library) -> int:
    """Return the number, from 1, of the first example that is most like a template."""
    alike = [one for one in library.templates.values() if one.kind == template.kind]
    best = [best_home(alike, triggers).code for _, triggers in examples.contexts()[template.kind]]
    return best.index(template.code) + 1 if template.code in best else 1


def example(template: TemplateText, library: Library, number: int) -> Composition:
    """Return the letter that a template makes of one of the examples of its kind."""
    context, triggers = examples.contexts()[template.kind][number - 1]
    return assemble(template, library, Remembered({"context": context, "triggers": dict(triggers)}), large_print=False)


def _report(template: TemplateText, library: Library) -> Report:
    made = example(template, library, example_number(template, library))
    return Report(template, made.readability, made.warnings)
