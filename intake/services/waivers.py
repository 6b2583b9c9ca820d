"""Recording informed consent to a conflict, and taking it back (domain 4.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction

from intake.models import ConflictCheck, ConflictHit, ConflictRegime, Consent, Disclosure, Scan, Waiver
from intake.people import decides_alone
from intake.rules import (
    Advice,
    CheckAlreadyDecided,
    CheckState,
    Clash,
    ConsentForm,
    HitDecision,
    NoWaiver,
    Regime,
    Side,
    Source,
    check_basis,
    check_waivable,
    conditions_for,
    gateways_for,
    holds_until,
    sides_needed,
    stands,
)
from practice import journal
from practice.errors import Refusal, WorldMoved
from practice.models import GateKind, GateState, Matter, MatterStage, User
from practice.office import local_date
from practice.services.matters import set_gate


class NotYetConsented(Refusal):
    """A consent cannot have been given on a day that is still to come."""

    code = "not_yet_consented"


class ConsentDiffers(WorldMoved):
    """The same person's consent of that day is on record with other facts."""

    code = "consent_differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFacts:
    """What is recorded of one person's consent."""

    side: Side
    who: str
    capacity: str
    disclosed: str
    risks: str
    advice: Advice
    form: ConsentForm
    evidence: str
    consented_on: date
    valid_until: date | None = None


def clash_of(hit: ConflictHit) -> Clash:
    """Return what a consent to this hit would be about. Reads the matters on both sides."""
    works = {hit.check_of.matter.work_type, *([hit.matter.work_type] if hit.matter is not None else [])}
    return Clash(
        source=Source(hit.source),
        decision=HitDecision(hit.decision) if hit.decision else None,
        is_masked=hit.is_masked,
        sides=frozenset({hit.here, hit.there} - {""}),
        works=frozenset(works),
        is_former=hit.source in {Source.MATTER, Source.PROPERTY}
        and hit.matter is not None
        and hit.matter.stage == MatterStage.CLOSED,
    )


def is_own(hit: ConflictHit) -> bool:
    """Say if the interest is one of ours: then there is no client on the other side."""
    return hit.source in {Source.INTEREST, Source.STAFF}


def regime_of(check: ConflictCheck) -> Regime | None:
    """Return the rule of the department's regulator; None if there is none."""
    row = ConflictRegime.objects.filter(profiles=check.matter.department.profile_id).order_by("pk").first()
    return row.as_rules() if row else None


def waived_hits(check: ConflictCheck, *, today: date) -> dict[int, date | None]:
    """
    Return the hits of a check for which everybody's consent stands that day, each with the last day it does.

    What was recorded of a former client no longer counts once they are a client again.
    """
    waivers = Waiver.objects.filter(hit__check_of=check).select_related("hit__matter", "hit__check_of__matter")
    found = {}
    for waiver in waivers.prefetch_related("consents", "disclosures__consent"):
        whose = {"is_former": waiver.is_former, "is_own": is_own(waiver.hit)}
        given = [(Side(one.side), one.valid_until) for one in waiver.consents.all() if one.withdrawn_at is None]
        is_reopened = waiver.is_former and not clash_of(waiver.hit).is_former
        letters = _last_letters(waiver)
        asked = {Side(one.side) for one in letters if not _is_agreed(one, today)}
        if not is_reopened and stands(given, **whose, today=today, asked=asked):
            needed = sides_needed(**whose)
            ends = [one.consent.valid_until for one in letters if one.side in needed]
            ends.append(holds_until(given, **whose))
            found[waiver.hit_id] = min((end for end in ends if end is not None), default=None)
    return found


def not_agreed(waiver: Waiver, *, today: date) -> list[Disclosure]:
    """Return the last letter to each whose consent it takes and who has not agreed in answer to it, or no longer."""
    needed = sides_needed(is_former=waiver.is_former, is_own=is_own(waiver.hit))
    return [one for one in _last_letters(waiver) if one.side in needed and not _is_agreed(one, today)]


def _last_letters(waiver: Waiver) -> list[Disclosure]:
    """Return the last letter to each person who was written to: its answer counts."""
    sent = sorted((one for one in waiver.disclosures.all() if one.issued_at), key=lambda one: one.pk)
    return list({(one.side, one.party_id): one for one in sent}.values())


def _is_agreed(letter: Disclosure, today: date) -> bool:
    consent = getattr(letter, "consent", None)
    return (
        consent is not None
        and consent.withdrawn_at is None
        and (consent.valid_until is None or consent.valid_until >= today)
    )


def lock_hit(hit_id: int, by: User) -> ConflictHit:
    """Lock matter and check as every decision does, for a second person."""
    row = ConflictHit.objects.values("check_of_id", "check_of__matter_id").get(pk=hit_id)
    Matter.objects.select_for_update(no_key=True).get(pk=row["check_of__matter_id"])
    ConflictCheck.objects.select_for_update(no_key=True).get(pk=row["check_of_id"])
    hit = ConflictHit.objects.select_related("check_of__matter__department__office", "matter", "party").get(pk=hit_id)
    decides_alone(hit.check_of, by)
    return hit


