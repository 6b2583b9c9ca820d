"""
What the frame of every page shows: the tabs a person may open, who they are, the firm, and today.

Everything here waits until a template asks for it: a fragment that htmx swaps pays for nothing. A view that has read
the clock passes its own `now` and `today`, which win.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from clientcare.file_notes.about import address as note_address
from practice.clock import now as clock_now
from practice.models import CalendarHorizon, Department, FirmProfile, Office, User
from practice.permissions import Permission
from wording import letterhead


@dataclass(frozen=True)
class Section:
    """
    A page that the frame leads to.

    `key` is the letter that follows `g` on the keyboard. `in_production`: False for what is not mounted there. `also`:
    another page of which, and of what lies below it, this one is the way back.
    """

    label: str
    url_name: str
    key: str = ""
    in_production: bool = True
    also: str = ""


TABS = (
    Section("Desk", "desk", "d"),
    Section("My day", "my_day", "y"),
    Section("Clients", "clients", "p"),
    Section("Matters", "matters", "m"),
    Section("Letters", "letters", "l", also="wording:clauses"),
    Section("Conflicts", "conflicts", "k"),
    Section("Complaints", "complaints", "c"),
    Section("Dashboard", "dashboard", "b"),
)
SEARCH = Section("Search", "search")
MENU = (
    Section("When calls are returned", "windows:index"),
    Section("Clauses and templates", "wording:clauses"),
    Section("Information barriers", "barriers"),
    Section("Imports", "imports:index"),
    Section("Entered twice?", "duplicates"),
    Section("Letters to many clients", "mailings:index"),
    Section("Post tray", "outbox:post_tray"),
    Section("Outbox", "outbox:index"),
    Section("Handbook of the desk", "callbacks:handbook"),
    Section("My voicemail", "callbacks:voicemail"),
    Section("What I am told", "told"),
    Section("Two-step sign-in", "mfa_index"),
    Section("Kept mail and texts", "demo_mail", in_production=False),
    Section("Components", "gallery", in_production=False),
    Section("Administration", "admin:index"),
)


@dataclass(frozen=True)
class Link:
    """A section as this page shows it. `current` is "page" on the section's own page and "true" below it."""

    label: str
    url: str
    key: str
    current: str


@cache
def _door(url_name: str) -> tuple[str, tuple[Permission, ...]]:
    """Return a page's address and what it takes to open it, as its own view says: no second list to keep."""
    url = reverse(url_name)
    view = resolve(url).func
    needs = (Permission.ADMIN,) if url_name.startswith("admin:") else getattr(view, "needs", ())
    return url, needs


def _links(sections: tuple[Section, ...], *, user: User, path: str) -> list[Link]:
    links = []
    for section in sections:
        if settings.MODE == "production" and not section.in_production:
            continue
        url, needs = _door(section.url_name)
        if needs and not any(user.may(permission) for permission in needs):
            continue
        below = (url, *([reverse(section.also)] if section.also else []))
        current = "page" if path == url else "true" if path.startswith(below) else ""
        links.append(Link(section.label, url, section.key, current))
    return links


def _firm() -> FirmProfile | None:
    """Return the firm's profile; None in a database that is still empty."""
    return FirmProfile.objects.first()


def _regulated(firm: FirmProfile | None) -> str:
    """Return under whose rules the main office works, as its first department's regulator has it said."""
    department = Department.objects.select_related("profile").order_by("pk").first()
    return letterhead.regulated(firm, department.profile) if department and firm else ""


def _horizon(user: User) -> CalendarHorizon | None:
    """Return how far the calendar of this person's office is known: the main office's for those of no department."""
    offices = Office.objects.order_by("pk")
    own = offices.filter(departments=user.department_id) if user.department_id else offices
    return CalendarHorizon.objects.filter(pk__in=own.values("nation")[:1]).first()


def _local_now() -> datetime:
    return timezone.localtime(clock_now())


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give base.html its tabs and menu, and every template `firm`, the local `now` and `today`."""
    now = SimpleLazyObject(_local_now)
    firm: Any = SimpleLazyObject(_firm)
    context: dict[str, Any] = {
        "firm": firm,
        "regulated": SimpleLazyObject(partial(_regulated, firm)),
        "now": now,
        "today": SimpleLazyObject(lambda: now.date()),
    }
    user = getattr(request, "user", None)  # a request refused by an early middleware has none
    if isinstance(user, User):
        context |= {
            "tabs": SimpleLazyObject(partial(_links, TABS, user=user, path=request.path)),
            "may_search": SimpleLazyObject(lambda: bool(_links((SEARCH,), user=user, path=request.path))),
            "note_url": SimpleLazyObject(partial(note_address, request, user)),
            "menu": SimpleLazyObject(partial(_links, MENU, user=user, path=request.path)),
            "horizon": SimpleLazyObject(partial(_horizon, user)),
        }
    return context
