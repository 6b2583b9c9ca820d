"""What clients were asked for: written down when the letter asks, ticked off when it comes (domain C04)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from practice import journal
from practice.errors import WorldMoved
from practice.models import AgreedStep, Matter, Side, User
from practice.office import load_calendar, local_date, main_office
from practice.services.tasks import give_task, settle_tasks

_AT_ONCE = 500


class NotAwaited(WorldMoved):
    """Nobody waits for it any more."""

    code = "not_awaited"


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a client was asked for, by a day."""

    what: str
    due_on: date


def ask_of_client(matter: Matter, asked: Collection[Asked], *, where: str, by: User, now: datetime) -> None:
    """Write down what a letter asks of the client, in the caller's transaction; ``where`` is the letter: letter:3."""
    AgreedStep.objects.bulk_create(
        AgreedStep(
            matter=matter, side=Side.CLIENT, what=one.what, due_on=one.due_on, agreed_in=where, agreed_at=now,
            agreed_by=by,
        )
        for one in asked
    )  # fmt: skip


@transaction.atomic(durable=True)
def ask_for_overdue(*, now: datetime) -> int:
    """Give whoever has a matter a task for each thing that has not come by its day; return how many. Asks once."""
    office = main_office()
    steps = AgreedStep.objects.overdue(local_date(office, now)).select_related("matter__fee_earner")
    today = load_calendar(office).next_working_day_on_or_after(local_date(office, now))
    for step in (found := list(steps[:_AT_ONCE])):
        give_task(
            key=step.missing_key,
            owner=step.matter.fee_earner,
            title=f"Ask again for what has not come: {step.what}",
            url=f"{reverse('matter', args=[step.matter_id])}#awaited",
            due_on=today,
            now=now,
            matter=step.matter,
        )
    return len(found)


def take_back(*, where: str, by: User, now: datetime) -> None:
    """Await no more what a letter asked for that is no longer in force, in the caller's transaction."""
    for step in AgreedStep.objects.awaited().filter(agreed_in=where):
        _strike(step, by=by, now=now)


def ask_again(*, where: str, struck_at: datetime | None) -> None:
    """Await again what a letter asked for, because the one that replaced it then was stopped."""
    AgreedStep.objects.filter(agreed_in=where, struck_at=struck_at, came_at=None).update(struck_at=None)


@transaction.atomic(durable=True)
def note_arrival(*, step_id: int, matter_id: int, by: User, now: datetime) -> AgreedStep:
    """Note that what the client was asked for has come; doing it twice changes nothing. :raises NotAwaited:"""
    step = _locked(step_id, matter_id)
    if step.came_at is None:
        step.came_at, step.came_to = now, by
        step.save(update_fields=["came_at", "came_to"])
        settle_tasks(prefix=step.missing_key, by=by, now=now)
        journal.record(subject=step, event="step.came", by=by, at=now, matter=step.matter, what=step.what)
    return step


@transaction.atomic(durable=True)
def drop_step(*, step_id: int, matter_id: int, by: User, now: datetime) -> AgreedStep:
    """Await something no more: it is not needed after all. :raises NotAwaited: if it has come"""
    step = _locked(step_id, matter_id)
    if step.came_at is not None:
        raise NotAwaited("This has come already. The page shows it as it is now.")
    _strike(step, by=by, now=now)
    journal.record(subject=step, event="step.dropped", by=by, at=now, matter=step.matter, what=step.what)
    return step


def _locked(step_id: int, matter_id: int) -> AgreedStep:
    found = AgreedStep.objects.select_for_update(no_key=True, of=("self",)).select_related("matter").for_letter()
    step = found.filter(pk=step_id, matter=matter_id).first()
    if step is None:
        raise NotAwaited("Nobody waits for this any more. The page shows what is still awaited.")
    return step


def _strike(step: AgreedStep, *, by: User, now: datetime) -> None:
    step.struck_at = now
    step.save(update_fields=["struck_at"])
    settle_tasks(prefix=step.missing_key, by=by, now=now)
