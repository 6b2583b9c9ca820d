"""What happens by itself to a verification that runs out: planned with it, swept when due (decisions B8)."""

import logging
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from intake.models import CddCheck, CddStage
from intake.rules import WARN_BEFORE, CddState
from practice import journal
from practice.actors import SYSTEM
from practice.calendar import LatePolicy, WorkingCalendar
from practice.models import GateKind, GateState, Matter, MatterStage, Outcome
from practice.office import local_date
from practice.phrases import weekday
from practice.services.matters import set_gate
from practice.services.tasks import give_task

_log = logging.getLogger(__name__)
_DAY = timedelta(days=1)
_TO_DO = {
    CddStage.MONITOR: "Does what we know of {} still hold? Look again",
    CddStage.REVERIFY: "Verify {} again",
}
_OVER = {MatterStage.CLOSED, MatterStage.DECLINED}


def plan_stages(check: CddCheck, *, calendar: WorkingCalendar) -> None:
    """Write what will happen to a verification on each of its days, in the caller's transaction."""
    days = {CddStage.MONITOR: check.monitor_on, CddStage.REVERIFY: check.reverify_on}
    if check.expires_on is not None:
        days |= {CddStage.EXPIRING: check.expires_on - WARN_BEFORE, CddStage.EXPIRED: check.expires_on + _DAY}
    _plan(check, days, calendar=calendar)


def plan_look(check: CddCheck, *, calendar: WorkingCalendar) -> None:
    """Write when what is known is looked at next, in the caller's transaction."""
    _plan(check, {CddStage.MONITOR: check.monitor_on}, calendar=calendar)


def _plan(check: CddCheck, days: Mapping[str, date | None], *, calendar: WorkingCalendar) -> None:
    times = check.stages.aggregate(last=Max("occurrence"))["last"] or 0
    CddStage.objects.bulk_create(
        CddStage(
            check_of=check,
            kind=kind,
            occurrence=times + 1,
            fire_at=calendar.start_of_day(day),
            late_policy=LatePolicy.UNTIL_START if kind == CddStage.EXPIRING else LatePolicy.ALWAYS,
        )
        for kind, day in days.items()
        if day is not None
    )


def withdraw_stages(check: CddCheck, *, now: datetime, kind: str = "") -> None:
    """Say of what was planned, or of what is of this kind, that it is no longer wanted."""
    planned = check.stages.filter(outcome="")
    planned = planned.filter(kind=kind) if kind else planned
    planned.update(outcome=Outcome.WITHDRAWN, because="The check was changed", fired_at=now)


def sweep_expiries(*, now: datetime) -> int:
    """
    Do what is due about verifications that run out; return how many stages ended.

    One transaction a matter; one that fails is logged and stops no other.
    """
    due = CddStage.objects.due(now).order_by().values_list("check_of__matter", flat=True).distinct()
    ended = 0
    for matter_id in sorted(due):
        try:
            ended += _sweep_matter(matter_id, now=now)
        except Exception:
            _log.exception("The identity stages of matter %s could not be swept", matter_id)
    return ended


@transaction.atomic(durable=True)
def _sweep_matter(matter_id: int, *, now: datetime) -> int:
    """End the due stages of one matter; somebody who holds its lock is at it, and the next run comes back."""
    matter = (
        Matter.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
        .select_related("department__office", "fee_earner")
        .filter(pk=matter_id)
        .first()
    )
    if matter is None:
        return 0
    stages = list(CddStage.objects.due(now).filter(check_of__matter=matter).select_related("check_of__party"))
    for stage in stages:
        stage.outcome, stage.because = _end(stage, matter, now=now)
        stage.fired_at = now
        stage.save(update_fields=["outcome", "because", "fired_at"])
    return len(stages)


def _end(stage: CddStage, matter: Matter, *, now: datetime) -> tuple[Outcome, str]:
    check = stage.check_of
    if stage.held_by_id is not None:
        return Outcome.HELD, ""
    if matter.stage in _OVER:
        return Outcome.SETTLED, f"The matter is {matter.get_stage_display().lower()}"
    if check.state != CddState.VERIFIED:
        return Outcome.SETTLED, check.get_state_display()
    if stage.kind in _TO_DO:
        _ask(check, matter, _TO_DO[stage.kind].format(check.party), stage, now=now)
        return Outcome.FIRED, ""
    if check.expires_on is None:
        return Outcome.SETTLED, "It counts for good"
    if stage.kind == CddStage.EXPIRED:
        _expire(check, matter, now=now)
        return Outcome.FIRED, ""
    if local_date(matter.department.office, now) > check.expires_on:
        return Outcome.TOO_LATE, "It had run out by then"
    _ask(check, matter, f"Identity of {check.party} runs out on {weekday(check.expires_on)}", stage, now=now)
    return Outcome.FIRED, ""


def _expire(check: CddCheck, matter: Matter, *, now: datetime) -> None:
    """Let a verification end: the gate shuts until it is done again, and what was approved for it counts no longer."""
    check.state, check.version = CddState.EXPIRED, check.version + 1
    check.save(update_fields=["state", "version"])
    check.enhanced.filter(ended_at=None).update(ended_at=now)
    if matter.may(GateKind.IDENTITY, now):
        set_gate(
            matter=matter, kind=GateKind.IDENTITY, state=GateState.CLOSED, because="A verification has run out", now=now
        )
    journal.record(
        subject=check,
        event="identity.expired",
        by=SYSTEM,
        at=now,
        matter=matter,
        party=check.party_id,
        state=check.state,
    )
    stage = check.stages.filter(kind=CddStage.EXPIRED).latest("occurrence")
    _ask(check, matter, f"Identity of {check.party} has run out: verify it again", stage, now=now)


def _ask(check: CddCheck, matter: Matter, title: str, stage: CddStage, *, now: datetime) -> None:
    give_task(
        key=f"identity:{check.pk}:{stage.kind}:{stage.occurrence}",
        owner=matter.fee_earner,
        title=f"{title}, {matter.reference_or_stage}",
        url=reverse("intake:identity", args=[matter.pk]),
        due_on=local_date(matter.department.office, now),
        now=now,
        matter=matter,
    )
