"""
What the firm decides about client care letters. Pure: no clock, no database.

What clients answer to them is in `acceptance`, letters to many clients in `mailings`.
"""

from engagement.rules.letters import (
    ACCEPT_WITHIN_WORKING_DAYS,
    OPEN_STAGES,
    PAPERS_WITHIN_WORKING_DAYS,
    STOP_WINDOW,
    ApprovalFacts,
    DraftChanged,
    LetterPolicy,
    LetterStage,
    NotTheirs,
    Readiness,
    Step,
    StepNotAllowed,
    Stop,
    check_approver,
    check_draft,
    due_on,
    follow_up,
    next_stage,
    steps_from,
    stops,
    why_approval,
)

__all__ = [
    "ACCEPT_WITHIN_WORKING_DAYS",
    "OPEN_STAGES",
    "PAPERS_WITHIN_WORKING_DAYS",
    "STOP_WINDOW",
    "ApprovalFacts",
    "DraftChanged",
    "LetterPolicy",
    "LetterStage",
    "NotTheirs",
    "Readiness",
    "Step",
    "StepNotAllowed",
    "Stop",
    "check_approver",
    "check_draft",
    "due_on",
    "follow_up",
    "next_stage",
    "steps_from",
    "stops",
    "why_approval",
]
