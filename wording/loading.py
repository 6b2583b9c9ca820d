"""
Bring the shipped wording into the database: what changed becomes a new version, what did not stays as it is.

Where the firm has words of its own, or other words wait to take over, what comes newer is offered as a proposal that
somebody may publish: the firm's words are never written over.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from practice import journal
from practice.actors import Actor
from practice.calendar import add_months
from practice.office import local_date, main_office
from practice.services.tasks import give_task
from wording import arranging, examples, library, moving, ordering
from wording.changes import OPEN_STAGES, ChangeStage, Source
from wording.library import TemplateText
from wording.models import Clause, ClauseDraft, ClauseVersion, Template, TemplateDraft
from wording.proposals import publishers, trial_of
from wording.rules import ClauseText
from wording.services import library_at, version_text

# The first version counts as always in force, so that letters of the past can be made on demo data and imports.
_EVER_SINCE = datetime(2020, 1, 1, tzinfo=UTC)
_TITLE = 200  # letters of a task
_CLAUSE_FIELDS = ("level", "trigger", "body", "required_text", "in_because", "out_because")


@dataclass(frozen=True)
class Loaded:
    """
    How many clauses and templates got a new version.

    `offered` are the clauses and templates that got something newer beside the firm's own; `unfit` those of the
    firm's own that would fail in a letter since: a field or a fact is gone, or something mandatory came.
    """

    clauses: int
    templates: int
    offered: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()


@transaction.atomic(durable=True)
def load_wording(*, by: Actor, now: datetime) -> Loaded:
    """
    Load clauses and templates from wording/data. A second run changes nothing.

    :raises wording.liquid.BadWording: before anything is written, when a clause or template would fail in a letter.
    """
    shipped = library.read()
    library.check(shipped, examples.contexts())
    loaded = {code: _load_clause(clause, by=by, now=now) for code, clause in shipped.clauses.items()}
    templates = [_load_template(template, by=by, now=now) for template in shipped.templates.values()]
    return Loaded(
        clauses=sum(isinstance(made, ClauseVersion) for made in loaded.values()),
        templates=sum(isinstance(made, Template) for made in templates),
        offered=(
            *(code for code, made in loaded.items() if isinstance(made, ClauseDraft)),
            *(made.code for made in templates if isinstance(made, TemplateDraft)),
        ),
        unfit=(*_ask_to_mend(now=now), *_ask_to_mend_orders(shipped, now=now)),
    )


def _ask_to_mend(*, now: datetime) -> Iterator[str]:
    """Give those who publish a task for each of the firm's own words that would fail in a letter from now on."""
    own = ClauseVersion.objects.filter(source=Source.FIRM).exclude(in_force_to__lte=now).select_related("clause")
    known = library_at(now) if own else None
    for version in own:
        if known is None or not trial_of(version, version.clause, library=known).problems:
            continue
        _ask(
            f"clause_version:{version.pk}:unfit:",
            f"Mend the clause “{version.clause.title}”: letters with it cannot be made",
            reverse("wording:clause", args=[version.clause.code]),
            now=now,
        )
        yield version.clause.code


def _ask_to_mend_orders(shipped: library.Library, *, now: datetime) -> Iterator[str]:
    """The same for each of the firm's own orders that lacks what is mandatory since, or could not be filled in."""
    own = list(Template.objects.filter(source=Source.FIRM).exclude(in_force_to__lte=now))
    known = library_at(now) if own else shipped
    for version in own:
        if version.code not in shipped.templates:
            continue
        came = shipped.templates[version.code]
        text = replace(version_text(version.pk), must_have=came.must_have)
        wrong = arranging.problems(text, came, known, examples.contexts())
        if not wrong:
            continue
        _ask(
            f"template:{version.pk}:unfit:",
            f"Mend the order of “{version.title}”: {wrong[0].sentence}"[:_TITLE],
            reverse("wording:template", args=[version.code]),
            now=now,
        )
        yield version.code


def _ask(key: str, title: str, url: str, *, now: datetime) -> None:
    """Give everybody who publishes the same task."""
    for person in publishers():
        give_task(
            key=f"{key}{person.pk}",
            owner=person,
            title=title,
            url=url,
            due_on=local_date(main_office(), now),
            now=now,
        )


