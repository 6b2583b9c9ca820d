"""Taking enquiries, and sending them to the conflict check."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intake import forms, metrics, queue_forms, services
from intake.asking import Questions, raw_answers
from intake.forms_drafts import as_typed, kept
from intake.forms_wishes import wishes_of
from intake.models import Channel, Enquiry, EnquiryOutcome, EnquirySource, IntakePolicy
from intake.rules import Answered, Question
from intake.services import EnquiryFacts, GivenName
from intake.services.enquiry_drafts import drop_enquiry_draft, enquiry_drafts_of, keep_enquiry_draft
from intake.views.enquiry_page import candidates, visible
from intake.views.enquiry_page import page as page_of
from intake.views.enquiry_sheet import sheet_of
from practice import clock, exports
from practice.calendar import WorkingCalendar
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import FormDraft, MatterRole, PartyKind, WorkType
from practice.office import load_calendar, main_office
from practice.permissions import Permission, needs
from practice.responses import see_other

PER_PAGE = 50
_OF_REFUSAL = {"not_yet_received": "received_at", "no_such_time": "received_at", "not_born_yet": "born_on"}
FUNNEL = timedelta(days=90)


@require_http_methods(["GET", "POST"])
@needs(Permission.ENQUIRY_TAKE)
def enquiry(request: StaffRequest) -> HttpResponse:
    """Take an enquiry; `?name=` and `?number=` come from the desk, `?draft=` brings one's own draft back."""
    now, calendar = clock.now(), load_calendar(main_office())
    if request.method == "GET" and request.GET.get("draft", "").isdecimal():
        return _resumed(request, get_object_or_404(enquiry_drafts_of(request.user), pk=request.GET["draft"]))
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


@require_POST
@needs(Permission.ENQUIRY_TAKE)
def draft(request: StaffRequest) -> HttpResponse:
    """Keep the form half-typed; by script a line comes back, without it the page with everything typed."""
    form = forms.TakeEnquiry(request.POST)
    key = form.key()
    if key is None:
        return _form(request, form, forms.OtherNames(request.POST, prefix="other"), _questions(request), status=422)
    found = keep_enquiry_draft(key=key, typed=kept(request.POST), by=request.user, now=clock.now())
    if request.headers.get("HX-Request"):
        return render(request, "intake/_draft.html", {"draft": found})
    if found is None:
        messages.info(request, "This enquiry is taken already, so nothing was kept.")
        return see_other("intake:enquiries")
    messages.info(request, "Kept as a draft. Nobody else sees it until you save.")
    return see_other(f"{reverse('intake:enquiry')}?draft={found.pk}")


@require_POST
@needs(Permission.ENQUIRY_TAKE)
def drop_draft(request: StaffRequest) -> HttpResponse:
    """Throw away one's own draft; one that is gone already is gone."""
    if request.POST.get("draft", "").isdecimal():
        drop_enquiry_draft(draft_id=int(request.POST["draft"]), by=request.user)
    return see_other("intake:enquiry")


@require_GET
@needs(Permission.ENQUIRY_TAKE)
def questions(request: StaffRequest) -> HttpResponse:
    """Show the questions of a kind of work, with those that the answers so far have opened: a part of the new form."""
    return render(request, "intake/_questions.html", {"questions": _questions_again(request.GET.dict())})


def _questions(request: StaffRequest) -> Questions:
    return Questions(request.POST, questions=_of_work(request.POST), requires=False)


def _questions_again(typed: Mapping[str, str]) -> Questions:
    """Bring the answers back as they were typed, without judging them."""
    rows = _of_work(typed)
    return Questions(questions=rows, answers=raw_answers(rows, typed), requires=False)


def _of_work(typed: Mapping[str, str]) -> Sequence[Question]:
    work_type = typed.get("work_type", "")
    return services.questions_of(work_type) if work_type in WorkType.values else []


def _resumed(request: StaffRequest, found: FormDraft) -> HttpResponse:
    form, others = as_typed(found.typed, form_key=found.about)
    return _form(request, form, others, _questions_again(found.typed), draft=found)


def _form(
    request: StaffRequest,
    form: forms.TakeEnquiry,
    others: Any,
    asked: Questions | None = None,
    *,
    draft: FormDraft | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the form, and above it one's drafts of other enquiries; ``draft`` is this one's."""
    other_drafts = enquiry_drafts_of(request.user)
    if draft is not None:
        other_drafts = other_drafts.exclude(pk=draft.pk)
    if form.is_bound:
        other_drafts = other_drafts.exclude(about=form.data.get("form_key", ""))
    context = {
        "form": form,
        "others": others,
        "questions": asked or Questions(questions=(), requires=False),
        "draft": draft,
        "drafts": other_drafts,
    }
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
    """
    List enquiries with the funnel below: the open ones, near key dates first, unless `?view=` says otherwise.

    `?of=` lists what one figure of the funnel counts.
    """
    now, calendar = clock.now(), load_calendar(main_office())
    policy = IntakePolicy.objects.first() or IntakePolicy()
    view = request.GET.get("view", "open")
    found = Enquiry.objects.visible_to(request.user).select_related("for_person", "taken_by", "matter")
    urgent_until = calendar.add_working_days(calendar.local_date(now), policy.key_date_urgent_working_days)
    funnel = metrics.funnel(request.user, since=now - FUNNEL, until=now)
    figure = funnel.get(request.GET.get("of", ""))
    if figure is not None:
        view, found = "", found.filter(pk__in=figure.rows.values("pk")).newest_first()
    elif view == "all":
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
        "funnel": list(funnel.values()),
        "figure": figure,
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
