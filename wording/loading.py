"""Bring the shipped wording into the database: what changed becomes a new version, what did not stays as it is."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from practice import journal
from practice.actors import Actor
from wording import examples, library
from wording.models import Clause, ClauseVersion, Template, TemplateClause
from wording.rules import ClauseText, Slot

# The first version counts as always in force, so that letters of the past can be made on demo data and imports.
_EVER_SINCE = datetime(2020, 1, 1, tzinfo=UTC)
_CLAUSE_FIELDS = ("level", "trigger", "body", "required_text", "in_because", "out_because")
_TEMPLATE_FIELDS = ("kind", "title", "heading", "subheading", "file_name", "style", "numbered", "contents")
_TEMPLATE_LISTS = ("companions", "must_have")


@dataclass(frozen=True)
class Loaded:
    """How many clauses and templates got a new version."""

    clauses: int
    templates: int


@transaction.atomic(durable=True)
def load_wording(*, by: Actor, now: datetime) -> Loaded:
    """
    Load clauses and templates from wording/data. A second run changes nothing.

    :raises wording.liquid.BadWording: before anything is written, when a clause or template would fail in a letter.
    """
    shipped = library.read()
    library.check(shipped, examples.contexts())
    clauses = sum([_load_clause(clause, by=by, now=now) for clause in shipped.clauses.values()])
    templates = sum([_load_template(template, by=by, now=now) for template in shipped.templates.values()])
    return Loaded(clauses, templates)


def _load_clause(text: ClauseText, *, by: Actor, now: datetime) -> bool:
    clause, _ = Clause.objects.update_or_create(code=text.code, defaults={"title": text.title})
    current = clause.versions.select_for_update(no_key=True).order_by("-version").first()
    wanted = {name: getattr(text, name) for name in _CLAUSE_FIELDS}
    if current and all(getattr(current, name) == value for name, value in wanted.items()):
        return False
    if current:
        current.in_force_to = now
        current.save(update_fields=["in_force_to"])
    made = ClauseVersion.objects.create(
        clause=clause,
        version=current.version + 1 if current else 1,
        in_force_from=now if current else _EVER_SINCE,
        **wanted,
    )
    if current:  # what comes with the product is no deed of the firm's
        journal.record(subject=made, event="clause.replaced", by=by, at=now, code=text.code, version=made.version)
    return True


def _load_template(text: library.TemplateText, *, by: Actor, now: datetime) -> bool:
    current = Template.objects.select_for_update(no_key=True).filter(code=text.code).order_by("-version").first()
    wanted = {name: getattr(text, name) for name in _TEMPLATE_FIELDS}
    wanted |= {name: list(getattr(text, name)) for name in _TEMPLATE_LISTS}
    same = current and all(getattr(current, name) == value for name, value in wanted.items())
    if current and same and _slots(current) == text.slots:
        return False
    if current:
        current.in_force_to = now
        current.save(update_fields=["in_force_to"])
    made = Template.objects.create(
        code=text.code,
        version=current.version + 1 if current else 1,
        in_force_from=now if current else _EVER_SINCE,
        **wanted,
    )
    clauses = {clause.code: clause for clause in Clause.objects.filter(code__in=[slot.clause for slot in text.slots])}
    TemplateClause.objects.bulk_create(
        TemplateClause(
            template=made,
            clause=clauses[slot.clause],
            position=position,
            place=slot.place,
            heading=slot.heading,
            joins=slot.joins,
            style=slot.style,
        )
        for position, slot in enumerate(text.slots, start=1)
    )
    if current:
        journal.record(subject=made, event="template.replaced", by=by, at=now, code=text.code, version=made.version)
    return True


def _slots(template: Template) -> tuple[Slot, ...]:
    places = template.places.select_related("clause").order_by("position")
    return tuple(Slot(one.clause.code, one.place, one.heading, one.joins, one.style) for one in places)
