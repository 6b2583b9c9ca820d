"""What the practice says: clauses and templates with their versions, and the letters that were made from them."""

from wording.models.changing import Proposed, Published
from wording.models.clauses import Clause, ClauseDraft, ClauseVersion, Words
from wording.models.letters import FactSnapshot, IssuedLetter, IssuedLetterQuerySet
from wording.models.templates import Template, TemplateClause, TemplateDraft

__all__ = [
    "Clause",
    "ClauseDraft",
    "ClauseVersion",
    "FactSnapshot",
    "IssuedLetter",
    "IssuedLetterQuerySet",
    "Proposed",
    "Published",
    "Template",
    "TemplateClause",
    "TemplateDraft",
    "Words",
]
