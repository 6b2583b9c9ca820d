"""What people do with client care letters. One public function, one deed, one transaction."""

from engagement.services.approval import (
    NoApprover,
    NoReason,
    NothingToApprove,
    approve_letter,
    approvers_of,
    ask_approval,
    send_back,
)
from engagement.services.drafts import (
    ClauseNotOptional,
    change_clause,
    hand_over_draft,
    save_answers,
    start_letter,
)
from engagement.services.issue import LetterStopped, TooLateToStop, issue_letter, stop_letter

__all__ = [
    "ClauseNotOptional",
    "LetterStopped",
    "NoApprover",
    "NoReason",
    "NothingToApprove",
    "TooLateToStop",
    "approve_letter",
    "approvers_of",
    "ask_approval",
    "change_clause",
    "hand_over_draft",
    "issue_letter",
    "save_answers",
    "send_back",
    "start_letter",
    "stop_letter",
]
