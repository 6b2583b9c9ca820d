"""Names that a party goes or went by: whoever gets one is to be searched again wherever they are (domain 4.3)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from practice import journal
from practice.errors import Refusal, WorldMoved
from practice.matching.index import renew_keys
from practice.models import NameKind, Party, PartyName, User
from practice.names import normalise
from practice.office import local_date, main_office
from practice.services.matters import shut_conflict_gates
from practice.services.reach import lock_party
from practice.services.relations import shut_gates_near


class NameNotChanged(WorldMoved):
    """The party has this name already."""

    code = "name_not_changed"


class EndsBeforeItBegins(Refusal):
    """The day it stopped lies before the first."""

    code = "ends_before_it_begins"


class LegalNameStays(Refusal):
    """Another name becomes the legal one; it is never changed, ended or taken off by itself."""

    code = "legal_name_stays"


class NotTheirNameYet(Refusal):
    """A legal name is theirs from a day that has come."""

    code = "not_their_name_yet"


class SalutationOfBefore(Refusal):
    """What stands after Dear is still by the name before."""

    code = "salutation_of_before"


@dataclass(frozen=True, slots=True)
class Days:
    """From when until when somebody goes by a name; None where nobody knows, or it goes on."""

    from_on: date | None = None
    until_on: date | None = None

    def check(self) -> None:
        """:raises EndsBeforeItBegins: if the last day lies before the first"""
        if self.from_on is not None and self.until_on is not None and self.until_on < self.from_on:
            raise EndsBeforeItBegins("It cannot stop before the day it began.")


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalName:
    """
    A name as it is to stand on letters. ``since_on``: the wedding, the deed poll; None where nobody knows.

    ``before``: what the name until then becomes. ``title``, ``salutation``: as they are to be.
    """

    text: str
    since_on: date | None
    before: NameKind
    title: str
    salutation: str


UNKNOWN: Final = Days()


def add_name(*, party: Party, text: str, kind: NameKind, by: User, now: datetime, days: Days = UNKNOWN) -> bool:
    """
    Add a name in the caller's transaction and shut the gate of every live matter; False if it is known.

    Of the matters of whoever is related to the party too: a check searches relatives by every name of theirs.

    A name that says the same in other letters is the same: case, accents, Ltd for Limited. One that was recorded by
    mistake is theirs after all.
    """
    Party.objects.select_for_update(no_key=True).get(pk=party.pk)  # two of one name at once are one
    name = PartyName.objects.filter(party=party, normalised=normalise(text)).first()
    if name is not None and not name.mistaken_because:
        return False
    fields = {"kind": kind, "text": text, "from_on": days.from_on, "until_on": days.until_on, "mistaken_because": ""}
    PartyName.objects.update_or_create(party=party, normalised=normalise(text), defaults=fields)
    renew_keys([party.pk])
    has = "has a further name"
    shut_gates_near((party.pk,), has=has, by=by, now=now)
    shut_conflict_gates(party=party, because=f"{party.name} {has}: {text}", by=by, now=now)
    journal.record(
        subject=party,
        event="party.name_added",
        by=by,
        at=now,
        party=party,
        name=text,
        kind=kind,
        **_as_facts(days),
    )
    return True


@transaction.atomic(durable=True)
def record_name(*, party_id: int, text: str, kind: NameKind, by: User, now: datetime, days: Days = UNKNOWN) -> Party:
    """
    Add a name to a party. Not a legal one: that takes the place of another, see take_legal_name.

    :raises NameNotChanged: if it is known by this name
    :raises EndsBeforeItBegins: if the last day lies before the first
    """
    days.check()
    _not_legal(kind)
    party = lock_party(party_id)
    if not add_name(party=party, text=" ".join(text.split()), kind=kind, by=by, now=now, days=days):
        raise NameNotChanged(f"{party.name} is known by this name already.")
    return party


@transaction.atomic(durable=True)
def take_legal_name(*, party_id: int, legal: LegalName, by: User, now: datetime) -> Party:
    """
    Let a name, new or on record, stand on letters; the one before gets its kind and its last day in the same deed.

    Written otherwise, with an accent or in capitals, the legal name itself is put right. A second time changes nothing.
    Features that rely on the name are told in this transaction (LEGAL_NAME_CHANGED).

    :raises NotTheirNameYet: if the day is still to come
    :raises EndsBeforeItBegins: if the name before began later
    :raises SalutationOfBefore: if what stands after Dear has a word of the name before that the new one lacks
    """
    if legal.since_on is not None and legal.since_on > local_date(main_office(), now):
        raise NotTheirNameYet("A legal name is theirs from a day that has come.")
    _not_legal(legal.before)
    party, legal = lock_party(party_id), replace(legal, text=" ".join(legal.text.split()))
    was, key = party.name, normalise(legal.text)
    if said := _words(legal.salutation) & (_words(was) - _words(legal.text)):
        raise SalutationOfBefore(f"That still says {' '.join(sorted(said)).title()}. Say how letters begin now.")
    before = PartyName.objects.filter(party=party, kind=NameKind.CURRENT).exclude(normalised=key)
    for name in before:
        Days(name.from_on, legal.since_on).check()
    before.update(kind=legal.before, until_on=legal.since_on)
    add_name(party=party, text=legal.text, kind=NameKind.CURRENT, by=by, now=now, days=Days(legal.since_on))
    name = PartyName.objects.get(party=party, normalised=key)
    since_on = legal.since_on or (name.from_on if name.is_legal else None)
    stands = (name.kind, name.text, name.from_on, party.name, party.title, party.salutation)
    if stands == (NameKind.CURRENT, legal.text, since_on, legal.text, legal.title, legal.salutation):
        return party
    name.kind, name.text, name.from_on, name.until_on = NameKind.CURRENT, legal.text, since_on, None
    name.save(update_fields=["kind", "text", "from_on", "until_on"])
    party.name, party.title, party.salutation = legal.text, legal.title, legal.salutation
    party.save(update_fields=["name", "title", "salutation"])
    renew_keys([party.pk])
    facts: dict[str, Any] = {"was": was, "name": legal.text, "dear": party.dear, **_as_facts(Days(since_on))}
    journal.record(subject=party, event="party.legal_name_changed", by=by, at=now, party=party, **facts)
    for told in settings.LEGAL_NAME_CHANGED:
        import_string(told)(party=party, was=was, by=by, now=now)
    return party


@transaction.atomic(durable=True)
def correct_name(*, name_id: int, kind: NameKind, days: Days, by: User, now: datetime) -> PartyName:
    """
    Put the kind and the days of a name right. No gate shuts: what is searched stays the same.

    :raises LegalNameStays: if it is the legal name and would be another kind or end, or another would be legal
    :raises EndsBeforeItBegins: if the last day lies before the first
    """
    days.check()
    party, name = _lock_name(name_id)
    if (name.kind == NameKind.CURRENT) != (kind == NameKind.CURRENT) or (name.is_legal and days.until_on is not None):
        raise LegalNameStays("The name on letters changes only when another takes its place. Use New legal name.")
    if (name.kind, name.from_on, name.until_on) != (kind, days.from_on, days.until_on):
        name.kind, name.from_on, name.until_on = kind, days.from_on, days.until_on
        name.save(update_fields=["kind", "from_on", "until_on"])
        _note(name, "party.name_corrected", by=by, now=now, kind=kind, **_as_facts(days))
    return name


@transaction.atomic(durable=True)
def end_name(*, name_id: int, until_on: date, by: User, now: datetime) -> PartyName:
    """
    Say that they go by it no more; it stays on record and is still found. Doing it again writes the same day.

    :raises LegalNameStays: if it is the legal name
    :raises EndsBeforeItBegins: if the day lies before the first
    """
    _, name = _lock_name(name_id)
    _not_legal(NameKind(name.kind))
    Days(name.from_on, until_on).check()
    if name.until_on != until_on:
        name.until_on = until_on
        name.save(update_fields=["until_on"])
        _note(name, "party.name_ended", by=by, now=now, until_on=until_on.isoformat())
    return name


@transaction.atomic(durable=True)
def set_name_aside(*, name_id: int, because: str, by: User, now: datetime) -> PartyName:
    """
    Say that a name was recorded by mistake: no page, letter or caller search has it from now on.

    Checks search it all the same, and say so: nobody gets rid of a hit by calling a name a mistake. Twice changes
    nothing.

    :raises LegalNameStays: if it is the legal name
    """
    _, name = _lock_name(name_id)
    _not_legal(NameKind(name.kind))
    if not name.mistaken_because:
        name.mistaken_because = because
        name.save(update_fields=["mistaken_because"])
        _note(name, "party.name_set_aside", by=by, now=now, because=because)
    return name


def _lock_name(name_id: int) -> tuple[Party, PartyName]:
    """Take the party first, as every deed on a party does, then the name as it stands now."""
    party = lock_party(PartyName.objects.values_list("party", flat=True).get(pk=name_id))
    return party, PartyName.objects.get(pk=name_id, party=party)


def _not_legal(kind: NameKind) -> None:
    if kind == NameKind.CURRENT:
        raise LegalNameStays("The name on letters changes only when another takes its place. Use New legal name.")


def _words(name: str) -> set[str]:
    return set(normalise(name).split())


def _note(name: PartyName, event: str, *, by: User, now: datetime, **facts: Any) -> None:
    journal.record(subject=name, event=event, by=by, at=now, party=name.party_id, name=name.text, **facts)


def _as_facts(days: Days) -> dict[str, Any]:
    known = {"from_on": days.from_on, "until_on": days.until_on}
    return {name: day.isoformat() for name, day in known.items() if day is not None}
