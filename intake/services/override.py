"""Letting work go on before a check is decided: a second person, a reason, a few days (issue 3, decisions B10)."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from intake.models import ConflictCheck, ConflictPolicy
from intake.rules import (
    CheckAlreadyDecided,
    HitDecision,
    NotForOverride,
    ReasonMissing,
    Source,
    check_override_ends,
    check_overrider,
    check_waivable,
)
from intake.services.opening import take_on
from intake.services.searched import refuse_unsearched
from intake.services.waivers import clash_of, regime_of
from practice import journal, receipts
from practice.calendar import day_in_words
from practice.models import Gate, GateKind, GateState, Matter, User
from practice.office import load_calendar
from practice.permissions import Permission
from practice.receipts import FormKey
from practice.services.matters import set_gate
from practice.services.tasks import give_task
from practice.sole import is_sole_practitioner


@transaction.atomic(durable=True)
def override_gate(
    *, check_id: int, reason: str, until: date, by: User, now: datetime, form_key: FormKey | None = None
) -> Gate:
    """
    Open the conflict gate for a few days although the check still waits; it shuts by itself after the last day.

    The first person is who asked for the check, the second is who overrides. A prospective matter gets its number.
    Whatever shuts a gate, a new party or name, ends this one too.

    :raises SelfCleared: if whoever overrides asked for the check or works on the matter, and is no sole practitioner
    :raises CheckAlreadyDecided: if the check has left compliance
    :raises ReasonMissing: without a reason
    :raises OverrideEnds: if it would end before today or later than the policy lets it
    :raises NotForOverride, NoWaiver: if an own interest, a restricted hit or what no consent cures stands against it
    :raises NamesNotSearched: if somebody joined the matter after the search
    """
    matter_id = ConflictCheck.objects.values_list("matter_id", flat=True).get(pk=check_id)
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    links = ("matter__department__office", "matter__fee_earner", "asked_by", "enquiry")
    rows = ConflictCheck.objects.select_for_update(no_key=True, of=("self",)).select_related(*links)
    check = rows.get(pk=check_id)
    if (before := receipts.earlier(form_key, Gate)) is not None:
        return before
    if not check.is_waiting:
        raise CheckAlreadyDecided("Somebody has decided this check since you opened the page.")
    concerned = {check.asked_by_id, *matter.team_ids()}
    is_sole = by.pk in concerned and is_sole_practitioner(by, Permission.CONFLICT_OVERRIDE)
    is_alone = check_overrider(by.pk, concerned=concerned, is_sole=is_sole)
    if not reason.strip():
        raise ReasonMissing("Say why work cannot wait. The reason is kept for good.")
    calendar = load_calendar(matter.department.office)
    policy = ConflictPolicy.objects.first() or ConflictPolicy()
    days = policy.override_at_most_working_days
    check_override_ends(until, today=calendar.local_date(now), calendar=calendar, at_most_working_days=days)
    refuse_unsearched(check)
    _refuse_what_stops_us(check)
    gate = set_gate(
        matter=matter,
        kind=GateKind.CONFLICT,
        state=GateState.OVERRIDDEN,
        because=f"{check.reference} overridden until {day_in_words(until)}",
        by=check.asked_by,
        second_person=by,
        now=now,
        valid_until=calendar.end_of_day(until),
    )
    journal.record(
        subject=check,
        event="conflict.overridden",
        by=by,
        at=now,
        reason=reason.strip(),
        until=day_in_words(until),
        alone=is_alone,
    )
    journal.record(
        subject=matter,
        event="matter.gate_overridden",
        by=by,
        at=now,
        matter=matter,
        reference=check.reference,
        until=day_in_words(until),
    )
    take_on(check, calendar=calendar, by=by, now=now)
    give_task(
        key=f"conflict:{check.pk}:override:{gate.pk}",
        owner=by,
        title=f"{check.reference}: your override ends today. Decide the check, or work stops",
        url=reverse("conflict", args=[check.pk]),
        due_on=until,
        now=now,
        matter=matter,
    )
    receipts.keep(form_key, gate, at=now)
    return gate


def _refuse_what_stops_us(check: ConflictCheck) -> None:
    regime = regime_of(check)
    for hit in check.hits.above_line().select_related("matter", "check_of__matter"):
        if hit.decision and HitDecision(hit.decision).clears:
            continue
        if hit.source in {Source.INTEREST, Source.STAFF}:
            raise NotForOverride("An own interest of ours stands against it. Nobody may override that.")
        if hit.is_masked:
            raise NotForOverride("A restricted hit has no answer yet. Whoever answers for it has been asked.")
        if hit.decision:
            check_waivable(clash_of(hit), regime)
