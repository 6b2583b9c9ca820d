"""Meetings with clients: the arrivals of a day for reception, booking and moving one (decisions 37)."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callbacks import services
from callbacks.models import Visit
from callbacks.policies import calendar_of
from callbacks.rules import VisitKind, VisitState, VisitWay
from callbacks.visit_forms import BookVisit, MoveVisit
from practice import clock
from practice.calendar import BeyondKnownCalendar, WorkingCalendar
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import Matter, User
from practice.office import load_calendar, main_office
from practice.permissions import Permission, needs
from practice.responses import see_other

_DEEDS = {"here": services.record_arrival, "met": services.record_met, "cancel": services.cancel_visit}
_SAID = {"here": "The host is told.", "met": "They have met.", "cancel": "The appointment is cancelled."}
_PEOPLE = "host__department__office", "party", "matter", "room"


@require_GET
@needs(Permission.DESK)
def arrivals(request: StaffRequest) -> HttpResponse:
    calendar, now = load_calendar(main_office()), clock.now()
    return _arrivals(request, _day(request.GET.get("on", ""), calendar, calendar.local_date(now)), calendar, now)


@require_POST
@needs(Permission.DESK)
def step(request: StaffRequest, pk: int, deed: str) -> HttpResponse:
    """Note that somebody is here, that the host came, or that it is cancelled."""
    if deed not in _DEEDS:
        raise Http404
    shown = Visit.objects.visible_to(request.user) if deed == "cancel" else Visit.objects.at_reception(request.user)
    visit, calendar, now = get_object_or_404(shown, pk=pk), load_calendar(main_office()), clock.now()
    day = calendar.local_date(visit.starts_at)
    try:
        _DEEDS[deed](visit_id=visit.pk, by=request.user, now=now)
    except Refusal as refusal:
        return _arrivals(request, day, calendar, now, refusal=refusal)
    messages.success(request, _SAID[deed])
    return see_other(_list_of(day))


@require_http_methods(["GET", "POST"])
@needs(Permission.CALLBACK_BOOK)
def book(request: StaffRequest, pk: int) -> HttpResponse:
    """Book a meeting with a client of a matter."""
    matters = Matter.objects.visible_to(request.user).select_related("fee_earner__department__office", "assistant")
    matter, now = get_object_or_404(matters, pk=pk), clock.now()
    parties = list(matter.clients().prefetch_related("needs"))
    form = BookVisit(
        request.POST or None,
        parties=parties,
        hosts=_hosts(matter),
        calendar=calendar_of(matter.fee_earner),
        initial={"adviser": matter.fee_earner_id, "party": parties[0].pk if parties else None},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            typed = form.cleaned_data
            facts = services.VisitFacts(
                kind=VisitKind(typed["kind"]),
                way=VisitWay(typed["way"]),
                party=typed["party"],
                matter=matter,
                room=typed["room"],
                wants_message=typed["wants_message"],
            )
            try:
                services.book_visit(
                    facts=facts,
                    adviser=typed["adviser"],
                    starts_at=form.starts_at,
                    by=request.user,
                    now=now,
                    form_key=form.receipt(),
                )
            except Refusal as refusal:
                status = _add(form, refusal)
            else:
                messages.success(request, "The appointment is booked.")
                return see_other("matter", matter.pk)
    today = load_calendar(main_office()).local_date(now)
    context = {"form": form, "matter": matter, "parties": parties, "today": today}
    return render(request, "callbacks/visit.html", context, status=status)


@require_http_methods(["GET", "POST"])
@needs(Permission.CALLBACK_BOOK)
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a meeting another time, room or host."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).select_related(*_PEOPLE), pk=pk)
    calendar, now = calendar_of(visit.host), clock.now()
    starts = calendar.local(visit.starts_at)
    as_it_is = {"adviser": visit.host_id, "on": starts.date(), "at": starts.time(), "room": visit.room_id}
    hosts = {visit.host, *(_hosts(visit.matter) if visit.matter else [])}
    form = MoveVisit(request.POST or None, hosts=hosts, calendar=calendar, initial=as_it_is)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            typed = form.cleaned_data
            try:
                services.move_visit(
                    visit_id=pk,
                    adviser=typed["adviser"],
                    starts_at=form.starts_at,
                    room=typed["room"],
                    by=request.user,
                    now=now,
                    form_key=form.receipt(),
                )
            except Refusal as refusal:
                status = _add(form, refusal)
            else:
                messages.success(request, "The appointment has its new time.")
                return see_other(_list_of(calendar.local_date(form.starts_at)))
    context = {"form": form, "visit": visit, "matter": visit.matter, "today": calendar.local_date(now)}
    return render(request, "callbacks/visit.html", context, status=status)


def _add(form: MoveVisit, refusal: Refusal) -> int:
    form.add_error("room" if refusal.code == "room_taken" else "at", str(refusal))
    return refusal.status


def _hosts(matter: Matter) -> list[User]:
    return [one for one in (matter.fee_earner, matter.assistant) if one is not None and one.is_active]


def _list_of(day: date) -> str:
    return f"{reverse('callbacks:arrivals')}?on={day.isoformat()}"


def _day(typed: str, calendar: WorkingCalendar, today: date) -> date:
    """Read "2026-11-25"; anything else, and what the calendar does not reach, is today, which the page then says."""
    try:
        day = date.fromisoformat(typed)
        _beside(day, calendar)
    except (ValueError, BeyondKnownCalendar):
        return today
    return day


def _beside(day: date, calendar: WorkingCalendar) -> tuple[date, date]:
    return calendar.add_working_days(day, -1), calendar.add_working_days(day, 1)


def _arrivals(
    request: StaffRequest, day: date, calendar: WorkingCalendar, now: datetime, *, refusal: Refusal | None = None
) -> HttpResponse:
    today = calendar.local_date(now)
    of_day = Visit.objects.at_reception(request.user).of_day(calendar.start_of_day(day), calendar.end_of_day(day))
    visits = list(of_day.exclude(state=VisitState.CANCELLED).select_related(*_PEOPLE).prefetch_related("party__needs"))
    before, after = _beside(day, calendar)
    context: dict[str, Any] = {
        "expected": [one for one in visits if one.state == VisitState.BOOKED],
        "here": [one for one in visits if one.state == VisitState.HERE],
        "met": [one for one in visits if one.state == VisitState.MET],
        "today": today,
        "day": day,
        "before": before,
        "after": after,
        "refusal": refusal,
    }
    return render(request, "callbacks/arrivals.html", context, status=refusal.status if refusal else 200)
