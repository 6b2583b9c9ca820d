"""The doors of the page of identity beside papers and searches: owners, enhanced measures, another look, the end."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from intake import forms_diligence as forms
from intake import services
from intake.models import CddCheck, CddEnhanced, CddOwner
from intake.views.identity_page import clients_of, show, visible_matter
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import Matter
from practice.permissions import Permission, needs
from practice.responses import see_other

_FIELDS = {
    "owner_known": "name",
    "owner_incomplete": "name",
    "nothing_looked_at": "words",
    "no_measures": "words",
    "day_passed": "until",
    "no_reason_to_keep": "because",
    "copies_still_there": "copies_destroyed",
}  # where a refusal stands, by its code


@require_POST
@needs(Permission.CDD)
def owner(request: StaffRequest, pk: int, party_id: int) -> HttpResponse:
    """Record one owner of a client that is a body."""
    matter = visible_matter(request, pk)
    on_record = services.owners_on_record(party_id, request.user) if _is_client(matter, party_id) else []
    form = forms.RecordOwner(request.POST, party_id=party_id, on_record=on_record)
    return _do(
        request,
        matter,
        ("owner", party_id),
        form,
        lambda: services.record_owner(
            matter_id=pk,
            party_id=party_id,
            facts=form.facts(),
            by=request.user,
            now=clock.now(),
            form_key=form.receipt(),
        ),
    )


@require_POST
@needs(Permission.CDD)
def end_owner(request: StaffRequest, pk: int, owner_id: int) -> HttpResponse:
    """Say that somebody owns or controls a client no more."""
    matter = visible_matter(request, pk)
    found = get_object_or_404(CddOwner.objects.visible_to(request.user).filter(check_of__matter=matter), pk=owner_id)
    services.end_owner(owner_id=found.pk, by=request.user, now=clock.now())
    return see_other("intake:identity", pk)


@require_POST
@needs(Permission.CDD)
def measures(request: StaffRequest, pk: int, party_id: int) -> HttpResponse:
    """Record enhanced measures and ask for their approval."""
    matter = visible_matter(request, pk)
    form = forms.AskApproval(request.POST, party_id=party_id)
    return _do(
        request,
        matter,
        ("measures", party_id),
        form,
        lambda: services.ask_enhanced(
            matter_id=pk,
            party_id=party_id,
            measures=form.cleaned_data["measures"],
            by=request.user,
            now=clock.now(),
            form_key=form.receipt(),
        ),
        said="Recorded. Whoever may approve it has been asked.",
    )


@require_POST
@needs(Permission.CDD_APPROVE)
def decide(request: StaffRequest, pk: int, measures_id: int) -> HttpResponse:
    """Approve enhanced measures, or send them back."""
    matter = visible_matter(request, pk)
    found = get_object_or_404(CddEnhanced, pk=measures_id, check_of__matter=matter)
    form = forms.DecideMeasures(request.POST, measures_id=found.pk)
    approves = request.POST.get("answer") == "approve"
    return _do(
        request,
        matter,
        ("decide", found.pk),
        form,
        lambda: services.decide_enhanced(
            enhanced_id=found.pk,
            approves=approves,
            words=form.cleaned_data["words"],
            by=request.user,
            now=clock.now(),
        ),
        said="Approved." if approves else "Sent back.",
    )


@require_POST
@needs(Permission.CDD)
def look(request: StaffRequest, pk: int, party_id: int) -> HttpResponse:
    """Record that what is known was looked at again."""
    matter = visible_matter(request, pk)
    form = forms.LookAgain(request.POST, party_id=party_id)
    return _do(
        request,
        matter,
        ("look", party_id),
        form,
        lambda: services.record_look(
            matter_id=pk,
            party_id=party_id,
            words=form.cleaned_data["words"],
            next_on=form.cleaned_data["next_on"],
            by=request.user,
            now=clock.now(),
            form_key=form.receipt(),
        ),
    )


@require_POST
@needs(Permission.CDD_RETAIN)
def keep(request: StaffRequest, pk: int, check_id: int) -> HttpResponse:
    """Keep papers for longer than usual."""
    matter = visible_matter(request, pk)
    check = get_object_or_404(CddCheck.objects.visible_to(request.user), pk=check_id, matter=matter)
    form = forms.KeepPapers(request.POST, check_id=check.pk)
    return _do(
        request,
        matter,
        ("keep", check.pk),
        form,
        lambda: services.keep_identity(check_id=check.pk, **form.cleaned_data, by=request.user, now=clock.now()),
        said="They are kept. You are asked again on that day.",
    )


@require_POST
@needs(Permission.CDD_RETAIN)
def redact(request: StaffRequest, pk: int, check_id: int) -> HttpResponse:
    """Delete what papers said, for good."""
    matter = visible_matter(request, pk)
    check = get_object_or_404(CddCheck.objects.visible_to(request.user), pk=check_id, matter=matter)
    form = forms.DeletePapers(request.POST, check_id=check.pk)
    return _do(
        request,
        matter,
        ("redact", check.pk),
        form,
        lambda: services.redact_identity(check_id=check.pk, **form.cleaned_data, by=request.user, now=clock.now()),
        said="The papers are deleted. What stays is that there was a check, when and by whom.",
    )


def _is_client(matter: Matter, party_id: int) -> bool:
    return party_id in {row.party_id for row in clients_of(matter)}


def _do(
    request: StaffRequest, matter: Matter, place: tuple[str, int], form: Any, deed: Callable[[], Any], said: str = ""
) -> HttpResponse:
    """Do the deed of a form, or show the page with what was typed in its place."""
    if not form.is_valid():
        return show(request, matter, {place: form}, 422)
    try:
        deed()
    except Refusal as refusal:
        field = _FIELDS.get(refusal.code)
        form.add_error(field if field in form.fields else None, str(refusal))
        return show(request, matter, {place: form}, refusal.status)
    if said:
        messages.success(request, said)
    return see_other("intake:identity", matter.pk)
