"""When calls are returned, edited in the browser: of the firm, a department, a person, and of single days."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callbacks import services
from callbacks.models import Block, BlockKind, DayWindow, Promise
from callbacks.policies import calendar_of, policy_for, value_of
from callbacks.policy_forms import EXTRA, INSTEAD, ChangeDay, SetPolicy
from callbacks.presets import policy_row_preset
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import CallPolicy, Department, User
from practice.permissions import Permission, needs
from practice.responses import see_other

AHEAD = timedelta(days=400)


@require_GET
@needs(Permission.CALLBACK_RECORD)
def index(request: StaffRequest) -> HttpResponse:
    """List when everybody returns calls, and from when something else holds."""
    today = calendar_of(request.user).local_date(clock.now())
    people = list(User.objects.working().filter(department__isnull=False).select_related("department").by_name())
    versions = list(CallPolicy.objects.bearing_on(people))
    own = {one.pk: [row for row in versions if row.owner_id == one.pk] for one in people}
    context = {
        "firm_policy": _holding([one for one in versions if one.rank == 0], today),
        "departments": [
            (one, _holding([row for row in versions if row.department_id == one.pk], today))
            for one in Department.objects.order_by("name")
        ],
        "people": [(one, _holding(own[one.pk], today), services.may_keep_diary(request.user, one)) for one in people],
        "coming": [one for one in versions if one.valid_from > today],
        "may_set": request.user.may(Permission.DASHBOARD),
    }
    return render(request, "callbacks/policies.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.DASHBOARD)
def firm(request: StaffRequest) -> HttpResponse:
    return _policy(request, whose="the firm")


@require_http_methods(["GET", "POST"])
@needs(Permission.DASHBOARD)
def department(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Department, pk=pk)
    return _policy(request, whose=found.name, department=found)


@require_http_methods(["GET", "POST"])
@needs(Permission.CALLBACK_RECORD)
def person(request: StaffRequest, pk: int) -> HttpResponse:
    found = _kept(request, pk)
    return _policy(request, whose=found.name, owner=found)


@require_http_methods(["GET", "POST"])
@needs(Permission.CALLBACK_RECORD)
def days(request: StaffRequest, pk: int) -> HttpResponse:
    """Show and change single days of one person; what that hits is read before it is saved."""
    adviser, now = _kept(request, pk), clock.now()
    form = ChangeDay(request.POST or None, calendar=calendar_of(adviser))
    if request.method == "GET":
        return _days(request, adviser, form, now)
    if not form.is_valid():
        return _days(request, adviser, form, now, status=422)
    hits, lost = _touched(request, adviser, form, now)
    if (hits or lost) and not form.cleaned_data["seen"]:
        form.ask()
        return _days(request, adviser, form, now, status=422, hits=hits, lost=lost)
    try:
        _change(request, adviser, form, now)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _days(request, adviser, form, now, status=refusal.status)
    messages.success(request, "Saved. The desk offers times by it from now on.")
    return see_other("windows:days", pk)


@require_POST
@needs(Permission.CALLBACK_RECORD)
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    window = get_object_or_404(DayWindow.objects.select_related("adviser"), pk=pk)
    adviser, now = _kept(request, window.adviser_id), clock.now()
    try:
        services.take_back_window(window_id=pk, by=request.user, now=now)
    except Refusal as refusal:
        form = ChangeDay(calendar=calendar_of(adviser))
        return _days(request, adviser, form, now, status=refusal.status, refusal=refusal)
    messages.success(request, "Taken back. What was promised in it stands.")
    return see_other("windows:days", adviser.pk)


def _policy(
    request: StaffRequest, *, whose: str, owner: User | None = None, department: Department | None = None
) -> HttpResponse:
    now, calendar = clock.now(), calendar_of(owner or request.user)
    today = calendar.local_date(now)
    rows = CallPolicy.objects.filter(owner=owner, department=department).order_by("valid_from", "pk")
    current = _holding(list(rows), today) or _inherited(owner, today)
    form = SetPolicy(request.POST or None, current=current, today=today)
    context: dict[str, Any] = {"form": form, "whose": whose, "versions": rows, "owner": owner}
    if request.method == "GET":
        return render(request, "callbacks/policy.html", context)
    if not form.is_valid():
        return render(request, "callbacks/policy.html", context, status=422)
    facts, valid_from = form.facts(), form.cleaned_data["valid_from"]
    people = services.who_goes_by(owner=owner, department=department)
    hits = services.outside(
        services.promises_ahead(people, reader=request.user, now=now),
        value_of(facts.as_row()),
        calendar,
        since=valid_from,
    )
    if hits and not form.cleaned_data["seen"]:
        form.ask()
        return render(request, "callbacks/policy.html", {**context, "hits": hits}, status=422)
    try:
        services.set_call_policy(
            facts=facts,
            valid_from=valid_from,
            owner=owner,
            department=department,
            by=request.user,
            now=now,
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        form.add_error("valid_from" if refusal.code == "policy_in_past" else None, str(refusal))
        return render(request, "callbacks/policy.html", context, status=refusal.status)
    messages.success(request, "Saved. Promises that stand are judged as they were made.")
    return see_other("windows:index")


def _touched(
    request: StaffRequest, adviser: User, form: ChangeDay, now: datetime
) -> tuple[list[Promise], list[tuple[datetime, datetime]]]:
    """Return the promised calls that the change leaves outside, and the time for calls that it takes."""
    starts_at, ends_at = form.span()
    what, ahead = form.cleaned_data["what"], services.promises_ahead([adviser], reader=request.user, now=now)
    if what == EXTRA:
        return [], []
    if what == INSTEAD:
        day = form.cleaned_data["on"]
        todays = [one for one in ahead if calendar_of(adviser).local_date(one.starts_at) == day]
        return [one for one in todays if one.starts_at < starts_at or ends_at < one.ends_at], []
    hit = [one for one in ahead if one.starts_at < ends_at and starts_at < one.ends_at]
    return hit, services.lost_window_time(adviser, starts_at, ends_at)


def _change(request: StaffRequest, adviser: User, form: ChangeDay, now: datetime) -> None:
    values = form.cleaned_data
    if values["what"] not in (EXTRA, INSTEAD):
        starts_at, ends_at = form.span()
        kind = BlockKind(values["what"])
        services.set_block(adviser=adviser, kind=kind, starts_at=starts_at, until=ends_at, by=request.user, now=now)
        return
    services.open_window(
        adviser=adviser,
        on=values["on"],
        starts=values["starts"],
        ends=values["ends"],
        is_instead=values["what"] == INSTEAD,
        by=request.user,
        now=now,
        form_key=form.receipt(),
    )


def _days(
    request: StaffRequest, adviser: User, form: ChangeDay, now: datetime, status: int = 200, **bound: Any
) -> HttpResponse:
    today = calendar_of(adviser).local_date(now)
    context = {
        "adviser": adviser,
        "form": form,
        "policy": policy_for(adviser),
        "windows": DayWindow.objects.standing().filter(adviser=adviser, on__gte=today).select_related("set_by"),
        "blocks": Block.objects.touching(now, now + AHEAD)
        .filter(adviser=adviser)
        .select_related("set_by")
        .order_by("span"),
        **bound,
    }
    return render(request, "callbacks/days.html", context, status=status)


def _kept(request: StaffRequest, pk: int) -> User:
    found = get_object_or_404(User.objects.working().select_related("department__office"), pk=pk)
    if not services.may_keep_diary(request.user, found):
        raise PermissionDenied
    return found


def _holding(rows: list[CallPolicy], today: Any) -> CallPolicy | None:
    return max((row for row in rows if row.valid_from <= today), key=lambda row: row.valid_from, default=None)


def _inherited(owner: User | None, today: Any) -> CallPolicy:
    """Return what holds without a policy of one's own: where the form starts from."""
    found = CallPolicy.objects.in_force_for(owner, on=today) if owner else None
    firm = _holding(list(CallPolicy.objects.of_firm()), today)
    return found or firm or policy_row_preset()
