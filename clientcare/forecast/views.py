"""One page: what will leave by itself, day by day, and what somebody keeps from leaving."""

from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from callbacks import services as callbacks
from clientcare.forecast.question import count_kinds, what_will_leave
from outbox.coming import HORIZON, Fate
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.inputs import row_number
from practice.office import load_calendar, main_office
from practice.permissions import Permission, needs
from practice.responses import see_other

_ROWS = 50
_HELD = "held"


@require_GET
@needs(Permission.OUTBOX_VIEW)
def forecast(request: StaffRequest) -> HttpResponse:
    return _page(request)


@require_POST
@needs(Permission.OUTBOX_VIEW)
def hold(request: StaffRequest) -> HttpResponse:
    stages = [row_number(one) for one in request.POST.getlist("stage")]
    is_hold = request.POST.get("do") == "hold"
    try:
        callbacks.hold_messages(stage_ids=stages, hold=is_hold, by=request.user, now=clock.now())
    except Refusal as refusal:
        return _page(request, refusal=refusal, status=refusal.status)
    messages.success(request, "Held. It does not go." if is_hold else "Let go. It leaves at its time.")
    return see_other("forecast")


def _page(request: StaffRequest, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
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
        "refusal": refusal,
    }
    return render(request, "forecast/index.html", context, status=status)
