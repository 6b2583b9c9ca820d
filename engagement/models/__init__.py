"""Client care letters, the copy each client gets, what each says to it, and letters to many clients at once."""

from engagement.models.acceptance import Acceptance, AcceptanceStage, ClientRequest, Decline
from engagement.models.agreements import SideAgreement
from engagement.models.letters import Letter, LetterCopy, LetterQuerySet
from engagement.models.mailings import Mailing, MailingRow, MailingTerms

__all__ = [
    "Acceptance",
    "AcceptanceStage",
    "ClientRequest",
    "Decline",
    "Letter",
    "LetterCopy",
    "LetterQuerySet",
    "Mailing",
    "MailingRow",
    "MailingTerms",
    "SideAgreement",
]
