"""Asking again by itself: what changed on a live matter shut its gate, and here is the search that it calls for."""

from datetime import datetime

from django.db import transaction

from intake.models import ConflictCheck
from intake.services.checks import new_check, run_again
from practice.actors import SYSTEM
from practice.models import Gate, Matter, MatterStage
from practice.office import load_calendar

BATCH = 500
_LIVE = [MatterStage.OPEN, MatterStage.PROSPECTIVE]


def matters_to_recheck() -> list[int]:
    """Return the matters whose conflict gate was shut for something nobody has searched yet, the longest shut first."""
    calling = Gate.objects.calling_for_a_check().filter(matter__stage__in=_LIVE).order_by("pk")
    return list(calling.values_list("matter_id", flat=True)[:BATCH])


@transaction.atomic(durable=True)
def recheck_matter(*, matter_id: int, now: datetime) -> ConflictCheck | None:
    """
    Search a changed matter again, for its fee earner; None if somebody has done so meanwhile.

    A check that waits is run again with what came; else there is a new one, and compliance is asked.
    """
    matter = (
        Matter.objects.select_for_update(no_key=True, of=("self",))
        .select_related("department__office", "fee_earner")
        .get(pk=matter_id)
    )
    gate = Gate.objects.calling_for_a_check().filter(matter=matter).first()
    if gate is None or matter.stage not in _LIVE:
        return None
    waiting = ConflictCheck.objects.select_for_update(no_key=True).filter(matter=matter).waiting().first()
    if waiting is not None:
        run_again(check=waiting, by=SYSTEM, now=now)
        return waiting
    return new_check(
        matter,
        gate.because,
        enquiry=None,
        by=SYSTEM,
        asked_for=matter.fee_earner,
        now=now,
        calendar=load_calendar(matter.department.office),
        replay=False,
    )
