"""Enquiries becoming clients, one file a noun."""

from intake.models.conflicts import ConflictCheck, ConflictHit, ConflictPolicy
from intake.models.enquiries import Channel, Enquiry, EnquiryName, EnquiryOutcome, EnquirySource
from intake.models.identity import CddCheck
from intake.models.interests import OwnInterest

__all__ = [
    "CddCheck",
    "Channel",
    "ConflictCheck",
    "ConflictHit",
    "ConflictPolicy",
    "Enquiry",
    "EnquiryName",
    "EnquiryOutcome",
    "EnquirySource",
    "OwnInterest",
]
