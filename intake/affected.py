"""Whose interests a conflict touches where work goes on all the same: reasons are given for each of them (B04)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intake.models import ConflictCheck, ConflictHit
from intake.rules import HitDecision, check_interests
from practice.models import Matter, MatterRole, Party, User


@dataclass(frozen=True, slots=True)
class Affected:
    """One client. ``key`` names them in a form; ``name`` is what the reader may know of them."""

    key: str
    name: str


def affected_by(check: ConflictCheck, *, reader: User) -> list[Affected]:
    """
    Return the clients whose interests speak against this work: of this matter, and behind each hit that does not clear.

    Of a matter that is kept from the reader nobody is named; there is no client in an enquiry or a colleague.
    """
    hits = [hit for hit in _found(check) if hit.decision and not HitDecision(hit.decision).clears]
    if not hits:
        return []
    matters = Matter.objects.filter(pk__in=[hit.matter_id for hit in hits if hit.matter_id], is_restricted=True)
    walled = matters.exclude(pk__in=Matter.objects.visible_to(reader).values("pk")).values_list("pk", flat=True)
    kept = set(walled)
    found = {one.pk: Affected(f"client-{one.pk}", one.full_name) for one in check.matter.clients()}
    restricted = []
    for hit in hits:
        if hit.is_masked or hit.matter_id in kept:
            restricted.append(Affected(f"hit-{hit.pk}", f"whoever the restricted hit on {hit.term} is for"))
        else:
            found |= {one.pk: Affected(f"client-{one.pk}", one.full_name) for one in _clients_of(hit)}
    return [*found.values(), *restricted]


def reasons_for(check: ConflictCheck, said: Mapping[str, str], *, reader: User) -> list[dict[str, str]]:
    """
    Return what is kept of the reasons why work may go on, ``said`` by the keys of the clients.

    :raises InterestsMissing: if one of them has none
    """
    touched = affected_by(check, reader=reader)
    given = {key: text.strip() for key, text in said.items() if text.strip()}
    check_interests({one.key: one.name for one in touched}, given=given)
    return [{"client": one.name, "reason": given[one.key]} for one in touched]


def _found(check: ConflictCheck) -> Iterable[ConflictHit]:
    return check.hits.above_line().gravest_first().select_related("party", "matter")


def _clients_of(hit: ConflictHit) -> Iterable[Party]:
    if hit.matter is not None:
        return hit.matter.clients()
    return [hit.party] if hit.party is not None and hit.there == MatterRole.CLIENT else []
