"""Make, check, keep and prove letters. Features call these from their own deeds."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection, models

from outbox.pdf import Rendered, render_pdf
from outbox.services import keep_document
from practice.actors import Actor
from practice.errors import WorldMoved
from practice.models import Matter, Party, User
from wording.composition import Composition, assemble
from wording.errors import ClauseNotPrinted, LetterBlocked, NoWording
from wording.facts.plain import Context, Facts
from wording.library import Library, TemplateText
from wording.models import ClauseVersion, FactSnapshot, IssuedLetter, Template, TemplateClause
from wording.plaintext import to_text
from wording.rules import ClauseText, Slot, Triggers


class NotTheSameWords(WorldMoved):
    """An issued letter cannot be made again as it was, so nothing can be made from it."""

    code = "not_the_same_words"


_PLACES = models.Prefetch("places", TemplateClause.objects.select_related("clause").order_by("position"))


def compose(
    *,
    template_code: str,
    facts: Facts,
    now: datetime,
    large_print: bool,
    put_in: Collection[str] = (),
    taken_out: Mapping[str, str] | None = None,
) -> Composition:
    """
    Return the letter that these facts make with the wording in force. Reads, and writes nothing.

    `large_print`: as whoever gets it reads; False for what is published to all.

    :raises NoWording: when the template was not in force at that time.
    """
    library = library_for(template_code, now)
    template = library.templates[template_code]
    return assemble(template, library, facts, large_print=large_print, put_in=put_in, taken_out=taken_out)


def library_for(template_code: str, now: datetime) -> Library:
    """
    Return what one letter needs of the library: its template, what goes with it, and their clauses in force.

    :raises NoWording: when the template was not in force at that time.
    """
    found = _templates(now, [template_code])
    if template_code not in found:
        raise NoWording(f'There was no wording for "{template_code}" at that time. Run: manage.py load_wording')
    if companions := found[template_code].companions:
        found |= _templates(now, companions)
    places = {slot.clause for one in found.values() for slot in one.slots}
    return Library(_clauses(ClauseVersion.objects.in_force(now).filter(clause__code__in=places)), found)


def _templates(now: datetime, codes: Collection[str]) -> dict[str, TemplateText]:
    rows = Template.objects.in_force(now).filter(code__in=codes).prefetch_related(_PLACES)
    return {row.code: _template_text(row) for row in rows}


def print_letter(composition: Composition) -> Rendered:
    """
    Render a letter and read its mandatory sentences back from the PDF. For doors: call it outside any transaction.

    :raises LetterBlocked: when something stops the letter.
    :raises ClauseNotPrinted: when a mandatory sentence is not in the PDF.
    :raises outbox.pdf.RenderFailed: when it does not become a PDF.
    """
    from outbox.reading import says, text_of  # slow import

    if composition.problems:
        raise LetterBlocked(composition.problems)
    rendered = render_pdf(composition.html)
    said = text_of(rendered.pdf)
    unsaid = [one.title for one in composition.clauses if not all(says(words, said) for words in one.required)]
    if unsaid:
        raise ClauseNotPrinted(unsaid)
    return rendered


def keep_letter(
    *,
    composition: Composition,
    rendered: Rendered,
    subject: models.Model,
    version: int,
    by: Actor,
    now: datetime,
    matter: Matter | None = None,
    party: Party | None = None,
) -> IssuedLetter:
    """
    Freeze a letter in the caller's transaction: document, fact snapshot and letter. Journals nothing: its deed does.

    `subject` is what the letter is about (a Letter, a Complaint); `party` who gets this copy.

    :raises LetterBlocked: when something stops the letter.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A letter is issued in the transaction of its deed.")
    if composition.problems:
        raise LetterBlocked(composition.problems)
    content = _snapshot(composition)
    assert composition.template.version_id is not None, "only what compose() made can be kept"
    return IssuedLetter.objects.create(
        document=keep_document(
            content=rendered.pdf, media_type="application/pdf", file_name=composition.file_name, now=now
        ),
        template_id=composition.template.version_id,
        clauses=[{"code": one.code, "version": one.version, "by_hand": one.by_hand} for one in composition.clauses],
        snapshot=FactSnapshot.objects.create(content=content, sha256=_hash(content), created_at=now),
        html_sha256=composition.html_sha256,
        engine=rendered.engine,
        title=composition.title,
        kind=composition.template.code,
        reference=composition.context["letter"]["reference"],
        version=version,
        pages=rendered.pages,
        matter=matter,
        party=party,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        issued_at=now,
        issued_by=by if isinstance(by, User) else None,
        issued_by_name=by.name,
    )


