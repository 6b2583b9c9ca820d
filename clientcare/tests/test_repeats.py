"""A form that comes twice, by a double click or a browser's retry, does its deed once (decisions B13)."""

import ast
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.urls import URLPattern, get_resolver

from clientcare.tests.test_house_rules import ADMIN, SIGN_IN, views_of
from complaints.views.deed_list import OTHERS, STEPS
from complaints.views.deeds import slug_of

# Forms whose key becomes a receipt in the deed's own transaction: the second gets the first's answer. Each with a
# template that posts there, or that shows every field of its form.
KEYED = {
    "accept_ask": "engagement/public/ask.html",
    "accept_code": "engagement/public/door.html",
    "accept_share": "engagement/public/share.html",
    "callbacks:attempt": "callbacks/detail.html",
    "callbacks:cadence": "callbacks/cadence.html",
    "callbacks:move": "callbacks/detail.html",
    "client_add_circumstance": "client_page/needs.html",
    "client_add_contact": "client_page/reach.html",
    "client_add_person": "client_page/people.html",
    "client_change_need": "client_page/needs.html",
    "client_change_place": "client_page/people.html",
    "client_conversation": "client_page/role.html",
    "client_explain": "client_page/role.html",
    "client_grievance": "grievances/note.html",
    "client_needs": "client_page/needs.html",
    "client_pass_on": "client_page/pass_on.html",
    "client_purpose": "client_page/consents.html",
    "client_reach": "client_page/reach.html",
    "client_share": "client_page/consents.html",
    "complaints:deed": "complaints/deed.html",  # those of its deeds that add something: ADDS below
    "complaints:log": "complaints/log.html",
    "complaints:take": "complaints/take.html",
    "conflict_lists": "intake/lists.html",
    "conflict_override": "intake/conflict_compliance.html",
    "desk_difficult": "desk/difficult.html",
    "desk_helped": "desk/desk.html",
    "desk_message": "desk/desk.html",
    "desk_pass": "desk/desk.html",
    "desk_promise": "desk/desk.html",
    "engagement:add_agreement": "engagement/_agreements.html",
    "engagement:give_code": "engagement/give_code.html",
    "engagement:issue": "engagement/issue.html",
    "engagement:letter": "engagement/_answers.html",
    "engagement:send_link": "engagement/_versions.html",
    "engagement:close": "engagement/closing.html",
    "engagement:cost_update": "engagement/costs/update.html",
    "engagement:issue_update": "engagement/costs/_issue.html",
    "engagement:note_unbilled": "engagement/costs/costs.html",
    "engagement:record_bill": "engagement/costs/costs.html",
    "imports:index": "intake/imports.html",
    "intake:ask": "intake/detail.html",
    "intake:ask_more": "intake/detail.html",
    "intake:enquiry": "intake/enquiry.html",
    "intake:holding_call": "intake/detail.html",
    "intake:identity_look": "intake/identity.html",
    "intake:identity_measures": "intake/_identity_measures.html",
    "intake:identity_owner": "intake/_identity_owners.html",
    "intake:identity_screen": "intake/identity.html",
    "intake:meeting": "intake/meeting.html",
    "intake:quote": "intake/quote.html",
    "intake:report_suspicion": "intake/identity.html",
    "mailings:change": "engagement/mailings/write.html",
    "mailings:make": "engagement/mailings/write.html",
    "mailings:release": "engagement/mailings/_next.html",
    "matter_add_party": "matter_page/add_party.html",
    "matter_add_property": "matter_page/add_property.html",
    "matter_barrier": "barriers/barrier.html",
    "matter_expect": "matter_page/care.html",
    "matter_expect_change": "matter_page/care.html",
    "matter_glass": "barriers/barrier.html",
    "matter_meeting_end": "intake/meeting.html",
    "matter_meeting_start": "intake/meeting.html",
    "matter_reminder": "matter_page/care.html",
    "my_day_call": "my_day/_call.html",
    "note": "file_notes/write.html",
    **{f"wording:{deed}": "wording/change.html" for deed in ("change", "new")},
    "wording:order": "wording/order.html",
    **{f"wording:{deed}": "wording/_decide.html" for deed in ("ask", "publish", "send_back", "withdraw")},
    **{f"wording:{deed}_order": "wording/_decide.html" for deed in ("ask", "publish", "withdraw")},
    "wording:send_order_back": "wording/_decide.html",
    **{f"wording:{deed}": "wording/clause.html" for deed in ("reviewed", "take_back")},
    "wording:take_order_back": "wording/template.html",
}
_STAGE = "compare-and-set on its stage: the second is told that it has been done (409)"
_VERSION = "compares the version that was seen: the second is told that the draft has changed (409)"
_SAME = "writes the same words over the same row; the journal keeps both"
_ONCE = "done once; doing it again changes nothing"
# Forms without a key, each with the reason why a second one does no harm.
HARMLESS = {
    **dict.fromkeys(("conflict_hit", "conflict_waiver", "desk_flag", "imports:columns"), _SAME),
    **dict.fromkeys(
        (
            "client_end_circumstance client_end_contact client_end_need client_legal_name client_tell_apart "
            "client_end_place client_prefer_contact client_end_relation client_end_status client_set_name_aside "
            "client_share_withdraw confirm_contact"
        ).split(),
        _ONCE,
    ),
    "accept_decline": "a copy is declined once: the second finds the first",
    "accept_letter": "a copy is accepted once, by constraint: the second shows what stands",
    "accept_link": "figures open once; each wrong try counts",
    "accept_unshare": _ONCE,
    "accept_want": "a wish without words that waits is not written again",
    "engagement:answered": _ONCE,
    "engagement:record": "a copy is accepted once, by constraint, and declined once: the second finds the first",
    "engagement:drop_earlier": _ONCE,
    "engagement:earlier": _SAME,
    "callbacks:close": _STAGE,
    "forecast_hold": _ONCE,
    "told": "the same again changes nothing",
    "complaints:account": "an account is given once: the second is 409",
    "client_add_name": "a name that is known is not added again: the second is 409",
    "client_correct_name": _SAME,
    "client_change_body": "the same again changes nothing",
    "client_end_name": _SAME,
    "client_add_relation": "a relation that is known is not added again: the second is 409",
    "client_add_status": "a status that stands is not recorded again: the second is 409",
    "client_treat": "the same again changes nothing",
    "conflict_again": "a waiting check is searched again, and stays one check",
    "conflict_clear": _STAGE,
    "conflict_consent": "one person's consent of one day is one row",
    "conflict_consent_scan": "the same scan again changes nothing; another one is 409",
    "conflict_consent_withdraw": _ONCE,
    "conflict_letter": "a letter is sent once: the second is 409",
    "conflict_letter_answer": "an answer is given once: the second is 409",
    "conflict_letter_write": "one unsent letter a person: the second writes over the first",
    "conflict_decide": _STAGE,
    "conflict_holding_call": "a name that is known is not added again",
    "conflict_interest_end": _ONCE,
    "conflict_interests": "one row for one person and one body: the second writes over the first",
    "conflict_low": "hits that are decided are not decided again",
    "matter_step_came": "a second note changes nothing",
    "matter_step_drop": "taken back once: the second finds nothing that is awaited",
    "matter_property": "taken off once: the second finds no such property",
    "desk_back": "a call comes back once: the second is 409",
    "desk_park": "a call is parked under the slip's own key, and goes on waiting from the first time",
    "desk_times": "shows the times again and changes nothing",
    "desk_unpark": "a call that was brought back already is shown again",
    "desk_hold": "a held time is held by one desk once; it lapses by itself",
    "desk_help": "a slip asks once",
    "desk_look": "shows the page again and changes nothing",
    "desk_through": "the slip's key: the same slip to the same person is one call until it has come back",
    **dict.fromkeys(("desk_draft", "desk_keep", "desk_unhappy"), "a draft is kept under the slip's own key"),
    "desk_verify": "notes again that both facts were checked, which they were",
    "duplicate": "a record is merged once: the second is 409",
    "duplicate_different": _ONCE,
    "duplicate_doubt": _ONCE,
    "engagement:approve": _STAGE,
    "engagement:ask": _STAGE,
    "engagement:change_clause": _VERSION,
    "engagement:choose_order": _VERSION,
    "engagement:remove_agreement": _VERSION,
    "engagement:discard": _STAGE,
    "engagement:discard_update": _STAGE,
    **{f"engagement:{name}_page": "shows the letter and changes nothing" for name in ("live", "update", "closing")},
    "engagement:stop_closing": _STAGE,
    "engagement:send_back": _STAGE,
    "engagement:start": "one draft a matter: the second opens the first's",
    "engagement:stop": _STAGE,
    "engagement:approve_update": _STAGE,
    "engagement:ask_update": _STAGE,
    "engagement:close_cost_warning": "answered once: the second is 409",
    "engagement:send_update_back": _STAGE,
    "engagement:set_bill_aside": "set aside once: the second is 409",
    "engagement:start_update": "one draft a matter: the second opens the first's",
    "engagement:stop_update": _STAGE,
    "enquire": "an empty form is begun anew; what nobody sends is emptied",
    "enquire_check": "the draft's own number is its key: the second finds it sent",
    "enquire_mail": "one link a day",
    "enquire_page": "one draft a browser: the second writes over the first",
    "enquire_resume": "opens the same draft again",
    "glass_end": _ONCE,
    "grievance_settle": "settled once: the second is 409",
    "imports:discard": _ONCE,
    "imports:run": _STAGE,
    "imports:undo": _STAGE,
    "mailings:ask": _STAGE,
    "mailings:put_in": "put in once: the second is 409",
    "mailings:send_back": _STAGE,
    "mailings:stop": _STAGE,
    "mailings:take_out": "taken out once: the second is 409",
    "mailings:try": "writes the list anew as it stands, and sends nothing",
    "intake:answer": _SAME,
    "intake:answered": "a first answer is given once: the second is 409",
    "intake:close": _STAGE,
    "intake:confirm": _SAME,
    "intake:decline": _STAGE,
    "intake:identity_keep": "what is kept is not due any more: the second is 409",
    "intake:identity_measures_decide": _STAGE,
    "intake:identity_owner_end": _ONCE,
    "intake:identity_redact": _ONCE,
    "intake:identity_record": "compares the version that was seen: the second is 409",
    "intake:enquiry_draft": "kept under the form's own key: the second writes over the first",
    "intake:enquiry_draft_drop": "what is thrown away already is gone",
    "intake:meeting_draft": "one draft a person and meeting: the second writes over the first",
    "intake:suspicion_decide": _STAGE,
    "matter_team": "compares who was seen to have it: the second is 409",
    "matter_care": "compares the version that was seen: the second is 409",
    "matter_expect_written": "they are written to once: the second is 409",
    "matter_reminder_off": "taken off once: the second is 409",
    "matter_ask_check": "a waiting check is searched again, and stays one check",
    "matter_barrier_end": "a barrier ends once: the second is 409",
    "matter_identity": _SAME,
    "matter_update": "compares the update that was seen: the second is 409",
    "merge": "a merge is taken back once: the second is 409",
    "my_day_away": "what is handed over is not handed over again, and one block keeps the time",
    "my_day_dnd": "one block keeps the time: a second for the same end adds nothing",
    "my_day_dnd_end": "a block ends once: the second is 409",
    "my_day_message_done": _STAGE,
    "my_day_task_done": _ONCE,
    "outbox:posted": _STAGE,
    "outbox:retry": _STAGE,
    "outbox:arrived": _STAGE,
    **{f"wording:{name}": "shows the clause as it would be and changes nothing" for name in ("preview", "preview_new")},
}
# Deeds on a complaint that would add something again, and so take the form's key.
ADDS = {"contact", "eight-weeks-pass", "handler", "point", "remedy"}
# The others, which do not.
ADDS_NOTHING = {
    "again": "only a letter that did not leave is made again: the second is 409",
    "already": "a running acknowledgement is settled once: the second is 409",
    "answer": _SAME,
    "delivered": "a delivered remedy is not offered again: 422",
    "extend": "one extension waits for its notice at a time: the second is 422",
    "finding": _SAME,
    "hold": "one hold of a reason, by constraint",
    "own-letter": "offered until a person has written: the second is 409",
    "release": "a lifted hold is not offered again: 422",
    "send-now": "offered while the net waits: the second is 409",
    "subjects": _SAME,
}


