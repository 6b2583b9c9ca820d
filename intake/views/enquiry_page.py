"""The page of one enquiry: what every deed on it comes back to."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from intake import forms, queue_forms, reach, services
from intake.asking import Questions
from intake.models import Enquiry, EnquiryContactKind, EnquiryOutcome, IntakePolicy
from intake.rules import key_date_state, open_questions
from practice import clock
from practice.http import StaffRequest
from practice.matching.lookalikes import looks_like
from practice.models import ContactKind, Party
from practice.office import load_calendar, main_office
from practice.permissions import Permission
from practice.phrases import Due


def visible(request: StaffRequest, pk: int) -> Enquiry:
    rows = Enquiry.objects.visible_to(request.user).select_related(
        "taken_by", "for_person__department", "matter", "party", "answered_by", "closed_by"
    )
    rows = rows.prefetch_related("party__needs")
    return get_object_or_404(rows, pk=pk)


def candidates(request: StaffRequest, found: Enquiry) -> Any:
    """People on record whom the caller may be; never those known only behind a barrier."""
    visible_ones = Party.objects.visible_to(request.user)
    same = visible_ones.same_as(name=found.name, phone=found.phone, email=found.email)
    like = looks_like(name=found.name, phone=found.phone, email=found.email, user=request.user)
    ids = {*same.values_list("pk", flat=True), *(one.party.pk for one in like)}
    return visible_ones.filter(pk__in=ids).order_by("name", "pk")


def page(request: StaffRequest, found: Enquiry, status: int = 200, **bound: Any) -> HttpResponse:
    """Draw the page; ``bound``: the form that came back, under its name in the context."""
    now = clock.now()
    contacts = list(found.contacts.select_related("by", "message", "document", "quoted__quote").order_by("at", "pk"))
    is_open = not found.outcome and not found.matter_id
    letter = next((one for one in contacts if one.kind == EnquiryContactKind.LETTER), None)
    needs_letter = bool(found.outcome) and EnquiryOutcome(found.outcome).needs_letter and letter is None
    context = {
        "enquiry": found,
        "names": found.names.order_by("pk"),
        "answers": found.answers.order_by("pk"),
        "contacts": contacts,
        "letter": letter,
        "needs_letter": needs_letter,
        "is_open": is_open,
        "quotes": [one.quoted for one in contacts if one.kind == EnquiryContactKind.QUOTED],
        "may_ask": request.user.may(Permission.CONFLICT_ASK),
        "may_write": request.user.may(Permission.CONFLICT_ASK),
        "answered": found.answered(now),
        "ways": reach.ways(found, now=now),
        "why_not": reach.why_not(found),
        **_key_date(found, now),
        **(_open_forms(request, found, now) if is_open else {}),
        **bound,
    }
    return render(request, "intake/detail.html", context, status=status)


def _key_date(found: Enquiry, now: datetime) -> dict[str, Any]:
    if found.key_date is None:
        return {}
    calendar = load_calendar(main_office())
    today = calendar.local_date(now)
    policy = (IntakePolicy.objects.first() or IntakePolicy()).as_rules()
    state = key_date_state(found.key_date, today=today, policy=policy, calendar=calendar)
    due = Due(on=found.key_date, today=today, working_days=calendar.working_days_between(today, found.key_date))
    return {"key_date_state": state, "key_date_due": due}


def _open_forms(request: StaffRequest, found: Enquiry, now: datetime) -> dict[str, Any]:
    questions = services.questions_of(found.work_type)
    given = dict(found.answers.values_list("code", "answer"))
    local = load_calendar(main_office()).local(now)
    return {
        "ask": forms.AskForCheck(
            candidates=candidates(request, found),
            enquiry=found,
            initial={"title": found.issue, "fee_earner": found.for_person_id},
        ),
        "close": queue_forms.CloseEnquiry(),
        "decline": queue_forms.Decline(),
        "more": queue_forms.AskMore(),
        "holding": queue_forms.HoldingCall(initial={"key_date": found.key_date}),
        "first": queue_forms.FirstAnswer(initial={"answered_on": local.date(), "answered_at": local.time()}),
        "questions": Questions(questions=questions, answers=given, requires=False),
        "still_open": len(open_questions(questions, given)),
        "confirm_email": queue_forms.ConfirmReach(prefix="email", initial={"kind": ContactKind.EMAIL}),
        "confirm_address": queue_forms.ConfirmReach(prefix="address", initial={"kind": ContactKind.ADDRESS}),
        "questions_url": reverse("intake:questions"),
    }
