"""One's own calendar for other programs: make an address, revoke it; and the address itself, without a session."""

import hashlib
import secrets

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from callbacks import forms, services
from callbacks.feeds import feed_file
from callbacks.models import CalendarFeed, Shows
from practice import clock, throttle
from practice.http import StaffRequest
from practice.permissions import Permission, needs
from practice.responses import see_other

_AN_HOUR = 240  # calendar programs of a whole office ask from one address of the network


@require_http_methods(["GET", "POST"])
@needs(Permission.MY_DAY)
def feeds(request: StaffRequest) -> HttpResponse:
    """Show the addresses in use; a new one is shown in the answer to its form, and never again."""
    form = forms.MakeFeed(request.POST or None)
    address = ""
    if request.method == "POST" and form.is_valid():
        token, now = secrets.token_urlsafe(32), clock.now()
        made = services.make_feed(
            shows=Shows(form.cleaned_data["shows"]), token=token, by=request.user, now=now, form_key=form.receipt()
        )
        if made.sha256 == services.hash_of(token):
            address = f"{settings.BASE_URL}{reverse('calendar_feed', args=[token])}"
    context = {
        "form": form,
        "address": address,
        "feeds": CalendarFeed.objects.of(request.user),
        "made_before": request.method == "POST" and form.is_valid() and not address,
    }
    status = 422 if form.errors else 200
    answer = render(request, "callbacks/feeds.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@needs(Permission.MY_DAY)
def revoke(request: StaffRequest, pk: int) -> HttpResponse:
    get_object_or_404(CalendarFeed, pk=pk, owner=request.user)
    services.revoke_feed(feed_id=pk, by=request.user, now=clock.now())
    messages.success(request, "That address opens nothing any more.")
    return see_other("callbacks:feeds")


@require_safe
@login_not_required
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give a calendar to whoever has its address."""
    if throttle.too_often(request, of="feed", deed="read", an_hour=_AN_HOUR):
        answer = HttpResponse("Too often in one hour.", status=429, content_type="text/plain")
        answer["Retry-After"] = "3600"
        return answer
    found = CalendarFeed.objects.in_use().select_related("owner").filter(sha256=services.hash_of(token)).first()
    if found is None:
        raise Http404
    content = feed_file(found, now=clock.now())
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, max-age=0, must-revalidate"
    unchanged = get_conditional_response(request, etag=etag, response=answer)
    assert isinstance(unchanged, HttpResponse)
    return unchanged
