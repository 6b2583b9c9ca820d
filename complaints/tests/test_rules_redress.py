"""The limits of redress, and presets as data."""

from datetime import date, datetime
from typing import Any

import pytest

from complaints import rules
from complaints.presets import preset_mappings, procedure_presets
from complaints.rules import ProcedurePolicy, RedressPolicy

STANDARD = procedure_presets()["standard"]
LEO = RedressPolicy(
    code="leo",
    name="Legal Ombudsman",
    limit_from_final_response_months=6,
    limit_from_act_or_knowledge_years=1,
)
TPO = RedressPolicy(code="tpo", name="The Property Ombudsman", limit_from_final_response_months=12)
SCC = RedressPolicy(code="scc_ni", name="Solicitors Complaints Committee", limit_from_final_response_months=3)
SLCC = RedressPolicy(code="slcc", name="Scottish Legal Complaints Commission", limit_from_last_service_months=36)


# --- redress


@pytest.mark.parametrize(
    ("sent", "tpo", "leo"),
    [
        pytest.param("2026-07-10", "2027-07-10", "2027-01-10", id="C1"),
        pytest.param("2027-01-29", "2028-01-29", "2027-07-29", id="C2"),
        pytest.param("2026-08-31", "2027-08-31", "2027-02-28", id="M1 from the 31st"),
        pytest.param("2026-08-30", "2027-08-30", "2027-02-28", id="M1 from the 30th"),
        pytest.param("2027-08-31", "2028-08-31", "2028-02-29", id="M2"),
        pytest.param("2028-02-29", "2029-02-28", "2028-08-29", id="M3"),
        pytest.param("2026-11-30", "2027-11-30", "2027-05-30", id="M4"),
    ],
)
def test_last_dates_count_from_the_day_the_final_response_left(sent: str, tpo: str, leo: str) -> None:
    found = rules.redress_limits(date.fromisoformat(sent), schemes=[TPO, LEO])

    assert [(one.scheme, one.last_on) for one in found] == [
        ("tpo", date.fromisoformat(tpo)),
        ("leo", date.fromisoformat(leo)),
    ]


def test_without_the_day_of_the_act_the_second_limit_stands_in_words() -> None:
    (found,) = rules.redress_limits(date(2026, 11, 25), schemes=[LEO])

    assert found.act_limit_on is None
    assert found.sentences == (
        "You need to go to the Legal Ombudsman by Tuesday 25 May 2027, within 6 months of the day we sent this letter.",
        "You need to go to the Legal Ombudsman within 12 months of what went wrong, "
        "or of when you should have known about it.",
    )


def test_with_the_day_of_the_act_the_second_limit_has_its_date() -> None:
    (found,) = rules.redress_limits(date(2026, 11, 25), schemes=[LEO], act_or_knowledge_on=date(2026, 8, 4))

    assert found.act_limit_on == date(2027, 8, 4)
    assert found.sentences[1].startswith("You need to go to the Legal Ombudsman by Wednesday 4 August 2027,")


def test_limits_of_the_committee_and_the_commission() -> None:
    committee, commission = rules.redress_limits(
        date(2026, 10, 10), schemes=[SCC, SLCC], last_service_on=date(2026, 3, 1)
    )

    assert committee.last_on == date(2027, 1, 10)
    assert (commission.last_on, commission.service_limit_on) == (None, date(2029, 3, 1))
    assert commission.sentences == (
        "You need to go to the Scottish Legal Complaints Commission by Thursday 1 March 2029, "
        "within 3 years of the day we last acted for you.",
    )


def test_a_scheme_keeps_the_article_it_gives_itself() -> None:
    found = [rules.redress_limits(date(2026, 11, 25), schemes=[one])[0].sentences[0] for one in (TPO, LEO)]

    assert [sentence.partition(" by ")[0] for sentence in found] == [
        "You need to go to The Property Ombudsman",
        "You need to go to the Legal Ombudsman",
    ]


# --- presets as data


def test_preset_standard_is_three_calendar_days_and_ten_working_days() -> None:
    assert [(rule.kind, rule.value, rule.unit) for rule in STANDARD.deadlines] == [
        ("ack", 3, "calendar_days"),
        ("stage1_outcome", 10, "working_days"),
        ("stage2_outcome", 10, "working_days"),
        ("eight_week", 8, "weeks"),
        ("progress_update", 10, "working_days"),
        ("review_request_window", 20, "working_days"),
    ]


def changed_standard(**changed: Any) -> dict[str, Any]:
    return next(one for one in preset_mappings()["procedures"] if one["code"] == "standard") | changed


ACK_RULE = changed_standard()["deadlines"][0]


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        pytest.param(changed_standard(pauses=True), "ProcedurePolicy has no pauses", id="unknown setting"),
        pytest.param(
            changed_standard(deadlines=[ACK_RULE | {"days": 3}]), "DeadlinePolicy has no days", id="misspelt key"
        ),
        pytest.param(changed_standard(deadlines=[ACK_RULE | {"unit": "fortnights"}]), "fortnights", id="unknown unit"),
        pytest.param(changed_standard(deadlines=[ACK_RULE | {"value": 0}]), "0 calendar_days is none", id="nought"),
        pytest.param(changed_standard(deadlines=[ACK_RULE | {"warn_at": [100]}]), "between 1 and 99", id="100 %"),
        pytest.param(
            changed_standard(deadlines=[ACK_RULE | {"escalate": [{"to": "head", "working_days_after": 0}]}]),
            "at least one working day after",
            id="told before it is late",
        ),
        pytest.param(changed_standard(deadlines=[ACK_RULE, ACK_RULE]), "two rules for one kind", id="twice"),
        pytest.param(changed_standard(deadlines=[]), "safety net needs a deadline", id="net without deadline"),
        pytest.param(
            changed_standard(deadlines=[ACK_RULE | {"starts_from": "deemed_received"}]), "no cut-off", id="no cut-off"
        ),
    ],
)
def test_a_procedure_that_is_none_is_refused(mapping: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        ProcedurePolicy.from_mapping(mapping)


def test_times_may_come_from_rows_as_well() -> None:
    net = changed_standard()["safety_net"] | {"due_time": datetime(2026, 1, 1, 12).time()}  # noqa: DTZ001

    assert ProcedurePolicy.from_mapping(changed_standard(safety_net=net)) == STANDARD
