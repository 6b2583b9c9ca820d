"""What a client was told to expect: entered, changed by a further row, and written to about the change (domain A18)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from practice import journal, receipts
from practice.errors import Refusal, WorldMoved
from practice.models import Expectation, ExpectationKind, Matter, User
from practice.office import load_calendar, local_date
from practice.receipts import FormKey
from practice.services.tasks import give_task, settle_tasks


class NotToldYet(Refusal):
    """Nobody can have been told on a day that is still to come, or in no way."""

    code = "not_told_yet"


class NoWay(Refusal):
    """A day without how they were told, or the other way round."""

    code = "no_way"


class ReviewPast(Refusal):
    """A review is a day to come."""

    code = "review_past"


class ChangedMeanwhile(WorldMoved):
    """Somebody has put another in its place."""

    code = "changed_meanwhile"


class WrittenAlready(WorldMoved):
    """The client has been written to about it."""

    code = "written_already"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the client expects now. ``told_on`` of None: a change that nobody has told them yet."""

    words: str
    review_on: date
    told_on: date | None = None
    told_how: str = ""


@transaction.atomic(durable=True)
def record_expectation(
    *, matter_id: int, kind: ExpectationKind, told: Told, by: User, now: datetime, form_key: FormKey | None = None
) -> Expectation:
    """
    Enter what a client was told to expect.

    :raises NoWay: without the day or the way they were told
    :raises NotToldYet: if that day is to come
    :raises ReviewPast: if the day of review is not to come
    """
    matter = _lock(matter_id)
    if (before := receipts.earlier(form_key, Expectation)) is not None:
        return before
    if told.told_on is None:
        raise NoWay("Say when and how they were told.")
    made = _write(matter, kind, told, by=by, now=now)
    _note(made, "expectation.recorded", by=by, now=now)
    receipts.keep(form_key, made, at=now)
    return made


@transaction.atomic(durable=True)
def change_expectation(
    *, expectation_id: int, told: Told, by: User, now: datetime, form_key: FormKey | None = None
) -> Expectation:
    """
    Put another in the place of what a client expects; the fee earner has a task to write to them.

    :raises ChangedMeanwhile: if another stands in its place already
    :raises Refusal: as entering one does
    """
    matter_id = Expectation.objects.values_list("matter_id", flat=True).get(pk=expectation_id)
    matter = _lock(matter_id)
    if (before := receipts.earlier(form_key, Expectation)) is not None:
        return before
    earlier = Expectation.objects.standing().filter(pk=expectation_id).first()
    if earlier is None:
        raise ChangedMeanwhile("Somebody has changed this since you opened the page. Read what stands there now.")
    made = _write(matter, ExpectationKind(earlier.kind), told, replaces=earlier, by=by, now=now)
    settle_tasks(prefix=f"expectation:{earlier.pk}:", by=by, now=now)
    calendar = load_calendar(matter.department.office)
    give_task(
        key=f"expectation:{made.pk}:write",
        owner=matter.fee_earner,
        title=f"Write to the client: what they expect has changed. {made.get_kind_display()}, {matter}",
        url=reverse("matter", args=[matter.pk]) + "?update=#update",
        due_on=calendar.add_working_days(calendar.local_date(now), 1),
        now=now,
        matter=matter,
    )
    _note(made, "expectation.changed", by=by, now=now)
    receipts.keep(form_key, made, at=now)
    return made


@transaction.atomic(durable=True)
def record_written(*, expectation_id: int, told_on: date, told_how: str, by: User, now: datetime) -> Expectation:
    """
    Record that the client was written to about a change outside an update.

    :raises WrittenAlready: if that is on record
    :raises NotToldYet: if that day is to come
    """
    matter = _lock(Expectation.objects.values_list("matter_id", flat=True).get(pk=expectation_id))
    found = Expectation.objects.to_tell().filter(pk=expectation_id).first()
    if found is None:
        raise WrittenAlready("It is on record already that they were written to, or it has changed again.")
    _check_told(told_on, told_how, today=local_date(matter.department.office, now))
    _settle(found, on=told_on, how=told_how, by=by, now=now)
    return found


def settle_changes(*, matter: Matter, on: date, by: User, now: datetime) -> None:
    """Record in the transaction of an update, which holds the matter, that it says what has changed."""
    for found in Expectation.objects.to_tell().filter(matter=matter):
        _settle(found, on=on, how="In an update", by=by, now=now)


def _settle(found: Expectation, *, on: date, how: str, by: User, now: datetime) -> None:
    found.written_at, found.written_by = now, by
    if found.told_on is None:
        found.told_on, found.told_how = on, how
    found.save(update_fields=["written_at", "written_by", "told_on", "told_how"])
    settle_tasks(prefix=f"expectation:{found.pk}:write", by=by, now=now)
    _note(found, "expectation.written", by=by, now=now, how=how)


def _lock(matter_id: int) -> Matter:
    rows = Matter.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("department__office", "fee_earner").get(pk=matter_id)


def _check_told(told_on: date | None, told_how: str, *, today: date) -> None:
    if (told_on is None) != (not told_how):
        raise NoWay("Say both when and how they were told, or neither.")
    if told_on is not None and told_on > today:
        raise NotToldYet("They cannot have been told on a day that is still to come.")


def _write(
    matter: Matter, kind: ExpectationKind, told: Told, *, replaces: Expectation | None = None, by: User, now: datetime
) -> Expectation:
    today = local_date(matter.department.office, now)
    _check_told(told.told_on, told.told_how, today=today)
    if told.review_on <= today:
        raise ReviewPast("Choose a day to come.")
    return Expectation.objects.create(
        matter=matter,
        kind=kind,
        words=told.words,
        told_on=told.told_on,
        told_how=told.told_how,
        review_on=told.review_on,
        recorded_at=now,
        recorded_by=by,
        replaces=replaces,
    )


def _note(found: Expectation, event: str, *, by: User, now: datetime, how: str = "") -> None:
    journal.record(
        subject=found,
        event=event,
        by=by,
        at=now,
        matter=found.matter_id,
        what=found.get_kind_display(),
        words=found.words,
        how=how,
    )
