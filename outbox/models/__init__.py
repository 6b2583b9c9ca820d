"""What leaves the building, the papers it keeps, and the links by which clients come in."""

from outbox.models.acknowledging import Acknowledgement, AcknowledgementStage, AcknowledgementWay
from outbox.models.links import ClientSession, CodeWay, LinkCode, LinkPurpose, SecureLink
from outbox.models.messages import (
    BY_WIRE,
    CONFLICT_LETTER,
    OF_LETTERS,
    Attachment,
    Channel,
    Document,
    Message,
    MessageQuerySet,
    MessageState,
)
from outbox.models.posting import PostClass, PostPrint, PrintedLetter

__all__ = [
    "BY_WIRE",
    "CONFLICT_LETTER",
    "OF_LETTERS",
    "Acknowledgement",
    "AcknowledgementStage",
    "AcknowledgementWay",
    "Attachment",
    "Channel",
    "ClientSession",
    "CodeWay",
    "Document",
    "LinkCode",
    "LinkPurpose",
    "Message",
    "MessageQuerySet",
    "MessageState",
    "PostClass",
    "PostPrint",
    "PrintedLetter",
    "SecureLink",
]
