"""What a callback can be and what can happen to it (domain 5.2 and 5.4)."""

from django.db.models import TextChoices

from practice.errors import WorldMoved


class Stage(TextChoices):
    """Where a callback stands."""

    NEW = "new", "new"
    PROMISED = "promised", "promised"
    DUE = "due", "due now"
    IN_ATTEMPT = "in_attempt", "tried, not done"
    COMPLETED = "completed", "completed"
    MISSED = "missed", "missed"
    RE_PROMISED = "re_promised", "promised again"
    ESCALATED = "escalated", "escalated"
    CLOSED = "closed", "closed"


class Step(TextChoices):
    """What can happen to a callback; the label completes "You cannot ..."."""

    PROMISE = "promise", "promise a time for"
    FALL_DUE = "fall_due", "mark as due"
    ATTEMPT = "attempt", "record an attempt for"
    COMPLETE = "complete", "complete"
    MISS = "miss", "mark as missed"
    RE_PROMISE = "re_promise", "promise a new time for"
    ESCALATE = "escalate", "escalate"
    CLOSE = "close", "close"


class PromiseType(TextChoices):
    """What the caller was told."""

    SLOT = "slot", "a set time"
    WINDOW = "window", "between two times"
    BY = "by", "before a time"
    WITHIN = "within", "within some hours"


#: Kept by a call at any time until then; they take no place in the diary.
UNTIMED = (PromiseType.BY, PromiseType.WITHIN)


class AttemptResult(TextChoices):
    """What came of ringing."""

    SPOKE_RESOLVED = "spoke_resolved", "Spoke, done"
    SPOKE_FOLLOW_UP = "spoke_follow_up", "Spoke, more to do"
    SPOKE_HANDED_OVER = "spoke_handed_over", "Spoke, handed over"
    NO_ANSWER = "no_answer", "No answer"
    ENGAGED = "engaged", "Engaged"
    VOICEMAIL_LEFT = "voicemail_left", "Voicemail left"
    VOICEMAIL_NOT_SAFE_NO_MESSAGE = "voicemail_not_safe_no_message", "Voicemail not safe, no message left"
    WRONG_NUMBER = "wrong_number", "Wrong number"
    NUMBER_UNOBTAINABLE = "number_unobtainable", "Number unobtainable"
    ASKED_TO_CALL_LATER = "asked_to_call_later", "Asked to ring later"
    THIRD_PARTY_ANSWERED = "third_party_answered", "Someone else answered, no detail given"
    REFUSED = "refused", "Would not speak"
    CLIENT_RANG_BACK = "client_rang_back", "The caller rang us first"


class ClosureReason(TextChoices):
    """Why a callback needs no more calls."""

    COMPLETED = "completed", "Completed"
    CONVERTED_TO_APPOINTMENT = "converted_to_appointment", "Became an appointment"
    RESOLVED_BY_RECEPTION = "resolved_by_reception", "Reception could help"
    ANSWERED_BY_OTHER_CHANNEL = "answered_by_other_channel", "Answered in another way"
    UNREACHABLE = "unreachable", "Could not be reached"
    WITHDRAWN_BY_CALLER = "withdrawn_by_caller", "No longer wanted by the caller"
    DUPLICATE = "duplicate", "Entered twice"
    ESCALATED_TO_COMPLAINT = "escalated_to_complaint", "Became a complaint"


SPOKE = (AttemptResult.SPOKE_RESOLVED, AttemptResult.SPOKE_FOLLOW_UP, AttemptResult.SPOKE_HANDED_OVER)


class StepNotAllowed(WorldMoved):
    """That step does not go with the stage the callback is at now."""

    code = "step_not_allowed"


FIRST_STAGE = Stage.NEW

_WAITING = (Stage.PROMISED, Stage.RE_PROMISED)
_RUNNING = (*_WAITING, Stage.DUE, Stage.IN_ATTEMPT)
_UNDONE = (*_RUNNING, Stage.MISSED, Stage.ESCALATED)

#: A sweep may come late, so what is due or missed need not have passed through every stage before.
_NEXT: dict[tuple[Stage, Step], Stage] = {
    (Stage.NEW, Step.PROMISE): Stage.PROMISED,
    (Stage.NEW, Step.ATTEMPT): Stage.IN_ATTEMPT,
    (Stage.NEW, Step.COMPLETE): Stage.COMPLETED,
    (Stage.NEW, Step.CLOSE): Stage.CLOSED,
    **{(stage, Step.FALL_DUE): Stage.DUE for stage in _WAITING},
    **{(stage, Step.MISS): Stage.MISSED for stage in _RUNNING},
    **{(stage, Step.ATTEMPT): Stage.IN_ATTEMPT for stage in _UNDONE},
    **{(stage, Step.COMPLETE): Stage.COMPLETED for stage in _UNDONE},
    **{(stage, Step.RE_PROMISE): Stage.RE_PROMISED for stage in _UNDONE},
    **{(stage, Step.CLOSE): Stage.CLOSED for stage in _UNDONE},
    (Stage.IN_ATTEMPT, Step.ESCALATE): Stage.ESCALATED,
    (Stage.MISSED, Step.ESCALATE): Stage.ESCALATED,
    (Stage.COMPLETED, Step.CLOSE): Stage.CLOSED,
}


def next_stage(stage: Stage | str, step: Step | str) -> Stage:
    """
    Return the stage a step leads to.

    :raises StepNotAllowed: if the step does not go with the stage
    """
    stage, step = Stage(stage), Step(step)
    if (stage, step) not in _NEXT:
        raise StepNotAllowed(f"You cannot {step.label} a call that is {stage.label}.")
    return _NEXT[stage, step]


def steps_from(stage: Stage | str) -> tuple[Step, ...]:
    """Return the steps that go with a stage: exactly what a page may offer."""
    return tuple(step for step in Step if (Stage(stage), step) in _NEXT)
