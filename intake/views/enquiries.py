"""Taking enquiries, and sending them to the conflict check."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intake import forms, services
from intake.models import Channel, Enquiry, EnquiryOutcome, EnquirySource
from intake.services import EnquiryFacts, GivenName
from practice import clock
from practice.calendar import WorkingCalendar
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import MatterRole, Party, PartyKind, WorkType
from practice.office import load_calendar, main_office
from practice.permissions import Permission, needs
from practice.responses import see_other

PER_PAGE = 50


@require_http_methods(["GET", "POST"])
@needs(Permission.ENQUIRY_TAKE)
def enquiry(request: StaffRequest) -> HttpResponse:
    """Take an enquiry; `?name=` and `?number=` come from the desk."""
    now, calendar = clock.now(), load_calendar(main_office())
    if request.method == "GET":
        local = calendar.local(now)
        known = {"name": request.GET.get("name", ""), "phone": request.GET.get("number", "")}
        form = forms.TakeEnquiry(initial={**known, "received_on": local.date(), "received_at": local.time()})
        return _form(request, form, forms.OtherNames(prefix="other"))
    form = forms.TakeEnquiry(request.POST)
    others = forms.OtherNames(request.POST, prefix="other")
    if form.is_valid() and others.is_valid():
        try:
            taken = services.record_enquiry(
                facts=_facts(form, others.cleaned_data, calendar),
                due_on=calendar.local_date(now),
                by=request.user,
                now=now,
                form_key=form.receipt(),
            )
        except Refusal as refusal:
            form.add_error(
                "received_at" if refusal.code in {"not_yet_received", "no_such_time"} else None, str(refusal)
            )
            return _form(request, form, others, status=refusal.status)
        messages.success(request, "The enquiry is taken.")
        return see_other("intake:detail", taken.pk)
    return _form(request, form, others, status=422)


def _form(request: StaffRequest, form: forms.TakeEnquiry, others: Any, status: int = 200) -> HttpResponse:
    return render(request, "intake/enquiry.html", {"form": form, "others": others}, status=status)


def _facts(form: forms.TakeEnquiry, others: list[dict[str, str]], calendar: WorkingCalendar) -> EnquiryFacts:
    typed = form.values()
    received_at: datetime = calendar.at(typed.pop("received_on"), typed.pop("received_at"))
    named = tuple(GivenName(row["text"], MatterRole(row["role"])) for row in others if row.get("text"))
    return EnquiryFacts(
        **{
            **typed,
            "received_at": received_at,
            "others": named,
            "kind": PartyKind(typed["kind"]),
            "channel": Channel(typed["channel"]),
            "work_type": WorkType(typed["work_type"]),
            "source": EnquirySource(typed["source"]),
        }
    )


@require_GET
@needs(Permission.ENQUIRY_TAKE)
def enquiries(request: StaffRequest) -> HttpResponse:
    """List enquiries, the open ones unless `?view=all`, newest first."""
    found = Enquiry.objects.visible_to(request.user).newest_first().select_related("for_person", "taken_by", "matter")
    shows_all = request.GET.get("view") == "all"
    page = Paginator(found if shows_all else found.open(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "intake/enquiries.html", {"page": page, "shows_all": shows_all})


@require_GET
@needs(Permission.ENQUIRY_TAKE)
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    return _detail(request, _visible(request, pk))


@require_POST
@needs(Permission.CONFLICT_ASK)
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    """Turn the enquiry into a party and a prospective matter, and ask for its conflict check."""
    found = _visible(request, pk)
    form = forms.AskForCheck(request.POST, candidates=_candidates(request, found))
    if form.is_valid():
        try:
            check = services.convert_enquiry(
                enquiry_id=found.pk,
                **form.values(),
                by=request.user,
                now=clock.now(),
                calendar=load_calendar(form.cleaned_data["fee_earner"].department.office),
                form_key=form.receipt(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return _detail(request, _visible(request, pk), ask=form, status=refusal.status)
        messages.success(request, f"{check.reference} is with compliance.")
        return see_other("conflict", check.pk)
    return _detail(request, found, ask=form, status=422)


@require_POST
@needs(Permission.ENQUIRY_TAKE)
def close(request: StaffRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    form = forms.CloseEnquiry(request.POST)
    if form.is_valid():
        try:
            services.close_enquiry(
                enquiry_id=found.pk,
                outcome=EnquiryOutcome(form.cleaned_data["outcome"]),
                by=request.user,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return _detail(request, _visible(request, pk), close=form, status=refusal.status)
        messages.success(request, "The enquiry is closed. Its names stay searchable.")
        return see_other("intake:enquiries")
    return _detail(request, found, close=form, status=422)


def _visible(request: StaffRequest, pk: int) -> Enquiry:
    rows = Enquiry.objects.visible_to(request.user).select_related("taken_by", "for_person", "matter", "party")
    return get_object_or_404(rows, pk=pk)


def _candidates(request: StaffRequest, found: Enquiry) -> Any:
    """People on record whom the caller may be; never those known only behind a barrier."""
    return Party.objects.visible_to(request.user).same_as(name=found.name, phone=found.phone, email=found.email)


def _detail(request: StaffRequest, found: Enquiry, status: int = 200, **bound: Any) -> HttpResponse:
    candidates = _candidates(request, found)
    first = {"title": found.issue, "fee_earner": found.for_person_id}
    context = {
        "enquiry": found,
        "names": found.names.order_by("pk"),
        "may_ask": request.user.may(Permission.CONFLICT_ASK),
        "ask": forms.AskForCheck(candidates=candidates, initial=first),
        "close": forms.CloseEnquiry(),
        **bound,
    }
    return render(request, "intake/detail.html", context, status=status)
