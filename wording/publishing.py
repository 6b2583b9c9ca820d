"""Words that take over: published by a second person, at once or on their day, and taken back before they begin."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from outbox import services as outbox
from practice import journal, receipts
from practice.calendar import add_months
from practice.models import User
from practice.receipts import FormKey
from wording import blast, changes, moving, notices
from wording.changes import StepNotAllowed
from wording.deeds import check_fit, locked
from wording.models import Clause, ClauseDraft, ClauseVersion, Published
from wording.proposals import latest_if_any

_WORDS = ("level", "trigger", "body", "required_text", "in_because", "out_because")


@transaction.atomic(durable=True)
def publish_draft(
    *,
    draft_id: int,
    seen: int,
    by: User,
    now: datetime,
    alone_because: str = "",
    tell_owners: bool = False,
    form_key: FormKey | None = None,
) -> ClauseVersion:
    """
    Let a proposal take over, at once or on its day; letters that are issued keep the words they had.

    `tell_owners` sends one notice to each owner of drafts that it touches.

    :raises changes.NotYourOwn: if its author publishes it although somebody else could
    :raises changes.NotFit: if it would fail in a letter
    :raises changes.WrongDay: if other words already wait to take over after it
    """
    if (done := receipts.earlier(form_key, ClauseVersion)) is not None:
        return done
    draft = locked(draft_id, seen=seen)
    alone = moving.publisher(draft, alone_because=alone_because, by=by)
    check_fit(draft, now=now)
    version = _take_over(draft, alone_because=alone, by=by, now=now)
    draft.ended_at, draft.published_as = now, version
    draft.save(update_fields=["stage", "ended_at", "published_as"])
    clause = draft.clause
    clause.review_on = draft.review_on or add_months(moving.today(now), clause.review_months)
    clause.save(update_fields=["review_on"])
    moving.settle(draft, by=by, now=now)
    told = _tell_owners(version, now=now) if tell_owners else 0
    journal.record(
        subject=version, event="clause.published", by=by, at=now, code=clause.code, version=version.version,
        reason=version.reason, in_force_from=version.in_force_from.isoformat(), source=version.source,
        written_by=draft.written_by.name if draft.written_by else "ClientCare", alone_because=alone, told=told,
    )  # fmt: skip
    receipts.keep(form_key, version, at=now)
    return version


def _take_over(draft: ClauseDraft, *, alone_because: str, by: User, now: datetime) -> ClauseVersion:
    """End the words before on the day of the new ones; the database keeps two from being in force at a time."""
    clause, begins, before = draft.clause, moving.begins(draft.in_force_on, now=now), latest_if_any(draft.clause)
    if before is not None:
        changes.check_after(before.in_force_from, begins=begins)
        before.in_force_to = begins
        before.save(update_fields=["in_force_to"])
    return ClauseVersion.objects.create(
        clause=clause,
        version=(clause.versions.aggregate(last=Max("version"))["last"] or 0) + 1,
        source=draft.source,
        reason=draft.reason,
        written_by=draft.written_by,
        approved_by=by,
        published_at=now,
        alone_because=alone_because,
        in_force_from=begins,
        **{name: getattr(draft, name) for name in _WORDS},
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


def _tell_owners(version: ClauseVersion, *, now: datetime) -> int:
    owned = blast.by_owner(blast.drafts_with(blast.templates_with(version.clause, now=now)))
    for owner, drafts in owned:
        notice = notices.wording_changes(version, drafts, owner=owner)
        outbox.queue(notice, key=f"clause_version:{version.pk}:changed:{owner.pk}", now=now)
    return len(owned)
