"""
The safety net: the acknowledgement that goes when nobody has written (decisions 1 to 4).

One small task per planned row: the door prepares the letter outside any transaction, then the deed compares and sets.
"""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from complaints import notices
from complaints.letters import Address, PreparedLetter
from complaints.models import Complaint, Deadline, DeadlineStage, Hold, HoldReason, LetterCode, Response, Sorting
from complaints.rules import DeadlineStatus, Involvement, Stage, Step, settled_by
from complaints.services import common, issuing, people
from complaints.services.outlook import forecast, verdict
from complaints.services.people import Circle
from complaints.services.procedures import procedure_policy
from complaints.services.register import take_on
from outbox import services as outbox
from outbox.services import Notice
from practice.actors import SYSTEM, Actor
from practice.errors import Refusal, WorldMoved
from practice.models import Outcome, User
from practice.permissions import Role
from practice.services.tasks import give_task

_HELD_BY_COMPLIANCE = (Role.COMPLIANCE, Role.MLRO)


class NetHeld(WorldMoved):
    """Something keeps it from going; a person has to look first."""

    code = "automatic_letter_held"


class NetGone(WorldMoved):
    """It went, was held, or is no longer wanted."""

    code = "automatic_letter_gone"


class NotYours(Refusal):
    """Only compliance or the MLRO sets and lifts this hold."""

    code = "hold_is_compliances"


def waiting_net(complaint: Complaint) -> DeadlineStage | None:
    """Return the planned automatic acknowledgement that has not come to an end, or None."""
    rows = DeadlineStage.objects.waiting().safety_nets().filter(deadline__complaint=complaint)
    found: DeadlineStage | None = rows.select_related("deadline").order_by("-fire_at").first()
    return found


@transaction.atomic(durable=True)
def acknowledge_by_itself(*, stage_id: int, letter: PreparedLetter, now: datetime) -> Outcome | None:
    """
    Bring one due automatic acknowledgement to its end. Safe to repeat: None means that there was nothing to do.

    Unsorted by then, it counts as a complaint (decision 8).

    :raises LetterOutOfDate: if the complaint changed since the letter was made; the next sweep makes it anew
    """
    found = _claim(stage_id, now=now)
    if found is None:
        return None
    stage, complaint, deadline = found
    plan = forecast(complaint, now=now)
    outcome, because = verdict(stage, deadline, plan, person_has_written=_person_has_written(deadline), now=now)
    if outcome == Outcome.FIRED:
        assert plan.address is not None, "it only goes where there is an address"
        _send(stage, complaint, deadline, letter, plan.address, by=SYSTEM, now=now)
        return outcome
    if outcome in (Outcome.HELD, Outcome.UNSAFE_CHANNEL):
        issuing.issue(complaint, letter, to=None, settles=(), by=SYSTEM, now=now, is_automatic=True)
        _tell(complaint, deadline, f"It was held: {because}. The letter is ready to print.", now=now)
    return _end(stage, complaint, outcome, because, now=now)


@transaction.atomic(durable=True)
def give_up_on_net(*, stage_id: int, because: str, now: datetime) -> Outcome | None:
    """Record that the automatic letter could not be made, and tell people. None: nothing was waiting."""
    found = _claim(stage_id, now=now)
    if found is None:
        return None
    stage, complaint, deadline = found
    _tell(complaint, deadline, f"It could not be made: {because}", now=now)
    return _end(stage, complaint, Outcome.HELD, because, now=now)


@transaction.atomic(durable=True)
def send_net_now(*, complaint_id: int, letter: PreparedLetter, by: User, now: datetime) -> Response:
    """
    Let the automatic acknowledgement go now instead of at its hour; what holds it, holds it for a person too.

    :raises NetGone: if there is none waiting
    :raises NetHeld: if something keeps it back
    """
    complaint = common.lock(complaint_id)
    stage = waiting_net(complaint)
    if stage is None or stage.deadline.status != DeadlineStatus.RUNNING:
        raise NetGone("There is no automatic acknowledgement waiting any more.")
    plan = forecast(complaint, now=now)
    if plan.address is None or plan.held_because:
        raise NetHeld(f"It is held: {'; '.join(plan.held_because) or 'no confirmed mailbox that may be used'}.")
    return _send(stage, complaint, stage.deadline, letter, plan.address, by=by, now=now)


@transaction.atomic(durable=True)
def hold_net(*, complaint_id: int, reason: HoldReason, note: str, by: User, now: datetime) -> Hold:
    """Keep the automatic acknowledgement back. The clock runs on. :raises NotYours: for compliance's own hold"""
    complaint = common.lock(complaint_id)
    _check_hold_is_theirs(reason, by)
    hold, is_new = Hold.objects.get_or_create(
        complaint=complaint, reason=reason, released_at=None, defaults={"note": note, "set_by": by, "set_at": now}
    )
    if is_new:
        common.save(complaint)
        common.note(complaint, "net.held", by=by, at=now, reason=reason)
    return hold


