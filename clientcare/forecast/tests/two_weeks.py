"""A firm with two busy weeks ahead, made through the services, and the weeks run through as the sweeps would."""

from datetime import UTC, datetime, timedelta

from django.db.models import Min

from callbacks import services as calls
from callbacks.models import CallbackStage
from callbacks.tests.factories import NOON, book, let_messages_go
from complaints.models import Complaint, DeadlineStage, HoldReason, LetterCode
from complaints.services import net
from complaints.services.sweep import sweep
from complaints.tests import factories as complaints
from complaints.tests.factories import Cast
from engagement import services as acceptance
from engagement.models import AcceptanceStage, CostStage
from engagement.notices import REMINDER_KIND
from engagement.tests import factories as letters
from outbox import services as outbox
from outbox.models import Channel, Message, MessageState
from practice.models import AutomaticMessage, SendMode, User
from practice.tests import factories

NOW = NOON  # Tue 24 Nov 2026
UNTIL = NOW + timedelta(days=14)
WORKING_DAYS = (25, 26, 27, 30, 31, 32, 33, 34, 37)  # of November; 31 is Tue 1 Dec
ADVISERS = 4
COMPLAINTS = 10


def busy_firm() -> Cast:
    """Promise calls, log complaints and issue a letter, all at one noon; five things are held."""
    letters.firm()
    people = complaints.cast()
    let_messages_go()
    AutomaticMessage.objects.update_or_create(kind=REMINDER_KIND, defaults={"mode": SendMode.ON})
    for number in range(ADVISERS):
        _promise_calls(factories.user(department=people.department), number)
    for number in range(COMPLAINTS):
        _log_complaint(people, number)
    letters.issued(letters.written(letters.matter()))
    deliver(NOW)  # what was told at once has left
    _hold(people.compliance)
    return people


def _promise_calls(adviser: User, number: int) -> None:
    for day in WORKING_DAYS:
        starts_at = datetime(2026, 11, 1, 14, 10 * number, tzinfo=UTC) + timedelta(days=day - 1)
        is_wanted = day % 2 == 0
        book(
            adviser,
            starts_at=starts_at,
            now=NOW,
            caller=factories.party(f"Caller {number} of {day}") if is_wanted else None,
            wants_message=is_wanted,
            urgency="hour" if day % 3 == 0 else "next",
        )
    unconfirmed = factories.party(f"Unsafe {number}", confirmed=False)
    book(
        adviser,
        starts_at=NOW + timedelta(hours=2, minutes=10 * number),
        now=NOW,
        caller=unconfirmed,
        wants_message=True,
    )


def _log_complaint(people: Cast, number: int) -> None:
    mailbox = f"complainant{number}@mail.example"
    party = factories.party(f"Complainant {number}", email=mailbox)
    complaints.complaint(
        people,
        now=NOW,
        party=party,
        matter=None,
        complainant_name=party.full_name,
        wrote_from=mailbox,
        subjects=(people.solicitor,),
        received_at=NOW - timedelta(hours=number),
    )


def _hold(compliance: User) -> None:
    """Hold two automatic letters, two messages about calls and one warning."""
    for complaint in Complaint.objects.order_by("pk")[:2]:
        net.hold_net(complaint_id=complaint.pk, reason=HoldReason.COMPLIANCE, note="", by=compliance, now=NOW)
    for kind in ("client_reminder", "owner_list"):
        stage = CallbackStage.objects.waiting().filter(kind=kind).order_by("-fire_at", "pk")[0]
        CallbackStage.objects.filter(pk=stage.pk).update(held_by=compliance)
    warning = DeadlineStage.objects.waiting().filter(kind="warn_80", deadline__kind="stage1_outcome").order_by("pk")[5]
    DeadlineStage.objects.filter(pk=warning.pk).update(held_by=compliance)


# --- time goes by


def run_through(start: datetime, end: datetime) -> None:
    """Let every sweep and the worker do its work at each moment at which anything is due, read from the rows alone."""
    moment: datetime | None = start
    while moment is not None and moment <= end:
        do_what_is_due(moment)
        moment = _next_moment(after=moment)


def do_what_is_due(now: datetime) -> None:
    calls.sweep_stages(now=now)
    acceptance.sweep_acceptance(now=now)
    for stage_id in sweep(now=now).nets:
        letter = complaints.letter(Complaint.objects.of_stage(stage_id), LetterCode.L1_A, now=now)
        net.acknowledge_by_itself(stage_id=stage_id, letter=letter, now=now)
    deliver(now)
    sweep(now=now)  # what has left settles its deadline


def deliver(now: datetime) -> None:
    while outbox.deliver_next(clock=lambda: now):
        pass


def _next_moment(*, after: datetime) -> datetime | None:
    stages = (
        CallbackStage.objects.waiting(),
        DeadlineStage.objects.waiting(),
        AcceptanceStage.objects.waiting(),
        CostStage.objects.waiting(),
    )
    moments = [rows.filter(fire_at__gt=after).aggregate(found=Min("fire_at"))["found"] for rows in stages]
    queued = Message.objects.filter(state=MessageState.PENDING, channel=Channel.EMAIL, next_attempt_at__gt=after)
    moments.append(queued.aggregate(found=Min("next_attempt_at"))["found"])
    return min((one for one in moments if one is not None), default=None)
