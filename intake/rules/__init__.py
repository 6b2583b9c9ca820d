"""What the firm decides about conflicts of interest and identity. Pure: no clock, no database."""

from intake.rules.conflicts import (
    Assessment,
    CheckState,
    HitDecision,
    Level,
    Match,
    Outcome,
    Policy,
    Source,
    answer_due_at,
    assess,
    effect_of,
    is_urgent,
)
from intake.rules.guards import (
    CheckAlreadyDecided,
    HitsOpen,
    NotForThisPerson,
    ReasonMissing,
    SelfCleared,
    check_outcome,
    check_second_person,
)
from intake.rules.identity import CddState, all_verified

__all__ = [
    "Assessment",
    "CddState",
    "CheckAlreadyDecided",
    "CheckState",
    "HitDecision",
    "HitsOpen",
    "Level",
    "Match",
    "NotForThisPerson",
    "Outcome",
    "Policy",
    "ReasonMissing",
    "SelfCleared",
    "Source",
    "all_verified",
    "answer_due_at",
    "assess",
    "check_outcome",
    "check_second_person",
    "effect_of",
    "is_urgent",
]
