"""What a complaint can be, what can happen to it, and which of the two go together (domain 3.4)."""

from django.db.models import TextChoices

from complaints.rules.policy import DeadlineKind
from practice.errors import WorldMoved


class Stage(TextChoices):
    """Where a complaint stands."""

    DRAFT = "draft", "a draft"
    LOGGED = "logged", "logged"
    ACKNOWLEDGED = "acknowledged", "acknowledged"
    EARLY_RESOLUTION = "early_resolution", "in early resolution"
    STAGE1_INVESTIGATING = "stage1_investigating", "under investigation at stage 1"
    STAGE1_OUTCOME_SENT = "stage1_outcome_sent", "answered at stage 1"
    REVIEW_REQUESTED = "review_requested", "waiting for its reviewer"
    STAGE2_REVIEWING = "stage2_reviewing", "under review at stage 2"
    FINAL_RESPONSE_SENT = "final_response_sent", "finally answered"
    REDRESS_OPEN = "redress_open", "with the redress scheme"
    REDRESS_CLOSED = "redress_closed", "decided by the redress scheme"
    CLOSED = "closed", "closed"
    WITHDRAWN = "withdrawn", "withdrawn"
    NOT_A_COMPLAINT = "not_a_complaint", "not a complaint"


class Step(TextChoices):
    """What can happen to a complaint; the label completes "You cannot ..."."""

    LOG = "log", "log"
    DISCARD = "discard", "discard"
    ACKNOWLEDGE = "acknowledge", "acknowledge"
    OFFER_EARLY_RESOLUTION = "offer_early_resolution", "offer early resolution of"
    RESOLVE = "resolve", "resolve early"
    NOT_RESOLVED = "not_resolved", "end early resolution of"
    START_STAGE1 = "start_stage1", "start the investigation of"
    EXTEND = "extend", "extend the time for"
    SEND_OUTCOME = "send_outcome", "send the stage 1 outcome of"
    ACCEPT = "accept", "record acceptance of the outcome of"
    REQUEST_REVIEW = "request_review", "ask for a review of"
    WINDOW_EXPIRES = "window_expires", "treat as unanswered the outcome of"
    ASSIGN_REVIEWER = "assign_reviewer", "name the reviewer of"
    SEND_FINAL = "send_final", "send the final response to"
    EIGHT_WEEKS_PASS = "eight_weeks_pass", "issue the eight-week letter for"
    WITHDRAW = "withdraw", "withdraw"
    REDRESS_NOTIFIED = "redress_notified", "record a referral to the redress scheme of"
    REDRESS_DECIDES = "redress_decides", "record the redress scheme's decision on"
    CLOSE = "close", "close"
    REOPEN = "reopen", "re-open"


class StepNotAllowed(WorldMoved):
    """That step does not go with the stage the complaint is at now."""

    code = "step_not_allowed"


FIRST_STAGE = Stage.DRAFT

#: Before the final response: the regulator's eight weeks still matter and the complainant may still withdraw.
OPEN_STAGES = (
    Stage.LOGGED,
    Stage.ACKNOWLEDGED,
    Stage.EARLY_RESOLUTION,
    Stage.STAGE1_INVESTIGATING,
    Stage.STAGE1_OUTCOME_SENT,
    Stage.REVIEW_REQUESTED,
    Stage.STAGE2_REVIEWING,
)

