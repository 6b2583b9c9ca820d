"""
The safety net: the acknowledgement that goes when nobody has written (decisions 1 to 4).

One small task per planned row: the door prepares the letter outside any transaction, then the deed compares and sets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.urls import reverse

from complaints import notices
from complaints.letters import Address, PreparedLetter
from complaints.models import Complaint, Deadline, DeadlineStage, Hold, HoldReason, LetterCode, Response, Sorting
from complaints.rules import DeadlineStatus, Stage, Step, settled_by
from complaints.services import common, issuing, people
from complaints.services.addresses import net_address, shared_mailboxes
from complaints.services.people import Circle
from complaints.services.procedures import procedure_policy
from complaints.services.register import take_on
from outbox import services as outbox
from practice.actors import SYSTEM, Actor
from practice.calendar import LatePolicy
from practice.errors import Refusal, WorldMoved
from practice.models import AutomaticMessage, Outcome, SendMode, User
from practice.permissions import Role
from practice.services.tasks import give_task

MESSAGE_KIND = "complaint.safety_net"  # the row of AutomaticMessage that switches it
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


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the safety net would do now, for the page and for the deed alike."""

    address: Address | None
    held_because: tuple[str, ...]
    mode: SendMode

    @property
    def goes(self) -> bool:
        return self.address is not None and not self.held_because and self.mode == SendMode.ON


def forecast(complaint: Complaint, *, now: datetime) -> Forecast:
    """Say where the automatic acknowledgement would go now, and what keeps it back."""
    return forecasts([complaint], now=now)[complaint.pk]


def forecasts(complaints: Sequence[Complaint], *, now: datetime) -> dict[int, Forecast]:
    """Say the same for a whole board; as many queries for one as for a hundred."""
    prefetch_related_objects(list(complaints), "holds", "party__contacts", "department__office")
    row = AutomaticMessage.objects.filter(pk=MESSAGE_KIND).values_list("mode", flat=True).first()
    mode = SendMode(row or SendMode.REHEARSE)
    addresses = {one.pk: net_address(one) for one in complaints}
    shared = shared_mailboxes(
        {one.pk: (address, one.party_id) for one in complaints if (address := addresses[one.pk]) is not None}
    )
    return {
        one.pk: Forecast(addresses[one.pk], tuple(_held_because(one, one.pk in shared, now)), mode)
        for one in complaints
    }


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
    if deadline.status != DeadlineStatus.RUNNING or _person_has_written(deadline):
        return _end(stage, complaint, Outcome.SETTLED, "already acknowledged", now=now)
    late = LatePolicy(stage.late_policy)
    if not late.is_useful(now=now, starts_at=deadline.due_before, ends_at=deadline.due_before):
        return _end(stage, complaint, Outcome.TOO_LATE, "the day it was due is over", now=now)
    plan = forecast(complaint, now=now)
    if plan.mode == SendMode.OFF:
        return _end(stage, complaint, Outcome.SWITCHED_OFF, "automatic acknowledgements are off", now=now)
    if plan.held_because or plan.address is None:
        issuing.issue(complaint, letter, to=None, settles=(), by=SYSTEM, now=now, is_automatic=True)
        because = "; ".join(plan.held_because) or "no confirmed mailbox that may be used"
        outcome = Outcome.HELD if plan.held_because else Outcome.UNSAFE_CHANNEL
        _tell(complaint, deadline, f"It was held: {because}. The letter is ready to print.", now=now)
        return _end(stage, complaint, outcome, because, now=now)
    if plan.mode == SendMode.REHEARSE:
        return _end(stage, complaint, Outcome.REHEARSED, f"would have gone to {plan.address.to}", now=now)
    _send(stage, complaint, deadline, letter, plan.address, by=SYSTEM, now=now)
    return Outcome.FIRED


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


def _held_because(complaint: Complaint, is_shared: bool, now: datetime) -> list[str]:
    """Return every reason of decision 3 that holds now, in words fit for the page."""
    holds = sorted((hold for hold in complaint.holds.all() if hold.released_at is None), key=lambda hold: hold.pk)
    found = [str(hold.get_reason_display()) for hold in holds]
    party = complaint.party
    if party is None:
        found.append("the complainant is not on record")
    else:
        year = now.astimezone(ZoneInfo(complaint.department.office.zone)).year
        bounced = any(point.bounced_at is not None for point in party.contacts.all())
        facts = (
            (party.is_child(on_year=year), "the complainant may be a child"),
            (party.lacks_capacity, "the complainant lacks capacity"),
            (party.died_on is not None, "the complainant has died"),
            (party.is_represented_elsewhere, "represented by other solicitors"),
            (bounced, "the mailbox bounced before"),
        )
        found += [words for applies, words in facts if applies]
    if is_shared:
        found.append("the address is shared with somebody else")
    return list(dict.fromkeys(found))


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
    circle = Circle.load()
    hidden = people.kept_from(complaint, common.involvement_of(complaint))
    told = circle.told([complaint.handler_id, *circle.compliance], kept_from=hidden)
    outbox.queue_all(
        [
            (f"complaint:{complaint.pk}:net:{deadline.pk}:{user.pk}", notices.net(complaint, deadline, user, what=what))
            for user in told
        ],
        now=now,
    )


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
