"""
Write a past down as it would have gone: for demo data and imports, which never send anything (decisions 4, B20).

Call it with the same `now` before and after each past deed. Staff are told nothing, nobody gets a task.
"""

from datetime import datetime

from django.db import transaction

from complaints import rules
from complaints.models import Complaint, DeadlineStage, Extension
from complaints.models.answers import ExtensionState
from complaints.rules import DeadlineStatus, plan
from complaints.services import common
from complaints.services.extending import apply_extension
from complaints.services.sweep import settle
from outbox.replay import record_as_sent
from practice import journal
from practice.actors import SYSTEM
from practice.calendar import LatePolicy
from practice.models import Outcome


def replay_complaint(*, complaint_id: int, now: datetime) -> None:
    """Bring one complaint to where it would have stood at ``now``: letters sent, stages with their past outcome."""
    _record_past(complaint_id=complaint_id, now=now)
    for extension_id in Extension.objects.filter(
        deadline__complaint=complaint_id, state=ExtensionState.PENDING
    ).values_list("pk", flat=True):
        apply_extension(extension_id=extension_id, now=now)
    settle(complaint_id=complaint_id, now=now)


@transaction.atomic(durable=True)
def _record_past(*, complaint_id: int, now: datetime) -> None:
    complaint: Complaint = common.lock(complaint_id)
    record_as_sent(key_prefix=f"complaint:{complaint.pk}:", until=now)
    due = DeadlineStage.objects.due(now).filter(deadline__complaint=complaint)
    for stage in due.select_related("deadline__response__message"):
        deadline = stage.deadline
        left_at = deadline.response.dispatched_at if deadline.response else None
        if left_at is not None and left_at <= stage.fire_at:
            continue  # it was answered by then: settling closes it
        stage.outcome, stage.because = rules.outcome_of(
            stage.kind,
            status=DeadlineStatus(deadline.status),
            answer_on_its_way=False,
            late_policy=LatePolicy(stage.late_policy),
            now=stage.fire_at,
            due_before=deadline.due_before,
        )
        if stage.kind == plan.SAFETY_NET and stage.outcome == Outcome.FIRED:
            stage.outcome, stage.because = Outcome.HELD, "It was entered after the event, so nothing went by itself"
        stage.fired_at = stage.fire_at
        stage.save(update_fields=["outcome", "because", "fired_at"])
        if stage.kind == plan.WINDOW_CLOSED and stage.outcome == Outcome.FIRED:
            deadline.status = DeadlineStatus.NOT_APPLICABLE
            deadline.save(update_fields=["status"])
        journal.record(
            subject=complaint,
            event="deadline.stage_fired" if stage.outcome == Outcome.FIRED else "deadline.stage_skipped",
            by=SYSTEM,
            at=stage.fire_at,
            reference=complaint.reference,
            kind=deadline.kind,
            stage=stage.kind,
            planned_at=stage.fire_at.isoformat(),
            outcome=stage.outcome,
            because=stage.because,
            told=[],
        )
