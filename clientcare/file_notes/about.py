"""What a note is about: what the address names, what somebody is looking at, or what they look for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from clientcare.traces import CLIENT_PAGES, MATTER_PAGES
from practice.models import FileNote, Matter, Party, User
from practice.permissions import INSIDE

SHOWN = 8


@dataclass(frozen=True, slots=True)
class About:
    """A client, a matter, or a note that is put right. ``matters``: those of the client that the writer may see."""

    party: Party | None
    matter: Matter | None
    corrects: FileNote | None
    matters: QuerySet[Matter]


def about(typed: Mapping[str, Any], user: User) -> About | None:
    """
    Return what is named, or None if nothing is.

    :raises Http404: if what is named is nothing that this person may see
    """
    if pk := _number(typed, "corrects"):
        notes = FileNote.objects.visible_to(user).select_related("party", "matter", "written_by")
        note = get_object_or_404(notes, pk=pk)
        return About(note.party, note.matter, note, Matter.objects.none())
    visible = Matter.objects.visible_to(user)
    matter = get_object_or_404(visible, pk=pk) if (pk := _number(typed, "matter")) else None
    if pk := _number(typed, "client"):
        party = get_object_or_404(Party.objects.visible_to(user).standing_for(pk))
        return About(party, matter, None, visible.filter(parties__party=party).distinct().order_by("-pk"))
    return About(None, matter, None, Matter.objects.none()) if matter else None


def looked_for(text: str, user: User) -> tuple[list[Party], list[Matter]]:
    """Return people of this name or number, and matters of this reference, that the writer may mean."""
    if not (text := text.strip()[:200]):
        return [], []
    matters = Matter.objects.visible_to(user).filter(reference__iexact=text).order_by("-pk")[:SHOWN]
    return list(Party.objects.visible_to(user).matching(text).order_by("name", "pk")[:SHOWN]), list(matters)


def address(request: HttpRequest, user: User) -> str:
    """Return where a note on what this page shows is written; "" for whoever reads none."""
    if not any(user.may(permission) for permission in INSIDE):
        return ""
    match = request.resolver_match
    name, named = (match.view_name, match.kwargs) if match else ("", {})
    shown = {
        "client": named["pk"] if name in CLIENT_PAGES else _number(request.GET, "party") if name == "desk" else None,
        "matter": named["pk"] if name in MATTER_PAGES else _number(request.GET, "matter") if name == "desk" else None,
        "back": request.get_full_path() if request.method == "GET" and name != "note" else None,
    }
    return f"{reverse('note')}?{urlencode({key: value for key, value in shown.items() if value})}"


def _number(typed: Mapping[str, Any], name: str) -> int | None:
    text = str(typed.get(name, ""))
    return int(text) if text.isdecimal() and len(text) < 19 else None
