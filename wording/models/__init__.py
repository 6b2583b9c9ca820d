"""What the practice says: clauses and templates with their versions, and the letters that were made from them."""

from wording.models.clauses import Clause, ClauseDraft, ClauseVersion, Words
from wording.models.letters import FactSnapshot, IssuedLetter, IssuedLetterQuerySet
from wording.models.templates import Template, TemplateClause

__all__ = [
    "Clause",
    "ClauseDraft",
    "ClauseVersion",
    "FactSnapshot",
    "IssuedLetter",
    "IssuedLetterQuerySet",
    "Template",
    "TemplateClause",
    "Words",
]
