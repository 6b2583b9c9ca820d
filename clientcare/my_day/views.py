"""My day: a person's calls, promised updates, messages and tasks, and the switch that keeps them undisturbed."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callbacks import services as calls
from callbacks.models import Block, BlockKind, Callback
from callbacks.policies import calendar_of
from callbacks.rules import AttemptResult, ClosureReason
from clientcare.my_day import forms, page
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.inputs import row_number
from practice.models import Task
from practice.permissions import Permission, needs
from practice.responses import see_other
from practice.services.tasks import finish_task


@require_GET
@needs(Permission.MY_DAY)
def my_day(request: StaffRequest) -> HttpResponse:
    return _page(request, now=clock.now())


@require_POST
@needs(Permission.CALLBACK_RECORD)
def record_call(request: StaffRequest, pk: int) -> HttpResponse:
    callback, now = get_object_or_404(_own_calls(request), pk=pk), clock.now()
    form = page.attempt_form(callback, calendar_of(request.user), now, request.POST)
    if not form.is_valid():
        return _page(request, now=now, typed=form, about=pk, status=422)
    try:
        calls.record_attempt(callback_id=pk, **form.facts(), by=request.user, now=now, form_key=form.receipt())
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, now=now, typed=form, about=pk, status=refusal.status)
    if form.cleaned_data["result"] == AttemptResult.ASKED_TO_CALL_LATER:
        messages.info(request, "Recorded. Promise the new time here.")
        return see_other("callbacks:detail", pk)
    messages.success(request, f"The call to {callback.caller_name} is recorded.")
    return see_other("my_day")


@require_POST
@needs(Permission.CALLBACK_RECORD)
def take_from_team(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a call whose owner's time has passed; the form names who that was."""
    get_object_or_404(Callback.objects.visible_to(request.user), pk=pk)
    now, instead_of = clock.now(), row_number(request.POST.get("instead_of", ""))
    try:
        call = calls.take_from_team(callback_id=pk, instead_of_id=instead_of, by=request.user, now=now)
    except Refusal as refusal:
        return _page(request, now=now, refusal=refusal, status=refusal.status)
    messages.success(request, f"The call to {call.caller_name} is yours. Ring now.")
    return see_other("my_day")


@require_POST
@needs(Permission.CALLBACK_RECORD)
def finish_message(request: StaffRequest, pk: int) -> HttpResponse:
    get_object_or_404(_own_calls(request).filter(needs_call=False), pk=pk)
    try:
        calls.cancel_callback(callback_id=pk, reason=ClosureReason.COMPLETED, by=request.user, now=clock.now())
    except Refusal as refusal:
        return _page(request, now=clock.now(), refusal=refusal, status=refusal.status)
    return see_other("my_day")


@require_POST
@needs(Permission.MY_DAY)
def tick_off(request: StaffRequest, pk: int) -> HttpResponse:
    get_object_or_404(Task.objects.visible_to(request.user), pk=pk)
    finish_task(task_id=pk, by=request.user, now=clock.now())
    return see_other("my_day")


@require_POST
@needs(Permission.MY_DAY)
def do_not_disturb(request: StaffRequest) -> HttpResponse:
    now = clock.now()
    form = page.dnd_form(request.user, now, request.POST)
    if not form.is_valid():
        return _page(request, now=now, dnd_form=form, status=422)
    hit = calls.set_block(
        adviser=request.user,
        kind=BlockKind.DND,
        starts_at=now,
        until=form.cleaned_data["until"],
        by=request.user,
        now=now,
    )
    if hit:
        messages.warning(
            request, f"{page.count(len(hit), 'call')} promised in that time: they stand until you move them."
        )
    return see_other("my_day")


@require_POST
@needs(Permission.MY_DAY)
def end_do_not_disturb(request: StaffRequest, pk: int) -> HttpResponse:
    get_object_or_404(Block.objects.filter(adviser=request.user), pk=pk)
    now = clock.now()
    try:
        calls.end_block(block_id=pk, by=request.user, now=now)
    except Refusal as refusal:
        return _page(request, now=now, refusal=refusal, status=refusal.status)
    return see_other("my_day")


@require_http_methods(["GET", "POST"])
@needs(Permission.CALLBACK_BOOK)
def away(request: StaffRequest) -> HttpResponse:
    """List what is promised for the rest of the day and hand it to a substitute in one go."""
    now, calendar = clock.now(), calendar_of(request.user)
    until = max(calendar.closing(calendar.local_date(now)), calendar.end_of_day(calendar.local_date(now)))
    due = page.calls_of(request.user, now, until=until)
    form = forms.GoAway(request.POST or None, user=request.user, helpers=page.helpers_of(due, request.user, now))
    context: dict[str, Any] = {"form": form, "rows": [(call, form.chosen_for(call)) for call in due]}
    if request.method == "POST" and form.is_valid():
        try:
            gone = calls.go_away(
                adviser=request.user,
                until=until,
                to=form.cleaned_data["to"],
                instead=form.instead(),
                by=request.user,
                now=now,
            )
        except Refusal as refusal:
            form.add_error("to", str(refusal))
            return render(request, "my_day/away.html", context, status=refusal.status)
        messages.success(request, page.handed_over(gone, form.cleaned_data["to"]))
        if gone.left:
            messages.warning(request, f"{page.count(len(gone.left), 'call')} could not be handed over: see below.")
        return see_other("my_day")
    return render(request, "my_day/away.html", context, status=422 if form.errors else 200)


def _own_calls(request: StaffRequest) -> Any:
    return Callback.objects.visible_to(request.user).filter(adviser=request.user)


def _page(request: StaffRequest, *, now: datetime, status: int = 200, **bound: Any) -> HttpResponse:
    return render(request, "my_day/my_day.html", page.context(request.user, now, **bound), status=status)
