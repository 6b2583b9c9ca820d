"""
Whoever comes to a page of a restricted matter and finds nothing there leaves a line for compliance (product 1.12).

The page answers 404 as it does for what does not exist; this looks at the answer afterwards, so that no page has to
think of it. Every address that names one object stands in `ADDRESSES`; the matrix test walks the map and knows which
addresses do.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from callbacks.models import Callback, ExpectedCall, Visit
from complaints.models import AccountRequest, Complaint
from engagement.models import (
    Bill,
    ClientRequest,
    CostRequest,
    CostUpdateCopy,
    CostWarning,
    Instruction,
    LetterCopy,
    MailingRow,
    SideAgreement,
)
from intake.models import ConflictCheck, ConflictHit, Consent, Disclosure, Enquiry, Scan
from outbox.models import Document, Message
from practice import clock
from practice.models import ClientQuery, Grievance, Matter, MatterParty, Task, User
from practice.services.glass import note_refused
from wording.models import IssuedLetter

Find = Callable[[dict[str, Any]], Any]


def _of(model: Any, path: str = "matter", key: str = "pk") -> Find:
    """Find the matters that one row hangs on, by the part of the address that names it."""
    return lambda named: model.objects.filter(pk=named[key]).values_list(path, flat=True)


def _of_matter(named: dict[str, Any]) -> Any:
    return [named["pk"]]


def _of_party(named: dict[str, Any]) -> Any:
    return MatterParty.objects.filter(party=named["pk"]).values_list("matter", flat=True)


def _of_pair(named: dict[str, Any]) -> Any:
    pair = (named["kept"], named["merged"])
    return MatterParty.objects.filter(party__in=pair).values_list("matter", flat=True)


def _of_complaint(named: dict[str, Any]) -> Any:
    return Complaint.objects.filter(reference=named["reference"]).values_list("matter", flat=True)


_MATTER = (
    "matter matter_update matter_add_party matter_add_property matter_property matter_identity matter_ask_check "
    "matter_step_came matter_step_drop matter_check_in matter_check_in_end matter_queries "
    "matter_barrier matter_barrier_end matter_glass "
    "callbacks:invite callbacks:visit_book "
    "matter_team matter_care matter_reminder matter_reminder_off matter_expect matter_expect_change "
    "matter_expect_written "
    "engagement:letter engagement:start engagement:live_page engagement:change_clause engagement:ask "
    "engagement:approve engagement:send_back engagement:issue engagement:stop engagement:draft_pdf "
    "engagement:draft_terms_pdf engagement:discard engagement:add_agreement engagement:choose_order "
    "engagement:close engagement:closing_page engagement:stop_closing "
    "engagement:earlier engagement:drop_earlier engagement:earlier_file "
    "engagement:instructions engagement:instruction_rule "
    "engagement:costs engagement:record_bill engagement:note_unbilled "
    "engagement:cost_update engagement:start_update engagement:ask_update engagement:approve_update "
    "engagement:send_update_back engagement:issue_update engagement:stop_update engagement:update_draft_pdf "
    "engagement:update_page engagement:discard_update "
    "matter_meeting_start matter_meeting_end intake:meeting intake:meeting_draft intake:meeting_record "
    "intake:identity intake:identity_record intake:identity_screen intake:report_suspicion intake:identity_owner "
    "intake:identity_owner_end intake:identity_measures intake:identity_measures_decide intake:identity_look "
    "intake:identity_keep intake:identity_redact"
).split()
MATTER_PAGES = frozenset(_MATTER)
CLIENT_PAGES = frozenset(
    "client client_names client_add_name client_legal_name client_correct_name client_end_name client_set_name_aside "
    "client_tell_apart "
    "confirm_contact client_reach client_add_contact client_end_contact client_prefer_contact "
    "client_consents client_share client_share_withdraw client_purpose client_add_relation client_end_relation "
    "client_add_status client_end_status client_needs client_change_need client_end_need client_add_circumstance "
    "client_end_circumstance client_people client_change_body client_add_person client_change_place client_end_place "
    "client_role client_treat client_explain client_conversation client_grievance client_pass_on".split()
)
_ENQUIRY = (
    "intake:detail intake:ask intake:close intake:answer intake:answered intake:ask_more intake:confirm "
    "intake:holding_call intake:decline intake:letter intake:quote intake:quote_given"
).split()
_CHECK = (
    "conflict conflict_decide conflict_low conflict_override conflict_holding_call conflict_again "
    "conflict_report conflict_report_pdf"
).split()
_COPY = (
    "engagement:copy_pdf engagement:copy_text engagement:terms_pdf engagement:certificate_pdf engagement:evidence "
    "engagement:record engagement:give_code engagement:send_link"
).split()
_CALL = (
    "callbacks:detail callbacks:attempt callbacks:move callbacks:send_link callbacks:close "
    "my_day_call my_day_message_done my_day_take"
).split()
ADDRESSES: dict[str, Find] = {
    **dict.fromkeys(_MATTER, _of_matter),
    **dict.fromkeys(_CHECK, _of(ConflictCheck)),
    **dict.fromkeys(_CALL, _of(Callback)),
    **dict.fromkeys(("callbacks:visit_move", "callbacks:visit_step"), _of(Visit)),
    "query_answered": _of(ClientQuery, key="query_id"),
    "check_in_came": _of(ExpectedCall, "check_in__matter"),
    **dict.fromkeys(_ENQUIRY, _of(Enquiry)),
    **dict.fromkeys(CLIENT_PAGES, _of_party),
    "complaints:detail": _of_complaint,
    "complaints:deed": _of_complaint,
    "complaints:letter": _of_complaint,
    "complaints:account": _of(AccountRequest, "complaint__matter"),
    "duplicate": _of_pair,
    "duplicate_different": _of_pair,
    "duplicate_doubt": _of_pair,
    "conflict_hit": _of(ConflictHit),
    "conflict_hit_notes": _of(ConflictHit),
    "conflict_waiver": _of(ConflictHit),
    "conflict_consent": _of(ConflictHit),
    "conflict_letter_write": _of(ConflictHit),
    **dict.fromkeys(
        "conflict_letter conflict_letter_pdf conflict_letter_answer".split(), _of(Disclosure, "waiver__hit__matter")
    ),
    **dict.fromkeys("conflict_consent_withdraw conflict_consent_scan".split(), _of(Consent, "waiver__hit__matter")),
    "conflict_scan": _of(Scan, "waiver__hit__matter"),
    **dict.fromkeys(_COPY, _of(LetterCopy, "letter__matter")),
    **dict.fromkeys(
        "engagement:cost_copy_pdf engagement:cost_certificate engagement:cost_evidence engagement:cost_record "
        "engagement:cost_code engagement:cost_link".split(),
        _of(CostUpdateCopy, "update_of__matter"),
    ),
    "engagement:cost_answered": _of(CostRequest, "copy__update_of__matter"),
    "engagement:closing_pdf": _of(IssuedLetter),
    "engagement:instruction_update": _of(Instruction),
    "engagement:set_bill_aside": _of(Bill),
    "engagement:close_cost_warning": _of(CostWarning),
    **dict.fromkeys(("engagement:agreement_pdf", "engagement:remove_agreement"), _of(SideAgreement, "letter__matter")),
    "engagement:answered": _of(ClientRequest, "copy__letter__matter"),
    **dict.fromkeys(("mailings:row_pdf", "mailings:take_out", "mailings:put_in"), _of(MailingRow)),
    "my_day_task_done": _of(Task),
    "grievance_settle": _of(Grievance),
    "outbox:document": _of(Document, "messages__matter"),
    "outbox:message": _of(Message),
    "outbox:posted": _of(Message),
    "outbox:retry": _of(Message),
    "outbox:arrived": _of(Message),
    "outbox:acknowledged": _of(Message),
    "outbox:ask_acknowledgement": _of(Message),
}


class TraceMiddleware:
    """Journal a 404 on what a wall keeps from this person; they are answered the same with and without it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 404 and isinstance(request.user, User) and request.resolver_match:
            self._leave_a_line(request.user, request.resolver_match.view_name, request.resolver_match.kwargs)
        return response

    def _leave_a_line(self, user: User, name: str, named: dict[str, Any]) -> None:
        find = ADDRESSES.get(name)
        if find is None:
            return
        hidden = Matter.objects.filter(pk__in=[pk for pk in find(named) if pk is not None], is_restricted=True)
        refused = hidden.exclude(pk__in=Matter.objects.visible_to(user).values("pk"))
        if ids := list(refused.values_list("pk", flat=True)):
            note_refused(matter_ids=ids, page=name, by=user, now=clock.now())
