"""
Searching sanctions lists and politically exposed persons: what a provider has to offer, and the one that is a person.

A provider that asks over the network is called by the door, before and outside any transaction; its answer is then
recorded by a deed. None is called in tests.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from intake.rules import Exposure, ScreeningStatus


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom to search for: no more than a provider needs."""

    name: str
    other_names: tuple[str, ...] = ()
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """
    What a search answered. ``list_on``: the day of the list; ``raw``: the answer as it came.

    ``status``: on sanctions lists; ``exposure``: in public office, "" if that was not searched.
    """

    provider: str
    status: ScreeningStatus
    list_on: date | None = None
    reference: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)
    exposure: Exposure | str = ""


class ScreeningProvider(Protocol):
    """Whoever can be asked. An answer that does not come is `ScreeningStatus.ERROR`, never an exception."""

    @property
    def name(self) -> str: ...

    def check(self, subject: Subject, *, now: datetime) -> Found: ...


@dataclass(frozen=True, slots=True)
class Manual:
    """A person searched the lists and typed what they found: the provider of every firm that has no other."""

    status: ScreeningStatus
    list_on: date | None = None
    reference: str = ""
    name: str = "manual"
    exposure: Exposure | str = ""

    def check(self, subject: Subject, *, now: datetime) -> Found:
        raw = {"searched_for": subject.name}
        return Found(self.name, self.status, self.list_on, self.reference, raw, self.exposure)