@transaction.atomic(durable=True)
def release_net(*, hold_id: int, because: str, by: User, now: datetime) -> Hold:
    """Lift one hold. :raises NotYours: for compliance's own hold"""
    complaint = common.lock(Hold.objects.values_list("complaint_id", flat=True).get(pk=hold_id))
    hold = Hold.objects.select_for_update(no_key=True).get(pk=hold_id)
    _check_hold_is_theirs(HoldReason(hold.reason), by)
    if hold.released_at is None:
        hold.released_at, hold.released_by = now, by
        hold.save(update_fields=["released_at", "released_by"])
        common.save(complaint)
        common.note(complaint, "net.released", by=by, at=now, reason=hold.reason, because=because)
    return hold


def _claim(stage_id: int, *, now: datetime) -> tuple[DeadlineStage, Complaint, Deadline] | None:
    """Lock complaint, stage and deadline, in that order; None if the stage has ended or is not due."""
    complaint = common.lock(DeadlineStage.objects.values_list("deadline__complaint_id", flat=True).get(pk=stage_id))
    stage = DeadlineStage.objects.select_for_update(no_key=True).due(now).safety_nets().filter(pk=stage_id).first()
    if stage is None:
        return None
    deadline = Deadline.objects.select_for_update(no_key=True).select_related(None).get(pk=stage.deadline_id)
    return stage, complaint, deadline


def _person_has_written(deadline: Deadline) -> bool:
    """Say if a letter is on its way; one that failed leaves the net in place."""
    if deadline.response_id is None:
        return False
    return not Response.objects.select_related("message").get(pk=deadline.response_id).is_undelivered


def _send(
    stage: DeadlineStage,
    complaint: Complaint,
    deadline: Deadline,
    letter: PreparedLetter,
    address: Address,
    *,
    by: Actor,
    now: datetime,
) -> Response:
    response = issuing.issue(
        complaint, letter, to=address, settles=settled_by(Step.ACKNOWLEDGE), by=by, now=now, is_automatic=True
    )
    if complaint.sorting == Sorting.UNSORTED:
        take_on(complaint, Sorting.COMPLAINT, by=by, now=now)
    if complaint.stage == Stage.LOGGED:
        common.move(complaint, Step.ACKNOWLEDGE)
    common.save(complaint, "stage")
    common.note(complaint, "complaint.acknowledged", by=by, at=now, letter=LetterCode.L1_A, automatic=True)
    _end(stage, complaint, Outcome.FIRED, f"to {address.to}", now=now)
    _tell(complaint, deadline, "It has gone. Your own letter is still owed.", now=now)
    _ask_for_own_letter(complaint, now=now)
    return response


def _end(stage: DeadlineStage, complaint: Complaint, outcome: Outcome, because: str, *, now: datetime) -> Outcome:
    stage.outcome, stage.because, stage.fired_at = outcome, because[:200], now
    stage.save(update_fields=["outcome", "because", "fired_at"])
    common.note(complaint, "net.ended", by=SYSTEM, at=now, outcome=outcome, because=because[:200])
    return outcome


def _tell(complaint: Complaint, deadline: Deadline, what: str, *, now: datetime) -> None:
    told = told_of_net(complaint, Circle.load(), common.involvement_of(complaint))
    outbox.queue_all([net_notice(complaint, deadline, user, what=what) for user in told], now=now)


def told_of_net(complaint: Complaint, circle: Circle, involvement: Involvement) -> list[User]:
    """Return who hears what became of it: the handler and compliance, past those it is kept from."""
    hidden = people.kept_from(complaint, involvement)
    return circle.told([complaint.handler_id, *circle.compliance], kept_from=hidden)


def net_notice(complaint: Complaint, deadline: Deadline, user: User, *, what: str) -> tuple[str, Notice]:
    """Return what one of them is told, with its key in the outbox."""
    key = f"complaint:{complaint.pk}:net:{deadline.pk}:{user.pk}"
    return key, notices.net(complaint, deadline, user, what=what)


def _ask_for_own_letter(complaint: Complaint, *, now: datetime) -> None:
    if complaint.handler is None:
        return
    calendar = common.calendar_of(complaint)
    days = procedure_policy(complaint.procedure).own_letter_working_days
    give_task(
        key=f"complaint:{complaint.pk}:own_letter",
        owner=complaint.handler,
        title=f"{complaint.reference}: write your own acknowledgement",
        url=reverse("complaints:detail", args=[complaint.reference]),
        due_on=calendar.add_working_days(calendar.local_date(now), days),
        now=now,
    )


def _check_hold_is_theirs(reason: HoldReason, by: User) -> None:
    if reason == HoldReason.COMPLIANCE and not any(by.has_role(role) for role in _HELD_BY_COMPLIANCE):
        raise NotYours("Only compliance or the MLRO sets and lifts this hold.")
