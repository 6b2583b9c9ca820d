"""Deeds on an open enquiry: answer, ask more, confirm an address, a holding call, answers to questions, decline."""

from collections.abc import Callable
from io import BytesIO

from django import forms as django_forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intake import queue_forms, reach, services
from intake.asking import Questions
from intake.models import Enquiry, EnquiryContactKind, EnquiryOutcome
from intake.views.enquiry_page import page, visible
from outbox.models import Channel
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import ContactKind
from practice.needs import by_hand
from practice.office import load_calendar, local_date, main_office
from practice.permissions import Permission, needs
from practice.responses import see_other


def _do(
    request: StaffRequest, found: Enquiry, form: django_forms.Form, *, name: str, deed: Callable[[], object], said: str
) -> HttpResponse:
    """Do one deed of this page, or bring the page back with the form as it was typed."""
    if form.is_valid():
        try:
            deed()
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return page(request, visible(request, found.pk), status=refusal.status, **{name: form})
        messages.success(request, said)
        return see_other("intake:detail", found.pk)
    return page(request, found, status=422, **{name: form})


@require_POST
@needs(Permission.ENQUIRY_TAKE)
def answered(request: StaffRequest, pk: int) -> HttpResponse:
    found, form = visible(request, pk), queue_forms.FirstAnswer(request.POST)
    calendar = load_calendar(main_office())

    def deed() -> object:
        typed = form.cleaned_data
        return services.record_first_answer(
            enquiry_id=found.pk,
            answered_at=calendar.at(typed["answered_on"], typed["answered_at"]),
            words=typed["words"],
            by=request.user,
            now=clock.now(),
        )

    return _do(request, found, form, name="first", deed=deed, said="The first answer is recorded.")


@require_POST
@needs(Permission.ENQUIRY_TAKE)
def ask_more(request: StaffRequest, pk: int) -> HttpResponse:
    found, form = visible(request, pk), queue_forms.AskMore(request.POST)
    way = reach.email_of(found, now=clock.now())
    said = "The question is on its way." if way else "No mailbox may be used: ringing them is a task."
    return _do(
        request,
        found,
        form,
        name="more",
        said=said,
        deed=lambda: services.ask_more(
            enquiry_id=found.pk, **form.values(), by=request.user, now=clock.now(), form_key=form.receipt()
        ),
    )


@require_POST
@needs(Permission.ENQUIRY_TAKE)
def confirm(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    if kind not in {ContactKind.EMAIL, ContactKind.ADDRESS}:
        raise Http404
    found, form = visible(request, pk), queue_forms.ConfirmReach(request.POST, prefix=kind)
    return _do(
        request,
        found,
        form,
        name=f"confirm_{kind}",
        said="Confirmed. Your name stands beside it.",
        deed=lambda: services.confirm_reach(
            enquiry_id=found.pk,
            kind=ContactKind(kind),
            how=form.cleaned_data["how"],
            may_write=form.cleaned_data["may_write"],
            by=request.user,
            now=clock.now(),
        ),
    )


@require_POST
@needs(Permission.ENQUIRY_TAKE)
def holding_call(request: StaffRequest, pk: int) -> HttpResponse:
    found, form = visible(request, pk), queue_forms.HoldingCall(request.POST)
    return _do(
        request,
        found,
        form,
        name="holding",
        said="The holding call is saved.",
        deed=lambda: services.record_enquiry_holding_call(
            enquiry_id=found.pk,
            **form.values(),
            by=request.user,
            now=clock.now(),
            calendar=load_calendar(main_office()),
            form_key=form.receipt(),
        ),
    )


@require_POST
@needs(Permission.ENQUIRY_TAKE)
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep the answers; where they open more questions, these stand on the page next."""
    found = visible(request, pk)
    form = Questions(request.POST, questions=services.questions_of(found.work_type), requires=False)
    return _do(
        request,
        found,
        form,
        name="questions",
        said="The answers are saved. Names among them go into the conflict check.",
        deed=lambda: services.answer_questions(
            enquiry_id=found.pk, answers=form.answers(), by=request.user, now=clock.now()
        ),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.CONFLICT_ASK)
def decline(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the letter that we do not act; on POST make it, decline, and send it where it may go."""
    found = visible(request, pk)
    is_declined = bool(found.outcome) and EnquiryOutcome(found.outcome).needs_letter
    if not is_declined and (found.outcome or found.matter_id):
        raise Http404
    form = queue_forms.Decline(request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _letter(request, found, form, is_declined)
    if not is_declined and not form.is_valid():
        return _letter(request, found, form, is_declined, status=422)
    now = clock.now()
    try:
        letter = services.prepare_letter(found, by=request.user, now=now)
        if is_declined:
            services.send_letter(enquiry_id=found.pk, letter=letter, by=request.user, now=now)
        else:
            services.decline_enquiry(
                enquiry_id=found.pk,
                outcome=EnquiryOutcome(form.cleaned_data["outcome"]),
                because=form.cleaned_data["because"],
                letter=letter,
                by=request.user,
                now=now,
            )
    except Refusal as refusal:
        return _letter(request, visible(request, pk), form, is_declined, status=refusal.status, refusal=refusal)
    way = next(iter(reach.ways(found, now=now)), None)
    where = "It goes by e-mail." if way and way.channel == Channel.EMAIL else "It is in the post tray."
    messages.success(request, f"Declined. {where if way else 'No address may be used: handing it over is your task.'}")
    return see_other("intake:detail", found.pk)


def _letter(
    request: StaffRequest,
    found: Enquiry,
    form: queue_forms.Decline,
    is_declined: bool,
    status: int = 200,
    refusal: Refusal | None = None,
) -> HttpResponse:
    now = clock.now()
    context = {
        "enquiry": found,
        "form": form,
        "is_declined": is_declined,
        "refusal": refusal,
        "made": services.compose_letter(found, by=request.user, now=now),
        "ways": reach.ways(found, now=now),
        "why_not": reach.why_not(found),
        "also_needed": by_hand(found.party, local_date(main_office(), now)),
    }
    return render(request, "intake/decline.html", context, status=status)


@require_GET
@needs(Permission.ENQUIRY_TAKE)
def letter(request: StaffRequest, pk: int) -> FileResponse:
    """Hand out the letter that we do not act, for whoever hands it over."""
    found = visible(request, pk).contacts.filter(kind=EnquiryContactKind.LETTER).select_related("document").first()
    if found is None or found.document is None:
        raise Http404
    paper = found.document
    return FileResponse(
        BytesIO(paper.content), as_attachment=True, filename=paper.file_name, content_type=paper.media_type
    )
