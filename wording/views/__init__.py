"""The doors of the library: clauses, what is proposed for them, templates."""

from wording.views.change import change, kinds, new, preview, preview_new
from wording.views.clauses import clause, clauses, compare, reviewed, take_back
from wording.views.order import order
from wording.views.orders import (
    ask_order,
    publish_order,
    send_order_back,
    take_order_back,
    template_draft,
    withdraw_order,
)
from wording.views.proposals import ask, draft, publish, send_back, withdraw
from wording.views.templates import contents, reading, template, template_pdf, templates

__all__ = [
    "ask",
    "ask_order",
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
    "publish_order",
    "reading",
    "reviewed",
    "send_back",
    "send_order_back",
    "take_back",
    "take_order_back",
    "template",
    "template_draft",
    "template_pdf",
    "templates",
    "withdraw",
    "withdraw_order",
]
