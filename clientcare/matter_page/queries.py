"""The doors of what the clients of a matter ask: logged, and answered in time (domain D20)."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from practice import clock
from practice.calendar import NoSuchTime, WorkingCalendar
from practice.errors import Refusal
from practice.forms import KeyedForm
from practice.http import StaffRequest
from practice.inputs import ClockField, DayField
from practice.models import WAYS_TYPED, ClientQuery, Matter, Party, QueryWay
from practice.office import load_calendar
from practice.permissions import Permission, needs
from practice.responses import see_other
from practice.services import queries as deeds

_SHOWN = 30


class LogQuery(KeyedForm):
    """Who asked what, how and when."""

    party = forms.ModelChoiceField(queryset=Party.objects.none(), label="Who asked", empty_label=None)
    way = forms.ChoiceField(label="How", choices=[(one.value, one.label) for one in WAYS_TYPED])
    words = forms.CharField(label="What they asked", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    on = DayField(label="Asked on", required=False, help_text="Empty: just now.")
    at = ClockField(label="At", required=False)

    def __init__(self, *args: Any, matter: Matter, calendar: WorkingCalendar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.calendar = calendar
        self.fields["party"].queryset = matter.clients()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or {}
        if bool(typed.get("on")) != bool(typed.get("at")) and not self.errors:
            self.add_error("at" if typed.get("on") else "on", "Enter the day and the time, or neither.")
        elif typed.get("on") and typed.get("at"):
            try:
                typed["asked_at"] = self.calendar.at(typed["on"], typed["at"])
            except NoSuchTime as refusal:
                self.add_error("at", str(refusal))
        return typed

    @property
    def asked_at(self) -> datetime | None:
        found: datetime | None = self.cleaned_data.get("asked_at")
        return found


@require_http_methods(["GET", "POST"])
@needs(Permission.MATTER_EDIT)
def queries(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the questions of a matter's clients, or log one."""
    matter = _visible(request, pk)
    if request.method == "GET":
        return _page(request, matter)
    form = LogQuery(request.POST, matter=matter, calendar=load_calendar(matter.department.office))
    if not form.is_valid():
        return _page(request, matter, form=form, status=422)
    typed = form.cleaned_data
    try:
        deeds.record_query(
            matter_id=pk,
            party=typed["party"],
            way=QueryWay(typed["way"]),
            words=typed["words"],
            asked_at=form.asked_at,
            by=request.user,
            now=clock.now(),
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        form.add_error("at" if refusal.code == "asked_in_future" else None, str(refusal))
        return _page(request, matter, form=form, status=refusal.status)
    messages.success(request, f"Logged. {matter.fee_earner} has it on their day, with the time it is due.")
    return see_other("matter_queries", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def answered(request: StaffRequest, query_id: int) -> HttpResponse:
    """Note from the matter or my day that a client has had a first answer."""
    found = get_object_or_404(ClientQuery.objects.visible_to(request.user), pk=query_id)
    try:
        deeds.answer_query(query_id=found.pk, by=request.user, now=clock.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return see_other("my_day") if request.POST.get("back") == "my_day" else see_other("matter_queries", found.matter_id)


def _visible(request: StaffRequest, pk: int) -> Matter:
    rows = Matter.objects.visible_to(request.user).select_related("fee_earner", "department__office")
    return get_object_or_404(rows, pk=pk)


def _page(request: StaffRequest, matter: Matter, *, form: LogQuery | None = None, status: int = 200) -> HttpResponse:
    now, calendar = clock.now(), load_calendar(matter.department.office)
    rows = ClientQuery.objects.visible_to(request.user).filter(matter=matter).select_related("party", "owner")
    context = {
        "matter": matter,
        "today": calendar.local_date(now),
        "rows": [(one, one.stands(now)) for one in rows.order_by("-asked_at", "-pk")[:_SHOWN]],
        "form": form or LogQuery(matter=matter, calendar=calendar),
    }
    return render(request, "matter_page/queries.html", context, status=status)
