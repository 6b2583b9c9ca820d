"""The care plan of a matter: rhythm, deputy, who looks after each client, what to remember when it is over (A25)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from practice import journal, receipts
from practice.calendar import LatePolicy
from practice.care import MOST, check_rhythm
from practice.errors import Refusal, WorldMoved
from practice.models import CarePlan, CareReminder, Matter, Outcome, Party, ReminderKind, Rhythm, User
from practice.office import load_calendar
from practice.receipts import FormKey


class PlanChanged(WorldMoved):
    """Somebody else saved the plan since the page was opened."""

    code = "plan_changed"


class DeputyIsFeeEarner(Refusal):
    """Nobody is their own deputy."""

    code = "deputy_is_fee_earner"


class DeputySeesNothing(Refusal):
    """A wall keeps the matter from who was named."""

    code = "deputy_sees_nothing"


class OwnerSeesNothing(Refusal):
    """A wall keeps the client from who was named."""

    code = "owner_sees_nothing"


class ReminderIsThere(WorldMoved):
    """The same date is remembered already."""

    code = "reminder_is_there"


class ReminderPast(Refusal):
    """A reminder is for a day to come."""

    code = "reminder_past"


class ReminderTooLate(Refusal):
    """To be asked after the date itself is of no use."""

    code = "reminder_too_late"


class ReminderOver(WorldMoved):
    """It was asked or taken off meanwhile."""

    code = "reminder_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """
    What was settled. ``rhythm`` of "": none was promised.

    ``owners``: who looks after the relationship with each client, by the client's number; None for nobody.
    """

    rhythm: str = ""
    every: int | None = None
    events: str = ""
    deputy: User | None = None
    owners: Mapping[int, User | None]


@transaction.atomic(durable=True)
def set_plan(*, matter_id: int, facts: PlanFacts, seen: int, by: User, now: datetime) -> CarePlan:
    """
    Settle how the clients of a matter are cared for. ``seen``: the version of the plan the writer saw, 0 for none.

    :raises PlanChanged: if it is no longer the latest
    :raises Refusal: if the rhythm does not say how often (practice.care)
    :raises DeputyIsFeeEarner: if the fee earner is named as their own deputy
    :raises DeputySeesNothing: if the deputy may not see the matter
    :raises OwnerSeesNothing: if who is to look after a client may not see them
    """
    clients = list(Party.objects.filter(pk__in=facts.owners).order_by("pk").select_for_update(no_key=True))
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    plan = CarePlan.objects.filter(matter=matter).first() or CarePlan(matter=matter, version=0)
    if plan.version != seen:
        raise PlanChanged("Somebody has saved the care plan since you opened this page. Read it, then change it.")
    check_rhythm(facts.rhythm, every=facts.every, events=facts.events)
    if facts.deputy is not None:
        _check_deputy(matter, facts.deputy)
    plan.rhythm, plan.every = facts.rhythm, facts.every if facts.rhythm in MOST else None
    plan.events = facts.events if facts.rhythm == Rhythm.EVENTS else ""
    plan.deputy, plan.set_by, plan.set_at, plan.version = facts.deputy, by, now, plan.version + 1
    plan.save()
    journal.record(
        subject=matter,
        event="care.planned",
        by=by,
        at=now,
        matter=matter,
        rhythm=plan.rhythm_words or "no rhythm of updates",
        deputy=facts.deputy.name if facts.deputy else "nobody",
    )
    for client in clients:
        _look_after(client, facts.owners[client.pk], by=by, now=now)
    return plan


def _check_deputy(matter: Matter, deputy: User) -> None:
    if deputy.pk == matter.fee_earner_id:
        raise DeputyIsFeeEarner("Choose somebody else: the deputy answers while the fee earner is away.")
    if not Matter.objects.visible_to(deputy).filter(pk=matter.pk).exists():
        raise DeputySeesNothing(f"{deputy.name} may not see this matter, and so cannot answer for it.")


def _look_after(client: Party, owner: User | None, *, by: User, now: datetime) -> None:
    if client.looked_after_by_id == (owner.pk if owner else None):
        return
    if owner is not None and not Party.objects.visible_to(owner).filter(pk=client.pk).exists():
        raise OwnerSeesNothing(f"{owner.name} may not see this client, and so cannot look after them.")
    client.looked_after_by = owner
    client.save(update_fields=["looked_after_by"])
    journal.record(
        subject=client,
        event="party.looked_after",
        by=by,
        at=now,
        party=client,
        owner=owner.name if owner else "nobody",
    )


@transaction.atomic(durable=True)
def note_reminder(
    *,
    matter_id: int,
    kind: ReminderKind,
    words: str,
    on: date,
    remind_on: date,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> CareReminder:
    """
    Plan to remind the clients of a date of theirs; on ``remind_on`` it becomes a task, open matter or closed.

    :raises ReminderPast: if that day is not to come
    :raises ReminderTooLate: if it lies after the date itself
    :raises ReminderIsThere: if the same date waits already
    """
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    if (before := receipts.earlier(form_key, CareReminder)) is not None:
        return before
    calendar = load_calendar(matter.department.office)
    if remind_on <= calendar.local_date(now):
        raise ReminderPast("Choose a day to come.")
    if remind_on > on:
        raise ReminderTooLate("Choose a day before the date itself.")
    if CareReminder.objects.waiting().filter(matter=matter, kind=kind, words=words, on=on).exists():
        raise ReminderIsThere("This date is remembered already.")
    made = CareReminder.objects.create(
        matter=matter,
        kind=kind,
        words=words,
        on=on,
        fire_at=calendar.opening(remind_on),
        late_policy=LatePolicy.ALWAYS,
        noted_at=now,
        noted_by=by,
    )
    _note(made, "reminder.noted", by=by, now=now)
    receipts.keep(form_key, made, at=now)
    return made


@transaction.atomic(durable=True)
def take_reminder_off(*, reminder_id: int, because: str, by: User, now: datetime) -> CareReminder:
    """
    Say that nobody needs to be reminded any more; it stays on record.

    :raises ReminderOver: if it was asked or taken off meanwhile
    """
    found: CareReminder = CareReminder.objects.select_for_update(no_key=True).get(pk=reminder_id)
    if found.outcome:
        raise ReminderOver("This reminder has been asked or taken off since you opened the page.")
    found.outcome, found.because, found.fired_at = Outcome.WITHDRAWN, because, now
    found.save(update_fields=["outcome", "because", "fired_at"])
    _note(found, "reminder.taken_off", by=by, now=now, because=because)
    return found


def _note(reminder: CareReminder, event: str, *, by: User, now: datetime, because: str = "") -> None:
    journal.record(
        subject=reminder,
        event=event,
        by=by,
        at=now,
        matter=reminder.matter_id,
        what=reminder.label,
        date_on=reminder.on.isoformat(),
        because=because,
    )
