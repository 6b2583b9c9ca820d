"""
Who else than the clients may be told what of a matter: asked by its page, the client's page and the desk (domain H02).

What several clients of one matter have told us is all of theirs: somebody else is told only what each has agreed to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from practice.models import ConsentToShare, Matter, MatterParty, MatterRole, Party, Shared, User
from practice.names import normalise


@dataclass(frozen=True, slots=True)
class MayBeTold:
    """Somebody whom a client lets us tell something of a matter. ``missing``: its other clients, who have not."""

    matter: Matter
    shares: Sequence[ConsentToShare]
    missing: Sequence[Party]

    @property
    def who(self) -> str:
        return self.shares[0].who

    @property
    def holds(self) -> bool:
        """Say if every client of the matter has agreed; else nothing may be told."""
        return not self.missing

    @property
    def covers_status(self) -> bool:
        """Say if the approved line of the matter may be said."""
        return self.holds and all(share.what in (Shared.STATUS, Shared.ALL) for share in self.shares)


def on_matter(matter: Matter, clients: Sequence[Party], *, on: date) -> list[MayBeTold]:
    """Return whom any of the clients lets us tell something that day; one query. Whoever asks may see the matter."""
    shares = ConsentToShare.objects.standing(on).about(matter, clients).select_related("party").order_by("pk")
    by_person: dict[int | str, list[ConsentToShare]] = {}
    for share in shares:
        by_person.setdefault(share.told_id or normalise(share.told_name), []).append(share)
    return [MayBeTold(matter, given, _missing(clients, given)) for given in by_person.values()]


def told_to(person: Party, user: User, *, on: date) -> list[MayBeTold]:
    """Return the matters, of those that the user may see, of which this person may be told something that day."""
    given = list(
        ConsentToShare.objects.visible_to(user).standing(on).filter(told=person).select_related("party").order_by("pk")
    )
    if not given:
        return []
    as_client = MatterParty.objects.filter(role=MatterRole.CLIENT, matter__in=Matter.objects.visible_to(user))
    theirs = as_client.filter(party__in=[share.party_id for share in given]).values("matter")
    roles = (
        as_client.filter(matter__in=theirs)
        .select_related(
            "party",
            "matter__fee_earner__department__office",
            "matter__fee_earner__substitute__department__office",
            "matter__assistant__department__office",
            "matter__supervisor__department__office",
            "matter__care_plan__deputy__department__office",
            "matter__status_by",
        )
        .order_by("-matter__pk", "pk")
    )
    clients: dict[Matter, list[Party]] = {}
    for role in roles:
        clients.setdefault(role.matter, []).append(role.party)
    found = []
    for matter, parties in clients.items():
        shares = [one for one in given if one.party in parties and one.matter_id in (None, matter.pk)]
        if shares and not (missing := _missing(parties, shares)):
            found.append(MayBeTold(matter, shares, missing))
    return found


def _missing(clients: Iterable[Party], shares: Iterable[ConsentToShare]) -> list[Party]:
    agreed = {share.party_id for share in shares}
    return [client for client in clients if client.pk not in agreed]
