"""Establishing who each client is. It never holds up the letter; it holds up the work (decisions 15)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from intake.models import CddCheck, CddPaper, Screening
from intake.rules import (
    CddMethod,
    CddRisk,
    CddState,
    ScreeningOpen,
    ScreeningStatus,
    all_verified,
    check_step,
    runs_out_on,
)
from intake.screening import Found
from intake.services.expiry import plan_stages, withdraw_stages
from practice import journal, receipts
from practice.calendar import WorkingCalendar
from practice.errors import Refusal, WorldMoved
from practice.models import GateKind, GateState, Matter, MatterRole, User
from practice.office import load_calendar, local_date
from practice.permissions import Role
from practice.receipts import FormKey
from practice.services.matters import set_gate
from practice.services.tasks import give_task


class ClientNotOnMatter(WorldMoved):
    """Only a client of the matter is identified on it."""

    code = "client_not_on_matter"


class PapersMissing(Refusal):
    """Whoever verifies an identity says by which papers."""

    code = "papers_missing"


class WhyMissing(Refusal):
    """A check that failed or is not required says why."""

    code = "why_missing"


class HighRiskNotForThisPerson(Refusal):
    """A high risk is accepted by whoever answers for it, not by whoever wants the work."""

    code = "high_risk_not_for_this_person"


class CheckChanged(WorldMoved):
    """Somebody else changed the check since the page was opened."""

    code = "check_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document that was seen; of its number the last four characters."""

    kind: str
    issuer: str = ""
    last_four: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diligence:
    """What else is known of a client: the parts of a check that no state depends on."""

    risk: CddRisk | str = ""
    method: CddMethod | str = ""
    conditions: str = ""
    purpose: str = ""
    source_of_funds: str = ""


_ACCEPTS_HIGH_RISK = (Role.MLRO, Role.COMPLIANCE, Role.HEAD, Role.MANAGING_PARTNER)
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
    paper: Paper | None = None,
    diligence: Diligence | None = None,
    seen: int | None = None,
) -> CddCheck:
    """
    Record how far the identity check of one client is. The gate opens with the last client, and closes again.

    ``paper``: one more document that was seen; ``expires_on``: the last day on which the verification counts, else that
    of the paper that ends first; ``seen``: the version that the page showed.

    :raises ClientNotOnMatter: if the party is no client of this matter
    :raises PapersMissing: if it is verified by nothing
    :raises WhyMissing: if it failed, or is not required, for no reason
    :raises CddStepNotAllowed: if a check does not go from where it is to there
    :raises ScreeningOpen: if the latest search found a possible match or failed
    """
    matter = (
        Matter.objects.select_for_update(no_key=True, of=("self",))
        .select_related("department__office")
        .get(pk=matter_id)
    )
    clients = set(matter.parties.filter(role=MatterRole.CLIENT).values_list("party_id", flat=True))
    if party_id not in clients:
        raise ClientNotOnMatter("This person is no client of this matter.")
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
        _check_verifiable(check, by)
    _move(check, state, papers=papers, because=because, by=by, now=now)
    check.save()
    if paper is not None:
        CddPaper.objects.create(check_of=check, seen_at=now, seen_by=by, **asdict(paper))
    calendar = load_calendar(matter.department.office) if state == CddState.VERIFIED else None
    _plan_end(check, expires_on, calendar=calendar, now=now)
    journal.record(
        subject=check,
        event="identity.verified" if state == CddState.VERIFIED else "identity.recorded",
        by=by,
        at=now,
        matter=matter,
        party=party_id,
        state=state,
        papers=papers.strip(),
        because=check.because,
        expires_on=check.expires_on.isoformat() if check.expires_on else None,
    )
    set_identity_gate(matter, clients, by=by, now=now)
    return check


def _take(check: CddCheck, diligence: Diligence | None) -> None:
    if diligence is not None:
        for name, value in asdict(diligence).items():
            setattr(check, name, value.strip() if isinstance(value, str) else value)


def _check_verifiable(check: CddCheck, by: User) -> None:
    latest = check.screenings.order_by("-pk").first() if check.pk else None
    if latest is not None and latest.status != ScreeningStatus.CLEAR:
        raise ScreeningOpen("The latest search is not clear. The MLRO looks at it, then it is searched again.")
    if check.risk == CddRisk.HIGH and not any(by.has_role(role) for role in _ACCEPTS_HIGH_RISK):
        raise HighRiskNotForThisPerson("A client of high risk is verified by a head, compliance or the MLRO.")


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
    check.expires_on = None


def _plan_end(check: CddCheck, typed: date | None, *, calendar: WorkingCalendar | None, now: datetime) -> None:
    """Write the last day of a verification and the stages planned for it; those of an earlier one are withdrawn."""
    withdraw_stages(check, now=now)
    if calendar is None:
        return
    days = check.documents.values_list("expires_on", flat=True)
    check.expires_on = runs_out_on(typed, days, today=calendar.local_date(now))
    check.save(update_fields=["expires_on"])
    plan_stages(check, calendar=calendar)


@transaction.atomic(durable=True)
def record_screening(
    *, matter_id: int, party_id: int, found: Found, by: User, now: datetime, form_key: FormKey | None = None
) -> Screening:
    """
    Keep what a search found. Anything but clear is put before the MLRO and stops the next verification.

    :raises ClientNotOnMatter: if the party is no client of this matter
    """
    if (before := receipts.earlier(form_key, Screening)) is not None:
        return before
    matter = (
        Matter.objects.select_for_update(no_key=True, of=("self",))
        .select_related("department__office")
        .get(pk=matter_id)
    )
    if not matter.parties.filter(role=MatterRole.CLIENT, party=party_id).exists():
        raise ClientNotOnMatter("This person is no client of this matter.")
    check, _ = CddCheck.objects.get_or_create(matter=matter, party_id=party_id)
    screening = Screening.objects.create(
        check_of=check,
        provider=found.provider,
        status=found.status,
        list_on=found.list_on,
        reference=found.reference,
        raw=dict(found.raw),
        at=now,
        by=by,
    )
    if found.status != ScreeningStatus.CLEAR:
        for person in User.objects.with_role(Role.MLRO).order_by("pk"):
            give_task(
                key=f"screening:{screening.pk}:{person.pk}",
                owner=person,
                title=f"A search for a client is not clear: {matter.reference or 'a matter without a number'}",
                url=reverse("intake:identity", args=[matter.pk]),
                due_on=local_date(matter.department.office, now),
                now=now,
            )
    journal.record(subject=check, event="identity.screened", by=by, at=now, provider=found.provider)
    receipts.keep(form_key, screening, at=now)
    return screening


def set_identity_gate(matter: Matter, clients: set[int], *, by: User | None, now: datetime) -> None:
    """Open or shut the gate as the checks of the clients say, in the caller's transaction."""
    states = dict(CddCheck.objects.filter(matter=matter).values_list("party_id", "state"))
    established = all_verified(clients, {pk: CddState(state) for pk, state in states.items()})
    if established == matter.may(GateKind.IDENTITY, now):
        return
    set_gate(
        matter=matter,
        kind=GateKind.IDENTITY,
        state=GateState.OPEN if established else GateState.CLOSED,
        because="Every client is verified" if established else "A client is not verified",
        by=by,
        now=now,
    )
