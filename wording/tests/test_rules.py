"""Triggers, what stops a letter, and the order of reading."""

from itertools import product

import pytest

from wording import library, rules
from wording.rules import Problem

SHIPPED = sorted({clause.trigger for clause in library.read().clauses.values()})


@pytest.mark.parametrize(
    ("expression", "facts", "wanted"),
    [
        ("always", {}, True),
        ("joint_clients", {"joint_clients": True}, True),
        ("not joint_clients", {"joint_clients": True}, False),
        ("transaction == 'sale'", {"transaction": "sale"}, True),
        ("transaction != 'sale'", {"transaction": "sale"}, False),
        ("fee_model in ('hourly', 'unknown')", {"fee_model": "fixed"}, False),
        ("fee_model not in ['hourly']", {"fee_model": "fixed"}, True),
        ("joint_clients and (referral or not referral)", {"joint_clients": True, "referral": False}, True),
    ],
)
def test_trigger(expression: str, facts: rules.Triggers, wanted: bool) -> None:
    assert rules.applies(expression, facts) is wanted


@pytest.mark.parametrize(
    "expression",
    [
        "", "joint_clients ==", "nonsense", "transaction", "transaction == 'rent'", "joint_clients == 1",
        "open('x')", "transaction.upper()", "1 + 1", "lambda: 1", "transaction < 'sale'", "transaction in ()",
        "transaction == transaction", "(joint_clients := True)", "[x for x in 'a']", "f'{referral}'",
        "'a' == transaction", "transaction == 'sale' == 'sale'", "transaction in (referral, 'sale')",
    ],
)  # fmt: skip
def test_anything_else_is_not_a_trigger(expression: str) -> None:
    with pytest.raises(rules.BadTrigger):
        rules.check_trigger(expression)


def test_a_fact_that_was_not_given_is_a_defect_not_a_no() -> None:
    with pytest.raises(KeyError):
        rules.applies("referral or joint_clients", {"referral": True})


@pytest.mark.parametrize("expression", SHIPPED)
def test_every_shipped_trigger_can_be_both_true_and_false_or_is_always(expression: str) -> None:
    names = sorted(rules.check_trigger(expression))
    every = [dict(zip(names, values, strict=True)) for values in product(*(rules.FACTS[name] for name in names))]

    answers = {rules.applies(expression, facts) for facts in every}

    assert answers == ({True} if expression == "always" else {True, False})


def test_in_doubt_the_right_to_cancel_goes_in() -> None:
    trigger = library.read().clauses["cancellation"].trigger
    consumers, formations = rules.FACTS["client_is_consumer"], rules.FACTS["contract_formation"]

    out = {
        (consumer, formation)
        for consumer, formation in product(consumers, formations)
        if not rules.applies(trigger, {"client_is_consumer": consumer, "contract_formation": formation})
    }

    assert out == {("no", formation) for formation in formations} | {
        (consumer, "on_premises") for consumer in consumers
    }


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({}, []),
        ({"missing": {"complaints": "If you are not happy"}}, ["clause_missing"]),
        ({"gaps": {"price": "what price?"}}, ["placeholder_open"]),
        ({"has_estimate": False}, ["no_estimate"]),
        ({"conflict_cleared": False}, ["conflict_open"]),
        ({"approval_missing": True}, ["not_approved"]),
    ],
    ids=["nothing", "clause", "gap", "estimate", "conflict", "approval"],
)
def test_what_stops_a_letter(facts: dict[str, object], wanted: list[str]) -> None:
    given = {"missing": {}, "gaps": {}, "has_estimate": True, **facts}

    assert [problem.code for problem in rules.blocks(**given)] == wanted  # type: ignore[arg-type]


def test_what_the_client_looks_for_stands_before_what_the_rules_ask() -> None:
    assert rules.order_problems(["purpose", "who_client", "scope_in", "complaints"]) == []
    assert rules.order_problems(["complaints", "scope_in", "costs_estimate"]) == [
        Problem(
            "order",
            "complaints stands before scope_in, costs_estimate: what the client looks for is first.",
            clause="complaints",
            principle="P4",
        )
    ]
