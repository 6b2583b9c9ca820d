"""The doors of the page that says how one client may be reached, and changes it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from callbacks.models import Promise
from callbacks.policies import calendar_of
from clientcare.client_page.reach_forms import AddPoint, ChangeRules, EndPoint
from clientcare.promises import open_calls
from practice import clock, reach
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import ContactKind, ContactPoint, Party, User
from practice.office import local_date, main_office
from practice.permissions import Permission, needs
from practice.responses import see_other
from practice.services.reach import add_contact_point, change_reach, end_contact_point, prefer_contact_point

_FIELDS = {
    "no_such_hours": "ring_until",
    "not_a_number_to_ring": "only_number",
    "not_confirmed_there": "over",
}  # where a refusal stands, by its code
_SHOWN = "voicemail_is_safe email_is_safe post_is_safe may_name_firm ring_from ring_until safe_contact".split()


@require_http_methods(["GET", "POST"])
@needs(Permission.CLIENT_VIEW)
def rules(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the rules with everything they hold for, or change them."""
    party = _visible(request, pk)
    if request.method == "GET":
        return _page(request, party)
    now = clock.now()
    form = ChangeRules(request.POST, party=party, today=local_date(main_office(), now))
    if not form.is_valid():
        return _page(request, party, changing=form, status=422)
    try:
        change_reach(
            party_id=pk,
            rules=form.rules(),
            over=form.rung(),
            seen=form.cleaned_data["seen"],
            by=request.user,
            now=now,
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        form.add_error(_FIELDS.get(refusal.code), str(refusal))
        return _page(request, _visible(request, pk), changing=form, status=refusal.status)
    messages.success(request, "The rules are changed. They hold from now on, wherever somebody makes contact.")
    return see_other("client_reach", pk)


@require_POST
@needs(Permission.CLIENT_VIEW)
def add(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a number, mailbox or address."""
    party, form = _visible(request, pk), AddPoint(request.POST)
    if not form.is_valid():
        return _page(request, party, adding=form, status=422)
    try:
        add_contact_point(
            party_id=pk,
            kind=ContactKind(form.cleaned_data["kind"]),
            text=form.cleaned_data["text"],
            began_on=form.cleaned_data["began_on"],
            by=request.user,
            now=clock.now(),
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        form.add_error("text", str(refusal))
        return _page(request, party, adding=form, status=refusal.status)
    messages.success(request, "It is on record. Until somebody confirms it, nothing is sent there.")
    return see_other("client_reach", pk)


@require_POST
@needs(Permission.CLIENT_VIEW)
def end(request: StaffRequest, pk: int, contact_id: int) -> HttpResponse:
    """Use a number, mailbox or address no more."""
    party = _visible(request, pk)
    contact = get_object_or_404(ContactPoint.objects.filter(party=party), pk=contact_id)
    form = EndPoint.of(contact, request.POST)
    if not form.is_valid():
        return _page(request, party, ending=(contact_id, form), status=422)
    try:
        end_contact_point(contact_id=contact_id, because=form.cleaned_data["because"], by=request.user, now=clock.now())
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, party, ending=(contact_id, form), status=refusal.status)
    messages.success(request, "It is not used any more. It stays on record below.")
    return see_other("client_reach", pk)


@require_POST
@needs(Permission.CLIENT_VIEW)
def prefer(request: StaffRequest, pk: int, contact_id: int) -> HttpResponse:
    """Let one number, mailbox or address be the first of its kind."""
    party = _visible(request, pk)
    get_object_or_404(ContactPoint.objects.filter(party=party), pk=contact_id)
    try:
        prefer_contact_point(contact_id=contact_id, by=request.user, now=clock.now())
    except Refusal as refusal:
        return _page(request, party, refusal=refusal, status=refusal.status)
    messages.success(request, "It comes first now.")
    return see_other("client_reach", pk)


def _visible(request: StaffRequest, pk: int) -> Party:
    return get_object_or_404(Party.objects.visible_to(request.user).select_related("only_number"), pk=pk)


def _page(
    request: StaffRequest,
    party: Party,
    *,
    changing: ChangeRules | None = None,
    adding: AddPoint | None = None,
    ending: tuple[int, EndPoint] | None = None,
    status: int = 200,
    refusal: Refusal | None = None,
) -> HttpResponse:
    now = clock.now()
    points = list(party.contacts.select_related("confirmed_by").order_by("kind", "-is_preferred", "pk"))
    context: dict[str, Any] = {
        "party": party,
        "seen": reach.fingerprint(party),
        "form": changing or ChangeRules(party=party, today=local_date(main_office(), now), initial=_as_it_is(party)),
        "adding": adding or AddPoint(initial={"kind": ContactKind.PHONE}),
        "points": [
            (point, ending[1] if ending and ending[0] == point.pk else EndPoint.of(point))
            for point in points
            if point.ended_on is None
        ],
        "ended": [point for point in points if point.ended_on is not None],
        "outside": _outside(party, request.user, now),
        "refusal": refusal,
    }
    return render(request, "client_page/reach.html", context, status=status)


def _as_it_is(party: Party) -> dict[str, Any]:
    return {name: getattr(party, name) for name in _SHOWN} | {"only_number": party.only_number_id or ""}


def _outside(party: Party, user: User, now: datetime) -> list[Promise]:
    """Return calls that were promised before the hours were set, and lie outside them: they are to be moved."""
    hours = reach.hours_of(party)
    if hours is None:
        return []
    coming = open_calls(user).filter(callback__caller=party, ends_at__gt=now)
    return [
        one
        for one in coming.select_related("adviser__department__office", "callback")
        if not reach.may_ring_at(hours, one.starts_at, one.ends_at, calendar=calendar_of(one.adviser))
    ]
