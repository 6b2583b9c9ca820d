"""What compliance decides: each hit, the low ones together, and the check itself."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from intake import notices
from intake.affected import reasons_for
from intake.models import ConflictCheck, ConflictHit, EnquiryOutcome
from intake.people import decides_alone
from intake.rules import (
    CheckAlreadyDecided,
    CheckState,
    HitDecision,
    NotForThisPerson,
    Outcome,
    ReasonMissing,
    check_alone,
    check_outcome,
)
from intake.services.enquiries import settle_enquiry
from intake.services.opening import take_on
from intake.services.reports import keep_reports
from intake.services.searched import refuse_unsearched
from intake.services.waivers import waived_hits
from outbox import services as outbox
from practice import journal
from practice.calendar import day_in_words
from practice.errors import WorldMoved
from practice.models import GateKind, GateState, Matter, MatterStage, User
from practice.office import load_calendar, local_date
from practice.permissions import Role
from practice.services.matters import set_gate
from practice.services.tasks import give_task, settle_tasks

_NOTHING_ABOVE = "Nothing above the review line"
_DECIDED = ["state", "outcome", "reason", "interests", "decided_by", "decided_at", "decided_alone"]


class LowHitsGone(WorldMoved):
    """There is no low hit left to close."""

    code = "low_hits_gone"


def _locked(check_id: int, by: User) -> ConflictCheck:
    """Lock the matter, then the check, for a decision by a second person; asking locks in the same order."""
    matter_id = ConflictCheck.objects.values_list("matter_id", flat=True).get(pk=check_id)
    Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    check = (
        ConflictCheck.objects.select_for_update(no_key=True, of=("self",))
        .select_related("matter__department__office", "matter__fee_earner", "asked_by", "enquiry")
        .get(pk=check_id)
    )
    check.decided_alone = decides_alone(check, by)
    return check


def _refuse_decided(check: ConflictCheck) -> None:
    if not check.is_waiting:
        raise CheckAlreadyDecided("Somebody has decided this check since you opened the page.")


@transaction.atomic(durable=True)
def decide_hit(*, hit_id: int, decision: HitDecision, reason: str, by: User, now: datetime) -> ConflictHit:
    """
    Say what one hit turned out to be. It may be said anew until the check is decided; the journal keeps both.

    :raises NotForThisPerson: if the hit is restricted and somebody else is to answer it
    :raises ReasonMissing: without a reason
    :raises CheckAlreadyDecided: if the check has left compliance
    """
    hit = ConflictHit.objects.select_related("check_of").get(pk=hit_id)
    check = _locked(hit.check_of_id, by)
    _refuse_decided(check)
    if hit.is_masked and hit.answer_by_id != by.pk:
        raise NotForThisPerson("Only the person who answers for the restricted matter can decide this hit.")
    if not reason.strip():
        raise ReasonMissing("Say why. The reason is kept for good.")
    hit.decision, hit.reason, hit.decided_by, hit.decided_at = decision, reason.strip(), by, now
    hit.save(update_fields=["decision", "reason", "decided_by", "decided_at"])
    settle_tasks(prefix=f"conflict:{check.pk}:hit:{hit.pk}", by=by, now=now)
    journal.record(
        subject=check, event="conflict.hit_decided", by=by, at=now, hit=hit.pk, decision=decision, reason=reason.strip()
    )
    return hit


@transaction.atomic(durable=True)
def close_low_hits(*, check_id: int, reason: str, by: User, now: datetime) -> int:
    """
    Close everything below the review line with one reason; return how many (decisions 26).

    :raises LowHitsGone: if there is none left
    """
    check = _locked(check_id, by)
    _refuse_decided(check)
    if not reason.strip():
        raise ReasonMissing("Say why. The reason is kept for good.")
    closed = _close_low(check, reason.strip(), by=by, now=now)
    if not closed:
        raise LowHitsGone("Somebody has closed these hits since you opened the page.")
    return closed


def _close_low(check: ConflictCheck, reason: str, *, by: User, now: datetime) -> int:
    closed = (
        check.hits.below_line()
        .undecided()
        .update(decision=HitDecision.FALSE_POSITIVE, reason=reason, decided_by=by, decided_at=now)
    )
    if closed:
        journal.record(subject=check, event="conflict.low_hits_closed", by=by, at=now, hits=closed, reason=reason)
    return closed


@transaction.atomic(durable=True)
def decide_check(
    *,
    check_id: int,
    outcome: Outcome,
    reason: str,
    by: User,
    now: datetime,
    interests: Mapping[str, str] | None = None,
    replay: bool = False,
) -> ConflictCheck:
    """
    Record the outcome of a check and do what follows from it, in one transaction.

    Cleared: low hits close with it, the gate opens, a prospective matter gets its number and is open. Declined: a
    prospective matter is declined and a letter that we do not act is asked for; no reason leaves compliance.
    ``interests``: why work may go on despite a hit, for each client it touches (intake.affected).

    :raises SelfCleared: if the decider asked for it or would do the work, and is no sole practitioner
    :raises CheckAlreadyDecided: if it has left compliance
    :raises HitsOpen: if it would clear over an open or an adverse hit that nobody has consented to
    :raises InterestsMissing: if it would clear despite a hit without a reason for each client it touches
    :raises NamesNotSearched: if it would clear a name that came after the search
    """
    check = _locked(check_id, by)
    if check.decided_alone:
        check_alone(reason)
    hits = list(check.hits.above_line())
    waived = waived_hits(check, today=local_date(check.matter.department.office, now))
    by_consent = [hit.pk for hit in hits if hit.pk in waived and not HitDecision(hit.decision).clears]
    state = check_outcome(
        outcome,
        state=CheckState(check.state),
        above_line=[HitDecision(hit.decision) if hit.decision else None for hit in hits if hit.pk not in waived],
        reason=reason,
        by_consent=bool(by_consent),
    )
    check.interests = reasons_for(check, interests or {}, reader=by) if state == CheckState.CLEARED else []
    if state == CheckState.CLEARED:
        refuse_unsearched(check)
    said = reason.strip() or (_NOTHING_ABOVE if not hits else "Every hit was decided above")
    check.state, check.outcome, check.reason, check.decided_by, check.decided_at = state, outcome, said, by, now
    check.save(update_fields=_DECIDED)
    facts = {"outcome": outcome, "reason": said, "interests": check.interests, "alone": check.decided_alone}
    journal.record(subject=check, event="conflict.decided", by=by, at=now, **facts)
    if state == CheckState.CLEARED:
        _close_low(check, said, by=by, now=now)
        _clear(check, until=min((end for pk in by_consent if (end := waived[pk])), default=None), by=by, now=now)
    elif state == CheckState.DECLINED:
        _decline(check, by=by, now=now)
    elif outcome == Outcome.ESCALATED:
        _escalate(check, by=by, now=now)
    if state != CheckState.WITH_COMPLIANCE:
        keep_reports(check, by=by, now=now)
        settle_tasks(prefix=f"conflict:{check.pk}:", by=by, now=now)
        if check.answer_due_at is not None and not replay:
            outbox.queue(notices.decided(check, check.asked_by), key=f"conflict:{check.pk}:decided", now=now)
    return check


def _clear(check: ConflictCheck, *, until: date | None, by: User, now: datetime) -> None:
    """Open the gate; where somebody's consent ends it shuts by itself after that day, and the decider is told."""
    matter = check.matter
    calendar = load_calendar(matter.department.office)
    set_gate(
        matter=matter,
        kind=GateKind.CONFLICT,
        state=GateState.OPEN,
        because=f"{check.reference} cleared" + (f" until {day_in_words(until)}" if until else ""),
        by=by,
        now=now,
        valid_until=calendar.end_of_day(until) if until else None,
    )
    if until is not None:
        give_task(
            key=f"consent:{check.pk}:ends",
            owner=by,
            title=f"{check.reference}: a consent ends today. Ask for it anew and for a new check",
            url=reverse("conflict", args=[check.pk]),
            due_on=until,
            now=now,
            matter=matter,
        )
    journal.record(subject=check, event="conflict.cleared", by=by, at=now, matter=matter, reference=check.reference)
    take_on(check, calendar=calendar, by=by, now=now)


