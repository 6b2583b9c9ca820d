"""What a figure in a letter may be, from data/limits.yaml: each limit with its source. Reads one file, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

from practice.errors import Refusal
from practice.phrases import money

_FILE = Path(__file__).resolve().parent / "data" / "limits.yaml"


class AbsurdFigure(Refusal):
    """A figure is outside what the law allows, or what anybody could mean."""

    code = "absurd_figure"


@dataclass(frozen=True)
class Limit:
    """The least and the most a figure may be, and where that comes from."""

    label: str
    unit: str
    least: Decimal
    most: Decimal
    source: str
    work: frozenset[str] = frozenset()

    def refuses(self, value: Decimal) -> str:
        """Return the sentence that refuses a value; "" where it may stand."""
        if value.is_nan() or value < self.least:
            return f"{self.label} must be at least {self._said(self.least)}.{self._because()}"
        if value > self.most:
            return f"{self.label} may be at most {self._said(self.most)}.{self._because()}"
        return ""

    def _said(self, value: Decimal) -> str:
        return money(value) if self.unit == "pounds" else f"{value.normalize():f} {self.unit.replace('_', ' ')}"

    def _because(self) -> str:
        return "" if self.source == "This firm" else f" Source: {self.source}."


@cache
def _limits() -> Mapping[str, tuple[Limit, ...]]:
    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {
        name: tuple(
            Limit(
                label=one["label"],
                unit=one["unit"],
                least=Decimal(str(row["least"])),
                most=Decimal(str(row["most"])),
                source=row["source"],
                work=frozenset(row.get("work", ())),
            )
            for row in one["rows"]
        )
        for name, one in data.items()
    }


def limit(name: str, work_type: str = "") -> Limit:
    """Return the limit that holds for a kind of work. :raises KeyError: for a name that is not in the data"""
    return next(one for one in _limits()[name] if not one.work or work_type in one.work)


def check(name: str, value: Decimal | None, work_type: str = "") -> None:
    """:raises AbsurdFigure: when a value is outside its limit; None is a question nobody has answered"""
    refused = limit(name, work_type).refuses(value) if value is not None else ""
    if refused:
        raise AbsurdFigure(refused)