def lock_open_hit(hit_id: int, by: User) -> ConflictHit:
    """Lock a hit whose check waits, for a second person. :raises CheckAlreadyDecided: if it does not wait"""
    hit = lock_hit(hit_id, by)
    if hit.check_of.state != CheckState.WITH_COMPLIANCE:
        raise CheckAlreadyDecided("Somebody has decided this check since you opened the page.")
    return hit


@transaction.atomic(durable=True)
def record_waiver(*, hit_id: int, gateway: str, met: Mapping[str, str], by: User, now: datetime) -> Waiver:
    """
    Record why consent may help with a hit: which gateway is open and how each condition is met.

    :raises NoWaiver: if consent cannot help: own interest, two sides of a dispute, a wall
    :raises WaiverIncomplete: if the gateway or a condition is open
    :raises CheckAlreadyDecided: if the check has left compliance
    """
    hit = lock_open_hit(hit_id, by)
    clash = clash_of(hit)
    regime = check_waivable(clash, regime_of(hit.check_of))
    check_basis(clash, regime, gateway=gateway, met=met)
    said = [[words, met[code].strip()] for code, words in conditions_for(clash, regime).items()]
    chosen = gateways_for(clash, regime).get(gateway, "")
    values = {
        "regime": regime.name,
        "gateway": chosen,
        "conditions": said,
        "is_former": clash.is_former,
        "recorded_by": by,
        "recorded_at": now,
    }
    waiver, _ = Waiver.objects.update_or_create(hit=hit, defaults=values)
    journal.record(
        subject=hit.check_of,
        event="conflict.waiver_recorded",
        by=by,
        at=now,
        hit=hit.pk,
        regime=regime.name,
        gateway=chosen,
        conditions=said,
    )
    return waiver


@transaction.atomic(durable=True)
def record_consent(*, hit_id: int, facts: ConsentFacts, by: User, now: datetime) -> Consent:
    """
    Record one person's informed consent; the same person's of the same day is one row.

    :raises ConsentDiffers: if that row says something else
    :raises NoWaiver: if it is not recorded yet why consent may help, or it no longer may
    :raises NotYetConsented: for a day to come
    """
    return give_consent(lock_open_hit(hit_id, by), facts, by=by, now=now)


def give_consent(
    hit: ConflictHit,
    facts: ConsentFacts,
    *,
    by: User,
    now: datetime,
    disclosure: Disclosure | None = None,
    scan: Scan | None = None,
) -> Consent:
    """
    Record a consent to a hit that the caller has locked open, in the caller's transaction.

    ``disclosure``: the letter that it answers; ``scan``: what was signed.
    """
    check_waivable(clash_of(hit), regime_of(hit.check_of))
    waiver = Waiver.objects.filter(hit=hit).first()
    if waiver is None:
        raise NoWaiver("Record first which way opens this and how each condition is met.")
    if facts.consented_on > local_date(hit.check_of.matter.department.office, now):
        raise NotYetConsented("That day is still to come. Record the consent when it has been given.")
    said = {field.name: getattr(facts, field.name) for field in fields(facts)}
    one = {name: said.pop(name) for name in ("side", "who", "consented_on")}
    said["disclosure"] = disclosure
    rest = {"scan": scan, "recorded_by": by, "recorded_at": now}
    consent, is_new = Consent.objects.get_or_create(waiver=waiver, withdrawn_at=None, **one, defaults=said | rest)
    if not is_new and any(getattr(consent, name) != value for name, value in said.items()):
        raise ConsentDiffers(
            f"The consent of {consent.who} of that day is on record in other words. Withdraw that one first."
        )
    if is_new:
        journal.record(
            subject=hit.check_of,
            event="conflict.consent_recorded",
            by=by,
            at=now,
            hit=hit.pk,
            who=facts.who,
            side=facts.side,
            evidence=facts.evidence,
        )
    return consent


@transaction.atomic(durable=True)
def withdraw_consent(*, consent_id: int, because: str, by: User, now: datetime) -> Consent:
    """
    Take a consent back; a second time changes nothing. A live matter that was cleared by it stops at once.

    The gate shuts in this transaction and a new check is asked for.
    """
    hit_id = Consent.objects.values_list("waiver__hit_id", flat=True).get(pk=consent_id)
    hit = lock_hit(hit_id, by)
    consent = Consent.objects.select_for_update(no_key=True).get(pk=consent_id)
    if consent.withdrawn_at is not None:
        return consent
    consent.withdrawn_at, consent.withdrawn_by, consent.withdrawn_because = now, by, because
    consent.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    check, matter = hit.check_of, hit.check_of.matter
    if check.state == CheckState.CLEARED and matter.stage in {MatterStage.OPEN, MatterStage.PROSPECTIVE}:
        set_gate(
            matter=matter,
            kind=GateKind.CONFLICT,
            state=GateState.CLOSED,
            because=f"{check.reference} no longer holds",
            by=by,
            now=now,
            calls_for_check=True,
        )
    journal.record(
        subject=check, event="conflict.consent_withdrawn", by=by, at=now, hit=hit.pk, who=consent.who, because=because
    )
    return consent
