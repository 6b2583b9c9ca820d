"""What every page's frame shows: where one can go, who is signed in, and today's date."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone


@dataclass(frozen=True)
class Section:
    """One tab of the spine. `key` is the letter that follows `g` on the keyboard."""

    label: str
    url_name: str
    key: str


SECTIONS = (
    Section("Desk", "desk", "d"),
    Section("My day", "my_day", "y"),
    Section("Matters", "matters", "m"),
    Section("Letters", "letters", "l"),
    Section("Conflicts", "conflicts", "k"),
    Section("Complaints", "complaints", "c"),
    Section("Dashboard", "dashboard", "b"),
)


@dataclass(frozen=True)
class Tab:
    """A section as this page shows it. `current` is "page" on the section's own page and "true" below it."""

    label: str
    url: str
    key: str
    current: str


def _tab(section: Section, path: str) -> Tab:
    url = reverse(section.url_name)
    current = "page" if path == url else "true" if path.startswith(url) else ""
    return Tab(section.label, url, section.key, current)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give base.html its tabs, and every template the local `now` and `today`."""
    now = timezone.localtime(timezone.now())
    tabs = []
    for section in SECTIONS:
        try:
            tabs.append(_tab(section, request.path))
        except NoReverseMatch:
            continue  # its page has not landed yet
    return {"tabs": tabs, "now": now, "today": now.date()}
