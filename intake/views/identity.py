"""The page of identity of a matter, and the MLRO's notes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from intake import forms_identity as forms
from intake import services
from intake.models import CddCheck, SuspicionNote
from intake.rules import Exposure, ScreeningStatus
from intake.screening import Subject
from intake.views.identity_page import clients_of, people_in, show, today_of, visible_matter
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import MatterRole, Party
from practice.permissions import Permission, needs
from practice.responses import see_other

_FIELDS = {
    "papers_missing": "papers",
    "why_missing": "because",
    "already_expired": "expires_on",
    "reliance_incomplete": "relied_on",
}  # where a refusal stands, by its code


@require_GET
@needs(Permission.CDD)
def identity(request: StaffRequest, pk: int) -> HttpResponse:
    return show(request, visible_matter(request, pk))


@require_POST
@needs(Permission.CDD)
def record(request: StaffRequest, pk: int, party_id: int) -> HttpResponse:
    """Record how far the check of one client is."""
    matter = visible_matter(request, pk)
    check = CddCheck.objects.filter(matter=matter, party=party_id).first()
    form = forms.RecordCheck(request.POST, party_id=party_id, check=check, today=today_of(matter))
    if not form.is_valid():
        return show(request, matter, {("check", party_id): form}, 422)
    try:
        services.record_identity(matter_id=pk, party_id=party_id, **form.facts(), by=request.user, now=clock.now())
    except Refusal as refusal:
        form.add_error(_FIELDS.get(refusal.code), str(refusal))
        return show(request, matter, {("check", party_id): form}, refusal.status)
    messages.success(request, "The identity check is recorded.")
    return see_other("intake:identity", pk)


@require_POST
@needs(Permission.CDD)
def screen(request: StaffRequest, pk: int, party_id: int) -> HttpResponse:
    """Ask the provider, before and outside any transaction, and keep what it answered."""
    matter, now = visible_matter(request, pk), clock.now()
    form = forms.RecordScreening(request.POST, party_id=party_id)
    if not form.is_valid():
        return show(request, matter, {("search", party_id): form}, 422)
    party = get_object_or_404(Party, pk=party_id, roles__matter=matter, roles__role=MatterRole.CLIENT)
    found = form.provider().check(Subject(party.name, born_on=party.born_on), now=now)
    try:
        services.record_screening(
            matter_id=pk, party_id=party_id, found=found, by=request.user, now=now, form_key=form.receipt()
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return show(request, matter, {("search", party_id): form}, refusal.status)
    if found.status != ScreeningStatus.CLEAR:
        messages.warning(request, "Recorded. The MLRO has been asked to look; nobody is verified until it is clear.")
    elif found.exposure not in {"", Exposure.NONE}:
        messages.warning(request, "Recorded. Enhanced measures come before the verification now.")
    return see_other("intake:identity", pk)


@require_POST
@needs(Permission.CDD)
def report(request: StaffRequest, pk: int) -> HttpResponse:
    """Pass a suspicion to the MLRO. Nothing of it comes back to any page but theirs."""
    matter = visible_matter(request, pk)
    people = clients_of(matter)
    form = forms.ReportSuspicion(request.POST, people=people_in(people))
    if not form.is_valid():
        return show(request, matter, {("report", 0): form}, 422)
    about = next((row.party for row in people if str(row.party_id) == form.cleaned_data["about"]), None)
    try:
        services.report_suspicion(
            matter=matter,
            party=about,
            words=form.cleaned_data["words"],
            by=request.user,
            now=clock.now(),
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        form.add_error("words", str(refusal))
        return show(request, matter, {("report", 0): form}, refusal.status)
    messages.success(request, "Passed on. Carry on as before and speak of it to nobody.")
    return see_other("intake:identity", pk)


@require_GET
@needs(Permission.SUSPICION_READ)
def suspicions(request: StaffRequest) -> HttpResponse:
    return _notes(request)


@require_POST
@needs(Permission.SUSPICION_READ)
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    note = get_object_or_404(SuspicionNote.objects.visible_to(request.user), pk=pk)
    form = forms.DecideSuspicion(request.POST, note_id=pk)
    if not form.is_valid():
        return _notes(request, wrong=(note.pk, form), status=422)
    try:
        services.decide_suspicion(note_id=pk, decision=form.cleaned_data["decision"], by=request.user, now=clock.now())
    except Refusal as refusal:
        form.add_error("decision", str(refusal))
        return _notes(request, wrong=(note.pk, form), status=refusal.status)
    return see_other("intake:suspicions")


def _notes(request: StaffRequest, *, wrong: tuple[int, Any] | None = None, status: int = 200) -> HttpResponse:
    rows = SuspicionNote.objects.visible_to(request.user).select_related("matter", "party", "written_by", "read_by")
    found = [
        (note, wrong[1] if wrong and wrong[0] == note.pk else forms.DecideSuspicion(note_id=note.pk))
        for note in rows.order_by("read_at", "-pk")
    ]
    waiting = [row for row in found if row[0].read_at is None]
    context = {"waiting": waiting, "decided": [note for note, _ in found if note.read_at is not None]}
    return render(request, "intake/suspicions.html", context, status=status)
