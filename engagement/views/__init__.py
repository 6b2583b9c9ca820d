"""Pages of client care letters: the list, the composer, the deeds, the papers."""

from engagement.views.accepting import answered, certificate_pdf, evidence, give_code, record, send_link
from engagement.views.agreements import add_agreement, agreement_pdf, remove_agreement
from engagement.views.composer import letter, live_page, start
from engagement.views.deeds import approve, ask, change_clause, choose_order, discard, issue, send_back, stop
from engagement.views.earlier import drop_earlier, earlier, earlier_file
from engagement.views.lists import index
from engagement.views.papers import copy_pdf, copy_text, draft_pdf, draft_terms_pdf, terms_pdf

__all__ = [
    "add_agreement",
    "agreement_pdf",
    "answered",
    "approve",
    "ask",
    "certificate_pdf",
    "change_clause",
    "choose_order",
    "copy_pdf",
    "copy_text",
    "discard",
    "draft_pdf",
    "draft_terms_pdf",
    "drop_earlier",
    "earlier",
    "earlier_file",
    "evidence",
    "give_code",
    "index",
    "issue",
    "letter",
    "live_page",
    "record",
    "remove_agreement",
    "send_back",
    "send_link",
    "start",
    "stop",
    "terms_pdf",
]
