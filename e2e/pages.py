"""
Every page of the site with the states it is looked at in (decisions B29).

A new URL name stands either in STATES, with who opens it and where, or in NO_PAGE, with why there is nothing to see.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from callbacks.models import Callback
from complaints.models import Complaint
from engagement.models import Letter
from practice.models import Matter, User


@dataclass(frozen=True)
class State:
    """One state of one page. ``who``: a mailbox of the demo firm, or "" for somebody who is not signed in."""

    name: str
    who: str
    path: Callable[[], str]


def _at(url_name: str, *args: object, query: str = "") -> Callable[[], str]:
    return lambda: reverse(url_name, args=args) + query


def person(mailbox: str) -> User:
    return User.objects.get(email=f"{mailbox}@hartleyvane.example")


def _matter(**wanted: object) -> Matter:
    return Matter.objects.visible_to(person("solicitor")).filter(**wanted).order_by("pk")[0]


def _complaint(*stages: str) -> Complaint:
    rows = Complaint.objects.visible_to(person("compliance"))
    return rows.filter(stage__in=stages).order_by("-pk")[0] if stages else rows.order_by("-pk")[0]


STATES: dict[str, list[State]] = {
    "account_login": [State("sign in", "", _at("account_login"))],
    "account_reset_password": [State("asking for a link", "", _at("account_reset_password"))],
    "account_reset_password_done": [State("the link is on its way", "", _at("account_reset_password_done"))],
    "account_logout": [State("leaving", "solicitor", _at("account_logout"))],
    "mfa_index": [State("two steps", "solicitor", _at("mfa_index"))],
    "desk": [
        State("nobody on the line", "reception", _at("desk")),
        State("callers found", "reception", _at("desk", query="?q=ell")),
        State("a number pops the caller", "reception", _at("desk", query="?number=07700900001")),
        State(
            "a client with times to offer",
            "reception",
            lambda: (
                f"{reverse('desk')}?party={_matter(stage='open', work_type='residential_purchase').clients()[0].pk}"
            ),
        ),
    ],
    "my_day": [State("a solicitor's day", "solicitor", _at("my_day")), State("an empty day", "admin", _at("my_day"))],
    "matters": [
        State("all", "solicitor", _at("matters")),
        State("overdue updates", "solicitor", _at("matters", query="?view=overdue")),
        State("nothing found", "solicitor", _at("matters", query="?q=zzzz")),
    ],
    "matter": [
        State("a lawyer's view", "solicitor", lambda: reverse("matter", args=[_matter(stage="open").pk])),
        State("the desk's view", "reception", lambda: reverse("matter", args=[_matter(stage="open").pk])),
        State("closed", "solicitor", lambda: reverse("matter", args=[_matter(stage="closed").pk])),
    ],
    "client": [State("a client", "solicitor", lambda: reverse("client", args=[_matter(stage="open").clients()[0].pk]))],
    "search": [
        State("nothing typed", "solicitor", _at("search")),
        State("found", "solicitor", _at("search", query="?q=ellison")),
        State("nothing found", "solicitor", _at("search", query="?q=zzzz")),
    ],
    "intake:enquiries": [State("all", "solicitor", _at("intake:enquiries"))],
    "intake:enquiry": [State("a new one", "reception", _at("intake:enquiry"))],
    "conflicts": [
        State("the deciders' queue", "compliance", _at("conflicts")),
        State("what I asked", "solicitor", _at("conflicts")),
    ],
    "conflict_interests": [State("the register", "compliance", _at("conflict_interests"))],
    "letters": [State("all", "solicitor", _at("letters"))],
    "engagement:letter": [
        State(
            "a draft",
            "solicitor",
            lambda: reverse(
                "engagement:letter", args=[Letter.objects.filter(stage="draft").order_by("pk")[0].matter_id]
            ),
        ),
        State(
            "issued",
            "solicitor",
            lambda: reverse(
                "engagement:letter", args=[Letter.objects.exclude(issued_at=None).order_by("pk")[0].matter_id]
            ),
        ),
    ],
    "complaints": [State("the board", "compliance", _at("complaints"))],
    "complaints:log": [State("a new one", "compliance", _at("complaints:log"))],
    "complaints:procedure": [State("published", "", _at("complaints:procedure"))],
    "complaints:detail": [
        State(
            "stage 1",
            "compliance",
            lambda: reverse("complaints:detail", args=[_complaint("stage1_investigating").reference]),
        ),
        State("closed", "compliance", lambda: reverse("complaints:detail", args=[_complaint("closed").reference])),
        State("just logged", "compliance", lambda: reverse("complaints:detail", args=[_complaint("logged").reference])),
    ],
    "dashboard": [
        State("this month", "partner", _at("dashboard")),
        State("an old month", "partner", _at("dashboard", query="?month=2020-01")),
    ],
    "dashboard_rows": [State("calls", "partner", _at("dashboard_rows", "calls"))],
    "callbacks:detail": [
        State(
            "one call",
            "solicitor",
            lambda: reverse(
                "callbacks:detail", args=[Callback.objects.visible_to(person("solicitor")).order_by("-pk")[0].pk]
            ),
        )
    ],
    "outbox:index": [State("all", "compliance", _at("outbox:index"))],
    "outbox:post_tray": [State("the tray", "secretary", _at("outbox:post_tray"))],
    "demo_mail": [State("kept", "solicitor", _at("demo_mail"))],
    "gallery": [State("all components", "solicitor", _at("gallery"))],
}

# Addresses without a page of their own to look at, by reason.
_DEEDS = """
callbacks:attempt callbacks:close callbacks:move confirm_contact conflict_again conflict_clear conflict_decide
conflict_hit conflict_holding_call conflict_interest_end conflict_low desk_back desk_draft desk_helped desk_hold
desk_message desk_pass desk_promise desk_through desk_unhappy engagement:approve engagement:ask
engagement:change_clause engagement:send_back engagement:start engagement:stop intake:ask intake:close
matter_add_party matter_ask_check matter_identity matter_update my_day_away my_day_call my_day_dnd
my_day_dnd_end my_day_message_done my_day_task_done outbox:posted outbox:retry
"""  # by POST only; a refusal comes back as the page the deed was on
_FRAGMENTS = (
    "complaints:dates desk_callers desk_look desk_today desk_verify engagement:live_page"  # parts of pages above
)
_PAPERS = """
complaints:letter demo_mail_paper engagement:copy_pdf engagement:draft_pdf engagement:draft_terms_pdf
engagement:terms_pdf mfa_download_recovery_codes outbox:document
"""
_MACHINES = "healthz livez home"  # JSON, and the redirect to one's own first page
_ELSEWHERE = """
account_reauthenticate account_reset_password_from_key account_reset_password_from_key_done mfa_activate_totp
mfa_authenticate mfa_deactivate_totp mfa_generate_recovery_codes mfa_reauthenticate mfa_view_recovery_codes
"""  # walked through, as steps of signing in, by clientcare/tests/test_accounts.py
_HALFWAY = """
complaints:account complaints:deed complaints:procedure_of conflict demo_mail_message engagement:issue intake:detail
outbox:message
"""  # need a deed half done, which the demo firm does not have: looked at by the tests of their rooms
NO_PAGE = " ".join((_DEEDS, _FRAGMENTS, _PAPERS, _MACHINES, _ELSEWHERE, _HALFWAY)).split()
