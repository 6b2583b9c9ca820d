"""Celery doors into complaints: a sweep marks what is due and names the letters that are; a task makes one of those."""

from celery import shared_task

from complaints.models import Complaint, LetterCode
from complaints.services import net, preparing
from complaints.services.sweep import sweep
from outbox.pdf import RenderFailed
from practice import clock
from practice.errors import Refusal

_ABOUT_THE_LETTER = 422  # a refusal that will be the same the next time


@shared_task(ignore_result=True)
def sweep_deadlines() -> None:
    for stage_id in sweep(now=clock.now()).nets:
        acknowledge_by_itself.delay(stage_id=stage_id)


@shared_task(ignore_result=True)
def acknowledge_by_itself(*, stage_id: int) -> None:
    """Make one automatic acknowledgement outside any transaction, then compare and set (decisions B7, B23)."""
    now = clock.now()
    complaint = Complaint.objects.of_stage(stage_id)
    try:
        letter = preparing.prepare_letter(complaint, LetterCode.L1_A, now=now)
    except Refusal as refusal:
        if isinstance(refusal, RenderFailed) and refusal.status != _ABOUT_THE_LETTER:
            raise  # the printer is busy or restarting: the next sweep tries again
        net.give_up_on_net(stage_id=stage_id, because=str(refusal), now=now)
        return
    net.acknowledge_by_itself(stage_id=stage_id, letter=letter, now=now)
