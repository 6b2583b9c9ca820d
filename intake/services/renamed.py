"""What a new legal name does to an identity that was checked in the old one (domain 4.4)."""

from datetime import datetime

from django.urls import reverse

from intake.models import CddCheck
from intake.rules import CddState
from intake.services.expiry import withdraw_stages
from practice import journal
from practice.models import GateKind, GateState, Matter, MatterStage, Party, User
from practice.names import normalise
from practice.office import local_date
from practice.services.matters import set_gate
from practice.services.tasks import give_task

_LIVE = (MatterStage.OPEN, MatterStage.PROSPECTIVE)


def reopen_checks(*, party: Party, was: str, by: User, now: datetime) -> int:
    """
    Say of each live matter that its client was verified in the former name, and shut its gate; return how many.

    In the caller's transaction. A name that is only written otherwise, in capitals, with an accent, reopens nothing;
    matters that are over keep what was verified for them.
    """
    if normalise(was) == normalise(party.name):
        return 0
    verified = CddCheck.objects.filter(party=party, state=CddState.VERIFIED, matter__stage__in=_LIVE)
    matters = Matter.objects.filter(pk__in=list(verified.values_list("matter", flat=True))).order_by("pk")
    locked = matters.select_for_update(no_key=True, of=("self",)).select_related("department__office", "fee_earner")
    return sum(_reopen(matter, party, was, by=by, now=now) for matter in locked)


def _reopen(matter: Matter, party: Party, was: str, *, by: User, now: datetime) -> bool:
    check = CddCheck.objects.filter(matter=matter, party=party, state=CddState.VERIFIED).first()
    if check is None:
        return False
    check.state, check.version, check.because = CddState.FORMER_NAME, check.version + 1, f"As {was}"[:200]
    check.expires_on = check.monitor_on = check.reverify_on = None
    check.save(update_fields=["state", "version", "because", "expires_on", "monitor_on", "reverify_on"])
    withdraw_stages(check, now=now)
    said = f"{party.name} was checked in the former name"
    if matter.may(GateKind.IDENTITY, now):
        set_gate(matter=matter, kind=GateKind.IDENTITY, state=GateState.CLOSED, because=said[:200], by=by, now=now)
    journal.record(
        subject=check, event="identity.recorded", by=by, at=now, matter=matter, party=party, state=check.state
    )
    give_task(
        key=f"identity:{check.pk}:renamed:{check.version}",
        owner=matter.fee_earner,
        title=f"{said}: see papers in the new one, {matter.reference_or_stage}",
        url=reverse("intake:identity", args=[matter.pk]),
        due_on=local_date(matter.department.office, now),
        now=now,
        matter=matter,
    )
    return True
