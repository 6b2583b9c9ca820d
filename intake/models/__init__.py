"""Enquiries becoming clients, one file a noun."""

from intake.models.conflicts import ConflictCheck, ConflictHit, ConflictPolicy
from intake.models.enquiries import Channel, Enquiry, EnquiryName, EnquiryOutcome, EnquirySource
from intake.models.identity import CddCheck, CddPaper, CddStage, Screening, SuspicionNote
from intake.models.interests import OwnInterest
from intake.models.meetings import (
    Checklist,
    ChecklistItem,
    Interview,
    InterviewAnswer,
    InterviewNote,
    InterviewWay,
)

__all__ = [
    "CddCheck",
    "CddPaper",
    "CddStage",
    "Channel",
    "Checklist",
    "ChecklistItem",
    "ConflictCheck",
    "ConflictHit",
    "ConflictPolicy",
    "Enquiry",
    "EnquiryName",
    "EnquiryOutcome",
    "EnquirySource",
    "Interview",
    "InterviewAnswer",
    "InterviewNote",
    "InterviewWay",
    "OwnInterest",
    "Screening",
    "SuspicionNote",
]
