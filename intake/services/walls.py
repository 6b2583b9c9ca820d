"""What becomes of conflict checks when a wall is put around a matter that they found."""

from datetime import datetime

from django.urls import reverse

from intake.models import ConflictHit
from intake.people import who_answers
from intake.rules import CheckState, Level
from practice.models import Matter, Task
from practice.office import local_date
from practice.services.tasks import give_task

RESTRICTED = "Restricted match"


def mask_hits(*, matter: Matter, now: datetime) -> None:
    """
    Leave every open hit on this matter to somebody inside, in the caller's transaction; low ones too are masked.

    Decided hits are a record and stay; whoever may not see the matter reads them masked (intake/reading.py).
    """
    waiting = ConflictHit.objects.filter(matter=matter, decision="", check_of__state=CheckState.WITH_COMPLIANCE)
    for hit in waiting.select_related("check_of__matter__department__office", "answer_by").order_by("pk"):
        check = hit.check_of
        hit.answer_by = who_answers(matter, without={check.asked_by_id, check.matter.fee_earner_id})
        hit.is_masked, hit.why, hit.also = True, RESTRICTED, []
        if Level(hit.level).is_above_line:
            hit.level = Level.RESTRICTED
        hit.save(update_fields=["answer_by", "is_masked", "why", "also", "level"])
        if hit.level != Level.RESTRICTED:
            continue
        key = f"conflict:{check.pk}:hit:{hit.pk}"
        give_task(
            key=key,
            owner=hit.answer_by,
            title=f"Answer a restricted conflict hit for {check.reference}",
            url=reverse("conflict_hit", args=[hit.pk]),
            due_on=local_date(check.matter.department.office, now),
            now=now,
            matter=matter,
        )
        Task.objects.filter(key=key, done_at=None).update(owner=hit.answer_by)
