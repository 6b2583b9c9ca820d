"""
How long identity papers are kept: so many years after the last matter of a client, then deleted or kept for a reason.

Matters close and open again in many places, so the end of a relationship is never stored: it is read from the matters
of the client, each time, and a matter that is live again stops everything by itself.
"""

import logging
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from intake.models import CddCheck
from intake.rules import CddState, DayPassed, NotDueForDeletion, deletion_due_on
from intake.services.cdd import policy, set_identity_gate, tell_officers
from intake.services.expiry import withdraw_stages
from practice import journal
from practice.calendar import add_months
from practice.errors import Refusal
from practice.models import Matter, MatterParty, MatterRole, MatterStage, Party, Task, User
from practice.office import local_date, main_office
from practice.services.tasks import settle_tasks

_log = logging.getLogger(__name__)
_LIVE = {MatterStage.PROSPECTIVE, MatterStage.OPEN}
_TASK = "identity_kept"
GONE = "Deleted"


class NoReasonToKeep(Refusal):
    """Whoever keeps papers for longer says why and until when."""

    code = "no_reason_to_keep"


class CopiesStillThere(Refusal):
    """The copies are gone before the record says so."""

    code = "copies_still_there"


def ended_on(clients: Collection[int], matters: QuerySet[Matter] | None = None) -> dict[int, date | None]:
    """
    Return of each client whose relationship is over the day on which their last matter was closed. One query.

    None: no matter of theirs was closed on a day, they were declined. Left out: clients with a live matter.
    ``matters``: only these count, for a reader who must not learn of others.
    """
    rows = MatterParty.objects.filter(party__in=clients, role=MatterRole.CLIENT)
    if matters is not None:
        rows = rows.filter(matter__in=matters)
    live, last = set(), dict[int, date | None]()
    for client, stage, closed_on in rows.values_list("party", "matter__stage", "matter__closed_on"):
        if stage in _LIVE:
            live.add(client)
        last[client] = max(filter(None, (last.get(client), closed_on)), default=None)
    return {client: day for client, day in last.items() if client not in live}


def due_on(check: CddCheck, ends: dict[int, date | None], *, years: int) -> date | None:
    """Return when the papers of a check are to be deleted; None while the relationship goes on, or if they are gone."""
    if check.party_id not in ends or check.redacted_at is not None:
        return None
    touched = [at for at in (check.requested_at, check.received_at, check.verified_at) if at is not None]
    end = ends[check.party_id] or max((local_date(main_office(), at) for at in touched), default=None)
    return deletion_due_on(end, years=years, kept_until=check.kept_until) if end else None


def sweep_retention(*, now: datetime) -> int:
    """
    Ask the MLRO, else compliance, about papers whose time is over; return of how many checks.

    A task that was open for a client who has come back is ticked off by itself.
    """
    today, years = local_date(main_office(), now), policy().kept_years
    stays = Q(matter__stage__in=_LIVE) | Q(matter__closed_on__gt=add_months(today, -12 * years))
    checks = CddCheck.objects.filter(Q(kept_until=None) | Q(kept_until__lte=today), redacted_at=None).exclude(
        party__in=MatterParty.objects.filter(stays, role=MatterRole.CLIENT).values("party")
    )
    rows = list(checks.select_related("matter__department__office").order_by("pk"))
    ends = ended_on({check.party_id for check in rows})
    due = {check.pk: (check, day) for check in rows if (day := due_on(check, ends, years=years)) and day <= today}
    for check, day in due.values():
        try:
            with transaction.atomic(durable=True):
                title = "Identity papers are due for deletion, or a reason to keep them"
                tell_officers(f"{_TASK}:{check.pk}:{day.isoformat()}", check.matter, title, now=now)
        except Exception:
            _log.exception("Nobody could be asked about the papers of check %s", check.pk)
    _settle_others(set(due), now=now)
    return len(due)


def _settle_others(due: set[int], *, now: datetime) -> None:
    keys = Task.objects.filter(key__startswith=f"{_TASK}:", done_at=None).values_list("key", flat=True)
    for check_id in {int(key.split(":")[1]) for key in keys} - due:
        with transaction.atomic(durable=True):
            settle_tasks(prefix=f"{_TASK}:{check_id}:", by=None, now=now)


