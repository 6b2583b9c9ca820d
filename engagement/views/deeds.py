"""The deeds beside the letter: clauses, approval, issue, stop. Each answers with the letter's page."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from engagement import forms, letters, services
from engagement.models import Letter
from engagement.views import pages
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.permissions import Permission, needs
from practice.responses import see_other


@require_POST
@needs(Permission.LETTER_WRITE)
def change_clause(request: StaffRequest, pk: int) -> HttpResponse:
    return _answer(request, pk, forms.ChangeClause(request.POST), services.change_clause)


@require_POST
@needs(Permission.LETTER_WRITE)
def choose_order(request: StaffRequest, pk: int) -> HttpResponse:
    made = letters.package(pages.letter_of(request, pk), clock.now())
    return _answer(request, pk, forms.ChooseOrder(made, request.POST), services.choose_order)


@require_POST
@needs(Permission.LETTER_WRITE)
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    return _answer(request, pk, forms.Seen(request.POST), services.ask_approval, "{0.approver} has been asked.")


@require_POST
@needs(Permission.LETTER_ISSUE)
def approve(request: StaffRequest, pk: int) -> HttpResponse:
    words = "Approved. It can be issued now."
    return _answer(request, pk, forms.Seen(request.POST), services.approve_letter, words)


def _answer(request: StaffRequest, pk: int, form: Form, do: Callable[..., Letter], words: str = "") -> HttpResponse:
    """Do one deed on the draft with what was typed; else show the whole page again, with the reason."""
    draft = pages.letter_of(request, pk)
    if not form.is_valid():
        return pages.show(request, draft.matter, status=422)
    try:
        done = do(letter_id=draft.pk, by=request.user, now=clock.now(), **form.cleaned_data)
    except Refusal as refusal:
        return pages.show(request, draft.matter, refusal=refusal)
    if words:
        messages.success(request, words.format(done))
    return see_other("engagement:letter", pk)


@require_POST
@needs(Permission.LETTER_ISSUE)
def send_back(request: StaffRequest, pk: int) -> HttpResponse:
    draft, now = pages.letter_of(request, pk), clock.now()
    form = forms.SendBack(letters.package(draft, now), request.POST)
    if not form.is_valid():
        return pages.show(request, draft.matter, send_back=form, status=422)
    try:
        services.send_back(letter_id=draft.pk, by=request.user, now=now, **form.cleaned_data)
    except Refusal as refusal:
        return pages.show(request, draft.matter, send_back=form, refusal=refusal)
    messages.success(request, f"Sent back to {draft.prepared_for}.")
    return see_other("engagement:letter", pk)


@require_POST
@needs(Permission.LETTER_WRITE)
def discard(request: StaffRequest, pk: int) -> HttpResponse:
    """Throw the draft away, with its reason."""
    matter, form = pages.matter_of(request, pk), forms.Discard(request.POST)
    draft = pages.latest(matter)
    if draft is None:
        return see_other("engagement:letter", pk)
    if not form.is_valid():
        return pages.show(request, draft.matter, discard=form, status=422)
    try:
        services.discard_letter(letter_id=draft.pk, by=request.user, now=clock.now(), **form.cleaned_data)
    except Refusal as refusal:
        return pages.show(request, draft.matter, discard=form, refusal=refusal)
    messages.success(request, "The draft is discarded. Nothing was sent; the reason is in the timeline.")
    return see_other("engagement:letter", pk)


@require_http_methods(["GET", "POST"])
@needs(Permission.LETTER_ISSUE)
def issue(request: StaffRequest, pk: int) -> HttpResponse:
    """Show who gets the letter, and how; POST prints it, freezes it and queues it (decisions B23)."""
    draft, now = pages.letter_of(request, pk), clock.now()
    made = letters.package(draft, now)
    if request.method == "GET":
        if not draft.is_in_the_making:
            return see_other("engagement:letter", pk)
        form = forms.Issue(initial={"seen": draft.draft_version})
        return render(request, "engagement/issue.html", {"made": made, "letter": draft, "form": form})
    form = forms.Issue(request.POST)
    if not form.is_valid():
        return pages.show(request, draft.matter, status=422)
    try:
        if made.stops:
            raise services.LetterStopped(made.stops)
        services.issue_letter(
            letter_id=draft.pk,
            printed=letters.print_package(made),
            expected_version=form.cleaned_data["seen"],
            by=request.user,
            now=now,
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        return pages.show(request, draft.matter, refusal=refusal)
    return see_other("engagement:letter", pk)


@require_POST
@needs(Permission.LETTER_WRITE)
def stop(request: StaffRequest, pk: int) -> HttpResponse:
    matter = pages.matter_of(request, pk)
    found = Letter.objects.of(matter).first()
    if found is not None:
        try:
            services.stop_letter(letter_id=found.pk, by=request.user, now=clock.now())
        except Refusal as refusal:
            return pages.show(request, matter, refusal=refusal)
        messages.success(request, "Stopped: nothing was sent. The draft below is a new version.")
    return see_other("engagement:letter", pk)
