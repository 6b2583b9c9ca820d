"""What can happen to a complaint at each stage (domain 3.4)."""

import pytest

from complaints import rules
from complaints.rules import DeadlineKind, Stage, Step
from practice.errors import WorldMoved

# --- stages

PROCEDURE = """
draft log logged
draft discard not_a_complaint
logged acknowledge acknowledged
acknowledged offer_early_resolution early_resolution
early_resolution resolve closed
early_resolution not_resolved stage1_investigating
acknowledged start_stage1 stage1_investigating
stage1_investigating extend stage1_investigating
stage1_investigating send_outcome stage1_outcome_sent
stage1_outcome_sent accept closed
stage1_outcome_sent request_review review_requested
stage1_outcome_sent window_expires final_response_sent
review_requested assign_reviewer stage2_reviewing
stage2_reviewing extend stage2_reviewing
stage2_reviewing send_final final_response_sent
final_response_sent redress_notified redress_open
redress_open redress_decides redress_closed
final_response_sent close closed
redress_closed close closed
closed reopen stage1_investigating
"""
ALLOWED = {(start, step): end for start, step, end in (line.split() for line in PROCEDURE.split("\n") if line)}
ANY_OPEN = [
    "logged",
    "acknowledged",
    "early_resolution",
    "stage1_investigating",
    "stage1_outcome_sent",
    "review_requested",
    "stage2_reviewing",
]
ALLOWED |= {(stage, "eight_weeks_pass"): stage for stage in ANY_OPEN}
ALLOWED |= {(stage, "withdraw"): "withdrawn" for stage in ANY_OPEN}


@pytest.mark.parametrize(("stage", "step"), ALLOWED, ids=str)
def test_every_step_of_the_procedure_leads_where_it_says(stage: str, step: str) -> None:
    assert rules.next_stage(stage, step) == ALLOWED[stage, step]


def test_no_other_step_is_allowed_from_any_stage() -> None:
    refused = 0
    for stage in Stage:
        for step in Step:
            if (stage.value, step.value) not in ALLOWED:
                with pytest.raises(rules.StepNotAllowed):
                    rules.next_stage(stage, step)
                refused += 1

    assert refused == len(Stage) * len(Step) - len(ALLOWED)


def test_a_refused_step_is_a_plain_sentence_and_a_conflict() -> None:
    with pytest.raises(rules.StepNotAllowed) as refusal:
        rules.next_stage(Stage.LOGGED, Step.CLOSE)

    assert str(refusal.value) == "You cannot close a complaint that is logged."
    assert (refusal.value.status, isinstance(refusal.value, WorldMoved)) == (409, True)


def test_a_closed_complaint_may_reopen_at_its_review() -> None:
    assert rules.next_stage(Stage.CLOSED, Step.REOPEN, to=Stage.STAGE2_REVIEWING) == Stage.STAGE2_REVIEWING


def test_no_other_end_may_be_chosen() -> None:
    with pytest.raises(rules.StepNotAllowed):
        rules.next_stage(Stage.CLOSED, Step.REOPEN, to=Stage.LOGGED)


def test_the_page_offers_exactly_the_allowed_steps() -> None:
    offered = {(stage.value, step.value) for stage in Stage for step in rules.steps_from(stage)}

    assert offered == set(ALLOWED)


def test_every_stage_can_be_reached_from_the_first() -> None:
    reached = {rules.FIRST_STAGE}
    for _ in Stage:
        reached |= {rules.next_stage(stage, step) for stage in reached for step in rules.steps_from(stage)}

    assert reached == set(Stage)


def test_what_a_step_settles() -> None:
    assert {step: rules.settled_by(step) for step in Step if rules.settled_by(step)} == {
        Step.ACKNOWLEDGE: (DeadlineKind.ACK,),
        Step.SEND_OUTCOME: (DeadlineKind.STAGE1_OUTCOME,),
        Step.REQUEST_REVIEW: (DeadlineKind.REVIEW_REQUEST_WINDOW,),
        Step.SEND_FINAL: (DeadlineKind.STAGE2_OUTCOME, DeadlineKind.EIGHT_WEEK),
        Step.RESOLVE: (DeadlineKind.STAGE1_OUTCOME, DeadlineKind.EIGHT_WEEK),
        Step.ACCEPT: (DeadlineKind.EIGHT_WEEK,),
        Step.WINDOW_EXPIRES: (DeadlineKind.EIGHT_WEEK,),
    }
