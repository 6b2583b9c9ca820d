"""The lines of a new estimate: those of the estimate before, each with its new figure or range, and new ones."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from engagement.letters import answers as answering
from engagement.letters.background import Background
from engagement.letters.costs import Answers, cost_lines, plain, pounds, used_rows
from engagement.letters.subject import lines_as_typed
from engagement.models import CostUpdate, Letter
from practice.pricing import Certainty
from practice.services.reference import read_data
from practice.vat import vat_rate
from wording.facts import CostLine

NEW_LINES = 2  # that one update may add
Line = dict[str, Any]
_DATA = read_data(Path(__file__).resolve().parents[1] / "data", "cost_update.yaml")


def as_data(code: str, line: CostLine) -> Line:
    """Return a line as an update keeps it; its VAT is worked out anew on the day of each letter."""
    return {
        "code": code,
        "label": line.label,
        "payee": line.payee,
        "treatment": line.treatment,
        "certainty": line.certainty,
        "net": plain(line.net) if line.net is not None else "",
        "high": plain(line.high) if line.high is not None else "",
        "vat": line.vat_rate is not None,
        "reason": line.vat_reason,
        "is_tax": line.is_tax,
        "assumes": line.assumes,
    }


def lines_of_letter(about: Background, letter: Letter) -> list[Line]:
    """Return the lines of a client care letter's estimate, from the answers that it was made with."""
    answers = answering.defaults(about, letter.answers).with_typed(letter.answers)
    rows = used_rows(about, answers)
    return [as_data(row["code"], line) for row, line in zip(rows, cost_lines(about, answers), strict=True)]


def line_of_before(estimate: Decimal) -> Line:
    """Return the one line there is of a letter that was not written here: what is in it stands on paper."""
    all_told = CostLine(
        label=_DATA["all_told"],
        payee="us",
        treatment="our_charge",
        certainty="estimate",
        net=estimate,
        vat_rate=None,
        vat_reason=_DATA["all_told_vat"],
    )
    return as_data("before", all_told)


def new_codes(update: CostUpdate) -> list[str]:
    """Return the codes of the lines that this update may add; no other update has the same."""
    return [f"u{update.number}_{position}" for position in range(1, NEW_LINES + 1)]


def answers_of_next(stopped: CostUpdate) -> Answers:
    """Return the answers of an update that was stopped, for the one that takes its place; its new lines go along."""
    was, now = f"_u{stopped.number}_", f"_u{stopped.number + 1}_"
    return {name.replace(was, now): value for name, value in stopped.answers.items()}


def defaults(update: CostUpdate) -> Answers:
    """Return what stands in the answers by itself: the figures before, and the options that clients usually have."""
    values = {"options": lines_as_typed(tuple(_DATA["options"])), "agree": "yes"}
    values |= {f"vat_{code}": "yes" for code in new_codes(update)}
    for line in update.before:
        values |= {f"cost_{line['code']}": line["net"], f"cost_{line['code']}_to": line["high"]}
    return {name: value for name, value in values.items() if value}


def lines_before(update: CostUpdate, about: Background) -> list[CostLine]:
    return [_line(line, pounds(line["net"]), pounds(line["high"]), about) for line in update.before]


def lines_now(update: CostUpdate, answers: Answers, about: Background) -> list[tuple[str, CostLine]]:
    """Return the lines of the new estimate by code. One that is set to nothing is no longer in it."""
    found = [
        (line["code"], _line(line, *_figures(line["code"], answers), about))
        for line in (*update.before, *_added(update, answers))
    ]
    return [(code, line) for code, line in found if line.net != 0]


def _figures(code: str, answers: Answers) -> tuple[Decimal | None, Decimal | None]:
    return pounds(answers.get(f"cost_{code}")), pounds(answers.get(f"cost_{code}_to"))


def _added(update: CostUpdate, answers: Answers) -> list[Line]:
    return [
        {
            "code": code,
            "label": answers[f"label_{code}"],
            "payee": answers.get(f"payee_{code}", "") or "us",
            "treatment": "paid_for_you" if answers.get(f"payee_{code}") else "our_charge",
            "certainty": Certainty.ESTIMATE.value,
            "vat": answers.get(f"vat_{code}", "yes") == "yes",
            "reason": "",
        }
        for code in new_codes(update)
        if answers.get(f"label_{code}")
    ]


def _line(kept: Line, low: Decimal | None, high: Decimal | None, about: Background) -> CostLine:
    is_range = low is not None and high is not None and high > low
    return CostLine(
        label=kept["label"],
        payee=kept["payee"],
        treatment=kept["treatment"],
        certainty="estimate" if is_range else kept["certainty"],
        net=low,
        vat_rate=vat_rate(about.today) if kept["vat"] else None,
        vat_reason=kept["reason"],
        is_tax=kept.get("is_tax", False),
        assumes=kept.get("assumes", ""),
        high=high if is_range else None,
    )
