"""Writing a new version of a clause, with a look at it beside."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.permissions import Permission, needs
from practice.responses import see_other
from wording import deeds, examples, forms, saying, trying
from wording.changes import OPEN_STAGES, Source
from wording.models import Clause, ClauseDraft, Words
from wording.proposals import latest, text_of
from wording.rules import ClauseText
from wording.services import library_at


@require_http_methods(["GET", "POST"])
@needs(Permission.WORDING_WRITE)
def change(request: StaffRequest, code: str) -> HttpResponse:
    """Show the words to be changed; POST keeps what was typed as a proposal, whether or not it could be published."""
    clause, now = get_object_or_404(Clause, code=code), clock.now()
    if request.method == "GET":
        return _page(request, clause)
    form = forms.ChangeClause(request.POST)
    if not form.is_valid():
        return _page(request, clause, form=form, status=422)
    try:
        draft = deeds.save_draft(
            clause_id=clause.pk,
            words=form.proposal(),
            seen=form.cleaned_data["seen"],
            by=request.user,
            now=now,
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        return _page(request, clause, form=_again(clause, request.POST.dict()), refusal=refusal)
    messages.success(request, "Saved. Nothing has changed in any letter yet.")
    return see_other("wording:draft", draft.pk)


@require_POST
@needs(Permission.WORDING_WRITE)
def preview(request: StaffRequest, code: str) -> HttpResponse:
    """Show the clause as it would be printed with what was typed so far. Writes nothing."""
    clause = get_object_or_404(Clause, code=code)
    typed = forms.ChangeClause(request.POST).as_typed(clause)
    return render(request, "wording/_preview.html", _tried(typed))


def _page(
    request: StaffRequest,
    clause: Clause,
    *,
    form: forms.ChangeClause | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    draft = _open(clause)
    words = _begun(request, clause, draft)
    if form is None:
        more: dict[str, Any] = {"seen": draft.draft_version if draft else 0}
        if draft:
            more |= {"reason": draft.reason, "review_on": draft.review_on, "in_force_on": draft.in_force_on}
        form = forms.ChangeClause(initial=forms.shown(words, **more))
    library = library_at(clock.now())
    context = {
        "clause": clause,
        "draft": draft,
        "form": form,
        "refusal": refusal,
        "facts": saying.choices(),
        "fields": trying.grouped(trying.fields(clause.code, library, examples.contexts())),
        **_tried(form.as_typed(clause) if form.is_bound else text_of(words, clause)),
    }
    return render(request, "wording/change.html", context, status=refusal.status if refusal else status)


def _tried(text: ClauseText) -> dict[str, Any]:
    return {"trial": trying.tried(text, library_at(clock.now()), examples.contexts())}


def _open(clause: Clause) -> ClauseDraft | None:
    return clause.drafts.filter(source=Source.FIRM, stage__in=OPEN_STAGES).first()


def _begun(request: StaffRequest, clause: Clause, draft: ClauseDraft | None) -> Words:
    """Return the words to begin from: what came with the product (?offer=1), the open draft, or the last words."""
    if request.GET.get("offer"):
        offer = clause.drafts.filter(source=Source.PRODUCT, stage__in=OPEN_STAGES).first()
        if offer:
            return offer
    return draft or latest(clause)


def _again(clause: Clause, typed: dict[str, Any]) -> forms.ChangeClause:
    """Return the form as it was typed, about the proposal as it stands now: saving again is one more press."""
    draft = _open(clause)
    return forms.ChangeClause({**typed, "seen": str(draft.draft_version if draft else 0)})
