"""The doors of the page that has all names of one client, with their kinds and days."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from clientcare.client_page.names_forms import (
    AddName,
    CorrectName,
    EndName,
    NewLegalName,
    SetAside,
    TellApart,
)
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import Party, PartyName
from practice.naming import by_kind
from practice.office import local_date, main_office
from practice.permissions import Permission, needs
from practice.responses import see_other
from practice.services import naming
from practice.services.marks import fingerprint, record_marks

_FIELDS = {
    "name_not_changed": ("text",),
    "ends_before_it_begins": ("until_on", "since_on"),
    "not_their_name_yet": ("since_on",),
    "salutation_of_before": ("salutation",),
    "not_born_then": ("born_on",),
}  # where a refusal stands, by its code: the first of these that the form has
_CHECKED = "Their open matters are being checked again."


@require_GET
@needs(Permission.CLIENT_VIEW)
def page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show every name; ``legal``: the number of one that is to stand on letters."""
    party, chosen = _visible(request, pk), request.GET.get("legal", "")
    name = party.names.borne().filter(pk=int(chosen)).first() if chosen.isdecimal() else None
    return _page(request, party, legal=NewLegalName.of(party, name))


@require_POST
@needs(Permission.MATTER_EDIT)
def add(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a name; every live matter of theirs is checked again."""
    party, form = _visible(request, pk), AddName(request.POST)
    if not form.is_valid():
        return _page(request, party, adding=form, status=422)
    try:
        naming.record_name(
            party_id=pk,
            text=form.cleaned_data["text"],
            kind=form.name_kind(),
            days=form.days(),
            by=request.user,
            now=clock.now(),
        )
    except Refusal as refusal:
        return _page(request, party, adding=_refused(form, refusal), status=refusal.status)
    messages.success(request, f"The name is on record. {_CHECKED}")
    return see_other("client_names", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def legal(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a name, new or on record, stand on letters."""
    party = _visible(request, pk)
    form = NewLegalName.of(party, typed=request.POST)
    if not form.is_valid():
        return _page(request, party, legal=form, status=422)
    try:
        changed = naming.take_legal_name(party_id=pk, legal=form.legal(), by=request.user, now=clock.now())
    except Refusal as refusal:
        return _page(request, party, legal=_refused(form, refusal), status=refusal.status)
    messages.success(request, f"{changed} stands on letters from now on. They begin: Dear {changed.dear}.")
    return see_other("client_names", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def tell_apart(request: StaffRequest, pk: int) -> HttpResponse:
    """Write the date of birth and the postcode by which they are told from a namesake."""
    party = _visible(request, pk)
    form = TellApart.of(party, request.POST)
    if not form.is_valid():
        return _page(request, party, apart=form, status=422)
    typed = {"born_on": None, **form.cleaned_data}
    try:
        record_marks(party_id=pk, **typed, by=request.user, now=clock.now())
    except Refusal as refusal:
        return _page(request, _visible(request, pk), apart=_refused(form, refusal), status=refusal.status)
    messages.success(request, "It is on record. Whoever answers the telephone can ask for it.")
    return see_other("client_names", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def correct(request: StaffRequest, pk: int, name_id: int) -> HttpResponse:
    """Put the kind and the days of a name right."""
    party, name = _name(request, pk, name_id)
    form = CorrectName.of(name, request.POST)
    if not form.is_valid():
        return _page(request, party, about=name, form=form, status=422)
    try:
        naming.correct_name(name_id=name_id, kind=form.name_kind(), days=form.days(), by=request.user, now=clock.now())
    except Refusal as refusal:
        return _page(request, party, about=name, form=_refused(form, refusal), status=refusal.status)
    messages.success(request, "It is put right.")
    return see_other("client_names", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def end(request: StaffRequest, pk: int, name_id: int) -> HttpResponse:
    """Say that somebody goes by a name no more."""
    party, name = _name(request, pk, name_id)
    form = EndName.of(name, request.POST)
    if not form.is_valid():
        return _page(request, party, about=name, form=form, status=422)
    try:
        naming.end_name(name_id=name_id, until_on=form.cleaned_data["until_on"], by=request.user, now=clock.now())
    except Refusal as refusal:
        return _page(request, party, about=name, form=_refused(form, refusal), status=refusal.status)
    messages.success(request, "It has ended. They are still found by it.")
    return see_other("client_names", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def set_aside(request: StaffRequest, pk: int, name_id: int) -> HttpResponse:
    """Say that a name was recorded by mistake."""
    party, name = _name(request, pk, name_id)
    form = SetAside.of(name, request.POST)
    if not form.is_valid():
        return _page(request, party, about=name, form=form, status=422)
    try:
        naming.set_name_aside(name_id=name_id, because=form.cleaned_data["because"], by=request.user, now=clock.now())
    except Refusal as refusal:
        return _page(request, party, about=name, form=_refused(form, refusal), status=refusal.status)
    messages.success(request, "Nobody is found by it any more. Conflict checks still search it.")
    return see_other("client_names", pk)


def _visible(request: StaffRequest, pk: int) -> Party:
    return get_object_or_404(Party.objects.visible_to(request.user), pk=pk)


def _name(request: StaffRequest, pk: int, name_id: int) -> tuple[Party, PartyName]:
    party = _visible(request, pk)
    return party, get_object_or_404(party.names.all(), pk=name_id)


def _refused(form: Any, refusal: Refusal) -> Any:
    fields = [field for field in _FIELDS.get(refusal.code, ()) if field in form.fields]
    form.add_error(fields[0] if fields else None, str(refusal))
    return form


def _page(
    request: StaffRequest,
    party: Party,
    *,
    adding: AddName | None = None,
    legal: NewLegalName | None = None,
    apart: TellApart | None = None,
    about: PartyName | None = None,
    form: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the page whole; ``form``: what was typed ``about`` one name, refused or wrong."""
    today = local_date(main_office(), clock.now())
    names = by_kind(party.names.all())
    rows = [
        (
            name,
            form if about == name and isinstance(form, CorrectName) else CorrectName.of(name),
            form if about == name and isinstance(form, EndName) else EndName.of(name, until_on=today),
            form if about == name and isinstance(form, SetAside) else SetAside.of(name),
        )
        for name in names
        if not name.mistaken_because or about == name
    ]
    context: dict[str, Any] = {
        "party": party,
        "rows": rows,
        "mistaken": [name for name in names if name.mistaken_because and about != name],
        "adding": adding or AddName(),
        "legal": legal or NewLegalName.of(party),
        "apart": apart or TellApart.of(party),
        "seen": fingerprint(party),
        "may_name": request.user.may(Permission.MATTER_EDIT),
    }
    return render(request, "client_page/names.html", context, status=status)