@transaction.atomic(durable=True)
def redact_identity(*, check_id: int, copies_destroyed: bool, by: User, now: datetime) -> CddCheck:
    """
    Delete what the papers said: numbers, copies, answers of providers, words. What stays: that there was a check, who
    and when. A verification without its papers counts no longer. Doing it twice changes nothing.

    :raises NotDueForDeletion: if its time is not over, or the client has come back
    :raises CopiesStillThere: if there are copies and nobody says that they are destroyed
    """
    check, matter = _lock(check_id)
    if check.redacted_at is not None:
        return check
    _check_due(check, now=now)
    if not copies_destroyed and check.documents.exclude(copy_ref="").exists():
        raise CopiesStillThere("Destroy the copies first, then say so.")
    papers, searches = _empty_rows(check)
    withdraw_stages(check, now=now)
    _empty(check, today=local_date(matter.department.office, now))
    check.redacted_at, check.redacted_by = now, by
    check.save()
    set_identity_gate(matter, by=by, now=now)
    settle_tasks(prefix=f"{_TASK}:{check.pk}:", by=by, now=now)
    journal.record(
        subject=check,
        event="identity.redacted",
        by=by,
        at=now,
        matter=matter,
        party=check.party_id,
        papers=papers,
        searches=searches,
    )
    return check


@transaction.atomic(durable=True)
def keep_identity(*, check_id: int, until: date, because: str, by: User, now: datetime) -> CddCheck:
    """
    Keep papers for longer, for a reason; the question comes again on that day.

    :raises NotDueForDeletion: if they are not due
    :raises NoReasonToKeep: if no reason is given; DayPassed: if the day is not to come
    """
    check, matter = _lock(check_id)
    _check_due(check, now=now)
    if not because.strip():
        raise NoReasonToKeep("Say why they are still needed.")
    if until <= local_date(matter.department.office, now):
        raise DayPassed("Choose a day to come.")
    check.kept_until, check.kept_because, check.kept_by = until, because.strip(), by
    check.version += 1
    check.save(update_fields=["kept_until", "kept_because", "kept_by", "version"])
    settle_tasks(prefix=f"{_TASK}:{check.pk}:", by=by, now=now)
    journal.record(subject=check, event="identity.kept", by=by, at=now, until=until.isoformat())
    return check


def _lock(check_id: int) -> tuple[CddCheck, Matter]:
    """Lock the matter, then the client: whoever takes them on again meanwhile waits, or is seen here."""
    row = CddCheck.objects.values("matter_id", "party_id").get(pk=check_id)
    matter = (
        Matter.objects.select_for_update(no_key=True, of=("self",))
        .select_related("department__office")
        .get(pk=row["matter_id"])
    )
    Party.objects.select_for_update().get(pk=row["party_id"])
    return CddCheck.objects.get(pk=check_id), matter


def _check_due(check: CddCheck, *, now: datetime) -> None:
    day = due_on(check, ended_on({check.party_id}), years=policy().kept_years)
    if day is None or day > local_date(main_office(), now):
        raise NotDueForDeletion("These papers are not due for deletion now. Read the page again.")


def _empty_rows(check: CddCheck) -> tuple[int, int]:
    papers = check.documents.update(issuer="", last_four="", copy_ref="", expires_on=None)
    searches = check.screenings.update(reference="", raw={})
    check.owners.filter(party=None).update(name=GONE)
    check.owners.update(share="", verified_how=GONE)
    check.enhanced.update(measures=GONE)
    check.enhanced.exclude(words="").update(words=GONE)
    check.looks.update(words=GONE)
    return papers, searches


def _empty(check: CddCheck, *, today: date) -> None:
    check.version += 1
    check.papers = GONE if check.papers else ""
    check.because = GONE if check.because else ""
    check.risk_words = check.provider_reference = check.relied_on = check.conditions = check.purpose = ""
    check.source_of_funds = check.source_of_wealth = check.no_owner_because = ""
    check.relied_agreed_on = check.monitor_on = check.reverify_on = None
    check.risk_factors = []
    check.kept_until, check.kept_because, check.kept_by = None, "", None
    if check.state == CddState.VERIFIED:
        check.state, check.expires_on = CddState.EXPIRED, check.expires_on or today
