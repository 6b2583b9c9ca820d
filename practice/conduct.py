"""Whom we owe which behaviour on a matter: the right entry of data/conduct.yaml (domain A11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from practice.models import MatterParty, MatterRole, Party, PartyKind, Relationship, TreatedAs

_FILE: Final = Path(__file__).resolve().parent / "data" / "conduct.yaml"
_TREATED: Final = {"": "treated", **{kind: f"treated_{kind}" for kind in TreatedAs.values}}
#: Whoever has such a part is owed the same, whether or not we treat them as a client elsewhere.
_AS_TREATED: Final = {
    role: _TREATED[role.value] for role in (MatterRole.WITNESS, MatterRole.EXPERT, MatterRole.INSURER)
}


@dataclass(frozen=True, slots=True)
class Conduct:
    """What somebody is owed and how one behaves towards them."""

    who: str
    owed: str
    conduct: str
    hard_news: str = ""  # what to keep to when they have to be told something hard; "" where no note is kept of it


@cache
def conducts() -> dict[str, Conduct]:
    """Return every entry by its key."""
    read = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {key: Conduct(**entry) for key, entry in read.items()}


def towards_treated(kind: str) -> Conduct:
    """Return how we behave towards somebody treated as a client; ``kind`` of "": nobody said as whom."""
    return conducts()[_TREATED[kind]]


def stakeholders(rows: Sequence[MatterParty]) -> list[tuple[MatterParty, Conduct]]:
    """Return everybody on a matter with how we behave towards them. Rows come with their parties; no query."""
    has_lawyer = any(row.role == MatterRole.OPPONENT_SOLICITOR for row in rows)
    return [(row, conducts()[_key(row.party, MatterRole(row.role), has_lawyer=has_lawyer)]) for row in rows]


def colleagues() -> Conduct:
    return conducts()["colleague"]


def _key(party: Party, role: MatterRole, *, has_lawyer: bool) -> str:
    if party.has_no_retainer:
        return _TREATED[party.treated_as]
    if role == MatterRole.OPPONENT:
        return "opponent_represented" if has_lawyer or party.is_represented_elsewhere else "opponent_unrepresented"
    if role != MatterRole.CLIENT:
        return _AS_TREATED.get(role, role.value)
    if party.died_on is not None or party.lacks_capacity:
        return "client_represented"
    if party.relationship == Relationship.INTERNAL_CLIENT:
        return "client_internal"
    return "client_body" if party.kind == PartyKind.ORGANISATION else "client"