def library_at(now: datetime) -> Library:
    """Return the clauses and templates in force at a time; three queries."""
    templates = Template.objects.in_force(now).prefetch_related(_PLACES)
    return Library(
        _clauses(ClauseVersion.objects.in_force(now)),
        {template.code: _template_text(template) for template in templates},
    )


def new_since(at: datetime, letters: Iterable[Composition]) -> list[str]:
    """Return what began to be in force after a moment among the clauses and templates of these letters, by title."""
    some = list(letters)
    words = ClauseVersion.objects.filter(pk__in={one.version_id for letter in some for one in letter.clauses})
    orders = Template.objects.filter(pk__in={letter.template.version_id for letter in some})
    clauses = words.filter(in_force_from__gt=at).order_by("clause__title").values_list("clause__title", flat=True)
    templates = orders.filter(in_force_from__gt=at).order_by("title").values_list("title", flat=True)
    return [*clauses, *(f"the order of {title}" for title in templates)]


@dataclass(frozen=True)
class Remembered:
    """The facts of an issued letter, from its snapshot."""

    content: Mapping[str, Any]

    def context(self) -> Context:
        context: Context = deepcopy(self.content["context"])
        return context

    def triggers(self) -> Triggers:
        triggers: Triggers = self.content["triggers"]
        return triggers

    def has_estimate(self) -> bool:
        return True  # or it would not have been issued


def recompose(letter: IssuedLetter) -> Composition:
    """Return an issued letter made again from its own versions and facts; its HTML has the hash that was stored."""
    wanted = {item["code"]: item["version"] for item in letter.clauses}
    slots = models.Q()
    for code, version in wanted.items():
        slots |= models.Q(clause__code=code, version=version)
    versions = ClauseVersion.objects.filter(slots)
    template = Template.objects.prefetch_related(_PLACES).get(pk=letter.template_id)
    whole = _template_text(template)
    kept = replace(whole, must_have=(), slots=tuple(slot for slot in whole.slots if slot.clause in wanted))
    library = Library(_clauses(versions), {})
    facts = Remembered(letter.snapshot.content)
    return assemble(kept, library, facts, large_print=facts.context()["letter"]["large_print"], put_in=wanted)


def plain_text(letter: IssuedLetter) -> str:
    """
    Return an issued letter as plain text: from the very HTML that its file was printed from.

    :raises NotTheSameWords: if that cannot be made again with the stored hash
    """
    again = recompose(letter)
    if again.html_sha256 != letter.html_sha256:
        raise NotTheSameWords("This letter cannot be shown as plain text. Its file is as it was sent.")
    return to_text(again.html)


def _clauses(versions: models.QuerySet[ClauseVersion]) -> dict[str, ClauseText]:
    return {version.clause.code: _clause_text(version) for version in versions.select_related("clause")}


def _clause_text(row: ClauseVersion) -> ClauseText:
    return ClauseText(
        code=row.clause.code,
        title=row.clause.title,
        level=row.level,
        trigger=row.trigger,
        body=row.body,
        required_text=row.required_text,
        in_because=row.in_because,
        out_because=row.out_because,
        version=row.version,
        version_id=row.pk,
        presets=tuple(row.clause.presets),
        made_for=row.clause.made_for,
    )


def version_text(template_id: int) -> TemplateText:
    """Return one version of a template as compose() sees it."""
    return _template_text(Template.objects.prefetch_related(_PLACES).get(pk=template_id))


def _template_text(row: Template) -> TemplateText:
    return TemplateText(
        code=row.code,
        kind=row.kind,
        title=row.title,
        heading=row.heading,
        subheading=row.subheading,
        file_name=row.file_name,
        style=row.style,
        numbered=row.numbered,
        contents=row.contents,
        companions=tuple(row.companions),
        must_have=tuple(row.must_have),
        slots=tuple(
            Slot(place.clause.code, place.place, place.heading, place.joins, place.style) for place in row.places.all()
        ),
        version=row.version,
        version_id=row.pk,
    )


def _snapshot(composition: Composition) -> dict[str, Any]:
    return {"context": composition.context, "triggers": dict(composition.triggers)}


def _hash(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
