"""The doors of the library: clauses, what is proposed for them, templates."""

from wording.views.change import change, preview
from wording.views.clauses import clause, clauses, compare, reviewed, take_back
from wording.views.proposals import ask, draft, publish, send_back, withdraw
from wording.views.templates import contents, template, template_pdf, templates

__all__ = [
    "ask",
    "change",
    "clause",
    "clauses",
    "compare",
    "contents",
    "draft",
    "preview",
    "publish",
    "reviewed",
    "send_back",
    "take_back",
    "template",
    "template_pdf",
    "templates",
    "withdraw",
]
