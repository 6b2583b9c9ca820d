"""
What happens by itself: settle what has left, then fire what is due (decisions B5 to B8, reliability.md 1.5).

No lower time bound: after an outage of any length the same questions return everything, oldest first. Batches of 500
in one transaction; rows that somebody holds are skipped and taken by the next sweep; a failing batch is repeated row
by row, so that one bad row stops nobody.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.urls import reverse

from complaints import rules
from complaints.models import Deadline, DeadlineStage, Extension
from complaints.models.answers import ExtensionState
from complaints.rules import DeadlineKind, DeadlineStatus, plan
from complaints.services.deciding import Firing, decide, last_warnings, with_all_it_takes
from complaints.services.extending import apply_extension
from complaints.services.people import Circle
from outbox import services as outbox
from practice import journal
from practice.actors import SYSTEM
from practice.models import JournalEntry, Outcome, Task

logger = logging.getLogger(__name__)
BATCH = 500


@dataclass(frozen=True, slots=True)
class Swept:
    """How much one sweep did; ``nets`` are the automatic acknowledgements that are due, one task each."""

    settled: int
    extended: int
    fired: int
    nets: tuple[int, ...]


def sweep(*, now: datetime) -> Swept:
    """Settle, extend and fire everything that is due. Safe to run at once with another, and at any time later."""
    settled = _in_batches(_left, _settle, now=now)
    extended = 0
    pending = Extension.objects.filter(state=ExtensionState.PENDING).order_by("pk")
    for extension_id in pending.values_list("pk", flat=True):
        extended += _try(apply_extension, extension_id=extension_id, now=now)
    fired = _in_batches(_due, _fire, now=now)
    return Swept(settled, extended, fired, due_nets(now=now))


def settle(*, complaint_id: int, now: datetime) -> int:
    """Settle what has left of one complaint."""
    ids = list(_settleable().filter(complaint=complaint_id).values_list("pk", flat=True))
    return _settle(ids=ids, now=now) if ids else 0


def due_nets(*, now: datetime) -> tuple[int, ...]:
    """Return the ids of the automatic acknowledgements that are due, oldest first."""
    rows = DeadlineStage.objects.due(now).safety_nets()
    return tuple(rows.values_list("pk", flat=True)[:BATCH])


# --- batches

Key = tuple[datetime, int]


def _in_batches(pick: Callable[[datetime, Key | None], list[Key]], do: Callable[..., int], *, now: datetime) -> int:
    """Walk through all candidates once, oldest first; a batch that fails is repeated one row at a time."""
    done, after = 0, None
    while keys := pick(now, after):
        after = keys[-1]
        ids = [pk for _, pk in keys]
        try:
            done += do(ids=ids, now=now)
        except Exception:
            logger.exception("A batch of %d rows failed; taking them one by one", len(ids))
            done += sum(_try(do, ids=[pk], now=now) for pk in ids)
    return done


def _try(do: Callable[..., int], **what: Any) -> int:
    try:
        return int(do(**what))
    except Exception:
        logger.exception("Left for the next sweep: %s %s", do.__name__, {k: v for k, v in what.items() if k != "now"})
        return 0


def _page(rows: models.QuerySet[Any], field: str, after: Key | None) -> list[Key]:
    if after is not None:
        moment, pk = after
        rows = rows.filter(models.Q(**{f"{field}__gt": moment}) | models.Q(**{field: moment, "pk__gt": pk}))
    return list(rows.order_by(field, "pk").values_list(field, "pk")[:BATCH])


# --- settle: what has left


def _left(now: datetime, after: Key | None) -> list[Key]:
    return _page(_settleable(), "due_before", after)


def _settleable() -> models.QuerySet[Deadline]:
    return (
        Deadline.objects.running()
        .annotate(left_at=Coalesce("response__message__sent_at", "response__outside_at"))
        .filter(left_at__isnull=False)
    )


@transaction.atomic(durable=True)
def _settle(*, ids: Sequence[int], now: datetime) -> int:
    """Set met, late or extended by what has left, and close the stages that are no longer needed."""
    rows = list(
        _settleable()
        .filter(pk__in=ids)
        .select_for_update(skip_locked=True, no_key=True, of=("self",))
        .select_related("complaint")
        .order_by("pk")
    )
    for row in rows:
        row.met_at = row.left_at  # type: ignore[attr-defined]
        row.status = rules.status_of(due_before=row.due_before, dispatched_at=row.met_at, was_extended=row.was_extended)
    Deadline.objects.bulk_update(rows, ["status", "met_at"], batch_size=BATCH)
    DeadlineStage.objects.waiting().filter(deadline__in=rows).update(
        outcome=Outcome.SETTLED, because="done before", fired_at=now
    )
    journal.record_all(_settled(row, now=now) for row in rows)
    return len(rows)


def _settled(row: Deadline, *, now: datetime) -> JournalEntry:
    return journal.entry(
        subject=row.complaint,
        event="deadline.settled",
        by=SYSTEM,
        at=now,
        reference=row.complaint.reference,
        kind=row.kind,
        status=row.status,
        due_on=row.due_on.isoformat(),
        left_at=row.met_at.isoformat() if row.met_at else None,
    )


# --- fire: what is due


def _due(now: datetime, after: Key | None) -> list[Key]:
    return _page(DeadlineStage.objects.due(now).marking(), "fire_at", after)


@transaction.atomic(durable=True)
def _fire(*, ids: Sequence[int], now: datetime) -> int:
    """Give every one of these stages its outcome, with the notices, tasks and journal rows that belong to it."""
    waiting = DeadlineStage.objects.waiting().filter(pk__in=ids)
    locked = waiting.select_for_update(skip_locked=True, no_key=True, of=("self", "deadline"))
    stages = list(with_all_it_takes(locked).order_by("pk"))
    circle = Circle.load()
    deadlines = {stage.deadline_id for stage in stages}
    last = last_warnings(DeadlineStage.objects.due(now).warnings().filter(deadline__in=deadlines))
    firings = [decide(stage, circle, last_warning=last.get(stage.deadline_id), now=now) for stage in stages]
    DeadlineStage.objects.bulk_update(stages, ["outcome", "because", "fired_at"], batch_size=BATCH)
    fired = [one for one in firings if one.stage.outcome == Outcome.FIRED]
    windows = [one.stage.deadline_id for one in fired if one.stage.kind == plan.WINDOW_CLOSED]
    Deadline.objects.filter(pk__in=windows).update(status=DeadlineStatus.NOT_APPLICABLE)
    Task.objects.bulk_create([_task(one, now) for one in fired if one.task_for], ignore_conflicts=True)
    journal.record_all(one.entry(now) for one in firings)
    outbox.queue_all([keyed for one in fired for keyed in one.notices()], now=now)
    return len(firings)


_TASKS = {
    (DeadlineKind.ACK, plan.DRAFT_APOLOGY): "send the late acknowledgement, which says sorry",
    (DeadlineKind.EIGHT_WEEK, plan.DRAFT_LETTER): "prepare the eight-week letter",
    (DeadlineKind.REVIEW_REQUEST_WINDOW, plan.DRAFT_LETTER): "prepare the final response, should nobody ask",
    (DeadlineKind.REVIEW_REQUEST_WINDOW, plan.WINDOW_CLOSED): "nobody asked for a review: send the final response",
}


def _task(firing: Firing, now: datetime) -> Task:
    deadline = firing.stage.deadline
    complaint = deadline.complaint
    assert firing.task_for is not None
    return Task(
        key=f"complaint:{complaint.pk}:draft:{deadline.kind}:{firing.stage.pk}",
        owner=firing.task_for,
        title=f"{complaint.reference}: {_TASKS[DeadlineKind(deadline.kind), firing.stage.kind]}",
        url=reverse("complaints:detail", args=[complaint.reference]),
        due_on=deadline.due_on,
        created_at=now,
    )
