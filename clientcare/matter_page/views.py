"""The doors of the list of matters and of one matter."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clientcare import timeline
from clientcare.matter_page import forms
from clientcare.matter_page.listing import VIEWS, matters_for, rows_of, sheet_of
from clientcare.matter_page.page import page_of
from intake.forms import RecordIdentity
from intake.rules import CddState
from intake.services import ask_check, record_identity
from practice import clock, exports
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.matching.lookalikes import looks_like
from practice.models import Matter, MatterRole, Party, PartyKind, Relationship
from practice.office import load_calendar, local_date, main_office
from practice.permissions import Permission, needs
from practice.responses import see_other
from practice.services import matters as services
from practice.services.parties import PartyFacts

PER_PAGE = 50


@require_GET
@needs(Permission.MATTER_VIEW)
def matters(request: StaffRequest) -> HttpResponse:
    """List matters; filter, search, order and page live in the address."""
    now = clock.now()
    office = request.user.department.office if request.user.department else main_office()
    view = request.GET.get("view", "open")
    text = request.GET.get("q", "").strip()
    found = matters_for(
        request.user,
        view=view,
        text=text,
        sort=request.GET.get("sort", ""),
        today=local_date(office, now),
    )
    if exports.asked_for(request):
        return exports.too_many(request, found.count()) or exports.answer(request, sheet_of(rows_of(found, now=now)))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": rows_of(page.object_list, now=now), "views": VIEWS, "view": view, "text": text}
    return render(request, "matter_page/matters.html", context)


@require_GET
@needs(Permission.MATTER_VIEW)
def matter(request: StaffRequest, pk: int) -> HttpResponse:
    return _page(request, _visible(request, pk))


@require_POST
@needs(Permission.MATTER_EDIT)
def write_update(request: StaffRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    form = forms.WriteUpdate(request.POST)
    if form.is_valid():
        try:
            services.write_update(matter_id=found.pk, **form.cleaned_data, by=request.user, now=clock.now())
        except Refusal as refusal:
            found = _visible(request, pk)
            form = forms.WriteUpdate.again(request.POST, found)
            form.add_error("next_update_on" if refusal.status == 422 else None, str(refusal))
            return _page(request, found, update=form, status=refusal.status)
        messages.success(request, "The update is written. Whoever answers the telephone reads it from now on.")
        return see_other("matter", pk)
    return _page(request, found, update=form, status=422)


@require_http_methods(["GET", "POST"])
@needs(Permission.MATTER_EDIT)
def add_party(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a party: a name first, then the people on record who may be meant."""
    found = _visible(request, pk)
    typed = request.POST if request.method == "POST" else request.GET
    named = Party.objects.visible_to(request.user).matching(typed.get("name", "")).order_by("name", "pk")[:20]
    like = looks_like(name=typed.get("name", "")[:200], user=request.user)
    ids = [party.pk for party in named] + [one.party.pk for one in like]
    on_record = Party.objects.filter(pk__in=ids).order_by("name", "pk")
    if request.method == "GET":
        form = forms.AddParty(candidates=on_record, initial=request.GET.dict())
        return _add_party(request, found, form)
    form = forms.AddParty(request.POST, candidates=on_record)
    if not form.is_valid():
        return _add_party(request, found, form, status=422)
    try:
        added = _join(request, found, form)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _add_party(request, found, form, status=refusal.status)
    messages.warning(request, f"{added} joined the matter. The conflict gate is shut until the new name is checked.")
    return see_other("matter", pk)


def _join(request: StaffRequest, found: Matter, form: forms.AddParty) -> Party:
    typed, now = form.values(), clock.now()
    role = MatterRole(typed["role"])
    if typed["party"] is not None:
        return services.add_party(matter_id=found.pk, party=typed["party"], role=role, by=request.user, now=now).party
    is_client = role == MatterRole.CLIENT
    facts = PartyFacts(
        name=typed["name"],
        kind=PartyKind(typed["kind"] or PartyKind.INDIVIDUAL),
        relationship=Relationship.PROSPECTIVE if is_client else Relationship.THIRD_PARTY,
    )
    return services.add_new_party(
        matter_id=found.pk, facts=facts, role=role, by=request.user, now=now, form_key=form.receipt()
    ).party


def _add_party(request: StaffRequest, found: Matter, form: forms.AddParty, status: int = 200) -> HttpResponse:
    return render(request, "matter_page/add_party.html", {"matter": found, "form": form}, status=status)


@require_POST
@needs(Permission.MATTER_EDIT)
def identity(request: StaffRequest, pk: int, party_id: int) -> HttpResponse:
    """Record how far the identity check of one client is."""
    found = _visible(request, pk)
    form = RecordIdentity(request.POST, prefix=f"client-{party_id}")
    if form.is_valid():
        try:
            record_identity(
                matter_id=found.pk,
                party_id=party_id,
                state=CddState(form.cleaned_data["state"]),
                papers=form.cleaned_data["papers"],
                by=request.user,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.add_error("papers", str(refusal))
            return _page(request, found, wrong_identity=(party_id, form), status=refusal.status)
        messages.success(request, "The identity check is recorded.")
        return see_other("matter", pk)
    return _page(request, found, wrong_identity=(party_id, form), status=422)


@require_POST
@needs(Permission.CONFLICT_ASK)
def ask_conflict_check(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask for a conflict check of every party of the matter."""
    found = _visible(request, pk)
    latest = found.gates.filter(kind="conflict").latest_of_each_kind().first()
    try:
        check = ask_check(
            matter_id=found.pk,
            because=latest.because if latest else "Asked on the matter",
            by=request.user,
            now=clock.now(),
            calendar=load_calendar(found.department.office),
        )
    except Refusal as refusal:
        return _page(request, _visible(request, pk), refusal=refusal, status=refusal.status)
    messages.success(request, f"{check.reference} is with compliance.")
    return see_other("conflict", check.pk)


def _visible(request: StaffRequest, pk: int) -> Matter:
    people = ("fee_earner", "assistant", "supervisor", "status_by", "care_plan__deputy", "earlier_letter")
    rows = Matter.objects.visible_to(request.user).select_related(*people, "department__office")
    return get_object_or_404(rows, pk=pk)


def _page(request: StaffRequest, found: Matter, status: int = 200, **bound: Any) -> HttpResponse:
    kind = request.GET.get("show", "")
    context = page_of(
        found,
        request.user,
        kind=kind if kind in timeline.KINDS else "",
        shows_all="all" in request.GET,
        now=clock.now(),
    )
    context |= {"opens_update": "update" in request.GET, "opens_identity": "identity" in request.GET}
    if wrong := bound.pop("wrong_identity", None):
        context["opens_identity"] = True
        context["identity"] = [
            (row, check, wrong[1] if row.party_id == wrong[0] else form) for row, check, form in context["identity"]
        ]
    return render(request, "matter_page/matter.html", context | bound, status=status)
