"""
Check-ins that have come due: the reminder of the evening before, and what follows when nobody rang (domain D16).

How a stage ends is decided once, for the sweep and for the forecast of what will leave.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from callbacks import client_notices, notices
from callbacks.client_notices import CHECK_IN
from callbacks.models import Callback, ExpectedCall, ExpectedCallStage
from callbacks.policies import calendar_of, office_of, reminders_now
from callbacks.presets import check_in_preset
from callbacks.rules import CheckInState
from callbacks.services.checkins import OVER, REMINDER, plan_calls, reminder_key
from callbacks.services.inviting import number_for_link
from callbacks.services.reaching import Way, ways_to, why_no_way
from callbacks.services.slips import Slip
from outbox import services as outbox
from outbox.coming import FATES, About, Coming
from outbox.models import Channel
from outbox.services import Notice
from practice import journal
from practice.actors import SYSTEM
from practice.automatic import mode_of
from practice.calendar import LatePolicy
from practice.errors import Refusal
from practice.models import CheckIn, FirmProfile, Outcome, SendMode, StageQuerySet, User
from practice.models.checkins import OVER_STAGES
from practice.office import local_date
from practice.phrases import hhmm, weekday
from practice.services.tasks import give_task

_WORDS = "Reminder of a weekly check-in"
_log = logging.getLogger(__name__)


@dataclass
class _Run:
    """What ending a stage needs to know beside its rows."""

    mode: SendMode
    firm: FirmProfile
    ways: dict[int, Way]


def sweep_check_ins(*, now: datetime) -> int:
    """Plan the calls of the coming days and end what is due; return how many ended. Safe to run twice, side by side."""
    for pk in CheckIn.objects.standing().order_by("pk").values_list("pk", flat=True):
        _guarded(_plan, pk, now)
    return sum(_guarded(_end_one, pk, now) for pk in ExpectedCallStage.objects.due(now).values_list("pk", flat=True))


def _guarded(deed: Callable[[int, datetime], int], pk: int, now: datetime) -> int:
    """One bad row stops nobody: it is logged by its number and tried again next time."""
    try:
        return deed(pk, now)
    except Exception:
        _log.exception("A check-in could not be swept: row %s", pk)
        return 0


@transaction.atomic(durable=True)
def _plan(pk: int, now: datetime) -> int:
    locked = CheckIn.objects.standing().select_for_update(no_key=True, skip_locked=True, of=("self",))
    found = locked.select_related("host__department__office").filter(pk=pk).first()
    if found is None:
        return 0
    calendar = calendar_of(found.host)
    return plan_calls(found, reminders=reminders_now(), policy=check_in_preset(), calendar=calendar, now=now)


@transaction.atomic(durable=True)
def _end_one(pk: int, now: datetime) -> int:
    """End one stage. Its call is locked first, as the deeds do."""
    call_id = ExpectedCallStage.objects.filter(pk=pk).values_list("expected", flat=True).get()
    if not ExpectedCall.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=call_id).first():
        return 0
    stage = _with_all(ExpectedCallStage.objects.due(now).filter(pk=pk)).first()
    if stage is None:
        return 0
    notice = _end(stage, _prepare([stage], now=now), at=now)
    if notice is not None:
        outbox.queue(notice, key=reminder_key(stage.expected), now=now)
    if stage.kind == OVER and stage.outcome == Outcome.FIRED:
        _take_as_not_come(stage.expected, now=now)
    stage.save(update_fields=["outcome", "because", "fired_at"])
    return 1


def _with_all(stages: StageQuerySet) -> StageQuerySet:
    return stages.select_related(
        "held_by",
        "expected__check_in__party",
        "expected__check_in__matter",
        "expected__check_in__host__department__office",
    )


def _prepare(stages: Sequence[ExpectedCallStage], *, now: datetime) -> _Run:
    """Read what all these stages need, in as many queries for one as for a thousand."""
    parties = {stage.expected.check_in.party_id for stage in stages}
    office = office_of(stages[0].expected.check_in.host)
    return _Run(mode_of(CHECK_IN), FirmProfile.objects.get(), ways_to(parties, on=local_date(office, now)))


def _end(stage: ExpectedCallStage, run: _Run, *, at: datetime) -> Notice | None:
    """Decide how one stage ends; return what the client is told, if anything."""
    call, check_in = stage.expected, stage.expected.check_in
    way, notice = run.ways.get(check_in.party_id), None
    because, late = "", LatePolicy(stage.late_policy)
    if check_in.ended_at is not None or check_in.matter.stage in OVER_STAGES:
        outcome, because = Outcome.WITHDRAWN, "The check-in or its matter is over"
    elif call.state != CheckInState.EXPECTED:
        outcome = Outcome.SETTLED
    elif stage.held_by is not None:
        outcome, because = Outcome.HELD, f"Held by {stage.held_by}"
    elif not late.is_useful(now=at, starts_at=call.expected_at, ends_at=call.expected_at):
        outcome, because = Outcome.TOO_LATE, "The time for it was over when it could be told"
    elif stage.kind == OVER:
        outcome = Outcome.FIRED
    elif run.mode == SendMode.OFF:
        outcome = Outcome.SWITCHED_OFF
    elif way is None:
        outcome, because = Outcome.UNSAFE_CHANNEL, why_no_way(check_in.party)
    elif run.mode == SendMode.REHEARSE:
        outcome = Outcome.REHEARSED
    else:
        outcome = Outcome.FIRED
        notice = client_notices.check_in_reminder(call, way, firm=run.firm, calendar=calendar_of(check_in.host))
    stage.outcome, stage.because, stage.fired_at = outcome, because[:200], at
    return notice


def _take_as_not_come(call: ExpectedCall, *, now: datetime) -> None:
    """Mark the call and put one to return on the host's list; when it is promised for, a person says."""
    check_in = call.check_in
    call.state = CheckInState.NOT_COME
    call.ring_back = _still_open(check_in) or _drafted(call, now=now)
    call.save(update_fields=["state", "ring_back"])
    if call.ring_back is None:
        give_task(
            key=f"checkin:{check_in.pk}:{call.pk}:not_come",
            owner=check_in.host,
            title=f"The weekly check-in of {check_in.party} did not come. Find a way to reach them",
            url=notices.path("matter", check_in.matter_id),
            due_on=calendar_of(check_in.host).local_date(now),
            now=now,
            matter=check_in.matter,
        )
    journal.record(
        subject=check_in,
        event="check_in.not_come",
        by=SYSTEM,
        at=now,
        matter=check_in.matter_id,
        party=check_in.party_id,
        expected_at=call.expected_at.isoformat(),
    )


