"""The cost lines of a letter: those of the quote, else what is usual for such work (decisions 17, 28)."""

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from engagement.letters.background import Background
from practice.comparing import Comparison, NowLine, compare
from practice.pricing import Certainty, Per, PricedLine, for_each
from practice.vat import vat_rate
from wording.facts import CostLine, Quoted

_FILE = Path(__file__).resolve().parents[1] / "data" / "costs.yaml"
_COUNTS = ("none", "one", "two", "three", "four", "five", "six")
Answers = dict[str, str]


@cache
def _data() -> dict[str, Any]:
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))  # type: ignore[no-any-return]  # a mapping, as written


def usual(work_type: str) -> dict[str, Any]:
    """Return what is usual for a kind of work. :raises KeyError: for work that has no letter yet"""
    return _data()[work_type]  # type: ignore[no-any-return]  # a mapping, as written


def rows(about: Background) -> list[dict[str, Any]]:
    """
    Return the lines of a matter's letter with the amounts that grow with the clients worked out.

    The lines of a quote stand for the usual ones; a tax that it does not have is still asked.
    """
    known = {row["code"]: row for row in usual(about.matter.work_type)["costs"]}
    if about.quote is None:
        count = max(1, len(about.recipients))
        return [{**row, "net": row["net"] * count} if row.get("per_client") else row for row in known.values()]
    quoted = [_as_quoted(line.as_rule(), known.get(line.code, {}), about) for line in about.quote.lines.all()]
    has_tax = any(row.get("is_tax") for row in quoted)
    return quoted + [row for row in known.values() if row.get("is_tax") and not has_tax]


def _as_quoted(line: PricedLine, known: dict[str, Any], about: Background) -> dict[str, Any]:
    """Return a line as it was quoted, at the upper end of a range so that nobody is surprised later."""
    assert about.quote is not None
    times = max(1, len(about.recipients)) if line.per == Per.CLIENT else 1
    each = for_each(line, people=about.quote.people)
    net = {} if each.high is None else {"net": each.high * times}
    return {
        **{name: known[name] for name in ("several", "in_advance") if name in known},
        "code": line.code,
        "label": line.label,
        "payee": line.payee,
        "treatment": line.treatment,
        "certainty": line.certainty,
        "vat": line.vat_rate is not None,
        "reason": line.vat_reason,
        "is_tax": line.is_tax,
        "assumes": line.assumes,
        **net,
    }


def defaults(about: Background) -> Answers:
    """Return the amounts that nobody has to give, and from a quote what they go by and what the tax assumes."""
    lines = rows(about)
    values = {f"cost_{row['code']}": plain(Decimal(row["net"])) for row in lines if "net" in row}
    if about.quote is not None:
        values["price"] = plain(about.quote.value) if about.quote.value is not None else ""
        values["assumptions"] = next((row["assumes"] for row in lines if row.get("is_tax") and "assumes" in row), "")
    return values


def cost_lines(about: Background, answers: Answers) -> tuple[CostLine, ...]:
    """Return the costs with their VAT, in the order of the letter."""
    rate, count = vat_rate(about.today), len(about.recipients)
    return tuple(
        CostLine(
            label=row["several"].format(count=_count(count)) if count > 1 and "several" in row else row["label"],
            payee=row["payee"],
            treatment=row["treatment"],
            certainty=row["certainty"],
            net=pounds(answers.get(f"cost_{row['code']}")),
            vat_rate=rate if row["vat"] else None,
            vat_reason=row["reason"],
            is_tax=row.get("is_tax", False),
            assumes=_assumes(row, answers),
        )
        for row in rows(about)
    )


def _assumes(row: dict[str, Any], answers: Answers) -> str:
    if row.get("is_tax"):
        return answers.get("assumptions", "")
    return row.get("assumes", "") if row["certainty"] == Certainty.ASSUMPTION else ""


def estimate(lines: tuple[CostLine, ...]) -> Decimal | None:
    """Return the whole cost with VAT, or None while any line is open."""
    if any(line.net is None for line in lines):
        return None
    return sum((line.total for line in lines), Decimal(0))


def against_quote(about: Background, lines: tuple[CostLine, ...]) -> Comparison | None:
    """Hold the estimate against what was quoted; None where nothing was."""
    if about.quote is None:
        return None
    now = [
        NowLine(row["code"], line.label, None if line.net is None else line.total)
        for row, line in zip(rows(about), lines, strict=True)
    ]
    return compare([line.as_rule() for line in about.quote.lines.all()], now)


def quoted(about: Background, answers: Answers, lines: tuple[CostLine, ...]) -> Quoted | None:
    """Return what a letter says where its estimate is above the quote; None where it is not."""
    compared = against_quote(about, lines)
    if about.quote is None or compared is None or compared.change is None or not compared.is_higher:
        return None
    because = answers.get("quote_because", "")
    return Quoted(on=about.quote.given_on, headline=about.quote.headline, more=compared.change, because=because)


def plain(amount: Decimal) -> str:
    """Write an amount as answers keep it: "312500", "1450.50"."""
    return f"{amount.to_integral_value() if amount == amount.to_integral_value() else amount:f}"


def pounds(typed: str | None) -> Decimal | None:
    return Decimal(typed) if typed else None


def _count(number: int) -> str:
    return _COUNTS[number] if number < len(_COUNTS) else str(number)
