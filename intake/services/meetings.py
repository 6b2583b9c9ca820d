"""
Holding a meeting: begin, write down, finish. Once finished it does not change (domain A02-A17, 4.5).

Beginning and finishing also move the diary of whoever holds it, so the deeds are in clientcare.deeds; here are the
halves that belong to intake, for the caller's transaction.
"""

from datetime import datetime

from django.urls import reverse

from intake.models import Checklist, Interview, InterviewWay
from intake.progress import Progress, progress_of
from intake.rules import Purpose, check_completion
from intake.services.writing import Written, lock_running, write_down
from practice import journal, receipts
from practice.errors import WorldMoved
from practice.models import GateKind, GateState, KeyDate, Matter, MatterStage, User
from practice.permissions import Role
from practice.receipts import FormKey
from practice.services.matters import set_gate
from practice.services.tasks import give_task

_OVER = {MatterStage.CLOSED, MatterStage.DECLINED}


class ConflictNotCleared(WorldMoved):
    """Before clearance there is a holding call and nothing else (decisions 27)."""

    code = "conflict_not_cleared"


class MeetingRunning(WorldMoved):
    """One meeting at a time on a matter."""

    code = "meeting_running"


class MatterFinished(WorldMoved):
    """There is nothing to meet about on a matter that is over."""

    code = "matter_finished"


def open_interview(
    *,
    matter_id: int,
    held_by: User,
    way: InterviewWay,
    quiet_until: datetime,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> tuple[Interview, bool]:
    """
    Begin a meeting in the caller's transaction; return it, and whether it is new.

    :raises ConflictNotCleared: if the conflict gate is shut
    :raises MeetingRunning: if one has not been finished
    :raises MatterFinished: if the matter is over
    """
    if (before := receipts.earlier(form_key, Interview)) is not None:
        return before, False
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    if matter.stage in _OVER:
        raise MatterFinished(f"This matter is {matter.get_stage_display().lower()}.")
    if not matter.may(GateKind.CONFLICT, now):
        raise ConflictNotCleared("The conflict check is not clear yet. Until then there is a holding call and no more.")
    latest = matter.interviews.latest_first().first()
    if latest is not None and latest.is_running:
        raise MeetingRunning(f"{latest.held_by} has not finished the meeting begun before. It is open here.")
    number = latest.number + 1 if latest else 1
    purpose = Purpose.FIRST_MEETING if number == 1 else Purpose.CONSULTATION
    interview = Interview.objects.create(
        matter=matter,
        number=number,
        checklist=Checklist.objects.for_work(purpose, matter.work_type),
        way=way,
        held_by=held_by,
        quiet_until=quiet_until,
        started_at=now,
        started_by=by,
    )
    journal.record(
        subject=interview,
        event="interview.started",
        by=by,
        at=now,
        matter=matter,
        purpose=purpose.label,
        held_by=held_by.name,
        way=interview.get_way_display(),
        checklist=str(interview.checklist),
    )
    receipts.keep(form_key, interview, at=now)
    return interview, True


def close_interview(
    *,
    interview_id: int,
    written: Written,
    reason: str,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> tuple[Interview, bool]:
    """
    Write down the last words and finish, in the caller's transaction; return it, and whether this finished it.

    Our next steps become tasks, the first date a key date, what they want the matter's objective. The options and what
    was advised wait on the matter for its letter.
    ``reason``: why it may be finished with something open; by a supervisor who did not hold it.

    :raises MeetingNotComplete: if something mandatory is open and there is no reason
    :raises OwnOverride: if the reason comes from whoever held it, or from no supervisor
    """
    if (before := receipts.earlier(form_key, Interview)) is not None:
        return before, False
    interview = lock_running(interview_id, written.seen)
    write_down(interview, written, by=by, now=now)
    stands = progress_of(interview, now)
    overridden = check_completion(
        stands.score,
        reason=reason,
        by=by.pk,
        held_by={interview.held_by_id, interview.started_by_id},
        may_override=may_override(interview, by),
    )
    interview.ended_at, interview.ended_by = now, by
    interview.answered, interview.mandatory = stands.score.done, stands.score.of
    interview.override_reason = reason.strip() if overridden else ""
    interview.save(update_fields=["ended_at", "ended_by", "answered", "mandatory", "override_reason"])
    _follow_up(interview, stands, now=now)
    if interview.number == 1:
        set_gate(
            matter=interview.matter,
            kind=GateKind.INTERVIEW,
            state=GateState.OVERRIDDEN if overridden else GateState.OPEN,
            because=f"{stands.score.done} of {stands.score.of} answered",
            by=interview.held_by,
            second_person=by if overridden else None,
            now=now,
        )
    journal.record(
        subject=interview,
        event="interview.overridden" if overridden else "interview.ended",
        by=by,
        at=now,
        matter=interview.matter,
        purpose=interview.get_purpose(),
        answered=stands.score.done,
        mandatory=stands.score.of,
        missing=list(stands.score.missing),
        reason=interview.override_reason,
    )
    receipts.keep(form_key, interview, at=now)
    return interview, True


def may_override(interview: Interview, user: User) -> bool:
    """Say if this person answers for the matter without having held its meeting."""
    matter = interview.matter
    answers = user.pk in {matter.supervisor_id, matter.department.head_id} or user.has_role(Role.MANAGING_PARTNER)
    return answers and user.pk not in {interview.held_by_id, interview.started_by_id}


def _follow_up(interview: Interview, stands: Progress, *, now: datetime) -> None:
    matter = interview.matter
    for step in stands.steps:
        if step.owner is not None:
            give_task(
                key=f"interview:{interview.pk}:step:{step.pk}",
                owner=step.owner,
                title=f"{step.what}: {matter}",
                url=reverse("matter", args=[matter.pk]),
                due_on=step.due_on,
                now=now,
            )
    wanted = stands.said_to("objectives").words
    if wanted and interview.number == 1:
        matter.objective = wanted
        matter.save(update_fields=["objective"])
    options = stands.said_to("options").words
    if options:
        matter.options_said = options
        matter.save(update_fields=["options_said"])
    first = stands.said_to("key_dates")
    if first.on is not None:
        KeyDate.objects.get_or_create(matter=matter, on=first.on, label=first.words[:120] or "First date given")
