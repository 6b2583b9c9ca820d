"""Slips set aside: kept while they are typed, kept as drafts, parked while somebody else is on the line."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from clientcare.desk import drafts, page
from clientcare.desk.forms import CallSlip, typed_in
from clientcare.desk.views import show
from practice import clock
from practice.http import StaffRequest
from practice.permissions import Permission, needs
from practice.responses import see_other


@require_POST
@needs(Permission.DESK)
def keep(request: StaffRequest) -> HttpResponse:
    """Keep the slip while it is typed, and say so in its head."""
    now, calendar = clock.now(), page.calendar_for(request.user)
    key = CallSlip(request.POST, now=now, calendar=calendar).key()
    kept = drafts.keep_by_itself(owner=request.user, key=key, typed=typed_in(request.POST), now=now) if key else None
    return render(request, "desk/_kept.html", {"kept": kept, "is_after_typing": True, "now": calendar.local(now)})


@require_POST
@needs(Permission.DESK)
def draft(request: StaffRequest) -> HttpResponse:
    """Keep the slip half-typed and start a fresh one; nothing is kept of a slip without a word."""
    typed = typed_in(request.POST)
    if drafts.has_words(typed):
        drafts.keep_draft(owner=request.user, key=typed.get("form_key", ""), typed=typed, now=clock.now())
        messages.success(request, "Kept as a draft, above.")
    return see_other("desk")


@require_POST
@needs(Permission.DESK)
def park(request: StaffRequest) -> HttpResponse:
    """Put the caller on hold and start the next call."""
    typed = typed_in(request.POST)
    if drafts.has_words(typed):
        drafts.park(owner=request.user, key=typed.get("form_key", ""), typed=typed, now=clock.now())
    return see_other("desk")


@require_POST
@needs(Permission.DESK)
def unpark(request: StaffRequest, pk: int) -> HttpResponse:
    """Return to a caller on hold; whoever is on the line now takes the place."""
    typed, now = typed_in(request.POST), clock.now()
    back = drafts.take_back(owner=request.user, draft_id=pk)
    if back is None:
        said = "That call is not parked any more: it was saved, or thrown away."
        return show(request, now=now, typed=typed, unknown=drafts.has_words(typed), refusal=said, status=409)
    if drafts.has_words(typed) and typed.get("form_key") != back.about:
        drafts.park(owner=request.user, key=typed.get("form_key", ""), typed=typed, now=now)
    return see_other(f"{reverse('desk')}?{urlencode({'draft': back.pk})}")
