"""Checklists as rows: a version a change, loaded by command."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from intake.models import Checklist, ChecklistItem
from practice import journal
from practice.actors import SYSTEM
from practice.services.reference import read_data
from wording import library
from wording.rules import ClauseText

_DATA = Path(__file__).resolve().parent.parent / "data"
_KNOWN = {"code", "question", "answer", "help", "say", "say_clause", "source", "mandatory", "needs_second"}
_MARKS = "{[*~+|"  # of facts, questions and layout, which nobody can say aloud
_FIELDS = ("code", "question", "answer", "help", "say", "source")
Row = Mapping[str, Any]


class ChecklistWrong(ValueError):
    """The file of checklists says something that makes no list."""


@transaction.atomic(durable=True)
def load_checklists(*, now: datetime, lists: Mapping[str, Any] | None = None) -> int:
    """
    Write the lists that differ from their latest version as the next one; return how many were new.

    ``lists``: what intake/data/checklists.yaml says, unless given.

    :raises ChecklistWrong: if it names an item or a clause that is not there, or says of one what no item has
    """
    written, clauses = 0, library.read().clauses
    for purpose, work_type, name, items in _lists(lists or read_data(_DATA, "checklists.yaml")):
        if unknown := {part for item in items for part in item.keys() - _KNOWN}:
            raise ChecklistWrong(f"{name} says what no item can: {', '.join(sorted(unknown))}")
        items = [_with_clause(item, clauses) for item in items]
        digest = hashlib.sha256(json.dumps([name, items], sort_keys=True).encode()).hexdigest()
        latest = Checklist.objects.filter(purpose=purpose, work_type=work_type).order_by("-version").first()
        if latest is not None and latest.digest == digest:
            continue
        made = Checklist.objects.create(
            purpose=purpose,
            work_type=work_type,
            version=latest.version + 1 if latest else 1,
            name=name,
            digest=digest,
            loaded_at=now,
        )
        ChecklistItem.objects.bulk_create(
            ChecklistItem(
                checklist=made,
                position=position,
                is_mandatory=item.get("mandatory", True),
                needs_second=item.get("needs_second", False),
                **{field: item.get(field, "") for field in _FIELDS},
            )
            for position, item in enumerate(items, start=1)
        )
        if latest is not None:  # what comes with the product is no deed of the firm's
            journal.record(subject=made, event="checklist.replaced", by=SYSTEM, at=now, name=name, version=made.version)
        written += 1
    return written


def _with_clause(item: Row, clauses: Mapping[str, ClauseText]) -> Row:
    """Put the sentence of a clause before what is said, so that letter and meeting use the same words (domain A21)."""
    if "say_clause" not in item:
        return item
    rest = {name: value for name, value in item.items() if name != "say_clause"}
    clause = clauses.get(item["say_clause"])
    if clause is None or any(mark in clause.body for mark in _MARKS):
        raise ChecklistWrong(f"{item['code']} says a clause that is not there, or is not plain: {item['say_clause']}")
    return rest | {"say": " ".join([*clause.body.split(), *item.get("say", "").split()])}


def _lists(data: Mapping[str, Any]) -> Iterator[tuple[str, str, str, list[Row]]]:
    for purpose, template in data.items():
        yield purpose, "", template["name"], list(template["items"])
        for work_type, differs in template.get("kinds_of_work", {}).items():
            changes = differs.get("change", {})
            items: list[Row] = [{**item, **changes.get(item["code"], {})} for item in template["items"]]
            if unknown := changes.keys() - {item["code"] for item in items}:
                raise ChecklistWrong(f"{work_type} changes items that are not there: {', '.join(sorted(unknown))}")
            yield purpose, work_type, differs["name"], _with(items, differs.get("add", ()), work_type)


def _with(items: list[Row], added: Sequence[Row], work_type: str) -> list[Row]:
    for row in added:
        places = [place for place, item in enumerate(items) if item["code"] == row["after"]]
        if not places:
            raise ChecklistWrong(f"{work_type} adds after {row['after']}, which is not there")
        items.insert(places[0] + 1, {name: value for name, value in row.items() if name != "after"})
    return items
