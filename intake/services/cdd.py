"""What every deed on an identity check shares: its locks, its gate, who may be asked to look at it."""

from datetime import datetime

from django.urls import reverse

from intake.models import CddCheck, CddPolicy
from intake.rules import CddState, EnhancedReason, EnhancedState, ScreeningStatus, all_verified, enhanced_reasons
from intake.services.expiry import withdraw_stages
from practice import journal
from practice.errors import WorldMoved
from practice.models import GateKind, GateState, Matter, MatterRole, Party, User
from practice.office import local_date
from practice.permissions import Permission, Role
from practice.services.matters import set_gate
from practice.services.tasks import give_task


class ClientNotOnMatter(WorldMoved):
    """Only a client of the matter is identified on it."""

    code = "client_not_on_matter"


def lock_client(matter_id: int, party_id: int) -> tuple[Matter, dict[int, Party]]:
    """
    Lock a matter and return it with its clients by number.

    :raises ClientNotOnMatter: if the party is none of them
    """
    matter = (
        Matter.objects.select_for_update(no_key=True, of=("self",))
        .select_related("department__office", "fee_earner")
        .get(pk=matter_id)
    )
    rows = matter.parties.filter(role=MatterRole.CLIENT).select_related("party")
    clients = {row.party_id: row.party for row in rows}
    if party_id not in clients:
        raise ClientNotOnMatter("This person is no client of this matter.")
    return matter, clients


def policy() -> CddPolicy:
    return CddPolicy.objects.first() or CddPolicy()


def reasons_for(check: CddCheck) -> list[EnhancedReason]:
    """Say why this check takes enhanced measures, whether or not they were taken. One query."""
    searches = list(check.screenings.values_list("exposure", "status")) if check.pk else []
    return enhanced_reasons(
        risk=check.risk,
        factors=check.risk_factors,
        exposures=[exposure for exposure, _ in searches],
        found=[status for _, status in searches],
    )


def approved_reasons(check: CddCheck) -> set[str]:
    """Return the reasons for which somebody approved enhanced measures that still count."""
    if not check.pk:
        return set()
    standing = check.enhanced.filter(state=EnhancedState.APPROVED, ended_at=None).values_list("reasons", flat=True)
    return {code for codes in standing for code in codes}


def set_identity_gate(matter: Matter, *, by: User | None, now: datetime) -> None:
    """Open or shut the gate as the checks of the clients say, in the caller's transaction."""
    clients = set(matter.parties.filter(role=MatterRole.CLIENT).values_list("party_id", flat=True))
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


def set_back(check: CddCheck, matter: Matter, *, by: User, now: datetime) -> None:
    """Take a verification back to its papers, in the caller's transaction: something new is to be answered first."""
    check.state, check.version = CddState.RECEIVED, check.version + 1
    check.verified_at = check.verified_by = check.expires_on = check.monitor_on = check.reverify_on = None
    check.save()
    withdraw_stages(check, now=now)
    journal.record(
        subject=check,
        event="identity.recorded",
        by=by,
        at=now,
        matter=matter,
        party=check.party_id,
        state=check.state,
    )
    set_identity_gate(matter, by=by, now=now)


def is_in_doubt(check: CddCheck) -> bool:
    """Say if what is known now speaks against a verification: a match, or measures that nobody approved."""
    latest = check.screenings.order_by("-pk").first()
    if latest is not None and latest.status == ScreeningStatus.POTENTIAL:
        return True
    return not approved_reasons(check).issuperset(reasons_for(check))


def tell_officers(key: str, matter: Matter, title: str, *, now: datetime) -> None:
    """
    Give a task to every MLRO, else to every compliance officer, in the caller's transaction.

    It reaches those too whom a wall keeps from the matter, so ``title`` and number are all that it says.
    """
    officers = list(User.objects.with_role(Role.MLRO).order_by("pk"))
    for person in officers or User.objects.with_role(Role.COMPLIANCE).order_by("pk"):
        _give(key, person, matter, title, now=now, about=None)


def tell_approvers(key: str, matter: Matter, title: str, *, without: set[int], now: datetime) -> int:
    """Give a task to each who may approve enhanced measures and see the matter; return to how many."""
    people = [
        person
        for person in User.objects.working().exclude(pk__in=without).order_by("pk")
        if person.may(Permission.CDD_APPROVE) and Matter.objects.visible_to(person).filter(pk=matter.pk).exists()
    ]
    for person in people:
        _give(key, person, matter, title, now=now, about=matter)
    return len(people)


def _give(key: str, person: User, matter: Matter, title: str, *, now: datetime, about: Matter | None) -> None:
    give_task(
        key=f"{key}:{person.pk}",
        owner=person,
        title=f"{title}: {matter.reference or 'a matter without a number'}",
        url=reverse("intake:identity", args=[matter.pk]),
        due_on=local_date(matter.department.office, now),
        now=now,
        matter=about,
    )