def _takes_post(pattern: URLPattern) -> bool:
    """Ask the page itself, by a method nobody allows: its answer names those it does."""
    answer = pattern.callback(RequestFactory().generic("BREW", "/"))
    assert answer.status_code == 405, f"{pattern.name} does not say which methods it takes"
    return "POST" in answer.headers["Allow"]


def _own_pages() -> Iterator[tuple[str, URLPattern]]:
    for name, pattern in views_of(get_resolver().url_patterns):
        if name not in SIGN_IN and not name.startswith(ADMIN) and name != "gallery":
            yield name, pattern


def test_every_form_that_changes_something_has_a_key_or_a_reason_not_to() -> None:
    posting = {name for name, pattern in _own_pages() if _takes_post(pattern)}

    assert posting == KEYED.keys() | HARMLESS.keys()
    assert KEYED.keys() & HARMLESS.keys() == set()


def _called(view: Callable[..., Any]) -> set[str]:
    """Return the names of all methods and functions called from a view, through its own module."""
    module = ast.parse(Path(inspect.getfile(inspect.unwrap(view))).read_text())
    bodies = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}
    found, todo = set(), [view.__name__]
    while todo:
        body = bodies.pop(todo.pop(), None)
        if body is not None:
            calls = [node.func for node in ast.walk(body) if isinstance(node, ast.Call)]
            found |= {one.attr for one in calls if isinstance(one, ast.Attribute)}
            todo += [one.id for one in calls if isinstance(one, ast.Name)]
    return found


def test_the_key_of_a_keyed_form_reaches_its_deed() -> None:
    without = {
        name
        for name, pattern in _own_pages()
        if name in KEYED.keys() - {"complaints:deed"} and "receipt" not in _called(pattern.callback)
    }

    assert without == set()


def test_every_deed_on_a_complaint_takes_the_key_or_says_why_not() -> None:
    stages_move = {slug_of(step) for step in STEPS} - ADDS - ADDS_NOTHING.keys()  # rules.next_stage refuses the second

    assert ADDS | ADDS_NOTHING.keys() | stages_move == {slug_of(step) for step in STEPS} | OTHERS.keys()
    assert ADDS & ADDS_NOTHING.keys() == set()


@pytest.mark.parametrize("name", sorted(KEYED))
def test_a_form_with_a_key_carries_it_on_its_page(name: str) -> None:
    text = (settings.BASE_DIR / "templates" / KEYED[name]).read_text()

    assert "form_key }}" in text or "{% for field in form %}" in text
