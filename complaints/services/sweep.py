"""
What happens by itself: settle what has left, then fire what is due (decisions B5 to B8, reliability.md 1.5).

No lower time bound: after an outage of any length the same questions return everything, oldest first. Batches of 500
in one transaction; rows that somebody holds are skipped and taken by the next sweep; a failing batch is repeated row
by row, so that one bad row stops nobody.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.urls import reverse

from complaints import notices, rules
from complaints.models import Deadline, DeadlineStage, Extension
from complaints.models.answers import ExtensionState
from complaints.rules import DeadlineKind, DeadlineStatus, plan
from complaints.services import people
from complaints.services.extending import apply_extension
from complaints.services.people import Circle
from outbox import services as outbox
from outbox.services import Notice
from practice import journal
from practice.actors import SYSTEM
from practice.calendar import LatePolicy
from practice.models import JournalEntry, Outcome, Task, User

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


@dataclass(frozen=True, slots=True)
class Firing:
    """What one stage comes to, before anything is written."""

    stage: DeadlineStage
    told: tuple[User, ...]
    task_for: User | None

    def notices(self) -> Iterator[tuple[str, Notice]]:
        complaint = self.stage.deadline.complaint
        for user in self.told:
            yield f"complaint:{complaint.pk}:stage:{self.stage.pk}:{user.pk}", notices.stage(self.stage, user)

    def entry(self, now: datetime) -> JournalEntry:
        deadline = self.stage.deadline
        return journal.entry(
            subject=deadline.complaint,
            event="deadline.stage_fired" if self.stage.outcome == Outcome.FIRED else "deadline.stage_skipped",
            by=SYSTEM,
            at=now,
            reference=deadline.complaint.reference,
            kind=deadline.kind,
            stage=self.stage.kind,
            planned_at=self.stage.fire_at.isoformat(),
            outcome=self.stage.outcome,
            because=self.stage.because,
            told=[user.name for user in self.told],
        )


@transaction.atomic(durable=True)
def _fire(*, ids: Sequence[int], now: datetime) -> int:
    """Give every one of these stages its outcome, with the notices, tasks and journal rows that belong to it."""
    stages = list(
        DeadlineStage.objects.waiting()
        .filter(pk__in=ids)
        .select_for_update(skip_locked=True, no_key=True, of=("self", "deadline"))
        .select_related("deadline__complaint__matter", "deadline__complaint__department", "deadline__response__message")
        .prefetch_related("deadline__complaint__subjects", "deadline__complaint__matter__members")
        .order_by("pk")
    )
    circle = Circle.load()
    firings = [_decide(stage, circle, now=now) for stage in stages]
    DeadlineStage.objects.bulk_update(stages, ["outcome", "because", "fired_at"], batch_size=BATCH)
    fired = [one for one in firings if one.stage.outcome == Outcome.FIRED]
    windows = [one.stage.deadline_id for one in fired if one.stage.kind == plan.WINDOW_CLOSED]
    Deadline.objects.filter(pk__in=windows).update(status=DeadlineStatus.NOT_APPLICABLE)
    Task.objects.bulk_create([_task(one, now) for one in fired if one.task_for], ignore_conflicts=True)
    journal.record_all(one.entry(now) for one in firings)
    outbox.queue_all([keyed for one in fired for keyed in one.notices()], now=now)
    return len(firings)


def _decide(stage: DeadlineStage, circle: Circle, *, now: datetime) -> Firing:
    """Set the stage's outcome and say who is told. :raises LookupError: for a kind nobody knows"""
    deadline = stage.deadline
    on_its_way = deadline.response is not None and not deadline.response.is_undelivered
    stage.outcome, stage.because = rules.outcome_of(
        stage.kind,
        status=DeadlineStatus(deadline.status),
        answer_on_its_way=on_its_way,
        late_policy=LatePolicy(stage.late_policy),
        now=now,
        due_before=deadline.due_before,
    )
    stage.fired_at = now
    told = _told(stage, circle)
    wants_task = stage.kind in (plan.DRAFT_APOLOGY, plan.DRAFT_LETTER, plan.WINDOW_CLOSED)
    return Firing(
        stage=stage,
        told=tuple(told) if stage.outcome == Outcome.FIRED else (),
        task_for=told[0] if told and wants_task else None,
    )


def _told(stage: DeadlineStage, circle: Circle) -> list[User]:
    complaint = stage.deadline.complaint
    hidden = people.kept_from(complaint, _involvement(stage))
    owner, head = complaint.owner_id, complaint.department.head_id
    audiences: dict[str, list[int | None]] = {
        plan.BREACHED: [owner, *circle.compliance],
        plan.DRAFT_APOLOGY: [owner, *circle.compliance],
        plan.DRAFT_LETTER: [owner, *circle.compliance],
        plan.WINDOW_CLOSED: [owner],
        "escalate_head": [head],
        "escalate_managing_partner": list(circle.managing_partners),
        "escalate_compliance": list(circle.compliance),
    }
    if stage.kind == plan.DUE_TODAY or stage.kind.startswith(("warn_", "minus_")):
        wanted: list[int | None] = [owner]
    else:
        wanted = audiences[stage.kind]
    return circle.told(wanted, kept_from=hidden) or circle.told(circle.compliance, kept_from=hidden)


def _involvement(stage: DeadlineStage) -> rules.Involvement:
    """Read the involvement from what the batch has fetched already, without a query."""
    complaint = stage.deadline.complaint
    matter = complaint.matter
    if matter is None:
        return rules.Involvement(subjects=frozenset(user.pk for user in complaint.subjects.all()))
    workers = {matter.fee_earner_id, matter.assistant_id, *(member.user_id for member in matter.members.all())}
    return rules.Involvement(
        subjects=frozenset(user.pk for user in complaint.subjects.all()),
        worked_on_matter=frozenset(pk for pk in workers if pk is not None),
        supervisors=frozenset({matter.supervisor_id} if matter.supervisor_id else ()),
    )


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
