"""What a matter costs: the estimates, the bills against them, and the warning before the last estimate is passed."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from engagement import forms_costs as forms
from engagement.estimates import Costs, costs_of
from engagement.forms import Key
from engagement.models import Bill, CostUpdate, CostWarning
from engagement.rules.costs import BadFigure
from engagement.services import costs as services
from engagement.standing import standings
from engagement.views import pages
from outbox.models import MessageState
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import Matter
from practice.office import load_calendar
from practice.permissions import Permission, needs
from practice.responses import see_other


@require_GET
@needs(Permission.LETTER_WRITE, Permission.COMPLAINT_HANDLE)
def costs(request: StaffRequest, pk: int) -> HttpResponse:
    return show(request, pages.matter_of(request, pk))


@require_POST
@needs(Permission.LETTER_WRITE)
def record_bill(request: StaffRequest, pk: int) -> HttpResponse:
    matter, form = pages.matter_of(request, pk), forms.RecordBill(request.POST, auto_id="bill-%s")
    if not form.is_valid():
        return show(request, matter, bill_form=form, status=422)
    try:
        bill = services.record_bill(
            matter_id=pk, bill=form.facts(), by=request.user, now=clock.now(), form_key=form.receipt()
        )
    except Refusal as refusal:
        return show(request, matter, bill_form=_refused(form, refusal, "number"), status=refusal.status)
    found = costs_of(matter)
    if found.spent is not None and found.spent.over:
        messages.error(request, f"{bill} is recorded, and more is charged than was estimated: {found.sentence}.")
    else:
        messages.success(request, f"{bill} is recorded.")
    return see_other("engagement:costs", pk)


@require_POST
@needs(Permission.LETTER_WRITE)
def note_unbilled(request: StaffRequest, pk: int) -> HttpResponse:
    matter, form = pages.matter_of(request, pk), forms.NoteUnbilled(request.POST, auto_id="unbilled-%s")
    if not form.is_valid():
        return show(request, matter, unbilled_form=form, status=422)
    try:
        services.note_unbilled(matter_id=pk, **form.values(), by=request.user, now=clock.now(), form_key=form.receipt())
    except Refusal as refusal:
        return show(request, matter, unbilled_form=_refused(form, refusal, "as_of"), status=refusal.status)
    messages.success(request, "It is noted, and counts until a later bill or another note.")
    return see_other("engagement:costs", pk)


@require_POST
@needs(Permission.LETTER_WRITE)
def set_bill_aside(request: StaffRequest, pk: int) -> HttpResponse:
    bill = get_object_or_404(Bill.objects.visible_to(request.user), pk=pk)
    form = forms.Because(request.POST, auto_id=f"aside-{pk}-%s")
    matter = pages.matter_of(request, bill.matter_id)
    if not form.is_valid():
        return show(request, matter, about=bill, because=form, status=422)
    try:
        services.set_bill_aside(bill_id=pk, **form.cleaned_data, by=request.user, now=clock.now())
    except Refusal as refusal:
        return show(request, matter, refusal=refusal, status=refusal.status)
    messages.success(request, f"{bill} is set aside. It stays to be read, and counts no more.")
    return see_other("engagement:costs", bill.matter_id)


@require_POST
@needs(Permission.LETTER_WRITE)
def close_warning(request: StaffRequest, pk: int) -> HttpResponse:
    warning = get_object_or_404(CostWarning.objects.visible_to(request.user), pk=pk)
    form = forms.Because(request.POST, auto_id=f"close-{pk}-%s")
    matter = pages.matter_of(request, warning.matter_id)
    if not form.is_valid():
        return show(request, matter, about=warning, because=form, status=422)
    try:
        services.close_warning(warning_id=pk, **form.cleaned_data, by=request.user, now=clock.now())
    except Refusal as refusal:
        return show(request, matter, refusal=refusal, status=refusal.status)
    messages.success(request, "The warning is closed, with your reason.")
    return see_other("engagement:costs", warning.matter_id)


def show(
    request: StaffRequest,
    matter: Matter,
    *,
    about: Bill | CostWarning | None = None,
    because: Form | None = None,
    status: int = 200,
    **bound: Any,
) -> HttpResponse:
    """Show the page whole; ``because``: what was typed ``about`` one row, refused or wrong."""
    now, found = clock.now(), costs_of(matter)
    today = load_calendar(matter.department.office).local_date(now)
    context = {
        "matter": matter,
        "costs": found,
        "may_write": request.user.may(Permission.LETTER_WRITE),
        "warnings": [(one, _reason(one, about, because, "close")) for one in found.open_warnings],
        "answered": [one for one in found.warnings if one.answer],
        "bills": [(one, _reason(one, about, because, "aside")) for one in reversed(found.bills)],
        "bill_form": forms.RecordBill(auto_id="bill-%s", initial={"on": today}),
        "unbilled_form": forms.NoteUnbilled(auto_id="unbilled-%s", initial={"as_of": today}),
        "now": now,
        "today": today,
        **_updates(matter, found, now),
    }
    return render(request, "engagement/costs/costs.html", context | bound, status=status)


def _updates(matter: Matter, found: Costs, now: datetime) -> dict[str, Any]:
    """Return the estimates with the letters that gave them, and what can still be stopped."""
    updates = list(
        CostUpdate.objects.of(matter)
        .select_related("issued_by")
        .prefetch_related(
            *(
                "copies__message",
                "copies__party",
                "copies__issued",
                "copies__acceptance",
                "copies__decline",
                "copies__stages",
            ),
            "copies__requests__answered_by",
        )
    )
    by_number = {one.pk: one for one in updates}
    latest = updates[0] if updates else None
    copies = list(latest.copies.all()) if latest and latest.stage == "issued" else []
    waiting = [one for one in copies if one.message.state == MessageState.PENDING]
    asked = next((one for one in updates if one.stage == "issued" and one.asks_agreement), None)
    found_of = standings(list(asked.copies.all())) if asked else {}
    return {
        "asked": asked,
        "answers": [*found_of.values()],
        "key": Key(),
        "told": [(one, by_number.get(one.update_id or 0)) for one in reversed(found.estimates)],
        "draft": latest if latest and latest.is_in_the_making else None,
        "can_stop": bool(copies) and len(waiting) == len(copies),
        "stop_until": max((one.message.next_attempt_at for one in waiting), default=now),
    }


def _reason(row: Bill | CostWarning, about: Bill | CostWarning | None, typed: Form | None, name: str) -> Form:
    return typed if typed is not None and row == about else forms.Because(auto_id=f"{name}-{row.pk}-%s")


def _refused(form: Any, refusal: Refusal, otherwise: str) -> Any:
    form.add_error(refusal.field if isinstance(refusal, BadFigure) else otherwise, str(refusal))
    return form
