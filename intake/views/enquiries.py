"""Taking enquiries, and sending them to the conflict check."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intake import forms, metrics, queue_forms, services
from intake.asking import Questions, raw_answers
from intake.forms_wishes import wishes_of
from intake.models import Channel, Enquiry, EnquiryOutcome, EnquirySource, IntakePolicy
from intake.rules import Answered
from intake.services import EnquiryFacts, GivenName
from intake.views.enquiry_page import candidates, visible
from intake.views.enquiry_page import page as page_of
from intake.views.enquiry_sheet import sheet_of
from practice import clock, exports
from practice.calendar import WorkingCalendar
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import MatterRole, PartyKind, WorkType
from practice.office import load_calendar, main_office
from practice.permissions import Permission, needs
from practice.responses import see_other

PER_PAGE = 50
_OF_REFUSAL = {"not_yet_received": "received_at", "no_such_time": "received_at", "not_born_yet": "born_on"}
FUNNEL = timedelta(days=90)


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
    asked = _questions(request)
    if all([form.is_valid(), others.is_valid(), asked.is_valid()]):
        try:
            taken = services.record_enquiry(
                facts=_facts(form, others.cleaned_data, asked.answers(), calendar),
                due_on=calendar.local_date(now),
                by=request.user,
                now=now,
                form_key=form.receipt(),
            )
        except Refusal as refusal:
            form.add_error(_OF_REFUSAL.get(refusal.code), str(refusal))
            return _form(request, form, others, asked, status=refusal.status)
        messages.success(request, "The enquiry is taken.")
        return see_other("intake:detail", taken.pk)
    return _form(request, form, others, asked, status=422)


@require_GET
@needs(Permission.ENQUIRY_TAKE)
def questions(request: StaffRequest) -> HttpResponse:
    """Show the questions of a kind of work, with those that the answers so far have opened: a part of the new form."""
    return render(request, "intake/_questions.html", {"questions": _questions(request, again=True)})


def _questions(request: StaffRequest, *, again: bool = False) -> Questions:
    """Return the questions with what was typed; `again` brings it back without judging it."""
    typed = request.GET if again else request.POST
    work_type = typed.get("work_type", "")
    rows = services.questions_of(work_type) if work_type in WorkType.values else []
    if again:
        return Questions(questions=rows, answers=raw_answers(rows, typed), requires=False)
    return Questions(typed, questions=rows, requires=False)


def _form(
    request: StaffRequest, form: forms.TakeEnquiry, others: Any, asked: Questions | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "others": others, "questions": asked or Questions(questions=(), requires=False)}
    return render(request, "intake/enquiry.html", context, status=status)


def _facts(
    form: forms.TakeEnquiry, others: list[dict[str, str]], answers: dict[str, str], calendar: WorkingCalendar
) -> EnquiryFacts:
    typed = wishes_of(form.values())
    received_at: datetime = calendar.at(typed.pop("received_on"), typed.pop("received_at"))
    named = tuple(GivenName(row["text"], MatterRole(row["role"])) for row in others if row.get("text"))
    return EnquiryFacts(
        **{
            **typed,
            "received_at": received_at,
            "others": named,
            "answers": answers,
            "kind": PartyKind(typed["kind"]),
            "channel": Channel(typed["channel"]),
            "work_type": WorkType(typed["work_type"]),
            "source": EnquirySource(typed["source"]),
        }
    )


_VIEWS = {"open": "Open", "declined": "Declined", "all": "All"}


@require_GET
@needs(Permission.ENQUIRY_TAKE)
def enquiries(request: StaffRequest) -> HttpResponse:
    """List enquiries with the funnel above: the open ones, near key dates first, unless `?view=` says otherwise."""
    now, calendar = clock.now(), load_calendar(main_office())
    policy = IntakePolicy.objects.first() or IntakePolicy()
    view = request.GET.get("view", "open")
    found = Enquiry.objects.visible_to(request.user).select_related("for_person", "taken_by", "matter")
    urgent_until = calendar.add_working_days(calendar.local_date(now), policy.key_date_urgent_working_days)
    if view == "all":
        found = found.newest_first()
    elif view == "declined":
        found = found.filter(outcome__in=[one for one in EnquiryOutcome if one.needs_letter]).newest_first()
    else:
        view, found = "open", found.open().in_queue_order(urgent_until=urgent_until)
    if exports.asked_for(request):
        return exports.too_many(request, found.count()) or exports.answer(request, sheet_of(found, now))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, row.answered(now)) for row in page],
        "Answered": Answered,
        "views": _VIEWS,
        "view": view,
        "urgent_until": urgent_until,
        "funnel": metrics.funnel(request.user, since=now - FUNNEL, until=now),
        "funnel_days": FUNNEL.days,
    }
    return render(request, "intake/enquiries.html", context)


@require_GET
@needs(Permission.ENQUIRY_TAKE)
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    return page_of(request, visible(request, pk))


@require_POST
@needs(Permission.CONFLICT_ASK)
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    """Turn the enquiry into a party and a prospective matter, and ask for its conflict check."""
    found = visible(request, pk)
    form = forms.AskForCheck(request.POST, candidates=candidates(request, found), enquiry=found)
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
            return page_of(request, visible(request, pk), ask=form, status=refusal.status)
        messages.success(request, f"{check.reference} is with compliance.")
        return see_other("conflict", check.pk)
    return page_of(request, found, ask=form, status=422)


@require_POST
@needs(Permission.ENQUIRY_TAKE)
def close(request: StaffRequest, pk: int) -> HttpResponse:
    found = visible(request, pk)
    form = queue_forms.CloseEnquiry(request.POST)
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
            return page_of(request, visible(request, pk), close=form, status=refusal.status)
        messages.success(request, "The enquiry is closed. Its names stay searchable.")
        return see_other("intake:enquiries")
    return page_of(request, found, close=form, status=422)
