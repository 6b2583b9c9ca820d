"""More time, with notice: it counts once the notice has left before the day was over (domain 3.5 point 6)."""

from datetime import date, datetime

from django.db import transaction

from complaints import rules
from complaints.letters import Address, PreparedLetter
from complaints.models import Complaint, Deadline, Extension, Response
from complaints.models.answers import ExtensionState
from complaints.rules import DeadlineKind, DeadlineStatus, Stage, Step
from complaints.services import clocks, common, issuing
from complaints.services.procedures import procedure_policy
from practice.actors import SYSTEM
from practice.errors import Refusal
from practice.models import Outcome, User


class ReasonMissing(Refusal):
    """The complainant is told why."""

    code = "extension_reason_missing"


def extendable(complaint: Complaint) -> Deadline | None:
    """Return the deadline of the stage that may be extended now, or None."""
    kind = DeadlineKind.STAGE2_OUTCOME if complaint.stage == Stage.STAGE2_REVIEWING else DeadlineKind.STAGE1_OUTCOME
    return clocks.running(complaint, kind)


@transaction.atomic(durable=True)
def extend(
    *,
    complaint_id: int,
    new_due_on: date,
    reason: str,
    letter: PreparedLetter,
    to: Address,
    by: User,
    now: datetime,
) -> Response:
    """
    Send notice of a later date: L2. The date moves when the notice has left, and only if that is in time.

    :raises ExtensionAfterDue, ExtensionLimit: by the guards
    :raises ReasonMissing: if the complainant would not learn why
    """
    complaint = common.lock(complaint_id)
    common.move(complaint, Step.EXTEND)
    deadline = extendable(complaint)
    if deadline is None or deadline.extensions.filter(state=ExtensionState.PENDING).exists():
        raise rules.ExtensionLimit("There is no date to extend, or an extension is on its way already.")
    if not reason.strip():
        raise ReasonMissing("Write down why more time is needed. The complainant is told.")
    policy = procedure_policy(complaint.procedure)
    eight_weeks = complaint.deadlines.current().filter(kind=DeadlineKind.EIGHT_WEEK).first()
    rules.check_extension(
        rule=policy.rule(DeadlineKind(deadline.kind)),
        running=deadline.promise(),
        new_due_on=new_due_on,
        notice_sent_at=now,
        times_extended=_times_extended(deadline),
        eight_weeks_on=eight_weeks.due_on if eight_weeks else None,
    )
    notice = issuing.issue(complaint, letter, to=to, settles=(DeadlineKind.PROGRESS_UPDATE,), by=by, now=now)
    Extension.objects.create(deadline=deadline, new_due_on=new_due_on, reason=reason.strip(), notice=notice)
    clocks.open_from(
        complaint,
        DeadlineKind.PROGRESS_UPDATE,
        now,
        procedure=policy,
        calendar=common.calendar_of(complaint),
        now=now,
    )
    common.save(complaint, "stage")
    common.note(
        complaint, "extension.announced", by=by, at=now, of=deadline.kind, to=new_due_on.isoformat(), reason=reason
    )
    return notice


@transaction.atomic(durable=True)
def apply_extension(*, extension_id: int, now: datetime) -> bool:
    """
    Put an extension into force whose notice has left in time; otherwise record that it came too late. Safe to repeat.

    Returns whether anything was decided: as long as the notice waits and the day lasts, nothing is.
    """
    found = Extension.objects.select_related("notice__message").get(pk=extension_id)
    complaint = common.lock(Deadline.objects.values_list("complaint_id", flat=True).get(pk=found.deadline_id))
    extension = Extension.objects.select_for_update(no_key=True).get(pk=extension_id)
    deadline = Deadline.objects.select_for_update(no_key=True).get(pk=extension.deadline_id)
    left_at = found.notice.dispatched_at
    if extension.state != ExtensionState.PENDING or (left_at is None and now < deadline.due_before):
        return False
    in_time = left_at is not None and not rules.is_late(left_at, due_before=deadline.due_before)
    if not in_time or deadline.status != DeadlineStatus.RUNNING or deadline.response_id is not None:
        extension.state = ExtensionState.TOO_LATE
    else:
        extension.state = ExtensionState.APPLIED
        _replace(complaint, deadline, extension.new_due_on, now=now)
    extension.save(update_fields=["state"])
    common.note(
        complaint,
        "deadline.extended" if extension.state == ExtensionState.APPLIED else "extension.voided",
        by=SYSTEM,
        at=now,
        of=deadline.kind,
        to=extension.new_due_on.isoformat(),
        notice_left_at=left_at.isoformat() if left_at else None,
    )
    return True


def _replace(complaint: Complaint, deadline: Deadline, new_due_on: date, *, now: datetime) -> None:
    policy, calendar = procedure_policy(complaint.procedure), common.calendar_of(complaint)
    promise = rules.extended(
        deadline.promise(),
        new_due_on=new_due_on,
        rule=policy.rule(DeadlineKind(deadline.kind)),
        calendar=calendar,
    )
    deadline.status = DeadlineStatus.SUPERSEDED
    deadline.save(update_fields=["status"])
    clocks.close_stages([deadline.pk], outcome=Outcome.WITHDRAWN, because="extended with notice", now=now)
    clocks.open_deadline(complaint, promise, procedure=policy, calendar=calendar, now=now, replaces=deadline)


def _times_extended(deadline: Deadline) -> int:
    times, before = 0, deadline.replaces
    while before is not None:
        times, before = times + 1, before.replaces
    return times
