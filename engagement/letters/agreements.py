"""Which agreements apart from the letter there are, and which way to charge needs which (data/agreements.yaml)."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from engagement.letters.work import BadWorkData
from wording.facts import FEES

_FILE = Path(__file__).resolve().parents[1] / "data" / "agreements.yaml"


@dataclass(frozen=True)
class AgreementKind:
    """`needed_for`: the ways to charge whose letter cannot go without it; `source`: the rule that says so."""

    code: str
    name: str
    needed_for: tuple[str, ...] = ()
    source: str = ""


@cache
def kinds() -> tuple[AgreementKind, ...]:
    """Return every kind, in the order of the file. :raises BadWorkData: naming what is wrong in it"""
    try:
        data = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        found = tuple(
            AgreementKind(code, row["name"], tuple(row.get("needed_for", ())), row.get("source", ""))
            for code, row in data.items()
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as problem:
        raise BadWorkData(f"{_FILE.name}: {problem}") from problem
    strangers = {model for one in found for model in one.needed_for} - set(FEES)
    if strangers:
        raise BadWorkData(f"{_FILE.name}: {min(strangers)} is no way to charge.")
    return found


def missing(fee_model: str, there: Collection[str]) -> tuple[AgreementKind, ...]:
    """Return what such a way to charge needs and is not among the kinds that are there."""
    return tuple(one for one in kinds() if fee_model in one.needed_for and one.code not in there)
