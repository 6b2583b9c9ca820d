"""Client care letters, the copy each client gets, and letters that go to many clients at once."""

from engagement.models.letters import Letter, LetterCopy, LetterQuerySet
from engagement.models.mailings import Mailing, MailingRow, MailingTerms

__all__ = ["Letter", "LetterCopy", "LetterQuerySet", "Mailing", "MailingRow", "MailingTerms"]
