"""The door of the note that anybody inside writes from wherever they are."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from clientcare.file_notes.about import About, about, looked_for
from clientcare.file_notes.forms import WriteNote
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import FileNote
from practice.permissions import INSIDE, needs
from practice.responses import see_other
from practice.services.notes import write_note


@require_http_methods(["GET", "POST"])
@needs(*INSIDE)
def write(request: StaffRequest) -> HttpResponse:
    """Write a note on what the address names; on nothing yet, look for the client first."""
    found = about(request.POST if request.method == "POST" else request.GET, request.user)
    if found is None:
        return _look(request)
    if request.method == "GET":
        return _page(request, found, WriteNote(about=found, initial=_initial(request, found)))
    form = WriteNote(request.POST, about=found)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        note = write_note(
            text=form.cleaned_data["text"],
            party=found.party,
            matter=form.cleaned_data.get("matter") or (found.matter if found.party is None else None),
            corrects=found.corrects,
            by=request.user,
            now=clock.now(),
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, form, status=refusal.status)
    messages.success(request, f"The note on {note.matter or note.party} is written.")
    return see_other(_back(form.cleaned_data["back"], note))


def _look(request: StaffRequest) -> HttpResponse:
    text = request.GET.get("q", "")
    parties, matters = looked_for(text, request.user)
    if len(parties) + len(matters) == 1:
        picked = about({"client": parties[0].pk} if parties else {"matter": matters[0].pk}, request.user)
        if picked is not None:
            return _page(request, picked, WriteNote(about=picked, initial=_initial(request, picked)))
    context = {"q": text, "parties": parties, "matters": matters, "back": request.GET.get("back", "")}
    return render(request, "file_notes/look.html", context)


def _initial(request: StaffRequest, found: About) -> dict[str, Any]:
    return {"back": request.GET.get("back", ""), "matter": found.matter}


def _page(request: StaffRequest, found: About, form: WriteNote, status: int = 200) -> HttpResponse:
    return render(request, "file_notes/write.html", {"about": found, "form": form}, status=status)


def _back(asked: str, note: FileNote) -> str:
    """Return the page that the writer came from, of this house only; else the timeline in which the note stands."""
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return f"/matters/{note.matter_id}/#timeline" if note.matter_id else f"/clients/{note.party_id}/#timeline"
