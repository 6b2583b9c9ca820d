"""The doors of the care plan of one matter: its rhythm and people, what the clients expect, and what to remember."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from clientcare.matter_page import care_forms as forms
from intake.models import Interview, InterviewAnswer
from practice import clock
from practice.care import deputy_of, plan_of
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import CareReminder, Expectation, ExpectationKind, Matter, Outcome, Party, User
from practice.office import local_date
from practice.permissions import Permission, needs
from practice.responses import see_other
from practice.services import care as plans
from practice.services import expectations

_FIELDS = {
    "no_number": "every",
    "no_events": "events",
    "deputy_is_fee_earner": "deputy",
    "deputy_sees_nothing": "deputy",
    "reminder_past": "remind_on",
    "reminder_too_late": "remind_on",
    "no_way": "told_how",
    "not_told_yet": "told_on",
    "review_past": "review_on",
}  # where a refusal stands, by its code
_FROM_MEETINGS = {
    "options": ExpectationKind.OUTCOME,
    "fees": ExpectationKind.COST,
    "expectations": ExpectationKind.TIMESCALE,
}  # what a meeting's answer is about, by the code of its item


@require_http_methods(["GET", "POST"])
@needs(Permission.MATTER_EDIT)
def plan(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the care plan, or settle its rhythm and people."""
    matter = _visible(request, pk)
    if request.method == "GET":
        return _page(request, matter)
    form = forms.SetPlan(request.POST, matter=matter, clients=_clients(matter))
    if not form.is_valid():
        return _page(request, matter, plan_form=form, status=422)
    try:
        plans.set_plan(
            matter_id=pk, facts=form.facts(), seen=form.cleaned_data["seen"], by=request.user, now=clock.now()
        )
    except Refusal as refusal:
        return _page(request, matter, plan_form=_refused(form, refusal), status=refusal.status)
    messages.success(request, "The care plan is saved.")
    return see_other("matter", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def note_reminder(request: StaffRequest, pk: int) -> HttpResponse:
    matter = _visible(request, pk)
    form = forms.NoteReminder(request.POST, auto_id="remind-%s")
    if not form.is_valid():
        return _page(request, matter, remind=form, status=422)
    try:
        plans.note_reminder(matter_id=pk, **form.values(), by=request.user, now=clock.now(), form_key=form.receipt())
    except Refusal as refusal:
        return _page(request, matter, remind=_refused(form, refusal), status=refusal.status)
    messages.success(request, "It is remembered. On its day whoever looks after the client has a task.")
    return see_other("matter_care", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def take_reminder_off(request: StaffRequest, pk: int, reminder_id: int) -> HttpResponse:
    matter = _visible(request, pk)
    found = get_object_or_404(CareReminder.objects.filter(matter=matter), pk=reminder_id)
    form = forms.TakeReminderOff(request.POST, auto_id=f"off-{found.pk}-%s")
    if not form.is_valid():
        return _page(request, matter, about=found, form=form, status=422)
    try:
        plans.take_reminder_off(
            reminder_id=found.pk, because=form.cleaned_data["because"], by=request.user, now=clock.now()
        )
    except Refusal as refusal:
        return _page(request, matter, refusal=refusal, status=refusal.status)
    return see_other("matter_care", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def expect(request: StaffRequest, pk: int) -> HttpResponse:
    """Enter what the clients were told to expect."""
    matter = _visible(request, pk)
    form = forms.Expect(request.POST, auto_id="expect-%s")
    if not form.is_valid():
        return _page(request, matter, expecting=form, status=422)
    try:
        expectations.record_expectation(
            matter_id=pk,
            kind=ExpectationKind(form.cleaned_data["kind"]),
            told=form.told(),
            by=request.user,
            now=clock.now(),
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        return _page(request, matter, expecting=_refused(form, refusal), status=refusal.status)
    messages.success(request, "It is on record. You are asked on its day if it still holds.")
    return see_other("matter_care", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def change(request: StaffRequest, pk: int, expectation_id: int) -> HttpResponse:
    """Put another in the place of what they expect."""
    matter, now = _visible(request, pk), clock.now()
    found = get_object_or_404(Expectation.objects.filter(matter=matter), pk=expectation_id)
    form = forms.ChangeExpected.of(found, local_date(matter.department.office, now), request.POST)
    if not form.is_valid():
        return _page(request, matter, about=found, form=form, status=422)
    try:
        expectations.change_expectation(
            expectation_id=found.pk, told=form.told(), by=request.user, now=now, form_key=form.receipt()
        )
    except Refusal as refusal:
        return _page(request, matter, about=found, form=_refused(form, refusal), status=refusal.status)
    messages.warning(request, f"{matter.fee_earner} has a task: write to the client that this has changed.")
    return see_other("matter_care", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def written(request: StaffRequest, pk: int, expectation_id: int) -> HttpResponse:
    """Record that they were written to about a change."""
    matter, now = _visible(request, pk), clock.now()
    found = get_object_or_404(Expectation.objects.filter(matter=matter), pk=expectation_id)
    form = forms.Written.of(found, local_date(matter.department.office, now), request.POST)
    if not form.is_valid():
        return _page(request, matter, about=found, form=form, status=422)
    try:
        expectations.record_written(expectation_id=found.pk, **form.cleaned_data, by=request.user, now=now)
    except Refusal as refusal:
        return _page(request, matter, about=found, form=_refused(form, refusal), status=refusal.status)
    messages.success(request, "It is on record that they were written to.")
    return see_other("matter_care", pk)


def panel_of(matter: Matter, user: User, clients: list[Party]) -> dict[str, Any]:
    """Return what the matter's page shows of its care plan, to those who may read it; two queries."""
    expected = list(Expectation.objects.visible_to(user).standing().filter(matter=matter).order_by("kind", "pk"))
    found = plan_of(matter)
    return {
        "plan": found,
        "deputy": deputy_of(matter),
        "owners": [(client, client.looked_after_by) for client in clients],
        "expected": expected,
        "to_tell": [one for one in expected if one.replaces_id is not None and one.written_at is None],
        "asked": matter.queries.open().count(),
        "check_ins": matter.check_ins.standing().select_related("party", "host").order_by("pk"),
        "reminders": CareReminder.objects.visible_to(user).waiting().filter(matter=matter).order_by("on", "pk"),
    }


def _visible(request: StaffRequest, pk: int) -> Matter:
    rows = Matter.objects.visible_to(request.user).select_related(
        "fee_earner", "department__office", "care_plan__deputy", "care_plan__set_by"
    )
    return get_object_or_404(rows, pk=pk)


def _clients(matter: Matter) -> list[Party]:
    return list(matter.clients().select_related("looked_after_by"))


def _refused(form: Any, refusal: Refusal) -> Any:
    field = _FIELDS.get(refusal.code)
    form.add_error(field if field in form.fields else None, str(refusal))
    return form


def _page(
    request: StaffRequest,
    matter: Matter,
    *,
    about: Expectation | CareReminder | None = None,
    form: Form | None = None,
    status: int = 200,
    **bound: Any,
) -> HttpResponse:
    """Show the page whole; ``form``: what was typed ``about`` one row, refused or wrong."""
    now, clients = clock.now(), _clients(matter)
    today = local_date(matter.department.office, now)
    rows = list(
        Expectation.objects.filter(matter=matter)
        .select_related("recorded_by", "written_by", "replaced_by")
        .order_by("kind", "-pk")
    )
    said = _said(request.user, matter)
    context: dict[str, Any] = {
        "matter": matter,
        "clients": clients,
        "today": today,
        "deputy": deputy_of(matter),
        "plan": plan_of(matter),
        "plan_form": forms.SetPlan.of(matter, plan_of(matter), clients),
        "expected": [(one, *_forms(one, today, about, form)) for one in rows if not _is_replaced(one)],
        "before": [one for one in rows if _is_replaced(one)],
        "said": said,
        "expecting": forms.Expect.on(today, **_taken(request.GET.get("from", ""), said, matter)),
        "reminders": [
            (one, form if about == one else forms.TakeReminderOff(auto_id=f"off-{one.pk}-%s"))
            for one in CareReminder.objects.filter(Q(outcome="") | Q(outcome=Outcome.FIRED), matter=matter)
            .select_related("noted_by")
            .order_by("on", "pk")
        ],
        "remind": forms.NoteReminder(auto_id="remind-%s"),
    }
    return render(request, "matter_page/care.html", context | bound, status=status)


def _is_replaced(one: Expectation) -> bool:
    return hasattr(one, "replaced_by")


def _forms(
    one: Expectation, today: date, about: Expectation | CareReminder | None, form: Form | None
) -> tuple[Form, Form]:
    typed = form if about == one else None
    change_form = typed if isinstance(typed, forms.ChangeExpected) else forms.ChangeExpected.of(one, today)
    written_form = typed if isinstance(typed, forms.Written) else forms.Written.of(one, today)
    return change_form, written_form


def _said(user: User, matter: Matter) -> list[InterviewAnswer]:
    """Return what meetings settled that a client expects since, as it was written down last."""
    meetings = Interview.objects.visible_to(user).filter(matter=matter)
    answers = InterviewAnswer.objects.filter(interview__in=meetings, item__code__in=_FROM_MEETINGS)
    latest = answers.order_by("interview_id", "item_id", "-pk").distinct("interview_id", "item_id")
    return [one for one in latest.select_related("interview", "item") if one.words]


def _taken(chosen: str, said: list[InterviewAnswer], matter: Matter) -> dict[str, Any]:
    """Return what stands in the form when somebody took over a meeting's answer."""
    one = next((one for one in said if str(one.pk) == chosen), None)
    if one is None:
        return {}
    held: datetime = one.interview.started_at
    return {
        "kind": _FROM_MEETINGS[one.item.code],
        "words": one.words,
        "told_on": local_date(matter.department.office, held),
        "told_how": "At the first meeting" if one.interview.number == 1 else "At a later meeting",
    }
