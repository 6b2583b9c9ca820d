"""A named figure: what it counts, of how many, and the rows behind it. No figure is shown without its rows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True, kw_only=True)
class Figure:
    """
    A number on a page.

    ``denominator`` is None for a plain count. ``rows`` are the rows counted by the numerator, already narrowed to what
    the reader may see; ``url`` is the page that lists them. ``target``: the share in per cent that was promised, or
    None where none was.
    """

    label: str
    numerator: int
    denominator: int | None = None
    rows: QuerySet[Any]
    explanation: str
    url: str = ""
    target: int | None = None

    @property
    def percent(self) -> int | None:
        """The share, rounded down so that 99.9 never reads as 100; None for a count or where nothing was due."""
        return self.numerator * 100 // self.denominator if self.denominator else None

    @property
    def is_met(self) -> bool | None:
        """Say if the target was reached; None without a target or where nothing was due."""
        return None if self.target is None or self.percent is None else self.percent >= self.target


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How long things took, in working minutes: the middle one and the ninetieth of a hundred; None of none."""

    label: str
    number: int
    middle: int | None
    ninetieth: int | None
    rows: QuerySet[Any]
    explanation: str
