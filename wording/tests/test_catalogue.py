"""The clause catalogue of domain.md 2.9: each id is in when its trigger holds, says what it must, and is out if not."""

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from wording import examples, library, rules
from wording.composition import Composition, assemble
from wording.facts import FEES, CareLetter, Redress
from wording.facts.care import Extras, KeyDate, Paying, Work
from wording.library import Library
from wording.rules import FACTS

PRESETS = [str(value) for value in FACTS["preset"]]
BASE = examples.WORKS["disputes"]
QUIET = replace(BASE.paying, contentious="no")
OWN = Redress("tpo", "Some Ombudsman", "1 Road", "01632 960 001", "a@b.example", "b.example", "6 months", None)


def _care_letters() -> list[CareLetter]:
    return [one for one in examples._EXAMPLES["care_letter"] if isinstance(one, CareLetter)]


def fee(model: str) -> dict[str, Any]:
    """Return the fee of an example with this model."""
    found = (one.fee for one in _care_letters() if one.fee is not None and one.fee.model == model)
    return {"fee": next(found)}


def extras(**facts: Any) -> dict[str, Any]:
    return {"extras": Extras(**facts)}


def paying(**facts: Any) -> dict[str, Any]:
    return {"paying": Paying(**facts)}


# id of domain 2.9, its level there, the facts that make its trigger true, and those that make it false (None: never)
ROWS: list[tuple[str, str, dict[str, Any], dict[str, Any] | None]] = [
    ("purpose", "R", {}, None),
    ("who_client", "M", {}, None),
    ("objectives", "R", {}, {"objectives": " "}),
    ("scope_in", "M", {}, None),
    ("scope_out", "R", {}, None),
    ("people", "R", {}, None),
    ("people_scot", "M", {"preset": "scot"}, {}),
    ("options", "R", {"work": Work(title="x", summary="x", options="one")}, {}),
    ("costs_basis", "M", {}, None),
    ("costs_estimate", "M", {}, None),
    ("costs_comms", "R", {}, None),
    ("money_on_account", "M", {"on_account": Decimal(100)}, {"on_account": None}),
    ("billing", "R", {}, None),
    ("costs_other_side", "M", {}, {"paying": QUIET}),
    ("timescale", "R", {}, None),
    ("next_steps", "R", {}, None),
    ("client_actions", "R", {}, None),
    ("contact_rules", "R", {}, {"work": Work(title="x", summary="x")}),
    ("response_standard", "R", {}, None),
    ("ack_needed", "R", extras(reply_needed="offers"), {}),
    ("complaints", "M", {}, None),
    ("privacy", "M", {}, None),
    ("pii", "M", {}, None),
    ("services_info", "M", {}, None),
    ("cdd", "M", {"mlr_in_scope": True}, {"mlr_in_scope": False}),
    ("confidentiality", "R", {}, None),
    ("conflict_consent", "M", extras(conflict="We act for both"), {}),
    ("info_barrier", "M", extras(barrier="A wall"), {}),
    (
        "cancellation",
        "M",
        {"contract_formation": "distance"},
        {"contract_formation": "distance", "client_is_consumer": "no"},
    ),
    ("cancellation", "M", {"contract_formation": "off_premises", "client_is_consumer": "unknown"}, {}),
    ("cancellation_form", "M", {"contract_formation": "unknown"}, {"contract_formation": "on_premises"}),
    ("early_start", "M", {"contract_formation": "distance", "early_start_asked": True}, {"early_start_asked": True}),
    ("cfa", "M", fee("conditional"), fee("hourly")),
    ("dba", "M", fee("damages_based"), fee("hourly")),
    ("funding_third_party", "M", paying(funding="third_party", payer="A friend"), {}),
    ("funding_third_party", "M", {"payer": "A friend"}, {}),
    ("legal_expenses", "M", paying(funding="legal_expenses", insurer="A"), {}),
    ("legal_aid", "M", fee("legal_aid"), {}),
    ("legal_aid", "M", paying(funding="legal_aid"), {}),
    ("legal_aid_scot", "M", {**fee("legal_aid"), "preset": "scot"}, fee("legal_aid")),
    ("referral", "M", {"referral": "Ann told you of us."}, {}),
    ("fin_services", "M", extras(financial="yes"), {}),
    ("fin_services", "M", extras(financial="unknown"), {**extras(financial="yes"), "preset": "tpo"}),
    ("fin_services_tpo", "M", {**extras(financial="yes"), "preset": "tpo"}, extras(financial="yes")),
    ("interest", "M", {"client_money": True}, {"client_money": False}),
    ("commission", "M", extras(commission="£5"), {}),
    ("fraud_warning", "M", {"money_moves": True}, {"money_moves": False}),
    ("undertaking_limits", "O", extras(liability_limit=Decimal(3_000_000)), {}),
    ("file_storage", "R", {}, None),
    ("ending", "R", {}, None),
    ("adjustments", "M", {"adjustments": ("longer calls",)}, {}),
    ("vulnerable_rep", "M", {"third_party": "Ann"}, {}),
    ("capacity", "M", extras(attorney="attorney of Ann"), {}),
    ("interpreter", "R", extras(interpreter="Yoruba interpreter"), {}),
    ("acknowledge_form", "R", {}, None),
    ("joint_clients", "M", {"other_clients": ("Ann",)}, {}),
    ("key_dates", "R", extras(key_dates=(KeyDate("the last day", examples.PURCHASE.sheet.date_on),)), {}),
]

