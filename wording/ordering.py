"""What people do with the order of a template's clauses. One public function, one deed, one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from outbox import services as outbox
from practice import journal, receipts
from practice.models import User
from practice.receipts import FormKey
from wording import arranging, blast, changes, examples, moving, notices
from wording.changes import OPEN_STAGES, ChangeStage, Source, Step, StepNotAllowed
from wording.deciding import Kind
from wording.library import Library, TemplateText
from wording.models import Clause, Template, TemplateClause, TemplateDraft
from wording.moving import DraftMoved
from wording.rules import Problem, Slot
from wording.services import library_at, version_text

FIELDS = ("kind", "title", "heading", "subheading", "file_name", "style", "numbered", "contents")
LISTS = ("companions", "must_have")


@transaction.atomic(durable=True)
def save_order(
    *,
    code: str,
    slots: Sequence[Slot],
    reason: str,
    in_force_on: date | None,
    seen: int,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> TemplateDraft:
    """
    Keep another order as the firm's proposal, whether or not it could be published; `seen` is 0 for a new one.

    :raises moving.DraftMoved: if somebody else saved, published or gave it up since
    :raises changes.WrongDay: for a day that is over
    """
    if (done := receipts.earlier(form_key, TemplateDraft)) is not None:
        return done
    before = _locked_template(code)
    changes.check_day(in_force_on, today=moving.today(now))
    draft = open_draft(code)
    if (draft.draft_version if draft else 0) != seen:
        raise DraftMoved("Somebody worked on this template since you opened it. Your order stands below.")
    if draft is None:
        draft = TemplateDraft(code=code, source=Source.FIRM, written_by=by, started_at=now, draft_version=0)
    draft.stage = changes.next_stage(ChangeStage(draft.stage), Step.SAVE)
    draft.slots, draft.reason, draft.in_force_on = [asdict(slot) for slot in slots], reason, in_force_on
    draft.based_on, draft.saved_at, draft.asked_at = before, now, None
    draft.draft_version += 1
    draft.save()
    draft.writers.add(by)
    moving.settle(draft, by=by, now=now)
    moving.record(draft, "proposed", by=by, now=now, reason=reason, draft_version=draft.draft_version)
    receipts.keep(form_key, draft, at=now)
    return draft


@transaction.atomic(durable=True)
def take_back_order(
    *, template_id: int, reason: str, by: User, now: datetime, form_key: FormKey | None = None
) -> Template:
    """
    Take back an order that waits to take over; the one before it stays.

    :raises changes.StepNotAllowed: if it has begun, or another is planned after it
    """
    if (done := receipts.earlier(form_key, Template)) is not None:
        return done
    code = Template.objects.values_list("code", flat=True).get(pk=template_id)
    rows = {row.pk: row for row in Template.objects.select_for_update(no_key=True).filter(code=code)}
    version = rows[template_id]
    if version.in_force_from <= now or version.in_force_to is not None:
        raise StepNotAllowed("Only the last order that still waits to take over can be taken back.")
    version.in_force_to = version.in_force_from
    version.save(update_fields=["in_force_to"])
    for row in rows.values():
        if row.in_force_to == version.in_force_from and not row.was_taken_back:
            row.in_force_to = None
            row.save(update_fields=["in_force_to"])
    journal.record(
        subject=version, event="template.taken_back", by=by, at=now, code=code, version=version.version,
        reason=reason.strip(),
    )  # fmt: skip
    receipts.keep(form_key, version, at=now)
    return version


def new_version(text: TemplateText, *, before: Template | None, begins: datetime, **facts: Any) -> Template:
    """Write a version of a template with its places; the one before ends as it begins. In the caller's transaction."""
    if before is not None:
        before.in_force_to = begins
        before.save(update_fields=["in_force_to"])
    last = Template.objects.filter(code=text.code).aggregate(last=Max("version"))["last"] or 0
    made = Template.objects.create(code=text.code, version=last + 1, in_force_from=begins, **written(text), **facts)
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
    return made


def written(text: TemplateText) -> dict[str, Any]:
    """Return the columns of a template, without its places."""
    return {name: getattr(text, name) for name in FIELDS} | {name: list(getattr(text, name)) for name in LISTS}


def text_of(draft: TemplateDraft) -> TemplateText:
    """Return a template as it would be."""
    more: Mapping[str, Any] = {name: tuple(value) if name in LISTS else value for name, value in draft.shipped.items()}
    return replace(version_text(draft.based_on_id), slots=tuple(Slot(**one) for one in draft.slots), **more)


def problems_of(draft: TemplateDraft, *, now: datetime, library: Library | None = None) -> list[Problem]:
    """Return what keeps a proposed order from being published, beside that somebody else has to look at it."""
    known = library or library_at(moving.begins(draft.in_force_on, now=now))
    return arranging.problems(text_of(draft), version_text(draft.based_on_id), known, examples.contexts())


def open_draft(code: str, source: str = Source.FIRM) -> TemplateDraft | None:
    return TemplateDraft.objects.filter(code=code, source=source, stage__in=OPEN_STAGES).first()


def _locked_template(code: str) -> Template:
    """Lock every version of a template and return the last: what a change is a change of."""
    rows = list(Template.objects.select_for_update(no_key=True).filter(code=code).order_by("version"))
    return next(row for row in rows if row.in_force_to is None)


def _lock(draft_id: int, seen: int) -> TemplateDraft:
    last = _locked_template(TemplateDraft.objects.values_list("code", flat=True).get(pk=draft_id))
    draft = TemplateDraft.objects.select_related("based_on", "written_by").get(pk=draft_id)
    moving.check_seen(draft, seen=seen)
    if draft.is_open and draft.based_on_id != last.pk:
        raise DraftMoved("Another order was published since this was written. Look at it, then save yours again.")
    return draft


def _check_fit(draft: TemplateDraft, now: datetime) -> None:
    moving.check_fit(problems_of(draft, now=now))


def _take_over(draft: TemplateDraft, begins: datetime, facts: dict[str, Any]) -> Template:
    before = draft.based_on
    changes.check_after(before.in_force_from, begins=begins)
    made = new_version(text_of(draft), before=before, begins=begins, shipped_sha256=before.shipped_sha256, **facts)
    draft.published_as = made
    return made


def _tell_owners(made: Template, now: datetime) -> int:
    owned = blast.by_owner(blast.drafts_with([made]))
    for owner, drafts in owned:
        notice = notices.template_changes(made, drafts, owner=owner)
        outbox.queue(notice, key=f"template:{made.pk}:changed:{owner.pk}", now=now)
    return len(owned)


ORDER = Kind(
    drafts=TemplateDraft,
    versions=Template,
    lock=_lock,
    check_fit=_check_fit,
    take_over=_take_over,
    tell_owners=_tell_owners,
)
