"""Names that a party goes or went by: whoever gets one is to be searched again wherever they are (domain 4.3)."""

from datetime import datetime

from django.db import transaction

from practice import journal
from practice.errors import WorldMoved
from practice.matching.index import renew_keys
from practice.models import NameKind, Party, PartyName, User
from practice.names import normalise
from practice.services.matters import shut_conflict_gates
from practice.services.relations import shut_gates_near


class NameNotChanged(WorldMoved):
    """The party has this name already."""

    code = "name_not_changed"


def add_name(*, party: Party, text: str, kind: NameKind, by: User, now: datetime) -> bool:
    """
    Add a name in the caller's transaction and shut the gate of every live matter; False if it is known.

    Of the matters of whoever is related to the party too: a check searches relatives by every name of theirs.

    A name that says the same in other letters is the same: case, accents, Ltd for Limited.
    """
    Party.objects.select_for_update(no_key=True).get(pk=party.pk)  # two of one name at once are one
    if PartyName.objects.filter(party=party, normalised=normalise(text)).exists():
        return False
    PartyName.objects.create(party=party, kind=kind, text=text, normalised=normalise(text))
    renew_keys([party.pk])
    has = "has a further name"
    shut_gates_near((party.pk,), has=has, by=by, now=now)
    shut_conflict_gates(party=party, because=f"{party.name} {has}: {text}", by=by, now=now)
    journal.record(subject=party, event="party.name_added", by=by, at=now, party=party, name=text, kind=kind)
    return True


@transaction.atomic(durable=True)
def record_name(*, party_id: int, text: str, kind: NameKind, by: User, now: datetime) -> Party:
    """
    Add a name to a party; as its current name it becomes the one on letters, and the one before a former name.

    :raises NameNotChanged: if it is known by this name
    """
    party = Party.objects.select_for_update(no_key=True).get(pk=party_id)
    text = " ".join(text.split())
    if not add_name(party=party, text=text, kind=kind, by=by, now=now):
        raise NameNotChanged(f"{party.name} is known by this name already.")
    if kind == NameKind.CURRENT:
        PartyName.objects.filter(party=party, kind=kind).exclude(normalised=normalise(text)).update(
            kind=NameKind.FORMER
        )
        party.name = text
        party.save(update_fields=["name"])
    return party
