"""Who acts for somebody who has died, lacks capacity or is bankrupt, in words for whoever is about to make contact."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from practice.models import Matter, Party, PartyKind, PartyStatus, Relation, RelationKind, StatusKind
from practice.phrases import weekday
from practice.relations import behind_walls

_ACTS_FOR: Final = {
    StatusKind.DECEASED: (RelationKind.PERSONAL_REPRESENTATIVE,),
    StatusKind.LACKS_CAPACITY: (RelationKind.ATTORNEY, RelationKind.DEPUTY, RelationKind.LITIGATION_FRIEND),
    StatusKind.BANKRUPT: (RelationKind.TRUSTEE_IN_BANKRUPTCY,),
}
_ORDER: Final = StatusKind.values
_NOBODY: Final = {
    StatusKind.DECEASED: "no personal representative is on record",
    StatusKind.LACKS_CAPACITY: "no attorney, deputy or litigation friend is on record",
}


def fits(kind: StatusKind, party: Party) -> bool:
    """Say if it can be true of this party at all: only a person dies or lacks capacity."""
    return kind == StatusKind.BANKRUPT or party.kind != PartyKind.ORGANISATION


def may_be_reached(party: Party | None) -> bool:
    """Say if the person themselves may be rung and written to at all; whoever is not on record may."""
    return party is None or (party.died_on is None and not party.lacks_capacity)


def acting_for(parties: Collection[Party], *, because: Iterable[StatusKind]) -> Mapping[int, list[Relation]]:
    """
    Return who acts for each in these statuses, with the record of whoever acts; two queries.

    Nobody who is known only through restricted matters: what comes out is said to anybody who may see the party.
    """
    kinds = [kind for status in because for kind in _ACTS_FOR[status]]
    relations = Relation.objects.current().filter(other__in=[party.pk for party in parties], kind__in=kinds)
    found = list(relations.select_related("party__only_number").order_by("pk"))
    walled = behind_walls({relation.party_id for relation in found})
    acting: dict[int, list[Relation]] = defaultdict(list)
    for relation in found:
        if relation.party_id not in walled:
            acting[relation.other_id].append(relation)
    return acting


def whom_instead(party: Party | None, *, matter: Matter | None = None) -> str:
    """
    Say whom to ring and write to instead of a person who has died or lacks capacity; "" if it is the person.

    ``matter``: what it is about; where nobody acts for the person, its fee earner is asked.
    """
    if party is None or may_be_reached(party):
        return ""
    status = StatusKind.DECEASED if party.died_on is not None else StatusKind.LACKS_CAPACITY
    what = f"{party.full_name} {'has died' if party.died_on is not None else 'lacks capacity'}"
    acting = acting_for([party], because=[status])[party.pk]
    if acting:
        return f"{what}. Instead, ring and write to {_names(acting)}."
    ask = f"ask {matter.fee_earner}" if matter is not None else "ask whoever has their matter"
    return f"{what}, and {_NOBODY[status]}. Before anybody is rung or written to, {ask}."


def notes_of(parties: Collection[Party]) -> dict[int, list[str]]:
    """Return what is to be read first about each, with its day and who acts; three queries, however many parties."""
    standing = list(PartyStatus.objects.standing().filter(party__in=parties).order_by("pk"))
    acting = acting_for(parties, because=StatusKind) if standing else {}
    notes: dict[int, list[str]] = defaultdict(list)
    for status in sorted(standing, key=lambda one: _ORDER.index(one.kind)):
        kind = StatusKind(status.kind)
        people = [one for one in acting.get(status.party_id, ()) if one.kind in _ACTS_FOR[kind]]
        since = weekday(status.since_on) if kind == StatusKind.DECEASED else f"since {weekday(status.since_on)}"
        who = f"Acting: {_names(people)}." if people else "Nobody who acts for them is on record."
        notes[status.party_id].append(f"{kind.label}, {since}. {who}")
    return notes


def _names(acting: Iterable[Relation]) -> str:
    return " or ".join(f"{one.party.full_name}, {one.get_kind_display().lower()}" for one in acting)
