"""Enquiries becoming clients, one file a noun."""

from intake.models.conflicts import PARTS, ConflictCheck, ConflictHit, ConflictPolicy
from intake.models.diligence import CddEnhanced, CddLook, CddOwner, CddPolicy
from intake.models.enquiries import (
    Channel,
    Enquiry,
    EnquiryName,
    EnquiryOutcome,
    EnquirySource,
    EnquiryStage,
    Preferred,
    TimeRunning,
)
from intake.models.enquiry_contacts import EnquiryContact, EnquiryContactKind
from intake.models.identity import CddCheck, CddPaper, CddStage, Screening, SuspicionNote
from intake.models.imports import ColumnMemory, Import, ImportHit, ImportRow, ImportState
from intake.models.interests import OwnInterest
from intake.models.lists import ConflictList, ListedName, ListHit
from intake.models.meetings import (
    Checklist,
    ChecklistItem,
    Interview,
    InterviewAnswer,
    InterviewNote,
    InterviewWay,
)
from intake.models.public import EnquiryDraft, IntakePolicy, PrivacyNotice
from intake.models.questions import EnquiryAnswer, EnquiryQuestion
from intake.models.quotes import EnquiryQuote
from intake.models.reports import ConflictReport, Face, ReportPaper
from intake.models.sweeping import NameSource, SweptName
from intake.models.waivers import ConflictRegime, Consent, Disclosure, Scan, Waiver

__all__ = [
    "PARTS",
    "CddCheck",
    "CddEnhanced",
    "CddLook",
    "CddOwner",
    "CddPaper",
    "CddPolicy",
    "CddStage",
    "Channel",
    "ColumnMemory",
    "Checklist",
    "ChecklistItem",
    "ConflictCheck",
    "ConflictHit",
    "ConflictList",
    "ConflictPolicy",
    "ConflictRegime",
    "ConflictReport",
    "Consent",
    "Disclosure",
    "Enquiry",
    "EnquiryAnswer",
    "EnquiryContact",
    "EnquiryContactKind",
    "EnquiryDraft",
    "EnquiryName",
    "EnquiryOutcome",
    "EnquiryQuestion",
    "EnquiryQuote",
    "EnquirySource",
    "Preferred",
    "Import",
    "ImportHit",
    "ImportRow",
    "ImportState",
    "Interview",
    "InterviewAnswer",
    "InterviewNote",
    "InterviewWay",
    "ListHit",
    "ListedName",
    "NameSource",
    "OwnInterest",
    "ReportPaper",
    "Scan",
    "Screening",
    "SuspicionNote",
    "SweptName",
    "EnquiryStage",
    "Face",
    "IntakePolicy",
    "PrivacyNotice",
    "TimeRunning",
    "Waiver",
]
