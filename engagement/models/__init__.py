"""Client care letters, the copy each client gets, and what each client says to it."""

from engagement.models.acceptance import Acceptance, AcceptanceStage, ClientRequest, Decline
from engagement.models.letters import Letter, LetterCopy, LetterQuerySet

__all__ = ["Acceptance", "AcceptanceStage", "ClientRequest", "Decline", "Letter", "LetterCopy", "LetterQuerySet"]
