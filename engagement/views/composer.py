"""Writing a letter: the questions on the left, the live page beside them."""

from django.http import HttpResponse, QueryDict
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


@require_http_methods(["GET", "POST"])
@needs(Permission.LETTER_WRITE)
def letter(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the letter of a matter; POST saves the answers."""
    matter = pages.matter_of(request, pk)
    if request.method == "GET":
        return pages.show(request, matter)
    draft, now = pages.letter_of(request, pk), clock.now()
    form = forms.Answers(letters.package(draft, now), request.POST)
    if not form.is_valid():
        return pages.show(request, matter, form=form, status=422)
    try:
        services.save_answers(
            letter_id=draft.pk,
            answers=form.typed(),
            seen=form.cleaned_data["seen"],
            by=request.user,
            now=now,
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        return pages.show(request, matter, form=_again(form.made, request.POST), refusal=refusal)
    goes_on = "then_issue" in request.POST and letters.package(pages.letter_of(request, pk), now).may_go
    return see_other("engagement:issue" if goes_on else "engagement:letter", pk)


@require_POST
@needs(Permission.LETTER_WRITE)
def live_page(request: StaffRequest, pk: int) -> HttpResponse:
    """
    Show the letter as it would be with the answers typed so far, and what is asked of another who pays.

    Writes nothing; what cannot be read is left out.
    """
    draft, now = pages.letter_of(request, pk), clock.now()
    made = letters.package(draft, now)
    form = forms.Answers(made, request.POST)
    asked = form.by_payer()
    if form.is_valid():
        draft.answers = form.typed()
        made = letters.package(draft, now)
        asked = forms.Answers(made).by_payer()
    context = {**pages.page(request, made), "by_payer": asked, "payer_changed": not form.shows(asked)}
    return render(request, "engagement/_live.html", context)


@require_POST
@needs(Permission.LETTER_WRITE)
def start(request: StaffRequest, pk: int) -> HttpResponse:
    matter = pages.matter_of(request, pk)
    try:
        services.start_letter(matter_id=matter.pk, by=request.user, now=clock.now())
    except Refusal as refusal:
        return pages.show(request, matter, refusal=refusal)
    return see_other("engagement:letter", pk)


def _again(made: letters.Package, typed: QueryDict) -> forms.Answers:
    """Return the form as it was typed, about the draft as it stands now, so that saving again is one more press."""
    moved = Letter.objects.get(pk=made.letter.pk)
    return forms.Answers(made, {**typed.dict(), "seen": str(moved.draft_version)})
