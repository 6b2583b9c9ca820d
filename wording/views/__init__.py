"""The doors of the library: clauses, what is proposed for them, templates."""

from wording.views.change import change, kinds, new, preview, preview_new
from wording.views.clauses import clause, clauses, compare, reviewed, take_back
from wording.views.deciding import ask, draft, publish, send_back, withdraw
from wording.views.order import order
from wording.views.orders import ORDERS, take_order_back
from wording.views.proposals import CLAUSES
from wording.views.templates import contents, reading, template, template_pdf, templates

__all__ = [
    "CLAUSES",
    "ORDERS",
    "ask",
    "change",
    "clause",
    "clauses",
    "compare",
    "contents",
    "draft",
    "kinds",
    "new",
    "order",
    "preview",
    "preview_new",
    "publish",
    "reading",
    "reviewed",
    "send_back",
    "take_back",
    "take_order_back",
    "template",
    "template_pdf",
    "templates",
    "withdraw",
]
