"""The cost lines of a letter: those of the quote, else what is usual for such work (decisions 17, 28)."""

from decimal import Decimal
from typing import Any

from engagement.letters import fees
from engagement.letters.background import Background
from engagement.letters.work import Usual, usual
from practice.comparing import Comparison, NowLine, compare
from practice.pricing import Certainty, Per, PricedLine, for_each
from practice.vat import vat_rate
from wording.facts import CostLine, Quoted

_COUNTS = ("none", "one", "two", "three", "four", "five", "six")
_FIXED = frozenset({"fixed", "retainer", None, ""})
Answers = dict[str, str]


def usual_of(about: Background, answers: Answers) -> Usual:
    """Return what is usual for this matter: of its kind within the work, as answered or as its title says."""
    of_work = usual(about.matter.work_type)
    return of_work.of(answers.get("own_kind") or of_work.kind_of(about.matter.title))


def rows(about: Background, answers: Answers) -> list[dict[str, Any]]:
    """
    Return the lines that a matter's letter can have, with the amounts that grow with the clients worked out.

    The lines of a quote stand for the usual ones; a tax that it does not have is still asked.
    """
    known = {row["code"]: row for row in usual_of(about, answers).costs}
    if about.quote is None:
        count = max(1, len(about.recipients))
        return [{**row, "net": row["net"] * count} if row.get("per_client") else row for row in known.values()]
    quoted = [_as_quoted(line.as_rule(), known.get(line.code, {}), about) for line in about.quote.lines.all()]
    has_tax = any(row.get("is_tax") for row in quoted)
    return quoted + [row for row in known.values() if row.get("is_tax") and not has_tax]


def used_rows(about: Background, answers: Answers) -> list[dict[str, Any]]:
    """Return the lines that the letter prints: one that may be absent stands there once it has an amount."""
    return [
        row for row in rows(about, answers) if not row.get("optional") or pounds(answers.get(f"cost_{row['code']}"))
    ]


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


def defaults(about: Background, typed: Answers) -> Answers:
    """Return the amounts that nobody has to give, and from a quote what they go by and what the tax assumes."""
    lines = rows(about, typed)
    values = {f"cost_{row['code']}": plain(Decimal(row["net"])) for row in lines if "net" in row}
    if about.quote is not None:
        values["price"] = plain(about.quote.value) if about.quote.value is not None else ""
        values["assumptions"] = next((row["assumes"] for row in lines if row.get("is_tax") and "assumes" in row), "")
    return values


def cost_lines(about: Background, answers: Answers) -> tuple[CostLine, ...]:
    """Return the costs with their VAT, in the order of the letter."""
    return tuple(_line(row, about, answers) for row in used_rows(about, answers))


def _line(row: dict[str, Any], about: Background, answers: Answers) -> CostLine:
    count, name = len(about.recipients), f"cost_{row['code']}"
    low, high = pounds(answers.get(name)), pounds(answers.get(f"{name}_to"))
    if row["code"] == "fee" and low is None:
        low, high = fees.worked_out(answers)
    is_range = low is not None and high is not None and high > low
    label = row["several"].format(count=_count(count)) if count > 1 and "several" in row else row["label"]
    if row["code"] == "fee" and answers.get("fee_model") == "retainer":
        label = f"{label}, each {answers.get('fee_per') or 'month'}"
    return CostLine(
        label=label,
        payee=row["payee"],
        treatment=row["treatment"],
        certainty=_certainty(row, about, answers, is_range=is_range),
        net=low,
        vat_rate=vat_rate(about.today) if row["vat"] else None,
        vat_reason=row["reason"],
        is_tax=row.get("is_tax", False),
        assumes=_assumes(row, answers),
        high=high if is_range else None,
    )


def _certainty(row: dict[str, Any], about: Background, answers: Answers, *, is_range: bool) -> Any:
    """Return how sure a line is; our fee is as sure as its model, but what was quoted stays as it was quoted."""
    if row["code"] != "fee":
        return row["certainty"]
    if is_range or answers.get("fee_model") not in _FIXED:
        return Certainty.ESTIMATE.value
    return row["certainty"] if about.quote else Certainty.FIXED.value


def _assumes(row: dict[str, Any], answers: Answers) -> str:
    if row.get("is_tax"):
        return answers.get("assumptions", "")
    return row.get("assumes", "") if row["certainty"] == Certainty.ASSUMPTION else ""


def estimate(lines: tuple[CostLine, ...]) -> Decimal | None:
    """Return the whole cost with VAT, or None while any line is open."""
    if any(line.net is None for line in lines):
        return None
    return sum((line.total for line in lines), Decimal(0))


def least(lines: tuple[CostLine, ...]) -> Decimal:
    """Return the lower end of the whole cost with VAT. Only where no line is open."""
    return sum((line.least_total for line in lines), Decimal(0))


def against_quote(about: Background, answers: Answers, lines: tuple[CostLine, ...]) -> Comparison | None:
    """Hold the estimate against what was quoted; None where nothing was."""
    if about.quote is None:
        return None
    now = [
        NowLine(row["code"], line.label, None if line.net is None else line.total)
        for row, line in zip(used_rows(about, answers), lines, strict=True)
    ]
    return compare([line.as_rule() for line in about.quote.lines.all()], now)


def quoted(about: Background, answers: Answers, lines: tuple[CostLine, ...]) -> Quoted | None:
    """Return what a letter says where its estimate is above the quote; None where it is not."""
    compared = against_quote(about, answers, lines)
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
