"""What a name is to whoever goes by it, in words. Fetch parties with their `names`."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from practice.models import NameKind, Party, PartyName
from practice.phrases import month_name, weekday

_ONE: Final[Mapping[NameKind, str]] = {
    NameKind.FORMER: "a former name",
    NameKind.MAIDEN: "a maiden name",
    NameKind.KNOWN_AS: "a name they are known as",
    NameKind.ALIAS: "an alias",
    NameKind.TRADING: "a trading name",
    NameKind.TRANSLITERATION: "a transliteration",
}


def under(kind: str, until_on: date | None, mistaken_because: str = "") -> str:
    """Say under what name somebody was found: "under a former name, until Mar 2019"; "" for the legal one."""
    if mistaken_because:
        return "under a name recorded by mistake"
    if kind == NameKind.CURRENT:
        return ""
    return f"under {_ONE[NameKind(kind)]}{_until(until_on)}"


def said(name: PartyName) -> str:
    """Say a name that is not the legal one after a person: "maiden name Ann Whitlock, until Mar 2019"."""
    return f"{name.get_kind_display().lower()} {name.text}{_until(name.until_on)}"


def days_of(name: PartyName, *, today: date) -> str:
    """Say since and until when, as far as anybody knows: "since Tue 5 Mar 2019"; "" where nobody does."""
    began = weekday(name.from_on, today=today) if name.from_on else ""
    ended = weekday(name.until_on, today=today) if name.until_on else ""
    if began and ended:
        return f"from {began} until {ended}"
    if ended:
        return f"until {ended}"
    return f"{'since' if name.from_on and name.from_on <= today else 'from'} {began}" if began else ""


def by_kind(names: Iterable[PartyName]) -> list[PartyName]:
    """Return names in the order of the list of kinds, the legal one first, those that go on before those that ended."""
    order = list(NameKind)
    return sorted(names, key=lambda name: (order.index(NameKind(name.kind)), name.until_on is not None, name.pk))


def known_as(party: Party | None, on: date) -> str:
    """Return what they want to be called when somebody talks to them; "" for their legal name. No query if fetched."""
    if party is None:
        return ""
    used = [name for name in party.names.all() if name.kind == NameKind.KNOWN_AS and name.is_used(on)]
    return " or ".join(name.text for name in sorted(used, key=lambda name: name.pk))


def _until(on: date | None) -> str:
    return f", until {month_name(on)[:3]} {on.year}" if on else ""
