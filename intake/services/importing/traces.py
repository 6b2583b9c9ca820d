"""
What a party or matter looks like, as a digest: unchanged since the import means that nobody touched it.

And whether anything else in the house has come to point at it, whatever table that stands in.
"""

import hashlib
import json
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from intake.models import ImportHit, ImportRow, SuspicionNote
from practice.models import (
    ContactPoint,
    EarlierLetter,
    JournalEntry,
    Matter,
    MatterParty,
    PairState,
    Party,
    PartyName,
    PartyPair,
)

# The import's own tables, and the one of which nobody may learn from what an undo leaves: its notes let go instead.
_OWN = (ImportRow, ImportHit, SuspicionNote)
_PARTS: dict[type[models.Model], tuple[tuple[type[models.Model], str], ...]] = {
    Party: ((PartyName, "party"), (ContactPoint, "party")),
    Matter: ((MatterParty, "matter"), (EarlierLetter, "matter")),
}
#: Younger than imports that may still be undone: empty, they say nothing, so that an old digest holds.
_YOUNGER = {"from_on", "until_on", "mistaken_because", "began_on"}
_DERIVED = {"keys", "keys_version", "pairs_sought"}  # written anew whenever matching learns something


def digests(model: type[models.Model], ids: Collection[int]) -> dict[int, str]:
    """Return the digest of each of these parties or matters with the rows that make it up; a few queries for all."""
    states: dict[int, list[Any]] = {row["id"]: [row] for row in _values(model, "pk", ids)}
    for part, owner in _PARTS[model]:
        for row in _values(part, owner, ids):
            said = {name: value for name, value in row.items() if name not in _DERIVED}
            said = {name: value for name, value in said.items() if value or name not in _YOUNGER}
            states[row[f"{owner}_id"]].append(said)
    return {pk: _digest(state) for pk, state in states.items()}


def _values(model: type[models.Model], owner: str, ids: Collection[int]) -> Iterable[dict[str, Any]]:
    names = [one.attname for one in model._meta.concrete_fields]
    return model._base_manager.filter(**{f"{owner}__in": ids}).order_by("pk").values(*names)


def _digest(state: list[Any]) -> str:
    return hashlib.sha256(json.dumps(state, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()[:32]


def used_since(model: type[models.Model], ids: Collection[int], *, since: datetime) -> set[int]:
    """
    Return those that something else points at by now, or of which the journal tells something after ``since``.

    The rows that make up a party or matter are not counted: its digest speaks of those.
    """
    used: set[int] = set()
    for other, name in _pointing_at(model):
        if other not in _OWN and (other, name) not in _PARTS[model]:
            rows = other._base_manager.filter(**{f"{name}__in": ids})
            if other is PartyPair:
                rows = rows.exclude(state=PairState.LIKELY)  # found by the sweep, by nobody
            used |= set(rows.values_list(name, flat=True))
    own = "party_id" if model is Party else "matter_id"
    entries = JournalEntry.objects.filter(at__gt=since, **{f"{own}__in": ids})
    used |= set(entries.values_list(own, flat=True))
    return used & set(ids)


def parts_in_use(model: type[models.Model], ids: Collection[int]) -> set[int]:
    """Return those of which a name, contact point or part in a matter is pointed at by something."""
    used: set[int] = set()
    for part, owner in _PARTS[model]:
        for other, name in _pointing_at(part):
            found = other._base_manager.filter(**{f"{name}__{owner}__in": ids})
            used |= set(found.values_list(f"{name}__{owner}", flat=True))
    return used


def _pointing_at(model: type[models.Model]) -> Iterable[tuple[type[models.Model], str]]:
    """Give every table and field that points at this one, those without a name for the way back too."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ForeignObjectRel) and isinstance(relation.related_model, type):
            yield relation.related_model, relation.field.name