_NEXT: dict[tuple[Stage, Step], Stage] = {
    (Stage.DRAFT, Step.LOG): Stage.LOGGED,
    (Stage.DRAFT, Step.DISCARD): Stage.NOT_A_COMPLAINT,
    (Stage.LOGGED, Step.ACKNOWLEDGE): Stage.ACKNOWLEDGED,
    (Stage.ACKNOWLEDGED, Step.OFFER_EARLY_RESOLUTION): Stage.EARLY_RESOLUTION,
    (Stage.ACKNOWLEDGED, Step.START_STAGE1): Stage.STAGE1_INVESTIGATING,
    (Stage.EARLY_RESOLUTION, Step.RESOLVE): Stage.CLOSED,
    (Stage.EARLY_RESOLUTION, Step.NOT_RESOLVED): Stage.STAGE1_INVESTIGATING,
    (Stage.STAGE1_INVESTIGATING, Step.EXTEND): Stage.STAGE1_INVESTIGATING,
    (Stage.STAGE1_INVESTIGATING, Step.SEND_OUTCOME): Stage.STAGE1_OUTCOME_SENT,
    (Stage.STAGE1_OUTCOME_SENT, Step.ACCEPT): Stage.CLOSED,
    (Stage.STAGE1_OUTCOME_SENT, Step.REQUEST_REVIEW): Stage.REVIEW_REQUESTED,
    (Stage.STAGE1_OUTCOME_SENT, Step.WINDOW_EXPIRES): Stage.FINAL_RESPONSE_SENT,
    (Stage.REVIEW_REQUESTED, Step.ASSIGN_REVIEWER): Stage.STAGE2_REVIEWING,
    (Stage.STAGE2_REVIEWING, Step.EXTEND): Stage.STAGE2_REVIEWING,
    (Stage.STAGE2_REVIEWING, Step.SEND_FINAL): Stage.FINAL_RESPONSE_SENT,
    (Stage.FINAL_RESPONSE_SENT, Step.REDRESS_NOTIFIED): Stage.REDRESS_OPEN,
    (Stage.FINAL_RESPONSE_SENT, Step.CLOSE): Stage.CLOSED,
    (Stage.REDRESS_OPEN, Step.REDRESS_DECIDES): Stage.REDRESS_CLOSED,
    (Stage.REDRESS_CLOSED, Step.CLOSE): Stage.CLOSED,
    (Stage.CLOSED, Step.REOPEN): Stage.STAGE1_INVESTIGATING,
    **{(stage, Step.EIGHT_WEEKS_PASS): stage for stage in OPEN_STAGES},
    **{(stage, Step.WITHDRAW): Stage.WITHDRAWN for stage in OPEN_STAGES},
}

#: The one step with a choice: what was closed after a review re-opens at the review.
_OR: dict[tuple[Stage, Step], Stage] = {(Stage.CLOSED, Step.REOPEN): Stage.STAGE2_REVIEWING}


def next_stage(stage: Stage | str, step: Step | str, *, to: Stage | None = None) -> Stage:
    """
    Return the stage a step leads to; ``to`` chooses where a step has two ends (re-opening).

    :raises StepNotAllowed: if the step does not go with the stage
    """
    stage, step = Stage(stage), Step(step)
    ends = [table[stage, step] for table in (_NEXT, _OR) if (stage, step) in table]
    if not ends or (to is not None and to not in ends):
        raise StepNotAllowed(f"You cannot {step.label} a complaint that is {stage.label}.")
    return to or ends[0]


def steps_from(stage: Stage | str) -> tuple[Step, ...]:
    """Return the steps that go with a stage, in the order of the procedure: exactly what a page may offer."""
    return tuple(step for step in Step if (Stage(stage), step) in _NEXT)


#: What each step's dispatch or event settles: met or late by that moment.
_SETTLES: dict[Step, tuple[DeadlineKind, ...]] = {
    Step.ACKNOWLEDGE: (DeadlineKind.ACK,),
    Step.SEND_OUTCOME: (DeadlineKind.STAGE1_OUTCOME,),
    Step.REQUEST_REVIEW: (DeadlineKind.REVIEW_REQUEST_WINDOW,),
    Step.SEND_FINAL: (DeadlineKind.STAGE2_OUTCOME, DeadlineKind.EIGHT_WEEK),
    Step.RESOLVE: (DeadlineKind.STAGE1_OUTCOME, DeadlineKind.EIGHT_WEEK),
    Step.ACCEPT: (DeadlineKind.EIGHT_WEEK,),
    Step.WINDOW_EXPIRES: (DeadlineKind.EIGHT_WEEK,),
}

#: At these stages whatever deadline still runs no longer applies.
CLOCKS_STOP_AT = (Stage.FINAL_RESPONSE_SENT, Stage.CLOSED, Stage.WITHDRAWN, Stage.NOT_A_COMPLAINT)


def settled_by(step: Step | str) -> tuple[DeadlineKind, ...]:
    """Return the deadlines that a step settles; none for most."""
    return _SETTLES.get(Step(step), ())
