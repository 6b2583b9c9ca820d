"""Where consent may help at all, by which regulator's rule, and when everybody has given it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from intake.models import ConflictRegime
from intake.rules import (
    Answer,
    AnswerGiven,
    Clash,
    HitDecision,
    NotToBeTold,
    NoWaiver,
    Side,
    Source,
    Told,
    WaiverIncomplete,
    check_answer,
    check_basis,
    check_may_be_told,
    check_waivable,
    holds_until,
    stands,
)
from intake.tests.factories import MET

pytestmark = pytest.mark.django_db
CLASH = Clash(
    source=Source.MATTER,
    decision=HitDecision.CONFLICT,
    is_masked=False,
    sides=frozenset({"client", "opponent"}),
    works=frozenset({"residential_purchase"}),
    is_former=False,
)


@pytest.mark.parametrize(
    ("regime", "changes", "refused"),
    [
        ("sra", {}, ""),
        ("sra", {"decision": HitDecision.POSSIBLE_CONFLICT}, ""),
        ("sra", {"decision": HitDecision.FALSE_POSITIVE}, "Decide first"),
        ("sra", {"decision": None}, "Decide first"),
        ("sra", {"is_masked": True}, "a wall keeps these"),
        ("sra", {"source": Source.INTEREST}, "An own interest stops us"),
        ("sra", {"source": Source.STAFF}, "An own interest stops us"),
        ("rics", {"source": Source.INTEREST}, ""),
        ("sra", {"works": frozenset({"disputes", "residential_purchase"})}, "two sides of one dispute"),
        ("rics", {"works": frozenset({"disputes"})}, "two sides of one dispute"),
        ("sra", {"works": frozenset({"disputes"}), "sides": frozenset({"client"})}, ""),
        ("sra", {"works": frozenset({"disputes"}), "is_former": True}, ""),
        ("", {}, "No rule about consent"),
    ],
)
def test_where_consent_may_help(regime: str, changes: dict[str, Any], refused: str) -> None:
    rule = ConflictRegime.objects.get(code=regime).as_rules() if regime else None
    try:
        check_waivable(replace(CLASH, **changes), rule)
        said = ""
    except NoWaiver as refusal:
        said = str(refusal)

    assert (refused in said, bool(said)) == (True, bool(refused))


@pytest.mark.parametrize(
    ("regime", "is_former", "gateway", "met", "missing"),
    [
        ("sra", False, "same_objective", MET, ""),
        ("sra", False, "common_interest", MET, ""),
        ("sra", False, "", MET, "which of the two ways"),
        ("sra", False, "money", MET, "which of the two ways"),
        ("sra", False, "same_objective", {**MET, "safeguards": "  "}, "confidential is kept safe"),
        ("sra", False, "same_objective", {}, "every client has consented"),
        ("sra", True, "", {"safeguards": "Locked"}, ""),
        ("rics", False, "", MET, "interest of everybody"),
        ("rics", False, "", {**dict.fromkeys(["consents", "interests", "lawful", "independent"], "Yes")}, ""),
    ],
)
def test_gateways_and_conditions_are_those_of_the_regulator(
    regime: str, is_former: bool, gateway: str, met: dict[str, str], missing: str
) -> None:
    rule = ConflictRegime.objects.get(code=regime).as_rules()
    try:
        check_basis(replace(CLASH, is_former=is_former), rule, gateway=gateway, met=met)
        said = ""
    except WaiverIncomplete as refusal:
        said = str(refusal)

    assert (missing in said, bool(said)) == (True, bool(missing))


@pytest.mark.parametrize(
    ("given", "is_former", "holds"),
    [
        ([], False, False),
        ([(Side.HERE, None)], False, False),
        ([(Side.HERE, None), (Side.THERE, None)], False, True),
        ([(Side.HERE, None), (Side.THERE, date(2026, 11, 24))], False, True),
        ([(Side.HERE, None), (Side.THERE, date(2026, 11, 23))], False, False),
        ([(Side.THERE, None)], True, True),
        ([(Side.HERE, None)], True, False),
    ],
    ids=["nobody", "one of two", "both", "until today", "until yesterday", "former client", "the wrong one"],
)
def test_everybody_concerned_consents(given: list[tuple[Side, date | None]], is_former: bool, holds: bool) -> None:
    assert stands(given, is_former=is_former, today=date(2026, 11, 24)) == holds


@pytest.mark.parametrize(
    ("given", "is_former", "until"),
    [
        ([(Side.HERE, None), (Side.THERE, None)], False, None),
        ([(Side.HERE, date(2027, 1, 31)), (Side.THERE, date(2026, 12, 31))], False, date(2026, 12, 31)),
        (
            [(Side.HERE, None), (Side.THERE, date(2026, 12, 31)), (Side.THERE, date(2027, 3, 1))],
            False,
            date(2027, 3, 1),
        ),
        ([(Side.HERE, date(2026, 12, 31)), (Side.THERE, None)], True, None),
    ],
    ids=["no end", "the first end", "given again", "the former client's alone"],
)
def test_what_all_consented_to_holds_until_the_first_of_them_ends(
    given: list[tuple[Side, date | None]], is_former: bool, until: date | None
) -> None:
    assert holds_until(given, is_former=is_former) == until


@pytest.mark.parametrize(
    ("asked", "whose", "holds"),
    [
        ([], {"is_former": False}, True),
        ([Side.THERE], {"is_former": False}, False),
        ([Side.HERE], {"is_former": True}, True),
        ([Side.HERE], {"is_former": False, "is_own": True}, False),
        ([Side.THERE], {"is_former": False, "is_own": True}, True),
    ],
    ids=["nobody is asked", "one of two has not agreed", "not whose it takes", "of an own interest", "nobody else's"],
)
def test_whoever_was_written_to_and_has_not_agreed_stops_it(
    asked: list[Side], whose: dict[str, bool], holds: bool
) -> None:
    given = [(Side.HERE, None), (Side.THERE, None)]

    assert stands(given, today=date(2026, 11, 24), asked=asked, **whose) == holds


def test_of_an_own_interest_our_client_alone_consents() -> None:
    assert stands([(Side.HERE, None)], is_former=False, is_own=True, today=date(2026, 11, 24))


@pytest.mark.parametrize(
    ("told", "agreed", "named", "refused"),
    [
        (Told.NOBODYS, False, "", ""),
        (Told.NOBODYS, False, "Calder Vale", "The letter names Calder Vale."),
        (Told.AGREED, False, "", "Say who agreed"),
        (Told.AGREED, True, "Calder Vale", ""),
    ],
)
def test_what_is_anothers_secret_is_told_with_their_agreement_alone(
    told: Told, agreed: bool, named: str, refused: str
) -> None:
    try:
        check_may_be_told(told, agreed=agreed, named=named)
        said = ""
    except NotToBeTold as refusal:
        said = str(refusal)

    assert (refused in said, bool(said)) == (True, bool(refused))


@pytest.mark.parametrize(
    ("before", "answer", "may"),
    [
        ("", Answer.SILENT, True),
        (Answer.SILENT, Answer.CONSENTED, True),
        (Answer.SILENT, Answer.SILENT, False),
        (Answer.REFUSED, Answer.CONSENTED, False),
        (Answer.CONSENTED, Answer.REFUSED, False),
    ],
)
def test_a_letter_is_answered_once_and_silence_may_be_broken(before: str, answer: Answer, may: bool) -> None:
    try:
        check_answer(before, answer)
        done = True
    except AnswerGiven:
        done = False

    assert done == may