def _decline(check: ConflictCheck, *, by: User, now: datetime) -> None:
    matter = check.matter
    set_gate(
        matter=matter,
        kind=GateKind.CONFLICT,
        state=GateState.CLOSED,
        because=f"{check.reference} declined",
        by=by,
        now=now,
    )
    journal.record(subject=check, event="conflict.declined", by=by, at=now, matter=matter, reference=check.reference)
    url = reverse("matter", args=[matter.pk])
    title = f"{check.reference} declined: stop work on {matter.reference_or_stage} and speak to compliance"
    if matter.stage == MatterStage.PROSPECTIVE:
        matter.stage = MatterStage.DECLINED
        matter.save(update_fields=["stage"])
        title = f"{check.reference} declined: send the letter that we do not act, and that time may be running"
        if check.enquiry is not None:
            url = reverse("intake:detail", args=[check.enquiry.pk])
            if not check.enquiry.outcome:
                settle_enquiry(enquiry=check.enquiry, outcome=EnquiryOutcome.DECLINED_CONFLICT, by=by, now=now)
    give_task(
        key=f"matter:{matter.pk}:declined:{check.pk}",
        owner=matter.fee_earner,
        title=title,
        url=url,
        due_on=local_date(matter.department.office, now),
        now=now,
        matter=matter,
    )


def _escalate(check: ConflictCheck, *, by: User, now: datetime) -> None:
    partner = (
        User.objects.with_role(Role.MANAGING_PARTNER)
        .exclude(pk__in=[check.asked_by_id, check.matter.fee_earner_id, by.pk])
        .order_by("pk")
        .first()
    )
    if partner is not None:
        give_task(
            key=f"conflict:{check.pk}:escalated",
            owner=partner,
            title=f"Conflict check {check.reference} was escalated to you",
            url=reverse("conflict", args=[check.pk]),
            due_on=local_date(check.matter.department.office, now),
            now=now,
            matter=check.matter_id,
        )
