"""The rules of due diligence beside papers, as tables; no database."""

from datetime import date
from typing import Any

import pytest

from intake.rules import (
    CddMethod,
    CddRisk,
    DayPassed,
    EnhancedNotApproved,
    EnhancedReason,
    EnhancedState,
    OwnApproval,
    OwnersMissing,
    RelianceIncomplete,
    check_approver,
    check_enhanced,
    check_enhanced_step,
    check_owners,
    check_reliance,
    deletion_due_on,
    enhanced_reasons,
    look_again_on,
    still_to_come,
)
from practice.errors import Refusal

MONTHS: dict[str, int] = {CddRisk.LOW: 24, CddRisk.MEDIUM: 12, CddRisk.HIGH: 6}
TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        pytest.param({"risk": "low", "factors": ["remote", "cash"]}, [], id="a low risk with factors that only weigh"),
        pytest.param({"risk": "medium", "exposures": ["none", ""], "found": ["clear", "error"]}, [], id="all clear"),
        pytest.param({"risk": "high"}, ["high_risk"], id="a high risk"),
        pytest.param({"exposures": ["exposed"]}, ["exposed"], id="an exposed person"),
        pytest.param({"exposures": ["near", "none"]}, ["exposed"], id="near to one, whatever was found later"),
        pytest.param({"found": ["clear", "potential", "clear"]}, ["listed"], id="a match, whatever was found later"),
        pytest.param({"factors": ["country", "unusual"]}, ["country", "unusual"], id="factors that decide"),
        pytest.param({"risk": "high", "found": ["potential"]}, ["high_risk", "listed"], id="two at once"),
    ],
)
def test_what_calls_for_enhanced_measures(facts: dict[str, Any], reasons: list[str]) -> None:
    given = {"risk": "", "factors": [], "exposures": [], "found": [], **facts}

    assert enhanced_reasons(**given) == reasons


def test_an_approval_counts_for_the_reasons_that_it_names() -> None:
    needed = [EnhancedReason.HIGH_RISK, EnhancedReason.EXPOSED]

    check_enhanced(needed, approved={"high_risk", "exposed", "listed"})
    check_enhanced([], approved=set())
    with pytest.raises(EnhancedNotApproved, match=r"because a politically exposed person was found\."):
        check_enhanced(needed, approved={"high_risk"})


@pytest.mark.parametrize("before", list(EnhancedState))
@pytest.mark.parametrize("after", list(EnhancedState))
def test_measures_are_decided_once(before: EnhancedState, after: EnhancedState) -> None:
    if before == EnhancedState.ASKED and after != EnhancedState.ASKED:
        check_enhanced_step(before, after)
    else:
        with pytest.raises(Refusal, match="Somebody has decided this"):
            check_enhanced_step(before, after)


@pytest.mark.parametrize(("approver", "may"), [(1, False), (2, False), (3, True)])
def test_neither_who_took_the_measures_nor_who_does_the_work_approves_them(approver: int, may: bool) -> None:
    if may:
        check_approver(approver, done_by=1, fee_earner=2)
    else:
        with pytest.raises(OwnApproval):
            check_approver(approver, done_by=1, fee_earner=2)


def test_another_firms_check_counts_with_its_name_and_consent_only() -> None:
    check_reliance(CddMethod.IN_PERSON, relied_on="", agreed_on=None)
    check_reliance(CddMethod.RELIANCE, relied_on="Calder LLP", agreed_on=TUESDAY)
    for whose, agreed_on in (("", TUESDAY), ("Calder LLP", None)):
        with pytest.raises(RelianceIncomplete):
            check_reliance(CddMethod.RELIANCE, relied_on=whose, agreed_on=agreed_on)


@pytest.mark.parametrize(
    ("facts", "may"),
    [
        ({"is_entity": False, "owners": 0, "none_because": ""}, True),
        ({"is_entity": True, "owners": 1, "none_because": ""}, True),
        ({"is_entity": True, "owners": 0, "none_because": "A borough council"}, True),
        ({"is_entity": True, "owners": 0, "none_because": " "}, False),
    ],
)
def test_a_body_is_known_by_who_stands_behind_it(facts: dict[str, Any], may: bool) -> None:
    if may:
        check_owners(**facts)
    else:
        with pytest.raises(OwnersMissing):
            check_owners(**facts)


@pytest.mark.parametrize(
    ("risk", "on"),
    [
        ("low", date(2028, 11, 24)),
        ("", date(2027, 11, 24)),
        ("medium", date(2027, 11, 24)),
        ("high", date(2027, 5, 24)),
    ],
)
def test_the_higher_the_risk_the_sooner_the_next_look(risk: str, on: date) -> None:
    assert look_again_on(TUESDAY, risk, months=MONTHS) == on


def test_nothing_is_planned_for_today_or_before() -> None:
    assert (still_to_come(None, today=TUESDAY), still_to_come(date(2026, 11, 25), today=TUESDAY)) == (
        None,
        date(2026, 11, 25),
    )
    with pytest.raises(DayPassed):
        still_to_come(TUESDAY, today=TUESDAY)


@pytest.mark.parametrize(
    ("ended_on", "kept_until", "due_on"),
    [
        pytest.param(date(2021, 11, 24), None, TUESDAY, id="five years"),
        pytest.param(date(2024, 2, 29), None, date(2029, 2, 28), id="a leap day"),
        pytest.param(date(2021, 11, 24), date(2028, 1, 3), date(2028, 1, 3), id="kept for longer"),
        pytest.param(date(2026, 1, 5), date(2028, 1, 3), date(2031, 1, 5), id="kept until a day before the usual one"),
    ],
)
def test_papers_are_due_for_deletion_years_after_the_end(ended_on: date, kept_until: date | None, due_on: date) -> None:
    assert deletion_due_on(ended_on, years=5, kept_until=kept_until) == due_on
