"""One page: what will leave by itself, day by day."""

from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from clientcare.forecast.question import count_kinds, what_will_leave
from outbox.coming import HORIZON, Fate
from practice import clock
from practice.http import StaffRequest
from practice.office import load_calendar, main_office
from practice.permissions import Permission, needs

_ROWS = 50
_HELD = "held"


@require_GET
@needs(Permission.OUTBOX_VIEW)
def forecast(request: StaffRequest) -> HttpResponse:
    now = clock.now()
    calendar = load_calendar(main_office())
    coming = what_will_leave(request.user, now=now, until=now + HORIZON, calendar=calendar)
    kinds = count_kinds(coming)
    held = [one for one in coming if one.is_held]
    show = request.GET.get("show", "")
    shown = held if show == _HELD else [one for one in coming if show in ("", one.kind)]
    page = Paginator(shown, _ROWS).get_page(request.GET.get("page"))
    days = groupby(page.object_list, key=lambda one: calendar.local_date(one.at))
    context = {
        "days": [(day, list(rows)) for day, rows in days],
        "page": page,
        "kinds": kinds,
        "show": show,
        "leaving": sum(one.number for one in kinds),
        "held": len(held),
        "spared": sum(one.fate == Fate.SPARED for one in coming),
        "stuck": sum(one.is_stuck for one in coming),
        "total": len(coming),
        "until": now + HORIZON,
    }
    return render(request, "forecast/index.html", context)
