"""
A client at their call, by their secure link: no account, no JavaScript; GET and HEAD change nothing (B12).

The link alone shows a first name, times and three figures of the number (decisions 36).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from callbacks import client_notices, ics, services
from callbacks.choosing import DayOfTimes, choices_for
from callbacks.models import Callback, Promise
from callbacks.policies import calendar_of, office_of
from callbacks.presets import self_service_preset
from callbacks.public_forms import CallOff, Choose
from callbacks.rules import SlotNotOffered, SlotTooSoon, Standing
from outbox import links
from outbox.models import LinkPurpose, SecureLink
from practice import clock, throttle
from practice.actors import ClientLink
from practice.calendar import BeyondKnownCalendar
from practice.errors import Refusal, WorldMoved
from practice.models import FirmProfile
from practice.office import main_office
from practice.responses import see_other

_AN_HOUR = 30


@dataclass(frozen=True)
class Visit:
    """Somebody at the page of their call."""

    link: SecureLink
    token: str
    call: Callback
    now: datetime

    @cached_property
    def _stand(self) -> services.Stand:
        return services.standing_of(self.call, now=self.now)

    @property
    def promise(self) -> Promise | None:
        return self._stand.current

    @property
    def standing(self) -> Standing:
        return self._stand.standing

    @property
    def seen(self) -> int:
        return self._stand.promised

    @property
    def actor(self) -> ClientLink:
        return ClientLink(self.link.party_id, self.link.party.name)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def choose(request: HttpRequest, link_id: UUID, token: str) -> HttpResponse:
    """Show when we ring, and let them choose it."""
    visit = _visit(request, link_id, token)
    if not isinstance(visit, Visit):
        return visit
    if request.method != "POST":
        return _page(request, visit)
    if _too_often(request):
        return _slow_down(request)
    form = Choose(request.POST)
    if not form.is_valid():
        return _page(request, visit, form=form, status=422)
    try:
        services.choose_time(
            callback_id=visit.call.pk,
            adviser=visit.call.adviser,
            starts_at=form.cleaned_data["slot"],
            seen=form.cleaned_data["seen"],
            wants_message=form.cleaned_data["mail"],
            by=visit.actor,
            now=visit.now,
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        return _refused(request, link_id, token, form, refusal)
    return see_other("callback_link", link_id, token)


@require_POST
@login_not_required
def call_off(request: HttpRequest, link_id: UUID, token: str) -> HttpResponse:
    """Let them say that they need no call."""
    visit = _visit(request, link_id, token)
    if not isinstance(visit, Visit):
        return visit
    if _too_often(request):
        return _slow_down(request)
    form = CallOff(request.POST)
    if not form.is_valid():
        return _page(request, visit, off=form, status=422)
    try:
        services.call_off(
            callback_id=visit.call.pk,
            seen=form.cleaned_data["seen"],
            by=visit.actor,
            now=visit.now,
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        return _refused(request, link_id, token, None, refusal)
    return see_other("callback_link", link_id, token)


@require_safe
@login_not_required
def calendar_file(request: HttpRequest, link_id: UUID, token: str) -> HttpResponse:
    """Give the time that stands as a file for their calendar."""
    visit = _visit(request, link_id, token)
    if not isinstance(visit, Visit):
        return visit
    promise = visit.promise
    if promise is None or promise.has_only_an_end or not (visit.call.is_open and visit.link.party.may_name_firm):
        raise Http404
    entry = client_notices.calendar_entry(promise, sequence=visit.seen - 1, firm=FirmProfile.objects.get())
    made = ics.calendar_file([entry], method=ics.PUBLISH, now=visit.now)
    answer = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{ics.FILE_NAME}"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def want(request: HttpRequest, link_id: UUID, token: str, kind: str) -> HttpResponse:
    """Take the wish for paper or for help; GET says that we have it."""
    visit = _visit(request, link_id, token)
    if not isinstance(visit, Visit):
        return visit
    if kind not in services.WISHES:
        raise Http404
    if request.method != "POST":
        return _show(request, "wanted", {"kind": kind, "visit": visit})
    if _too_often(request):
        return _slow_down(request)
    services.wish(callback_id=visit.call.pk, kind=kind, by=visit.actor, now=visit.now)
    return see_other("callback_want", link_id, token, kind)


def _visit(request: HttpRequest, link_id: UUID, token: str) -> Visit | HttpResponse:
    """Return who is there; or the page that says why nothing opens."""
    now = clock.now()
    link = links.find(link_id, token, purpose=LinkPurpose.CALLBACK)
    if isinstance(link, str):
        return _show(request, "over", {"why": link}, status=404 if link == "unknown" else 410)
    if not link.is_alive(now):
        return _show(request, "over", {"why": link.because or "expired"}, status=410)
    calls = Callback.objects.select_related("adviser__department__office", "caller__only_number")
    call = calls.get(pk=int(link.subject_id))
    return Visit(link, token, call, now)


def _since(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        return None


def _refused(request: HttpRequest, link_id: UUID, token: str, form: Choose | None, refusal: Refusal) -> HttpResponse:
    """Show how it stands now, with the times that are free now and everything typed."""
    visit = _visit(request, link_id, token)
    if not isinstance(visit, Visit):
        return visit
    # Nobody types a time: one that is not offered has gone since the page was drawn.
    was_listed = isinstance(refusal, SlotNotOffered | SlotTooSoon | BeyondKnownCalendar)
    return _page(request, visit, form=form, refusal=refusal, status=WorldMoved.status if was_listed else refusal.status)


def _page(
    request: HttpRequest,
    visit: Visit,
    *,
    form: Choose | None = None,
    off: CallOff | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    starting = {"seen": visit.seen}
    choices = None
    if visit.standing.may_choose:
        calendar = calendar_of(visit.call.adviser)
        choices = choices_for(visit.call, calendar=calendar, now=visit.now, since=_since(request))
    days = choices.days if choices else ()
    context: dict[str, Any] = {
        "visit": visit,
        "later": choices.later if choices else None,
        "form": _again(form, days, visit.seen) if form else Choose(days=days, initial=starting),
        "off": off or CallOff(initial=starting, auto_id="off_%s"),
        "refusal": refusal,
        "digits": client_notices.last_digits(visit.call),
        "cutoff": self_service_preset().cutoff_minutes,
        "may_have_file": visit.link.party.may_name_firm,
    }
    return _show(request, "choose", context, status=status)


def _again(form: Choose, days: Sequence[DayOfTimes], seen: int) -> Choose:
    """Give what was typed, with the times that are free now and what stands now."""
    data = {**{name: form.data.get(name) for name in form.data}, "seen": str(seen)}
    again = Choose(data, days=days)
    again.is_valid()
    return again


def _show(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    visit = context.get("visit")
    office = office_of(visit.call.adviser) if visit else main_office()
    first_name = client_notices.first_name(visit.link.party) if visit else ""
    shown = {"office": office, "first_name": first_name, **context}
    answer = render(request, f"callbacks/public/{name}.html", shown, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _slow_down(request: HttpRequest) -> HttpResponse:
    answer = _show(request, "slow", {}, status=429)
    answer["Retry-After"] = "3600"
    return answer


def _too_often(request: HttpRequest) -> bool:
    return throttle.too_often(request, of="callbacks", deed="choose", an_hour=_AN_HOUR)
