"""The warning before an estimate is passed: once for each estimate and share, to whoever has to write to the client."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from engagement.estimates import Costs, Estimate, costs_of, policy_of, say
from engagement.models import CostUpdate, CostWarning
from engagement.rules import costs as rules
from engagement.rules.costs import Answer, AnsweredAlready, Spent
from practice import journal
from practice.actors import SYSTEM
from practice.errors import Refusal
from practice.models import Matter, User
from practice.services.tasks import give_task, reopen_task, settle_tasks


class NoReasonToClose(Refusal):
    """A warning is answered by writing to the client, or closed with a reason."""

    code = "no_reason_to_close"


@transaction.atomic(durable=True)
def close_warning(*, warning_id: int, because: str, by: User, now: datetime) -> CostWarning:
    """
    Close a warning without a letter, with the reason.

    :raises NoReasonToClose: without one
    :raises AnsweredAlready: if it is not open any more
    """
    matter_id = CostWarning.objects.values_list("matter_id", flat=True).get(pk=warning_id)
    Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    warning = CostWarning.objects.select_related("matter").get(pk=warning_id)
    if warning.answer or warning.withdrawn_at is not None:
        raise AnsweredAlready("This warning has been answered. Nothing was changed.")
    if not because.strip():
        raise NoReasonToClose("Say why the client need not be written to.")
    warning.answer, warning.because = Answer.CLOSED, because.strip()
    warning.answered_at, warning.answered_by = now, by
    warning.save(update_fields=["answer", "because", "answered_at", "answered_by"])
    settle_tasks(prefix=_key(warning), by=by, now=now)
    journal.record(
        subject=warning,
        event="estimate.warning_closed",
        by=by,
        at=now,
        matter=warning.matter,
        what=warning.words,
        because=warning.because,
    )
    return warning


def look_again(matter: Matter, *, today: date, now: datetime) -> None:
    """
    Warn of what is reached and take back what no longer is, in the transaction of the deed that changed it.

    A warning about an estimate that is not in force any more is taken back too: the client was told another.
    """
    costs = costs_of(matter)
    for warning in costs.open_warnings:
        if costs.in_force is None or not _is_of(warning, costs.in_force):
            _withdraw(warning, now=now)
    if costs.in_force is None or costs.spent is None:
        return
    warned = {one.threshold: one for one in costs.warnings if _is_of(one, costs.in_force)}
    for mistaken in rules.no_longer_reached(costs.spent, list(warned)):
        _withdraw(warned.pop(mistaken), now=now)
    reached = rules.to_warn(costs.spent, policy_of(matter), list(warned))
    if reached is not None:
        _raise(matter, costs.in_force, costs.spent, reached, today=today, now=now)


def answer_with(update: CostUpdate, costs: Costs, *, by: User, now: datetime) -> None:
    """Answer every open warning of a matter by the letter that is issued, in its transaction."""
    for warning in costs.open_warnings:
        warning.answer, warning.answered_with = Answer.UPDATED, update
        warning.answered_at, warning.answered_by = now, by
        warning.save(update_fields=["answer", "answered_with", "answered_at", "answered_by"])
        settle_tasks(prefix=_key(warning), by=by, now=now)


def ask_again(update: CostUpdate, *, now: datetime) -> None:
    """Open again what a letter had answered that was stopped, and take back what was warned of its own estimate."""
    for warning in CostWarning.objects.filter(answered_with=update).select_related("matter__fee_earner"):
        warning.answer, warning.answered_with, warning.answered_at, warning.answered_by = "", None, None, None
        warning.save(update_fields=["answer", "answered_with", "answered_at", "answered_by"])
        for person in _told(warning.matter, warning):
            reopen_task(key=f"{_key(warning)}{person.pk}")
    for warning in CostWarning.objects.standing().filter(of_update=update):
        _withdraw(warning, now=now)


def _is_of(warning: CostWarning, told: Estimate) -> bool:
    return (warning.of_letter_id, warning.of_update_id) == (told.letter_id, told.update_id)


def _raise(matter: Matter, told: Estimate, spent: Spent, threshold: int, *, today: date, now: datetime) -> None:
    warning = CostWarning.objects.create(
        matter=matter,
        of_letter_id=told.letter_id,
        of_update_id=told.update_id,
        threshold=threshold,
        spent=spent.total,
        estimate=spent.top,
        raised_at=now,
    )
    for person in _told(matter, warning):
        give_task(
            key=f"{_key(warning)}{person.pk}",
            owner=person,
            title=f"{warning.words}: write to the client, {matter.reference_or_stage}",
            url=reverse("engagement:costs", args=[matter.pk]),
            due_on=today,
            now=now,
            matter=matter,
        )
    journal.record(
        subject=warning,
        event="estimate.warned",
        by=SYSTEM,
        at=now,
        matter=matter,
        what=warning.words,
        spent=say(spent),
    )


def _told(matter: Matter, warning: CostWarning) -> Iterable[User]:
    """The fee earner; whoever supervises too, once the estimate is passed."""
    people = [matter.fee_earner]
    above = matter.supervisor or matter.department.head
    if warning.is_passed and above is not None and above != matter.fee_earner:
        people.append(above)
    return people


def _withdraw(warning: CostWarning, *, now: datetime) -> None:
    warning.withdrawn_at = now
    warning.save(update_fields=["withdrawn_at"])
    settle_tasks(prefix=_key(warning), by=None, now=now)


def _key(warning: CostWarning) -> str:
    return f"cost_warning:{warning.pk}:"
