"""Price tables: drafts that people edit, and versions that are published from a day on and never change again."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from practice import journal, pricing
from practice.actors import Actor
from practice.errors import Refusal, WorldMoved
from practice.models import PriceLine, PriceOption, PriceTable, User, WorkType

_TEXTS = ("included", "not_included", "stages")


class TableNotFit(Refusal):
    """Nobody can be quoted from this table."""

    code = "price_table_not_fit"


class AlreadyPublished(WorldMoved):
    """A published version stays as it is."""

    code = "price_table_published"


@transaction.atomic(durable=True)
def publish_price_table(*, table_id: int, by: Actor, now: datetime, today: date) -> PriceTable:
    """
    Let quotes be given from a draft, from the day that it names; what was quoted before stays as it was.

    :raises TableNotFit: if it has no day, one that is over, or lines that contradict each other
    :raises AlreadyPublished: if it was
    """
    table = PriceTable.objects.select_for_update(no_key=True).get(pk=table_id)
    if table.in_force_from is None or table.in_force_from < today:
        raise TableNotFit("Say from which day it holds: today or later.")
    return _publish(table, by=by, now=now)


def _publish(table: PriceTable, *, by: Actor, now: datetime) -> PriceTable:
    if table.is_published:
        raise AlreadyPublished("This version is published already. Copy it to a new draft to change the price.")
    lines = [line.as_rule() for line in table.lines.all()]
    wrong = pricing.problems(lines, options=set(table.options.values_list("code", flat=True)))
    if any(line.over is not None or line.up_to is not None for line in lines) and not table.value_label:
        wrong.append("There are bands, and nothing says what they go by.")
    if wrong:
        raise TableNotFit(" ".join(wrong))
    table.published_at, table.published_by = now, by if isinstance(by, User) else None
    table.save(update_fields=["published_at", "published_by"])
    journal.record(
        subject=table,
        event="price_table.published",
        by=by,
        at=now,
        code=table.code,
        version=table.version,
        in_force_from=str(table.in_force_from),
    )
    return table


@transaction.atomic(durable=True)
def copy_price_table(*, table_id: int) -> PriceTable:
    """Begin a draft of the next version, as this one is."""
    table = PriceTable.objects.get(pk=table_id)
    parts: list[PriceLine | PriceOption] = [*table.lines.all(), *table.options.all()]
    table.pk, table.version = None, next_version(table.code)
    table.in_force_from = table.published_at = table.published_by = None
    table.save(force_insert=True)
    for part in parts:
        part.pk, part.table = None, table
        part.save(force_insert=True)
    return table


def next_version(code: str) -> int:
    return (PriceTable.objects.filter(code=code).aggregate(last=Max("version"))["last"] or 0) + 1


@transaction.atomic(durable=True)
def load_price_tables(rows: list[dict[str, Any]], *, by: Actor, now: datetime) -> int:
    """
    Write and publish the tables that are missing; one that people have is left alone. Return how many were new.

    :raises TableNotFit: before anything is written, if one contradicts itself
    """
    known = set(PriceTable.objects.values_list("code", flat=True))
    new = [row for row in rows if row["code"] not in known]
    for row in new:
        _publish(_write(row), by=by, now=now)
    return len(new)


def _write(row: dict[str, Any]) -> PriceTable:
    plain = {name: value for name, value in row.items() if name not in {"lines", "options", "weeks", *_TEXTS}}
    weeks_from, weeks_to = row.get("weeks", (None, None))
    table = PriceTable.objects.create(
        **plain | {"work_type": WorkType(row["work_type"])},
        version=1,
        weeks_from=weeks_from,
        weeks_to=weeks_to,
        **{name: "\n".join(row.get(name, ())) for name in _TEXTS},
    )
    options, lines = row.get("options", ()), lines_in(row["lines"])
    PriceOption.objects.bulk_create(
        PriceOption(table=table, position=position, **option) for position, option in enumerate(options, start=1)
    )
    for line in lines:
        line.table = table
    PriceLine.objects.bulk_create(lines)
    return table


def lines_in(rows: list[dict[str, Any]]) -> list[PriceLine]:
    """
    Return the lines that a file describes, unsaved.

    ``net``: one amount, or two for a range. ``bands``: upper bound and net, one after the other; none in the last one
    is no bound. ``hours``: from and to. What is not said is as the model has it.
    """
    return [
        PriceLine(position=position, **amounts, **same)
        for position, row in enumerate(rows, start=1)
        for same in [_same(row)]
        for amounts in _amounts(row)
    ]


def _same(row: dict[str, Any]) -> dict[str, Any]:
    same = {name: value for name, value in row.items() if name not in {"net", "bands", "hours"}}
    if "hours" in row:
        same |= {"hours_from": row["hours"][0], "hours_to": row["hours"][1], "per": pricing.Per.HOUR}
    return same


def _amounts(row: dict[str, Any]) -> list[dict[str, Decimal | None]]:
    if "bands" not in row:
        return [_net(row["net"])] if "net" in row else [{}]
    bounds = [None, *(Decimal(bound) if bound is not None else None for bound, _ in row["bands"])]
    return [
        {**_net(net), "over": over, "up_to": up_to}
        for (_, net), over, up_to in zip(row["bands"], bounds, bounds[1:], strict=False)
    ]


def _net(net: Any) -> dict[str, Decimal | None]:
    low, high = net if isinstance(net, list) else (net, net)
    return {"low": Decimal(str(low)), "high": Decimal(str(high))}
