"""Deadlines as rows: opened, answered, stopped, replaced. Every function works in its deed's transaction."""

from collections.abc import Iterable
from datetime import datetime

from complaints.models import Complaint, Deadline, DeadlineStage, Response
from complaints.rules import DeadlineKind, DeadlineStatus, ProcedurePolicy, Promise, deadline, stage_plan
from practice.calendar import WorkingCalendar
from practice.models import Outcome


def open_deadline(
    complaint: Complaint,
    promise: Promise,
    *,
    procedure: ProcedurePolicy,
    calendar: WorkingCalendar,
    now: datetime,
    replaces: Deadline | None = None,
) -> Deadline:
    """Write one promise and everything that happens by itself around it."""
    occurrence = replaces.occurrence if replaces else _next_occurrence(complaint, promise.kind)
    row = Deadline.of(complaint, promise, occurrence=occurrence)
    row.replaces = replaces
    row.save(force_insert=True)
    DeadlineStage.objects.bulk_create(
        DeadlineStage(deadline=row, kind=stage.code, fire_at=stage.fire_at, late_policy=stage.late_policy)
        for stage in stage_plan(
            promise, procedure=procedure, calendar=calendar, planned_at=now, logged_at=complaint.logged_at
        )
    )
    return row


def open_from(
    complaint: Complaint,
    kind: DeadlineKind,
    started_at: datetime,
    *,
    procedure: ProcedurePolicy,
    calendar: WorkingCalendar,
    now: datetime,
) -> Deadline | None:
    """Open the deadline of one kind from the event that starts it; None if the procedure has none."""
    if not procedure.has(kind):
        return None
    promise = deadline(kind, started_at, procedure=procedure, calendar=calendar)
    return open_deadline(complaint, promise, procedure=procedure, calendar=calendar, now=now)


def running(complaint: Complaint, kind: DeadlineKind) -> Deadline | None:
    """Return the running deadline of one kind, or None."""
    return complaint.deadlines.running().filter(kind=kind).order_by("-occurrence").first()


def answer(complaint: Complaint, kinds: Iterable[DeadlineKind], response: Response) -> None:
    """Say which letter settles these deadlines. They run on until it has left (decisions B6)."""
    complaint.deadlines.running().filter(kind__in=kinds).update(response=response)


def settle_now(rows: Iterable[Deadline], *, at: datetime, now: datetime) -> None:
    """Settle deadlines by an event that needs no letter: a request that came, a contact that was made."""
    for row in rows:
        row.status = DeadlineStatus.LATE if at >= row.due_before else DeadlineStatus.MET
        row.met_at = at
        row.save(update_fields=["status", "met_at"])
        close_stages([row.pk], outcome=Outcome.SETTLED, because="settled", now=now)


def stop_clocks(complaint: Complaint, *, now: datetime) -> None:
    """End what no longer applies. What a letter on its way will settle runs on until that has left."""
    rows = complaint.deadlines.running().filter(response=None).exclude(kind=DeadlineKind.REDRESS_REFERRAL)
    ids = list(rows.values_list("pk", flat=True))
    Deadline.objects.filter(pk__in=ids).update(status=DeadlineStatus.NOT_APPLICABLE)
    close_stages(ids, outcome=Outcome.WITHDRAWN, because="the complaint has moved on", now=now)


def close_stages(deadline_ids: Iterable[int], *, outcome: Outcome, because: str, now: datetime) -> None:
    """Give every stage that has not fired its outcome: silence is never one (decisions B8)."""
    DeadlineStage.objects.waiting().filter(deadline__in=list(deadline_ids)).update(
        outcome=outcome, because=because, fired_at=now
    )


def _next_occurrence(complaint: Complaint, kind: DeadlineKind) -> int:
    last = complaint.deadlines.filter(kind=kind).order_by("-occurrence").values_list("occurrence", flat=True).first()
    return (last or 0) + 1