def _still_open(check_in: CheckIn) -> Callback | None:
    """Return the call to return that an earlier week left: two for the same silence would be one too many."""
    earlier = ExpectedCall.objects.filter(check_in=check_in).values("ring_back")
    return Callback.objects.to_return().filter(pk__in=earlier).order_by("-pk").first()


def _drafted(call: ExpectedCall, *, now: datetime) -> Callback | None:
    """Return a new call to return, without a time; None where nobody may ring about this, or no number is known."""
    check_in, calendar = call.check_in, calendar_of(call.check_in.host)
    number = number_for_link(check_in.party, adviser=check_in.host, now=now)
    due = calendar.local(call.expected_at)
    slip = Slip(
        for_staff=check_in.host,
        caller=check_in.party,
        number=number,
        matter=check_in.matter,
        message=f"The weekly check-in of {weekday(due.date())}, {hhmm(due)} did not come.",
    )
    if not number:
        return None
    try:
        draft = slip.as_callback(adviser=check_in.host, by=check_in.host, now=now)
    except Refusal:
        return None
    draft.save(force_insert=True)
    return draft


def check_ins_to_come(*, reader: User, now: datetime, until: datetime) -> list[Coming]:
    """Return the reminders that will be queued until then about matters this person may see, as things stand now."""
    seen = ExpectedCall.objects.visible_to(reader).filter(state=CheckInState.EXPECTED).values("pk")
    stages = list(_with_all(ExpectedCallStage.objects.due(until).filter(kind=REMINDER, expected__in=seen)))
    found, run = [], _prepare(stages, now=now) if stages else None
    for stage in stages:
        assert run is not None, "there are stages"
        at, check_in = max(stage.fire_at, now), stage.expected.check_in
        notice = _end(stage, run, at=at)
        if stage.outcome not in FATES:
            continue
        found.append(
            Coming(
                key=reminder_key(stage.expected),
                at=at,
                kind=stage.kind,
                words=_WORDS,
                message_kind=CHECK_IN,
                subject=client_notices.CHECK_IN_SUBJECT,
                to_name=check_in.party.full_name,
                to_address=notice.to_address if notice else "",
                channel=notice.channel if notice else Channel.EMAIL,
                about=(About(text=check_in.matter.reference_or_stage, url=notices.path("matter", check_in.matter_id)),),
                fate=FATES[Outcome(stage.outcome)],
                because=stage.because,
            )
        )
    return found
