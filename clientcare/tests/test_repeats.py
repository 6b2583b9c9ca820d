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

from clientcare.tests.harmless_forms import HARMLESS, SAME
from clientcare.tests.test_house_rules import ADMIN, SIGN_IN, views_of
from complaints.views.deed_list import OTHERS, STEPS
from complaints.views.deeds import slug_of

# Forms whose key becomes a receipt in the deed's own transaction: the second gets the first's answer. Each with a
# template that posts there, or that shows every field of its form.
KEYED = {
    "accept_ask": "engagement/public/ask.html",
    "accept_code": "engagement/public/door.html",
    "accept_share": "engagement/public/share.html",
    "bill_lists": "bills/bills.html",
    "callbacks:attempt": "callbacks/detail.html",
    "callbacks:voicemail": "callbacks/voicemail.html",
    "callbacks:cadence": "callbacks/cadence.html",
    "callbacks:move": "callbacks/detail.html",
    "callbacks:visit_book": "callbacks/visit.html",
    "callbacks:visit_move": "callbacks/visit.html",
    "callbacks:send_link": "callbacks/detail.html",
    "callbacks:feeds": "callbacks/feeds.html",
    "callbacks:invite": "callbacks/invite.html",
    "callback_link": "callbacks/public/choose.html",
    "callback_off": "callbacks/public/choose.html",
    "windows:days": "callbacks/days.html",
    "windows:department": "callbacks/policy.html",
    "windows:firm": "callbacks/policy.html",
    "windows:person": "callbacks/policy.html",
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
    "engagement:cost_code": "engagement/give_code.html",
    "engagement:cost_link": "engagement/costs/_answers.html",
    "engagement:issue_update": "engagement/costs/_issue.html",
    "engagement:instructions": "engagement/instructions.html",
    "engagement:instruction_rule": "engagement/instructions.html",
    "engagement:note_unbilled": "engagement/costs/costs.html",
    "engagement:record_bill": "engagement/costs/costs.html",
    "imports:index": "intake/imports.html",
    "outbox:print_post": "outbox/post_tray.html",
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
    "matter_queries": "matter_page/queries.html",
    "matter_check_in": "matter_page/check_in.html",
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
# Deeds on a complaint that would add something again, and so take the form's key.
ADDS = {"contact", "eight-weeks-pass", "handler", "point", "remedy"}
# The others, which do not.
ADDS_NOTHING = {
    "again": "only a letter that did not leave is made again: the second is 409",
    "already": "a running acknowledgement is settled once: the second is 409",
    "answer": SAME,
    "delivered": "a delivered remedy is not offered again: 422",
    "extend": "one extension waits for its notice at a time: the second is 422",
    "finding": SAME,
    "hold": "one hold of a reason, by constraint",
    "own-letter": "offered until a person has written: the second is 409",
    "release": "a lifted hold is not offered again: 422",
    "send-now": "offered while the net waits: the second is 409",
    "subjects": SAME,
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