def _load_clause(text: ClauseText, *, by: Actor, now: datetime) -> ClauseVersion | ClauseDraft | None:
    """Return the version or the offer that was made of what came, or None if nothing new did."""
    clause = _clause(text, now=now)
    latest = clause.versions.select_for_update(no_key=True).order_by("-version").first()
    words = {name: getattr(text, name) for name in _CLAUSE_FIELDS}
    came, clause.shipped_sha256 = clause.shipped_sha256, _sha256(words)
    if came != clause.shipped_sha256:
        clause.save(update_fields=["shipped_sha256"])
    if latest is None:
        return ClauseVersion.objects.create(clause=clause, version=1, in_force_from=_EVER_SINCE, **words)
    if all(getattr(latest, name) == value for name, value in words.items()):
        return None
    if latest.source == Source.PRODUCT and latest.in_force_to is None and latest.in_force_from <= now:
        return _replace(latest, words, by=by, now=now)
    if came == clause.shipped_sha256:
        return None  # the firm chose its own words over these
    return _offer(latest, words, by=by, now=now)


def _clause(text: ClauseText, *, now: datetime) -> Clause:
    facts = {
        "title": text.title,
        "owner_role": text.owner_role,
        "presets": list(text.presets),
        "review_months": text.review_months,
    }
    clause, is_new = Clause.objects.update_or_create(code=text.code, defaults=facts)
    if is_new or clause.review_on is None:
        clause.review_on = add_months(now.date(), text.review_months)
        clause.save(update_fields=["review_on"])
    return clause


def _replace(latest: ClauseVersion, words: dict[str, str], *, by: Actor, now: datetime) -> ClauseVersion:
    """Let the product's newer words take over from its older ones; that is no deed of the firm's."""
    latest.in_force_to = now
    latest.save(update_fields=["in_force_to"])
    made = ClauseVersion.objects.create(
        clause=latest.clause, version=latest.version + 1, in_force_from=now, published_at=now, **words
    )
    journal.record(subject=made, event="clause.replaced", by=by, at=now, code=latest.clause.code, version=made.version)
    return made


def _offer(latest: ClauseVersion, words: dict[str, str], *, by: Actor, now: datetime) -> ClauseDraft:
    """Propose what came to those who publish; a newer offer takes the place of an older one that nobody took."""
    before = ClauseDraft.objects.filter(clause=latest.clause, source=Source.PRODUCT, stage__in=OPEN_STAGES)
    before.update(stage=ChangeStage.WITHDRAWN, ended_at=now)
    made = ClauseDraft.objects.create(
        clause=latest.clause,
        source=Source.PRODUCT,
        stage=ChangeStage.ASKED,
        based_on=latest,
        reason="It came newer with ClientCare, and the firm has words of its own.",
        started_at=now,
        saved_at=now,
        asked_at=now,
        **words,
    )
    journal.record(subject=made, event="clause.offered", by=by, at=now, code=latest.clause.code)
    return made


def _sha256(words: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()


def _load_template(text: TemplateText, *, by: Actor, now: datetime) -> Template | TemplateDraft | None:
    """Return the version or the offer that was made of what came, or None if nothing new did."""
    rows = Template.objects.select_for_update(no_key=True).filter(code=text.code).order_by("-version")
    latest = next((row for row in rows if row.in_force_to is None), None)
    sha256 = _sha256({**ordering.written(text), "slots": [asdict(slot) for slot in text.slots]})
    if latest is None:
        return ordering.new_version(text, before=None, begins=_EVER_SINCE, shipped_sha256=sha256)
    came, latest.shipped_sha256 = latest.shipped_sha256, sha256
    if came != sha256:
        latest.save(update_fields=["shipped_sha256"])
    known = version_text(latest.pk)
    if replace(text, version=known.version, version_id=known.version_id) == known:
        return None
    if latest.source == Source.PRODUCT and latest.in_force_from <= now:
        made = ordering.new_version(text, before=latest, begins=now, published_at=now, shipped_sha256=sha256)
        journal.record(subject=made, event="template.replaced", by=by, at=now, code=text.code, version=made.version)
        return made
    if came == sha256:
        return None  # the firm chose its own order over this one
    return _offer_template(text, latest, by=by, now=now)


def _offer_template(text: TemplateText, latest: Template, *, by: Actor, now: datetime) -> TemplateDraft:
    before = TemplateDraft.objects.filter(code=text.code, source=Source.PRODUCT, stage__in=OPEN_STAGES)
    before.update(stage=ChangeStage.WITHDRAWN, ended_at=now)
    made = TemplateDraft.objects.create(
        code=text.code,
        source=Source.PRODUCT,
        stage=ChangeStage.ASKED,
        based_on=latest,
        slots=[asdict(slot) for slot in text.slots],
        shipped=ordering.written(text),
        reason="It came newer with ClientCare, and the firm has an order of its own.",
        started_at=now,
        saved_at=now,
        asked_at=now,
    )
    moving.record(made, "offered", by=by, now=now)
    return made