# What differs by preset: the ids that one letter and its terms must have, each in the words of that preset.
BY_PRESET = {
    "standard": {"leo", "leo_terms", "reg_status", "protections"},
    "rics": {"rics_chp", "rics_terms", "reg_status_rics", "protections_property"},
    "tpo": {"tpo", "tpo_terms", "reg_status_tpo", "protections_property"},
    "scot": {"slcc", "slcc_terms", "reg_status", "protections_scot", "people_scot"},
    "ni": {"scc_ni", "scc_ni_terms", "reg_status", "protections_ni"},
}


@cache
def shipped() -> Library:
    return library.read()


def care_templates() -> list[str]:
    return sorted(code for code, one in shipped().templates.items() if one.kind == "care_letter")


def together(code: str, facts: CareLetter) -> list[Composition]:
    """Return a letter and the terms that go with it."""
    template = shipped().templates[code]
    terms = replace(examples.TERMS, preset=facts.preset, client_money=facts.client_money, redress=OWN)
    return [
        assemble(template, shipped(), facts, large_print=False),
        *(assemble(shipped().templates[one], shipped(), terms, large_print=False) for one in template.companions),
    ]


def codes(letters: list[Composition]) -> set[str]:
    return {clause.code for one in letters for clause in one.clauses}


@pytest.mark.parametrize(
    ("code", "level", "there", "absent"), ROWS, ids=[f"{n} {row[0]}" for n, row in enumerate(ROWS)]
)
def test_a_clause_of_the_catalogue_is_in_when_its_trigger_holds_and_out_when_not(
    code: str, level: str, there: dict[str, Any], absent: dict[str, Any] | None
) -> None:
    with_it = codes(together("care_letter.disputes", replace(BASE, **there)))
    without = codes(together("care_letter.disputes", replace(BASE, **absent))) if absent is not None else set()

    assert shipped().clauses[code].level == level
    assert (code in with_it, code in without) == (True, False)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("template", care_templates())
def test_each_preset_has_its_own_words_on_complaints_regulation_and_protection(template: str, preset: str) -> None:
    every = set().union(*BY_PRESET.values())
    facts = replace(_standard(template), preset=preset)

    assert codes(together(template, facts)) & every == BY_PRESET[preset]


@pytest.mark.parametrize("preset", PRESETS)
def test_a_closing_letter_says_again_how_to_complain(preset: str) -> None:
    letter = assemble(
        shipped().templates["closing_letter.standard"],
        shipped(),
        replace(examples.CLOSED, preset=preset),
        large_print=False,
    )
    other = {"leo", "tpo", "rics_chp", "slcc", "scc_ni"} - BY_PRESET[preset]

    assert letter.problems == letter.warnings == ()
    assert {"end_of_matter", *(BY_PRESET[preset] & {"leo", "tpo", "rics_chp", "slcc", "scc_ni"})} <= codes([letter])
    assert codes([letter]) & other == set()


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("template", care_templates())
def test_every_template_composes_for_every_preset_and_fee_model(template: str, preset: str) -> None:
    """Each fee model with its facts and without: BadWording would be raised, a gap only stops the letter."""
    for model in FEES:
        for chosen in (fee(model)["fee"], FEES[model]()):
            letter, *terms = together(template, replace(_standard(template), preset=preset, fee=chosen))

            assert [problem.code for problem in letter.problems if problem.code != "placeholder_open"] == []
            assert [problem for one in terms for problem in one.problems] == []


def test_every_trigger_is_true_of_some_example_and_false_of_another() -> None:
    contexts = examples.contexts()
    said: dict[str, set[bool]] = {}
    for template in shipped().templates.values():
        for slot in template.slots:
            trigger = shipped().clauses[slot.clause].trigger
            said.setdefault(slot.clause, set()).update(
                rules.applies(trigger, triggers) for _, triggers in contexts[template.kind]
            )

    never_both = {code for code, values in said.items() if values != {True, False}}

    assert {code for code in never_both if shipped().clauses[code].trigger != "always"} == set()
    assert set(shipped().clauses) == set(said), "a clause that no template has a place for"


def test_what_must_be_said_stands_in_every_example_that_has_the_clause() -> None:
    for template, facts in _all_care_letters():
        letter = assemble(shipped().templates[template], shipped(), facts, large_print=False)
        text = _words(letter.html)
        unsaid = {
            clause.code: line
            for clause in letter.clauses
            for line in clause.required
            if " ".join(line.split()) not in text
        }
        assert unsaid == {}, template


def test_the_right_to_cancel_says_its_last_day_in_the_letter_and_on_the_form() -> None:
    facts = next(one for one in _care_letters() if one.cancelling.made_on and one.early_start_asked)

    text = _words(assemble(shipped().templates["care_letter.employment"], shipped(), facts, large_print=False).html)

    assert text.count("Monday 7 December 2026") == 2
    assert "You asked us to start at once: your e-mail of 23 November 2026." in text


def _standard(template: str) -> CareLetter:
    return examples.WORKS.get(template.removeprefix("care_letter."), examples.PURCHASE)


def _all_care_letters() -> list[tuple[str, CareLetter]]:
    conveyancing: Mapping[str, str] = dict.fromkeys(
        ("residential_purchase", "residential_sale"), "residential_conveyancing"
    )
    return [(f"care_letter.{conveyancing.get(one.work_type, one.work_type)}", one) for one in _care_letters()]


def _words(markup: str) -> str:
    text = html.unescape(re.sub(r"<[^>]+>", " ", markup))
    return re.sub(r"\s+([.,;:])", r"\1", " ".join(text.split()))
