"""A price at an enquiry: looked at by GET, given by POST, and kept as it was given."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods

from intake import quote_forms, quoting, reach, services
from intake.models import Enquiry
from intake.views.enquiry_page import visible
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import FirmProfile, QuoteWay
from practice.needs import by_hand, wants_large_print
from practice.office import local_date, main_office
from practice.permissions import Permission, needs
from practice.pricing import NoPrice, Wanted
from practice.responses import see_other


@require_http_methods(["GET", "POST"])
@needs(Permission.ENQUIRY_TAKE)
def quote(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the price of what they ask for; POST gives it as it was seen."""
    found, now = visible(request, pk), clock.now()
    if request.method == "POST":
        return _give(request, found, now)
    return see_other("intake:detail", pk) if found.outcome else _page(request, found, now)


def _give(request: StaffRequest, found: Enquiry, now: datetime) -> HttpResponse:
    offered = quoting.services_for(found.work_type, on=local_date(main_office(), now))
    service = quoting.proposed_service(offered, {}, code=request.POST.get("table", ""))
    form = quote_forms.GiveQuote(service, request.POST) if service else None
    if form is None or not form.is_valid():
        return _page(request, found, now, data=request.POST, status=422)
    try:
        given = services.give_quote(
            enquiry_id=found.pk,
            code=form.service.table.code,
            wanted=form.wanted(),
            seen=form.cleaned_data["seen"],
            way=QuoteWay(form.cleaned_data["way"]),
            by=request.user,
            now=now,
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        return _page(request, visible(request, found.pk), now, data=request.POST, refusal=refusal)
    if given.quote.way == QuoteWay.PAPER:
        messages.success(request, "Kept. Print this page and hand it over.")
        return see_other("intake:quote_given", found.pk, given.number)
    way = "It is on its way by e-mail." if given.quote.way == QuoteWay.EMAIL else "Kept as you read it out."
    messages.success(request, f"{given.quote.headline}. {way}")
    return see_other("intake:detail", found.pk)


def _page(
    request: StaffRequest,
    found: Enquiry,
    now: datetime,
    *,
    data: Any = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the page with what was typed, else with what their answers propose."""
    today = local_date(main_office(), now)
    answers = dict(found.answers.values_list("code", "answer"))
    offered = quoting.services_for(found.work_type, on=today)
    typed = data if data is not None else request.GET
    service = quoting.proposed_service(offered, answers, code=typed.get("table", ""))
    context: dict[str, Any] = {
        "enquiry": found,
        "services": offered,
        "service": service,
        "refusal": refusal,
        "email": reach.email_of(found, now=now),
        "why_not": reach.why_not(found),
        "also_needed": by_hand(found.party, today),
    }
    if service is not None:
        is_typed = data is not None or "look" in typed
        form, made = _look(service, typed if is_typed else None, quoting.proposed(found, service, answers), on=today)
        context |= {"form": form, "offer": made, "give": quote_forms.give(made) if made else None}
        status = 422 if is_typed and form.errors else status
    return render(request, "intake/quote.html", context, status=refusal.status if refusal else status)


def _look(
    service: quoting.Service, typed: Any, proposed: Wanted, *, on: date
) -> tuple[quote_forms.PriceOf, quoting.Offer | None]:
    """Return the form, and the price if all that it depends on is known."""
    initial = quote_forms.typed_for(proposed, service.table.code)
    form = quote_forms.PriceOf(service, typed, initial=initial)
    if typed is not None and not form.is_valid():
        return form, None
    try:
        return form, quoting.offer(service, form.wanted() if typed is not None else proposed, on=on)
    except NoPrice as refusal:
        if typed is not None:
            form.add_error("value" if service.value_label else None, str(refusal))
        return form, None


@require_GET
@needs(Permission.ENQUIRY_TAKE)
def given(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """Show a price as it was given; the page prints as a sheet to hand over."""
    found = visible(request, pk)
    rows = found.quotes.select_related("quote__given_by", "quote__table", "contact__message")
    kept = get_object_or_404(rows, number=number)
    today = local_date(main_office(), clock.now())
    context = {
        "enquiry": found,
        "given": kept,
        "quote": kept.quote,
        "still_holds": kept.quote.held(today),
        "is_large": wants_large_print(found.party, today),
        "firm": FirmProfile.objects.get(),
    }
    return render(request, "intake/quote_given.html", context)
