"""The doors of the page that says what one client needs, and, to those who may know, why."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from clientcare.client_page.needs_forms import ChangeNeed, EndIt, RecordCircumstance, RecordNeed
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import Circumstance, CircumstanceKind, Need, Party
from practice.needs import KEPT_BY_RULES
from practice.office import local_date, main_office
from practice.permissions import INSIDE, Permission, needs
from practice.responses import see_other
from practice.services import needs as deeds

_FIELDS = {
    "agreed_already": "adjustment",
    "no_hours_set": "adjustment",
    "no_language": "language",
    "not_agreed_yet": "consented_on",
    "ends_before_it_starts": "ends_on",
    "review_past": "review_on",
}  # where a refusal stands, by its code


@require_http_methods(["GET", "POST"])
@needs(Permission.CLIENT_VIEW)
def page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what is agreed, or record more."""
    party = _visible(request, pk)
    if request.method == "GET":
        return _page(request, party)
    form = RecordNeed(request.POST, auto_id="new-%s")
    if not form.is_valid():
        return _page(request, party, adding=form, status=422)
    try:
        deeds.record_need(party_id=pk, agreed=form.agreed(), by=request.user, now=clock.now(), form_key=form.receipt())
    except Refusal as refusal:
        return _page(request, party, adding=_refused(form, refusal), status=refusal.status)
    messages.success(request, "It is on record, and stands wherever somebody makes contact.")
    return see_other("client_needs", pk)


@require_POST
@needs(Permission.CLIENT_VIEW)
def change(request: StaffRequest, pk: int, need_id: int) -> HttpResponse:
    """Put other words or days in the place of one."""
    party = _visible(request, pk)
    need = get_object_or_404(Need.objects.filter(party=party), pk=need_id)
    form = ChangeNeed.of(need, request.POST)
    if not form.is_valid():
        return _page(request, party, about=need, form=form, status=422)
    try:
        deeds.change_need(
            need_id=need_id, agreed=form.agreed(need), by=request.user, now=clock.now(), form_key=form.receipt()
        )
    except Refusal as refusal:
        return _page(request, party, about=need, form=_refused(form, refusal), status=refusal.status)
    messages.success(request, "It is changed. What it was stays on record below.")
    return see_other("client_needs", pk)


@require_POST
@needs(Permission.CLIENT_VIEW)
def end(request: StaffRequest, pk: int, need_id: int) -> HttpResponse:
    """End one."""
    party = _visible(request, pk)
    need = get_object_or_404(Need.objects.filter(party=party), pk=need_id)
    form = EndIt.of("need", need_id, request.POST)
    if not form.is_valid():
        return _page(request, party, about=need, form=form, status=422)
    try:
        deeds.end_need(need_id=need_id, because=form.cleaned_data["because"], by=request.user, now=clock.now())
    except Refusal as refusal:
        return _page(request, party, about=need, form=_refused(form, refusal), status=refusal.status)
    messages.success(request, "It has ended. It stays on record below.")
    if need.adjustment in KEPT_BY_RULES:
        messages.warning(request, "The rule of contact stands until somebody changes it under How to reach them.")
    return see_other("client_needs", pk)


@require_POST
@needs(*INSIDE)
def add_circumstance(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep why, for those who see the client's matters."""
    party = _known_why(request, pk)
    form = RecordCircumstance(request.POST, auto_id="why-%s")
    if not form.is_valid():
        return _page(request, party, why=form, status=422)
    try:
        deeds.record_circumstance(
            party_id=pk,
            kind=CircumstanceKind(form.cleaned_data["kind"]),
            words=form.cleaned_data["words"],
            consented_on=form.cleaned_data["consented_on"],
            consented_how=form.cleaned_data["consented_how"],
            by=request.user,
            now=clock.now(),
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        return _page(request, party, why=_refused(form, refusal), status=refusal.status)
    messages.success(request, "It is on record, for those who work on their matters only.")
    return see_other("client_needs", pk)


@require_POST
@needs(*INSIDE)
def end_circumstance(request: StaffRequest, pk: int, circumstance_id: int) -> HttpResponse:
    """Take it off the page."""
    party = _known_why(request, pk)
    found = get_object_or_404(Circumstance.objects.visible_to(request.user).filter(party=party), pk=circumstance_id)
    form = EndIt.of("why", found.pk, request.POST)
    if not form.is_valid():
        return _page(request, party, about=found, form=form, status=422)
    deeds.end_circumstance(
        circumstance_id=found.pk, because=form.cleaned_data["because"], by=request.user, now=clock.now()
    )
    messages.success(request, "It has ended, and nobody reads it here any more.")
    return see_other("client_needs", pk)


def _visible(request: StaffRequest, pk: int) -> Party:
    parties = Party.objects.visible_to(request.user).select_related("only_number").prefetch_related("needs")
    return get_object_or_404(parties, pk=pk)


def _known_why(request: StaffRequest, pk: int) -> Party:
    """Return a client of whom this person may know why; to anybody else there is no such page."""
    return get_object_or_404(
        Party.objects.filter(pk__in=Circumstance.objects.parties_known_to(request.user)), pk=_visible(request, pk).pk
    )


def _refused(form: Any, refusal: Refusal) -> Any:
    field = _FIELDS.get(refusal.code)
    form.add_error(field if field in form.fields else None, str(refusal))
    return form


def _page(
    request: StaffRequest,
    party: Party,
    *,
    adding: RecordNeed | None = None,
    why: RecordCircumstance | None = None,
    about: Need | Circumstance | None = None,
    form: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the page whole; ``form``: what was typed ``about`` one row, refused or wrong."""
    today, user = local_date(main_office(), clock.now()), request.user
    rows = party.needs.select_related("recorded_by", "ended_by").order_by("recorded_at", "pk")
    context: dict[str, Any] = {
        "party": party,
        "adding": adding or RecordNeed.on(today),
        "standing": [(one, *_forms(one, about, form)) for one in rows if one.ended_at is None],
        "ended": [one for one in rows if one.ended_at is not None],
        "kept_by_rules": KEPT_BY_RULES,
        "may_know": Party.objects.filter(pk=party.pk, pk__in=Circumstance.objects.parties_known_to(user)).exists(),
        "why": why or RecordCircumstance.on(today),
        "circumstances": [
            (one, form if about == one else EndIt.of("why", one.pk))
            for one in Circumstance.objects.visible_to(user)
            .standing()
            .filter(party=party)
            .select_related("recorded_by")
            .order_by("pk")
        ],
    }
    return render(request, "client_page/needs.html", context, status=status)


def _forms(need: Need, about: Need | Circumstance | None, form: Form | None) -> tuple[Form, Form]:
    change_form: Form = form if about == need and isinstance(form, ChangeNeed) else ChangeNeed.of(need)
    end_form: Form = form if about == need and isinstance(form, EndIt) else EndIt.of("need", need.pk)
    return change_form, end_form
