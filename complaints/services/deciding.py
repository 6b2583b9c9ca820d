"""
What one planned stage of a deadline comes to: its outcome, and who is told (decisions B5 to B8).

Nothing is written here, so that the sweep and the forecast of what will leave ask the same code.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from complaints import notices, rules
from complaints.models import Complaint, DeadlineStage
from complaints.models.deadlines import DeadlineStageQuerySet
from complaints.rules import DeadlineStatus, plan
from complaints.services import people
from complaints.services.people import Circle
from outbox.services import Notice
from practice import journal
from practice.actors import SYSTEM
from practice.calendar import LatePolicy
from practice.models import JournalEntry, Outcome, User


def with_all_it_takes(stages: DeadlineStageQuerySet) -> DeadlineStageQuerySet:
    """Fetch with the stages what deciding about them reads."""
    return stages.select_related(
        "held_by",
        "deadline__complaint__matter",
        "deadline__complaint__department",
        "deadline__response__message",
    ).prefetch_related("deadline__complaint__subjects", "deadline__complaint__matter__members")


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


def last_warnings(stages: Iterable[DeadlineStage]) -> dict[int, int]:
    """Return of each deadline the latest of these warnings that nobody holds: deadline -> stage."""
    found: dict[int, DeadlineStage] = {}
    for stage in stages:
        if not plan.is_warning(stage.kind) or stage.held_by_id is not None:
            continue
        other = found.get(stage.deadline_id)
        if other is None or (other.fire_at, other.pk) < (stage.fire_at, stage.pk):
            found[stage.deadline_id] = stage
    return {deadline: stage.pk for deadline, stage in found.items()}


def decide(stage: DeadlineStage, circle: Circle, *, last_warning: int | None, now: datetime) -> Firing:
    """
    Set the stage's outcome, unsaved, and say who is told.

    ``last_warning``: the latest warning of its deadline that is due now, if any: earlier ones are of no use beside it.

    :raises LookupError: for a kind nobody knows
    """
    deadline = stage.deadline
    on_its_way = deadline.response is not None and not deadline.response.is_undelivered
    stage.outcome, stage.because = rules.outcome_of(
        stage.kind,
        status=DeadlineStatus(deadline.status),
        answer_on_its_way=on_its_way,
        late_policy=LatePolicy(stage.late_policy),
        now=now,
        due_before=deadline.due_before,
        held_by=str(stage.held_by) if stage.held_by_id is not None else "",
        is_last_warning=last_warning in (None, stage.pk),
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
    hidden = people.kept_from(complaint, involvement_of(complaint))
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
    if plan.is_warning(stage.kind):
        wanted: list[int | None] = [owner]
    else:
        wanted = audiences[stage.kind]
    return circle.told(wanted, kept_from=hidden) or circle.told(circle.compliance, kept_from=hidden)


def involvement_of(complaint: Complaint) -> rules.Involvement:
    """Read the involvement from what was fetched with the stages; one query where the matter is restricted."""
    matter = complaint.matter
    if matter is None:
        return rules.Involvement(subjects=frozenset(user.pk for user in complaint.subjects.all()))
    workers = {matter.fee_earner_id, matter.assistant_id, *(member.user_id for member in matter.members.all())}
    return rules.Involvement(
        subjects=frozenset(user.pk for user in complaint.subjects.all()),
        worked_on_matter=frozenset(pk for pk in workers if pk is not None),
        supervisors=frozenset({matter.supervisor_id} if matter.supervisor_id else ()),
        kept_outside=matter.outside_ids(),
    )
