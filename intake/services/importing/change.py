"""Bringing whoever is on record up to date: what people typed here stays, and the difference is told (decisions 28)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from intake.models import ImportRow
from intake.rules.imports import Problem
from intake.services.importing.plan import Planned
from intake.services.renamed import reopen_checks
from practice import journal
from practice.matching.index import renew_keys
from practice.models import ContactKind, ContactPoint, NameKind, Party, PartyKind, PartyName, User
from practice.names import normalise
from practice.services.bodies import search_numbers
from practice.services.marks import shut_for_birth
from practice.services.matters import shut_conflict_gates
from practice.services.parties import normalise_contact

_FIELDS = {
    "name": "name",
    "born_on": "date_of_birth",
    "postcode": "postcode",
    "company_number": "company_number",
}


@dataclass(slots=True)
class Changes:
    """What one row changed: ``before`` undoes it, ``wrote`` may be overwritten by a later file."""

    before: dict[str, Any]
    wrote: dict[str, str]
    differences: list[Problem] = field(default_factory=list)


def change_parties(planned: Sequence[Planned], *, by: User, now: datetime) -> dict[int, Changes]:
    """Update the parties of these rows, in the caller's transaction; return what was changed, by row."""
    ids = [one.party.pk for one in planned if one.party]
    locked = Party.objects.select_for_update(no_key=True).order_by("pk").prefetch_related("names", "contacts")
    parties = {party.pk: party for party in locked.filter(pk__in=ids)}
    written = _written_by_imports(ids)
    changes: dict[int, Changes] = {}
    for one in planned:
        assert one.party is not None  # an update has found whom it is about
        party = one.party = parties[one.party.pk]
        found = _change(one, party, written.get(party.pk, {}))
        if found.before:
            changes[one.row.pk] = found
            if number := found.wrote.get("company_number"):
                search_numbers([number], by=by, now=now)
            if "born_on" in found.wrote:
                shut_for_birth(party, by=by, now=now)
            if "name" in found.wrote:
                reopen_checks(party=party, was=found.before["fields"]["name"], by=by, now=now)
            fields = sorted({*found.before.get("fields", {}), *found.before.get("added", {})})
            journal.record(subject=party, event="party.updated_by_import", by=by, at=now, party=party, fields=fields)
            if "names" in found.before.get("added", {}):
                because = f"{party.name} has a further name, from a list"
                shut_conflict_gates(party=party, because=because, by=by, now=now)
        else:
            one.problems += found.differences
    renew_keys([one.party.pk for one in planned if one.party and one.row.pk in changes])
    return changes


def _written_by_imports(ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return what the last import wrote into each of these, so that the next may write over it."""
    rows = ImportRow.objects.filter(party__in=ids, undone=False).exclude(wrote={}).order_by("pk")
    written: dict[int, dict[str, str]] = {}
    for party_id, wrote in rows.values_list("party_id", "wrote"):
        written.setdefault(party_id, {}).update(wrote)
    return written


def _change(one: Planned, party: Party, written: dict[str, str]) -> Changes:
    """Write what is new; leave what somebody typed here and say how it differs."""
    facts = one.facts
    assert facts is not None
    found = Changes(before={}, wrote={})
    old: dict[str, str] = {}
    for name, column in _FIELDS.items():
        here, there = _plain(getattr(party, name)), _plain(getattr(facts, name))
        if not there or there == here or (name == "company_number" and party.kind != PartyKind.ORGANISATION):
            continue
        if here and here != written.get(name):
            found.differences.append(Problem(column, f"is “{here}” here and “{there}” in the list; left as it is"))
            continue
        old[name], found.wrote[name] = here, there
        setattr(party, name, getattr(facts, name))
    if old:
        party.save(update_fields=list(old))
        found.before["fields"] = old
    if "name" in old:
        found.before |= _renamed(party, facts.name, old["name"])
    added = _added_names(party, facts.name if "name" in old else "", facts.trading_name)
    added |= _added_contacts(party, facts)
    if added:
        found.before["added"] = added
    return found


def _plain(value: date | str | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""


def _renamed(party: Party, current: str, former: str) -> dict[str, dict[str, Any]]:
    """
    Call the name before a new one former, and one that was known already current; return what they were.

    ``kinds`` by name, and ``ended``: of those that had stopped, or were said to be a mistake, what is to come back.
    """
    were: dict[str, dict[str, Any]] = {}
    for name in party.names.all():
        kind = {normalise(former): NameKind.FORMER, normalise(current): NameKind.CURRENT}.get(name.normalised)
        if kind is not None and kind != name.kind:
            were.setdefault("kinds", {})[str(name.pk)] = name.kind
            if name.until_on is not None or name.mistaken_because:
                until_on = name.until_on.isoformat() if name.until_on else None
                ended = {"until_on": until_on, "mistaken_because": name.mistaken_because}
                were.setdefault("ended", {})[str(name.pk)] = ended
            PartyName.objects.filter(pk=name.pk).update(kind=kind, until_on=None, mistaken_because="")
    return were


def _added_names(party: Party, current: str, trading: str) -> dict[str, list[int]]:
    """Add a new current name and a trading name that are not there."""
    there = {name.normalised for name in party.names.all()}
    new = [
        PartyName(party=party, kind=kind, text=text, normalised=normalise(text))
        for text, kind in ((current, NameKind.CURRENT), (trading, NameKind.TRADING))
        if text and normalise(text) not in there
    ]
    return {"names": [name.pk for name in PartyName.objects.bulk_create(new)]} if new else {}


def _added_contacts(party: Party, facts: Any) -> dict[str, list[int]]:
    """Add contact points that are not there, unconfirmed and not preferred to one that is (decisions 23)."""
    there = {(point.kind, point.normalised) for point in party.contacts.all()}
    kinds = {point.kind for point in party.contacts.all() if point.ended_on is None}
    new = [
        ContactPoint(party=party, kind=kind, text=text, normalised=normalised, is_preferred=kind not in kinds)
        for kind, text in (
            (ContactKind.PHONE, facts.phone),
            (ContactKind.EMAIL, facts.email),
            (ContactKind.ADDRESS, facts.address),
        )
        if text and (kind, normalised := normalise_contact(kind, text)) not in there
    ]
    return {"contacts": [point.pk for point in ContactPoint.objects.bulk_create(new)]} if new else {}
