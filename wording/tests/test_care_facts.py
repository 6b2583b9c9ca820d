"""Facts of a care letter for any kind of work: fee models, limits, ranges, the right to cancel. No database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from wording import examples, limits, rules
from wording.cancelling import cancellation_ends_on
from wording.facts import FEES, CareLetter, CostLine
from wording.facts.care import Cancelling, CappedFee, ConditionalFee, DamagesFee, HourlyFee, PercentageFee, Rate
from wording.facts.care.costs import costs_context
from wording.tests.factories import made

CARE_LETTERS = [facts for facts in examples._EXAMPLES["care_letter"] if isinstance(facts, CareLetter)]


@pytest.mark.parametrize(
    ("made_on", "told_on", "ends_on"),
    [
        pytest.param(date(2026, 11, 24), None, date(2026, 12, 8), id="the day of the contract does not count"),
        pytest.param(date(2026, 12, 18), None, date(2027, 1, 1), id="ends on a bank holiday"),
        pytest.param(date(2026, 11, 21), None, date(2026, 12, 5), id="ends on a saturday"),
        pytest.param(date(2026, 11, 24), date(2026, 11, 24), date(2026, 12, 8), id="told the same day"),
        pytest.param(date(2026, 11, 24), date(2027, 3, 1), date(2027, 3, 15), id="told late"),
        pytest.param(date(2026, 11, 24), date(2027, 11, 24), date(2027, 12, 8), id="told on the last day that helps"),
        pytest.param(date(2026, 11, 24), date(2027, 11, 25), date(2027, 12, 8), id="told too late"),
        pytest.param(date(2028, 2, 15), date(2030, 1, 1), date(2029, 2, 28), id="a leap day"),
    ],
)
def test_the_last_day_to_cancel(made_on: date, told_on: date | None, ends_on: date) -> None:
    assert cancellation_ends_on(made_on, told_on=told_on) == ends_on


@pytest.mark.parametrize(
    ("model", "facts", "sentence"),
    [
        pytest.param(
            ConditionalFee,
            {"uplift": Decimal(101)},
            "The success fee may be at most 100 per cent. Source: Conditional Fee Agreements Order 2013, article 3.",
            id="uplift",
        ),
        pytest.param(
            ConditionalFee,
            {"share": Decimal(26), "work_type": "personal_injury"},
            "The part of the damages that the success fee may take may be at most 25 per cent. "
            "Source: Conditional Fee Agreements Order 2013, article 5.",
            id="share of an injury",
        ),
        pytest.param(
            DamagesFee,
            {"rate": Decimal(36), "work_type": "employment"},
            "The part of the damages may be at most 35 per cent. "
            "Source: Damages-Based Agreements Regulations 2013, regulation 7.",
            id="part of an award",
        ),
        pytest.param(
            DamagesFee,
            {"rate": Decimal(30), "cap": Decimal(20)},
            "The part of the damages is above its own cap.",
            id="above its cap",
        ),
        pytest.param(
            PercentageFee, {"rate": Decimal(-1)}, "The percentage must be at least 0.05 per cent.", id="negative"
        ),
        pytest.param(
            HourlyFee,
            {"hours": (Decimal(9), Decimal(3))},
            "The range of hours ends before it begins.",
            id="end before start",
        ),
        pytest.param(CappedFee, {"cap": Decimal(-5)}, "The amount must be at least £0.", id="negative cap"),
    ],
)
def test_a_figure_outside_its_limit_is_refused_with_its_source(
    model: type, facts: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(limits.AbsurdFigure) as refused:
        model(**facts)

    assert str(refused.value) == sentence


def test_a_share_of_damages_above_a_quarter_is_refused_for_an_injury_only() -> None:
    assert ConditionalFee(share=Decimal(26), work_type="disputes").share == Decimal(26)


def test_an_absurd_rate_is_refused() -> None:
    with pytest.raises(limits.AbsurdFigure, match="at most £1,500"):
        Rate("Amara Okafor", Decimal(22000))


@pytest.mark.parametrize("model", sorted(FEES))
def test_a_fee_model_without_its_facts_asks_for_them_and_the_letter_stops(model: str) -> None:
    letter = made("care_letter.disputes", replace(examples.WORKS["disputes"], fee=FEES[model]()))

    asked = {problem.question for problem in letter.problems}

    assert (
        asked
        == {
            "fixed": {"fee_model"},  # the line of it is an estimate
            "hourly": {"fee_rates", "fee_hours", "fee_review"},
            "capped": {"fee_rates", "fee_hours", "fee_review", "fee_cap"},
            "percentage": {"fee_percent", "fee_of"},
            "conditional": {"fee_success", "fee_uplift", "fee_share", "fee_lost", "fee_agreement"},
            "damages_based": {"fee_percent", "fee_cap_percent", "fee_expenses", "fee_alternatives"},
            "legal_aid": {"fee_contribution", "fee_charge"},
            "retainer": {"fee_amount", "fee_includes"},
        }[model]
    )


def test_a_fixed_fee_with_a_fixed_line_asks_nothing() -> None:
    line = CostLine("Our charges", "us", "our_charge", "fixed", Decimal(1000), Decimal("0.20"), "ours")
    letter = made("care_letter.disputes", replace(examples.WORKS["disputes"], fee=FEES["fixed"](), cost_lines=(line,)))

    assert [problem.question for problem in letter.problems] == []


def test_a_range_prints_as_one_and_the_approval_sees_its_upper_end() -> None:
    vat = Decimal("0.20")
    line = CostLine("Our charges", "us", "our_charge", "estimate", Decimal(1000), vat, "ours", high=Decimal(1500))

    said = costs_context([line])

    assert (said["headline"], said["total"], line.total) == (
        "Between £1,200 and £1,800, estimate.", "£1,200 to £1,800", Decimal(1800),
    )  # fmt: skip


def test_the_right_to_cancel_counts_from_the_agreement_else_from_the_last_day_to_accept() -> None:
    agreed = Cancelling(made_on=date(2026, 11, 23), accept_by=date(2026, 12, 8)).context()
    open_ = Cancelling(accept_by=date(2026, 12, 8)).context()

    assert (agreed["ends_on"], agreed["is_made"]) == ("Monday 7 December 2026", True)
    assert (open_["ends_on"], open_["is_made"]) == ("Tuesday 22 December 2026", False)


def test_the_examples_show_every_value_of_every_trigger_of_a_care_letter() -> None:
    seen: dict[str, set[bool | str]] = {}
    for facts in CARE_LETTERS:
        for name, value in facts.triggers().items():
            seen.setdefault(name, set()).add(value)

    missing = {name: set(rules.FACTS[name]) - values for name, values in seen.items()}

    assert set(seen) <= set(rules.FACTS)
    assert {name: values for name, values in missing.items() if values} == {"scheme": {"ico"}}


def test_every_care_letter_has_the_same_facts_so_that_a_clause_fits_them_all() -> None:
    shapes = {frozenset(_names(facts.context())) for facts in CARE_LETTERS}

    assert len(shapes) == 1


def _names(value: Any, prefix: str = "") -> set[str]:
    if not isinstance(value, dict):
        return {prefix}
    return set().union(*(_names(inner, f"{prefix}.{name}") for name, inner in value.items()))
