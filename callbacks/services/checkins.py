"""Weekly check-ins: agreed for a matter, noted when they come, ended (domain D16)."""

from datetime import datetime, time

from django.db import IntegrityError, transaction

from callbacks.models import ExpectedCall, ExpectedCallStage
from callbacks.policies import calendar_of, reminders_now
from callbacks.presets import check_in_preset
from callbacks.rules import CheckInOver, CheckInPolicy, CheckInState, ReminderPolicy
from callbacks.rules.checkins import check_time, expected_at, expected_days, over_at, reminded_at
from outbox import services as outbox
from practice import journal, receipts
from practice.actors import Actor
from practice.calendar import DAY, LatePolicy, WorkingCalendar
from practice.errors import Refusal, WorldMoved
from practice.models import CheckIn, Matter, MatterStage, Outcome, Party, User
from practice.reach import check_person
from practice.receipts import FormKey
from practice.services.tasks import settle_tasks

REMINDER, OVER = "client_check_in", "check_in_over"


class CheckInThere(WorldMoved):
    """One is agreed with that client on that matter already."""

    code = "check_in_there"


class HostSeesNothing(Refusal):
    """A wall keeps the matter from who was to take the call."""

    code = "host_sees_nothing"


class MatterIsOver(Refusal):
    """Nobody checks in on a matter that is over."""

    code = "matter_is_over"


@transaction.atomic(durable=True)
def agree_check_in(
    *,
    matter_id: int,
    party: Party,
    host: User,
    weekday: int,
    at: time,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> CheckIn:
    """
    Agree that a client rings us every week at one time, and plan the next calls with their reminders.

    :raises MatterIsOver, HostSeesNothing: if nobody could take the call
    :raises NoTimeForCheckIn: if the office is not open then
    :raises CheckInThere: if one stands already
    :raises NotToThem: if they have died or lack capacity
    """
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    if (before := receipts.earlier(form_key, CheckIn)) is not None:
        return before
    check_person(party, matter=matter)
    if matter.stage not in (MatterStage.OPEN, MatterStage.PROSPECTIVE):
        raise MatterIsOver("This matter is over: no check-in is due any more.")
    if not Matter.objects.visible_to(host).filter(pk=matter.pk).exists():
        raise HostSeesNothing(f"{host.name} may not see this matter, and so cannot take the call.")
    check_time(weekday, at, calendar=calendar_of(host))
    made = CheckIn(matter=matter, party=party, host=host, weekday=weekday, at=at, agreed_at=now, agreed_by=by)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as clash:
        raise CheckInThere("A check-in is agreed with them already. End it first.") from clash
    plan_calls(made, reminders=reminders_now(), policy=check_in_preset(), calendar=calendar_of(host), now=now)
    _journal(made, "check_in.agreed", by=by, now=now, when=made.when, host=host.name)
    receipts.keep(form_key, made, at=now)
    return made


@transaction.atomic(durable=True)
def end_check_in(*, check_in_id: int, because: str, by: User, now: datetime) -> CheckIn:
    """
    End a check-in; the calls to come are called off and what was to remind of them is taken back.

    :raises CheckInOver: if it was ended meanwhile
    """
    found = CheckIn.objects.select_for_update(no_key=True, of=("self",)).select_related("host").get(pk=check_in_id)
    if found.ended_at is not None:
        raise CheckInOver("This check-in has been ended since you opened the page.")
    found.ended_at, found.ended_by, found.because = now, by, because
    found.save(update_fields=["ended_at", "ended_by", "because"])
    waiting = found.expected_calls.filter(state=CheckInState.EXPECTED)
    for call in waiting.select_for_update(no_key=True).order_by("pk"):
        call.state = CheckInState.CALLED_OFF
        call.save(update_fields=["state"])
        _take_back(call, "The check-in was ended", now=now)
    settle_tasks(prefix=f"checkin:{found.pk}:", by=by, now=now)
    _journal(found, "check_in.ended", by=by, now=now, when=found.when, because=because)
    return found


@transaction.atomic(durable=True)
def note_check_in_came(*, expected_id: int, by: User, now: datetime) -> ExpectedCall:
    """
    Note that a client has rung as agreed; late still counts as come, and a ring-back that was drafted stays.

    :raises CheckInOver: if it came before, or was called off
    """
    call = (
        ExpectedCall.objects.select_for_update(no_key=True, of=("self",))
        .select_related("check_in__host")
        .get(pk=expected_id)
    )
    if call.state not in (CheckInState.EXPECTED, CheckInState.NOT_COME):
        raise CheckInOver(f"This check-in is {call.get_state_display()} already.")
    call.state, call.came_at, call.came_noted_by = CheckInState.CAME, now, by
    call.save(update_fields=["state", "came_at", "came_noted_by"])
    _take_back(call, "They rang", now=now)
    settle_tasks(prefix=f"checkin:{call.check_in_id}:{call.pk}:", by=by, now=now)
    _journal(call.check_in, "check_in.came", by=by, now=now)
    return call


def plan_calls(
    check_in: CheckIn, *, reminders: ReminderPolicy, policy: CheckInPolicy, calendar: WorkingCalendar, now: datetime
) -> int:
    """Plan the calls of the next days that are not planned yet, in the caller's transaction; return how many."""
    today, planned = calendar.local_date(now), 0
    known = set(check_in.expected_calls.values_list("on", flat=True))
    for on in expected_days(check_in.weekday, first=today, last=today + policy.days_ahead * DAY):
        at = expected_at(on, check_in.at, calendar=calendar)
        if on in known or at <= now:
            continue
        call = ExpectedCall.objects.create(check_in=check_in, on=on, expected_at=at)
        moments = [(OVER, over_at(at, policy=policy), LatePolicy.ALWAYS)]
        remind_at = reminded_at(at, reminders=reminders, calendar=calendar)
        if remind_at is not None and remind_at > now:
            moments.append((REMINDER, remind_at, LatePolicy.UNTIL_START))
        ExpectedCallStage.objects.bulk_create(
            ExpectedCallStage(expected=call, kind=kind, fire_at=fire_at, late_policy=late)
            for kind, fire_at, late in moments
        )
        planned += 1
    return planned


def reminder_key(call: ExpectedCall) -> str:
    return f"checkin:{call.check_in_id}:{call.pk}:reminder"


def _take_back(call: ExpectedCall, because: str, *, now: datetime) -> None:
    call.stages.filter(outcome="").update(outcome=Outcome.WITHDRAWN, because=because, fired_at=now)
    outbox.withdraw(key=reminder_key(call))


def _journal(check_in: CheckIn, event: str, *, by: Actor, now: datetime, **facts: str) -> None:
    journal.record(
        subject=check_in, event=event, by=by, at=now, matter=check_in.matter_id, party=check_in.party_id, **facts
    )
