"""Raising, changing and ending a barrier, and looking over it: with everything that hangs on the matter elsewhere."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from callbacks.models import Callback
from clientcare.barriers import notices
from complaints.models import Complaint
from intake.services import mask_hits
from outbox import services as outbox
from practice import receipts
from practice.errors import Refusal
from practice.models import Barrier, BrokenGlass, Matter, Task, User
from practice.office import local_date
from practice.receipts import FormKey
from practice.services import barriers, glass
from practice.services.barriers import BarrierFacts
from practice.services.tasks import give_task


class InChargeOfComplaint(Refusal):
    """A complaint is never left without somebody in charge."""

    code = "in_charge_of_complaint"


@dataclass(frozen=True, slots=True)
class Stood:
    """A barrier that stands now, and how many promised calls are left with people who cannot see them."""

    barrier: Barrier
    calls_left: int


@transaction.atomic(durable=True)
def raise_barrier(
    *, matter_id: int, facts: BarrierFacts, by: User, now: datetime, form_key: FormKey | None = None
) -> Stood:
    """Put a wall around a matter; see practice/services/barriers.py. :raises InChargeOfComplaint: see _check_charge"""
    _check_charge(matter_id, facts.outside)
    made = barriers.raise_barrier(matter_id=matter_id, facts=facts, by=by, now=now, form_key=form_key)
    return _hand_over(made, by=by, now=now)


@transaction.atomic(durable=True)
def change_barrier(
    *, barrier_id: int, facts: BarrierFacts, by: User, now: datetime, form_key: FormKey | None = None
) -> Stood:
    """Change who is inside and outside. :raises InChargeOfComplaint: see _check_charge"""
    _check_charge(Barrier.objects.values_list("matter_id", flat=True).get(pk=barrier_id), facts.outside)
    made = barriers.change_barrier(barrier_id=barrier_id, facts=facts, by=by, now=now, form_key=form_key)
    return _hand_over(made, by=by, now=now)


def _check_charge(matter_id: int, outside: Collection[User]) -> None:
    """Refuse to put outside whoever is in charge of a complaint about the matter: name somebody else for it first."""
    open_ones = Complaint.objects.unfinished().filter(matter=matter_id)
    for person in outside:
        if open_ones.filter(handler=person).exists() or open_ones.filter(reviewer=person).exists():
            raise InChargeOfComplaint(
                f"{person.name} is in charge of a complaint about this matter. Give it to somebody else first."
            )


def _hand_over(barrier: Barrier, *, by: User, now: datetime) -> Stood:
    """
    Leave nothing with somebody who cannot see it any more; doing it twice changes nothing.

    Conflict hits go to somebody inside, tasks about checks and complaints to whoever sets the barrier, all others to
    the fee earner, who is also asked to see to the calls.
    """
    matter = Matter.objects.select_related("fee_earner", "department__office").get(pk=barrier.matter_id)
    mask_hits(matter=matter, now=now)
    for task in Task.objects.filter(matter=matter, done_at=None).select_related("owner"):
        if Matter.objects.hidden_from(task.owner).filter(pk=matter.pk).exists():
            to = by if task.key.startswith("conflict:") else matter.fee_earner
            Task.objects.filter(pk=task.pk).update(owner=to)
    for pk in Complaint.objects.unfinished().filter(matter=matter).values_list("pk", flat=True):
        of_complaint = Task.objects.filter(key__startswith=f"complaint:{pk}:", done_at=None)
        of_complaint.filter(owner__in=matter.outside_ids()).update(owner=by)
    waiting = Callback.objects.to_return().filter(matter=matter).exclude(adviser=matter.fee_earner)
    advisers = User.objects.filter(pk__in=waiting.values("adviser"))
    kept_out = [one.pk for one in advisers if Matter.objects.walled_from(one).filter(pk=matter.pk).exists()]
    left = waiting.filter(adviser__in=kept_out).count()
    if left:
        give_task(
            key=f"barrier:{barrier.pk}:calls",
            owner=matter.fee_earner,
            title=f"{matter.reference_or_stage}: make or move the calls promised by people who cannot see it now",
            url=reverse("matter", args=[matter.pk]) + "#promises",
            due_on=local_date(matter.department.office, now),
            now=now,
            matter=matter,
        )
    return Stood(barrier, left)


@transaction.atomic(durable=True)
def break_glass(
    *, matter_id: int, reason: str, lasts: timedelta, by: User, now: datetime, form_key: FormKey | None = None
) -> BrokenGlass:
    """Let compliance look over a wall, and alert somebody else in the same transaction (services/glass.py)."""
    if (before := receipts.earlier(form_key, BrokenGlass)) is not None:
        return before
    made = glass.break_glass(matter_id=matter_id, reason=reason, lasts=lasts, by=by, now=now)
    outbox.queue(notices.glass_broken(made), key=f"glass:{made.pk}:broken", now=now)
    give_task(
        key=f"glass:{made.pk}:read",
        owner=made.told,
        title=f"Read why {by.name} looked over an information barrier",
        url=reverse("glass", args=[made.pk]),
        due_on=local_date(made.matter.department.office, now),
        now=now,
    )
    receipts.keep(form_key, made, at=now)
    return made
