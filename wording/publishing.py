"""Words that take over: published by a second person, at once or on their day, and taken back before they begin."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from outbox import services as outbox
from practice import journal, receipts
from practice.calendar import add_months
from practice.models import User
from practice.receipts import FormKey
from wording import blast, changes, moving, notices
from wording.changes import StepNotAllowed
from wording.deciding import Kind
from wording.models import Clause, ClauseDraft, ClauseVersion, Published
from wording.moving import DraftMoved
from wording.proposals import latest_if_any, problems_of

_WORDS = ("level", "trigger", "body", "required_text", "in_because", "out_because")


def _lock(draft_id: int, seen: int) -> ClauseDraft:
    clause_id = ClauseDraft.objects.values_list("clause_id", flat=True).get(pk=draft_id)
    clause = Clause.objects.select_for_update(no_key=True).get(pk=clause_id)
    draft = ClauseDraft.objects.select_related("based_on", "written_by").get(pk=draft_id)
    draft.clause = clause
    moving.check_seen(draft, seen=seen)
    return draft


def _check_fit(draft: ClauseDraft, now: datetime) -> None:
    if draft.based_on != latest_if_any(draft.clause):
        raise DraftMoved("Other words were published since this was written. Look at them, then save it again.")
    moving.check_fit(problems_of(draft, now=now))


def _take_over(draft: ClauseDraft, begins: datetime, facts: dict[str, Any]) -> ClauseVersion:
    """End the words before on the day of the new ones; the database keeps two from being in force at a time."""
    clause, before = draft.clause, latest_if_any(draft.clause)
    if before is not None:
        changes.check_after(before.in_force_from, begins=begins)
        before.in_force_to = begins
        before.save(update_fields=["in_force_to"])
    last = clause.versions.aggregate(last=Max("version"))["last"] or 0
    words = {name: getattr(draft, name) for name in _WORDS}
    made = ClauseVersion.objects.create(clause=clause, version=last + 1, in_force_from=begins, **words, **facts)
    draft.published_as = made
    clause.review_on = draft.review_on or add_months(moving.today(facts["published_at"]), clause.review_months)
    clause.save(update_fields=["review_on"])
    return made


def _tell_owners(version: ClauseVersion, now: datetime) -> int:
    owned = blast.by_owner(blast.drafts_with(blast.templates_with(version.clause, now=now)))
    for owner, drafts in owned:
        notice = notices.wording_changes(version, drafts, owner=owner)
        outbox.queue(notice, key=f"clause_version:{version.pk}:changed:{owner.pk}", now=now)
    return len(owned)


CLAUSE = Kind(
    drafts=ClauseDraft,
    versions=ClauseVersion,
    lock=_lock,
    check_fit=_check_fit,
    take_over=_take_over,
    tell_owners=_tell_owners,
)


def state_of(version: Published, now: datetime) -> str:
    """Say what a version is at a time: current, planned, over, or taken back before it began."""
    if version.was_taken_back:
        return "back"
    if version.in_force_from > now:
        return "planned"
    return "over" if version.in_force_to is not None and version.in_force_to <= now else "current"


@transaction.atomic(durable=True)
def take_back_version(
    *, version_id: int, reason: str, by: User, now: datetime, form_key: FormKey | None = None
) -> ClauseVersion:
    """
    Take back words that wait to take over; those before them stay in force.

    :raises changes.StepNotAllowed: if they have begun, or others are planned after them
    """
    if (done := receipts.earlier(form_key, ClauseVersion)) is not None:
        return done
    clause = Clause.objects.select_for_update(no_key=True).get(versions=version_id)
    version = clause.versions.get(pk=version_id)
    if version.in_force_from <= now or version.in_force_to is not None:
        raise StepNotAllowed("Only the last words that still wait to take over can be taken back.")
    before = clause.versions.filter(in_force_to=version.in_force_from).exclude(pk=version.pk)
    version.in_force_to = version.in_force_from
    version.save(update_fields=["in_force_to"])
    before.exclude(in_force_from=version.in_force_from).update(in_force_to=None)
    journal.record(
        subject=version, event="clause.taken_back", by=by, at=now, code=clause.code, version=version.version,
        reason=reason.strip(),
    )  # fmt: skip
    receipts.keep(form_key, version, at=now)
    return version
