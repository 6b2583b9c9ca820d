"""What people do with enquiries, conflict checks and identity. One public function, one deed, one transaction."""

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
from intake.services.identity import ClientNotOnMatter, PapersMissing, record_identity
from intake.services.interests import declare_interest, end_interest
from intake.services.walls import mask_hits

__all__ = [
    "AlreadyConverted",
    "Batch",
    "ClientNotOnMatter",
    "EnquiryAlreadyClosed",
    "EnquiryFacts",
    "GivenName",
    "HitsToRead",
    "HoldingCallIncomplete",
    "LowHitsGone",
    "MatterOver",
    "NamesNotSearched",
    "NoDepartment",
    "NotYetReceived",
    "PapersMissing",
    "ask_check",
    "clear_checks",
    "close_enquiry",
    "close_low_hits",
    "convert_enquiry",
    "decide_check",
    "decide_hit",
    "declare_interest",
    "end_interest",
    "mask_hits",
    "record_enquiry",
    "record_holding_call",
    "record_identity",
]
