"""What people do with client care letters. One public function, one deed, one transaction."""

from engagement.papers import copy_of
from engagement.services.acceptance import (
    accept_letter,
    decline_letter,
)
from engagement.services.agreements import SamePaper, add_agreement, remove_agreement
from engagement.services.answers_kept import NoReasonGiven
from engagement.services.approval import (
    NoApprover,
    NoReason,
    NothingToApprove,
    approve_letter,
    approvers_of,
    ask_approval,
    send_back,
)
from engagement.services.asked import NothingAsked, answer_request, ask_us
from engagement.services.drafts import (
    ClauseNotOptional,
    NoReasonToDiscard,
    change_clause,
    choose_order,
    discard_letter,
    hand_over_draft,
    save_answers,
    start_letter,
)
from engagement.services.earlier import drop_earlier_letter, record_earlier_letter
from engagement.services.entering import LinkOver, enter, give_code, mailbox_of, send_code, send_link
from engagement.services.issue import LetterStopped, TooLateToStop, issue_letter, stop_letter
from engagement.services.reminding import messages_to_come, sweep_acceptance

__all__ = [
    "ClauseNotOptional",
    "LetterStopped",
    "LinkOver",
    "NoApprover",
    "NoReason",
    "NoReasonGiven",
    "NoReasonToDiscard",
    "NothingAsked",
    "NothingToApprove",
    "SamePaper",
    "TooLateToStop",
    "accept_letter",
    "add_agreement",
    "answer_request",
    "approve_letter",
    "approvers_of",
    "ask_approval",
    "ask_us",
    "change_clause",
    "choose_order",
    "copy_of",
    "decline_letter",
    "discard_letter",
    "drop_earlier_letter",
    "enter",
    "give_code",
    "hand_over_draft",
    "issue_letter",
    "messages_to_come",
    "record_earlier_letter",
    "remove_agreement",
    "save_answers",
    "send_back",
    "send_code",
    "mailbox_of",
    "send_link",
    "start_letter",
    "stop_letter",
    "sweep_acceptance",
]
