"""The figures of a month, the rows behind one of them, and what clients need."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from callbacks.breakdowns import breakdowns
from callbacks.rules.counting import FEWEST as FEWEST_SHOWN
from clientcare.dashboard import call_figures
from clientcare.dashboard.cohorts import FEWEST, clients_with, cohorts_of
from clientcare.dashboard.lines import lines_of
from clientcare.dashboard.measures import MEASURES, Reading, read_all, read_now
from clientcare.dashboard.period import Month, choices
from practice import clock
from practice.calendar import WorkingCalendar
from practice.http import StaffRequest
from practice.office import load_calendar, local_date, main_office
from practice.permissions import Permission, needs

_ROWS = 200


@require_GET
@needs(Permission.DASHBOARD)
def dashboard(request: StaffRequest) -> HttpResponse:
    now = clock.now()
    calendar = load_calendar(main_office())
    month = _month(request.GET.get("month", ""), calendar, calendar.local_date(now))
    readings = read_all(request.user, month=month, now=now)
    context = {
        "month": month,
        "months": choices(calendar.local_date(now), calendar),
        "standing": read_now(request.user, now=now, calendar=calendar),
        "assurance": [one for one in readings if one.measure.group == "assurance"],
        "experience": [one for one in readings if one.measure.group == "experience"],
        "judged": [one for one in readings if one.figure.is_met is not None],
        "misses": _misses(readings),
    }
    return render(request, "dashboard/index.html", context)


@require_GET
@needs(Permission.DASHBOARD)
def rows(request: StaffRequest, key: str) -> HttpResponse:
    """List the rows behind one figure of one month."""
    if key not in MEASURES:
        raise Http404
    now = clock.now()
    calendar = load_calendar(main_office())
    month = _month(request.GET.get("month", ""), calendar, calendar.local_date(now))
    figure = MEASURES[key].read(request.user, month, now)
    context = {"figure": figure, "month": month, "rows": lines_of(figure.rows, most=_ROWS), "shown": _ROWS}
    return render(request, "dashboard/rows.html", context)


@require_GET
@needs(Permission.DASHBOARD)
def cohorts(request: StaffRequest) -> HttpResponse:
    """Show which clients need what by kind of work, and the clients behind one count if it is asked for."""
    today = local_date(main_office(), clock.now())
    figure = clients_with(request.user, request.GET.get("work", ""), request.GET.get("need", ""), today=today)
    context = {
        "cohorts": cohorts_of(request.user, today=today),
        "fewest": FEWEST,
        "figure": figure,
        "rows": figure.rows[:_ROWS] if figure else [],
    }
    return render(request, "dashboard/cohorts.html", context)


@require_GET
@needs(Permission.DASHBOARD)
def calls(request: StaffRequest) -> HttpResponse:
    """Show the figures of promised calls of a month, and the rows behind one of them if it is asked for."""
    now, calendar = clock.now(), load_calendar(main_office())
    month = _month(request.GET.get("month", ""), calendar, calendar.local_date(now))
    asked = call_figures.asked_of(month, reader=request.user, now=now, calendar=calendar)
    tables = breakdowns(asked, now=now)
    of, which = request.GET.get("of", ""), request.GET.get("which", "")
    figure = call_figures.figure_of(asked, tables, of=of, which=which)
    context = {
        "month": month,
        "months": choices(calendar.local_date(now), calendar),
        "overdue": call_figures.overdue(asked),
        "shares": [call_figures.Shown(key, count(asked)) for key, count in call_figures.SHARES.items()],
        "times": [(key, count(asked)) for key, count in call_figures.TIMES.items()],
        "tables": tables,
        "fewest": FEWEST_SHOWN,
        "figure": figure,
        "within": tables[of].heading if of in tables else "",
        "rows": lines_of(figure.rows, most=_ROWS) if figure else [],
    }
    return render(request, "dashboard/calls.html", context)


def _month(typed: str, calendar: WorkingCalendar, today: date) -> Month:
    """Read "2026-11"; anything else is this month, which the page then says."""
    try:
        return Month.of(date.fromisoformat(f"{typed}-01"), calendar)
    except ValueError:
        return Month.of(today, calendar)


def _misses(readings: list[Reading]) -> list[Reading]:
    """Return the figures below their target, furthest below first."""
    missed = [one for one in readings if one.figure.is_met is False]
    return sorted(missed, key=lambda one: (one.figure.percent or 0) - (one.figure.target or 0))
