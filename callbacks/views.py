"""The page of one call: what was promised, what was tried, and what can be done with it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from callbacks import forms, notices, services
from callbacks.models import Callback
from callbacks.offers import next_free, offers_for
from callbacks.policies import calendar_of
from callbacks.rules import ClosureReason
from callbacks.team import helpers_for
from practice import clock, phrases
from practice.calendar import WorkingCalendar
from practice.errors import Refusal
from practice.holding import Talk
from practice.http import StaffRequest
from practice.models import FirmProfile, User
from practice.permissions import Permission, needs
from practice.responses import see_other


@require_GET
@needs(Permission.CALLBACK_RECORD)
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    return _page(request, _visible(request, pk), now=clock.now())


@require_POST
@needs(Permission.CALLBACK_RECORD)
def attempt(request: StaffRequest, pk: int) -> HttpResponse:
    callback, now = _visible(request, pk), clock.now()
    form = _attempt_form(callback, calendar_of(callback.adviser), now, request.POST)
    if not form.is_valid():
        return _page(request, callback, now=now, attempt_form=form, status=422)
    try:
        services.record_attempt(callback_id=pk, **form.facts(), by=request.user, now=now, form_key=form.receipt())
    except Refusal as refusal:
        form.add_error("number" if refusal.code == "not_their_number" else None, str(refusal))
        return _page(request, _visible(request, pk), now=now, attempt_form=form, status=refusal.status)
    messages.success(request, "The call is recorded.")
    return see_other("callbacks:detail", pk)


@require_POST
@needs(Permission.CALLBACK_BOOK)
def move(request: StaffRequest, pk: int) -> HttpResponse:
    callback, now = _visible(request, pk), clock.now()
    form = _move_form(callback, request.user, calendar_of(callback.adviser), now, request.POST)
    if not form.is_valid():
        if form.came_before(Callback):
            return see_other("callbacks:detail", pk)
        gone = "slot" in form.errors and bool(request.POST.get("slot"))  # it was offered when the page was drawn
        return _page(request, callback, now=now, move_form=form, status=409 if gone else 422)
    choice = form.cleaned_data["slot"]
    try:
        services.move_callback(
            callback_id=pk,
            adviser=User.objects.working().get(pk=choice.adviser_id),
            starts_at=choice.starts_at,
            kind=choice.kind,
            asked_by_caller=form.cleaned_data["who_asked"] == "caller",
            by=request.user,
            now=now,
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        form.add_error("slot", str(refusal))
        return _page(request, _visible(request, pk), now=now, move_form=form, status=refusal.status)
    messages.success(request, "The new time is promised. The old promise stays on the record.")
    return see_other("callbacks:detail", pk)


@require_POST
@needs(Permission.CALLBACK_BOOK)
def send_link(request: StaffRequest, pk: int) -> HttpResponse:
    callback, now = _visible(request, pk), clock.now()
    form = _link_form(callback, now, request.POST)
    if not form.is_valid():
        return _page(request, callback, now=now, link_form=form, status=422)
    try:
        services.send_link(
            callback_id=pk,
            contact_id=int(form.cleaned_data["mailbox"]),
            by=request.user,
            now=now,
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        form.add_error("mailbox", str(refusal))
        return _page(request, _visible(request, pk), now=now, link_form=form, status=refusal.status)
    messages.success(request, "The link is on its way.")
    return see_other("callbacks:detail", pk)


@require_POST
@needs(Permission.CALLBACK_RECORD)
def close(request: StaffRequest, pk: int) -> HttpResponse:
    callback, now = _visible(request, pk), clock.now()
    form = forms.CloseCall(request.POST)
    if not form.is_valid():
        return _page(request, callback, now=now, close_form=form, status=422)
    try:
        reason = ClosureReason(form.cleaned_data["reason"])
        services.cancel_callback(callback_id=pk, reason=reason, by=request.user, now=now)
    except Refusal as refusal:
        form.add_error("reason", str(refusal))
        return _page(request, _visible(request, pk), now=now, close_form=form, status=refusal.status)
    messages.success(request, "The call is closed.")
    return see_other("callbacks:detail", pk)


def _visible(request: StaffRequest, pk: int) -> Callback:
    rows = Callback.objects.visible_to(request.user).select_related(
        "adviser__department__office",
        "adviser__substitute__department__office",
        "for_staff",
        "taken_by",
        "caller__only_number",
        "matter__fee_earner__department__office",
        "matter__assistant__department__office",
        "matter__supervisor__department__office",
        "matter__care_plan__deputy__department__office",
    )
    return get_object_or_404(rows.prefetch_related("caller__needs", "caller__names"), pk=pk)


def _link_form(callback: Callback, now: datetime, typed: Any = None) -> forms.SendLink:
    mailboxes = services.mailboxes_for_link(callback.caller, adviser=callback.adviser, now=now)
    return forms.SendLink(typed, mailboxes=mailboxes, auto_id="link_%s")


def _attempt_form(
    callback: Callback, calendar: WorkingCalendar, now: datetime, typed: Any = None
) -> forms.RecordAttempt:
    safe = callback.caller.voicemail_is_safe if callback.caller else False
    only = services.holding_among([callback], now).get(callback.pk) == Talk.HOLDING
    return forms.RecordAttempt(
        typed, now=now, calendar=calendar, voicemail_is_safe=safe, is_holding=only, auto_id="attempt_%s"
    )


def _move_form(
    callback: Callback, user: User, calendar: WorkingCalendar, now: datetime, typed: Any = None
) -> forms.ChooseTime:
    helpers = helpers_for(callback.adviser, callback.matter)
    offers = offers_for(callback.adviser, helpers, calendar=calendar, now=now, holder=user, caller=callback.caller)
    today = calendar.local_date(now)
    listed = []
    for offer in sorted((*offers.first, *offers.more), key=lambda one: (one.starts_at, one.ends_at)):
        starts, ends = calendar.local(offer.starts_at), calendar.local(offer.ends_at)
        words = f"{phrases.weekday(starts.date(), today=today)}, {phrases.hhmm(starts)} to {phrases.hhmm(ends)}"
        who = ", ".join(filter(None, [offer.adviser.name, offer.why.lower()]))
        listed.append((offer.value, f"{words}, {who}"))
    return forms.ChooseTime(typed, offers=listed, auto_id="move_%s")


def _apology(callback: Callback, calendar: WorkingCalendar, now: datetime) -> str:
    """Draft an apology with the next free time for a promise that was missed and has no other in its place."""
    promise = callback.promises.current().select_related("adviser").first()
    if promise is None or not promise.is_missed:
        return ""
    free = next_free(callback.adviser, now=now, count=1)
    said = ""
    if free:
        starts = calendar.local(free[0].starts_at)
        said = f"on {phrases.long_date(starts.date())} at {phrases.hhmm(starts)}"
    return notices.apology(callback, promise, new_time=said, firm=FirmProfile.objects.get(), calendar=calendar)


def _page(request: StaffRequest, callback: Callback, *, now: datetime, status: int = 200, **bound: Any) -> HttpResponse:
    calendar = calendar_of(callback.adviser)
    context: dict[str, Any] = {
        "call": callback,
        "now": calendar.local(now),
        "today": calendar.local_date(now),
        "promises": callback.promises.select_related("adviser").order_by("-made_at", "-pk"),
        "talk": services.holding_among([callback], now).get(callback.pk, ""),
        "attempts": callback.attempts.select_related("by").order_by("-at", "-pk"),
    }
    if callback.is_open:
        context |= {"attempt_form": _attempt_form(callback, calendar, now), "close_form": forms.CloseCall()}
        if callback.needs_call:
            context["link_form"] = _link_form(callback, now)
            context["apology"] = _apology(callback, calendar, now)
            context["move_form"] = _move_form(callback, request.user, calendar, now)
    return render(request, "callbacks/detail.html", context | bound, status=status)
