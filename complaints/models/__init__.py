"""The register of complaints: what was said, what is due, what was answered, what was given."""

from complaints.models.answers import AccountRequest, Extension, LetterCode, Remedy, RemedyKind, Response
from complaints.models.complaint import Complaint, ComplaintQuerySet, HeadOfComplaint
from complaints.models.deadlines import Deadline, DeadlineStage
from complaints.models.holds import Hold
from complaints.models.words import Category, Channel, Finding, HoldReason, Kind, RootCause, Sorting

__all__ = [
    "AccountRequest",
    "Category",
    "Channel",
    "Complaint",
    "ComplaintQuerySet",
    "Deadline",
    "DeadlineStage",
    "Extension",
    "Finding",
    "HeadOfComplaint",
    "Hold",
    "HoldReason",
    "Kind",
    "LetterCode",
    "Remedy",
    "RemedyKind",
    "Response",
    "RootCause",
    "Sorting",
]
