"""Establishing who each client is. It never holds up the letter; it holds up the work (decisions 15)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from intake.models import CddCheck, CddPaper
from intake.rules import (
    CddMethod,
    CddRisk,
    CddState,
    RegisterFinding,
    ScopeReason,
    ScreeningOpen,
    ScreeningStatus,
    check_enhanced,
    check_owners,
    check_reliance,
    check_step,
    look_again_on,
    runs_out_on,
    still_to_come,
)
from intake.services.cdd import approved_reasons, lock_client, policy, reasons_for, set_identity_gate
from intake.services.expiry import plan_stages, withdraw_stages
from practice import journal
from practice.calendar import WorkingCalendar
from practice.errors import Refusal, WorldMoved
from practice.models import Party, PartyKind, User
from practice.office import load_calendar
from practice.services.tasks import settle_tasks


class PapersMissing(Refusal):
    """Whoever verifies an identity says by which papers."""

    code = "papers_missing"


class WhyMissing(Refusal):
    """A check that failed or is not required says why."""

    code = "why_missing"


class CheckChanged(WorldMoved):
    """Somebody else changed the check since the page was opened."""

    code = "check_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document that was seen; of its number the last four characters."""

    kind: str
    issuer: str = ""
    last_four: str = ""
    copy_ref: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diligence:
    """What else is known of a client. It decides no state; some of it calls for more before there is one."""

    scope: ScopeReason | str = ""
    risk: CddRisk | str = ""
    risk_factors: tuple[str, ...] = ()
    risk_words: str = ""
    method: CddMethod | str = ""
    provider_reference: str = ""
    relied_on: str = ""
    relied_agreed_on: date | None = None
    conditions: str = ""
    purpose: str = ""
    source_of_funds: str = ""
    source_of_wealth: str = ""
    no_owner_because: str = ""
    register: RegisterFinding | str = ""
    register_reported_on: date | None = None


_NEEDS_WHY = {CddState.FAILED, CddState.NOT_REQUIRED}


@transaction.atomic(durable=True)
def record_identity(
    *,
    matter_id: int,
    party_id: int,
    state: CddState,
    papers: str,
    by: User,
    now: datetime,
    because: str = "",
    expires_on: date | None = None,
    monitor_on: date | None = None,
    reverify_on: date | None = None,
    paper: Paper | None = None,
    diligence: Diligence | None = None,
    seen: int | None = None,
) -> CddCheck:
    """
    Record how far the identity check of one client is. The gate opens with the last client, and closes again.

    ``paper``: one more document that was seen; ``expires_on``: the last day on which the verification counts, else that
    of the paper that ends first; ``monitor_on``: when what is known is looked at again, else as the firm's policy has
    it; ``reverify_on``: when it is verified anew; ``seen``: the version that the page showed.

    :raises ClientNotOnMatter: if the party is no client of this matter
    :raises PapersMissing: if it is verified by nothing
    :raises WhyMissing: if it failed, or is not required, for no reason
    :raises CddStepNotAllowed: if a check does not go from where it is to there
    :raises ScreeningOpen: if the latest search found a possible match or failed
    :raises EnhancedNotApproved: if enhanced measures are called for and nobody has approved any
    :raises OwnersMissing: if it is a body and nobody is known to stand behind it
    :raises RelianceIncomplete: if another's check is relied on without their consent
    """
    matter, clients = lock_client(matter_id, party_id)
    check = CddCheck.objects.filter(matter=matter, party_id=party_id).first() or CddCheck(
        matter=matter, party_id=party_id
    )
    if seen is not None and seen != (check.version if check.pk else 0):
        raise CheckChanged("Somebody has changed this check since you opened the page. Read it, then save again.")
    check_step(CddState(check.state), state)
    if state == CddState.VERIFIED and not papers.strip():
        raise PapersMissing("Say which papers were seen.")
    if state in _NEEDS_WHY and not because.strip():
        raise WhyMissing("Say why.")
    _take(check, diligence)
    if state == CddState.VERIFIED:
        _check_verifiable(check, clients[party_id])
    _move(check, state, papers=papers, because=because, by=by, now=now)
    check.save()
    if paper is not None:
        CddPaper.objects.create(check_of=check, seen_at=now, seen_by=by, **asdict(paper))
    withdraw_stages(check, now=now)
    if state == CddState.VERIFIED:
        calendar = load_calendar(matter.department.office)
        _plan(check, expires_on, monitor_on, reverify_on, calendar=calendar, now=now)
        settle_tasks(prefix=f"identity:{check.pk}:", by=by, now=now)
    journal.record(  # neither papers nor reasons: what is deleted one day must not stand here for good
        subject=check,
        event="identity.verified" if state == CddState.VERIFIED else "identity.recorded",
        by=by,
        at=now,
        matter=matter,
        party=party_id,
        state=state,
        expires_on=check.expires_on.isoformat() if check.expires_on else None,
    )
    set_identity_gate(matter, by=by, now=now)
    return check


def _take(check: CddCheck, diligence: Diligence | None) -> None:
    if diligence is not None:
        said = asdict(diligence) | {"risk_factors": list(diligence.risk_factors)}
        for name, value in said.items():
            setattr(check, name, value.strip() if isinstance(value, str) else value)


def _check_verifiable(check: CddCheck, client: Party) -> None:
    latest = check.screenings.order_by("-pk").first() if check.pk else None
    if latest is not None and latest.status != ScreeningStatus.CLEAR:
        raise ScreeningOpen("The latest search is not clear. The MLRO looks at it, then it is searched again.")
    check_enhanced(reasons_for(check), approved=approved_reasons(check))
    check_reliance(check.method, relied_on=check.relied_on, agreed_on=check.relied_agreed_on)
    check_owners(
        is_entity=client.kind == PartyKind.ORGANISATION,
        owners=check.owners.current().count() if check.pk else 0,
        none_because=check.no_owner_because,
    )


def _move(check: CddCheck, state: CddState, *, papers: str, because: str, by: User, now: datetime) -> None:
    verified = state == CddState.VERIFIED
    check.version = check.version + 1 if check.pk else 1
    check.state, check.papers = state, papers.strip()
    check.because = because.strip() if state in _NEEDS_WHY else ""
    if state == CddState.REQUESTED:
        check.requested_at = now
    if state in {CddState.NOT_STARTED, CddState.REQUESTED}:
        check.received_at = None
    elif state != CddState.NOT_REQUIRED:
        check.received_at = check.received_at or now
    check.verified_at, check.verified_by = (now, by) if verified else (None, None)
    check.expires_on = check.monitor_on = check.reverify_on = None
    check.redacted_at = check.redacted_by = None  # what is recorded anew is there again; the journal has both


def _plan(
    check: CddCheck,
    expires_on: date | None,
    monitor_on: date | None,
    reverify_on: date | None,
    *,
    calendar: WorkingCalendar,
    now: datetime,
) -> None:
    """Write the days of a verification and the stages planned for them."""
    today = calendar.local_date(now)
    days = check.documents.values_list("expires_on", flat=True)
    check.expires_on = runs_out_on(expires_on, days, today=today)
    check.monitor_on = still_to_come(monitor_on, today=today) or look_again_on(
        today, check.risk, months=policy().months()
    )
    check.reverify_on = still_to_come(reverify_on, today=today)
    check.save(update_fields=["expires_on", "monitor_on", "reverify_on"])
    plan_stages(check, calendar=calendar)
