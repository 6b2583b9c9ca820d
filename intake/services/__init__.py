"""What people do with enquiries, conflict checks and identity. One public function, one deed, one transaction."""

from intake.services.checklists import ChecklistWrong, load_checklists
from intake.services.checks import HoldingCallIncomplete, MatterOver, ask_check, record_holding_call
from intake.services.conversion import AlreadyConverted, NoDepartment, convert_enquiry
from intake.services.decisions import (
    Batch,
    HitsToRead,
    LowHitsGone,
    NamesNotSearched,
    clear_checks,
    close_low_hits,
    decide_check,
    decide_hit,
)
from intake.services.enquiries import (
    EnquiryAlreadyClosed,
    EnquiryFacts,
    GivenName,
    NotYetReceived,
    close_enquiry,
    record_enquiry,
)
from intake.services.expiry import sweep_expiries
from intake.services.identity import (
    CheckChanged,
    ClientNotOnMatter,
    Diligence,
    HighRiskNotForThisPerson,
    Paper,
    PapersMissing,
    WhyMissing,
    record_identity,
    record_screening,
)
from intake.services.interests import declare_interest, end_interest
from intake.services.meetings import (
    ConflictNotCleared,
    MatterFinished,
    MeetingRunning,
    close_interview,
    may_override,
    open_interview,
)
from intake.services.suspicion import AlreadyDecided, NothingSaid, decide_suspicion, report_suspicion
from intake.services.writing import MeetingChanged, MeetingOver, NewStep, Written, keep_draft, save_interview

__all__ = [
    "AlreadyConverted",
    "AlreadyDecided",
    "Batch",
    "CheckChanged",
    "ChecklistWrong",
    "ClientNotOnMatter",
    "ConflictNotCleared",
    "Diligence",
    "EnquiryAlreadyClosed",
    "EnquiryFacts",
    "GivenName",
    "HighRiskNotForThisPerson",
    "HitsToRead",
    "HoldingCallIncomplete",
    "LowHitsGone",
    "MatterFinished",
    "MatterOver",
    "MeetingChanged",
    "MeetingOver",
    "MeetingRunning",
    "NamesNotSearched",
    "NewStep",
    "NoDepartment",
    "NotYetReceived",
    "NothingSaid",
    "Paper",
    "PapersMissing",
    "WhyMissing",
    "Written",
    "ask_check",
    "clear_checks",
    "close_enquiry",
    "close_interview",
    "close_low_hits",
    "convert_enquiry",
    "decide_check",
    "decide_hit",
    "decide_suspicion",
    "declare_interest",
    "end_interest",
    "keep_draft",
    "load_checklists",
    "may_override",
    "open_interview",
    "record_enquiry",
    "record_holding_call",
    "record_identity",
    "record_screening",
    "report_suspicion",
    "save_interview",
    "sweep_expiries",
]
