"""Writing a new version of a clause, or a clause from nothing, with a look at it beside."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.permissions import Permission, needs
from practice.responses import see_other
from wording import contents, deeds, examples, forms, saying, trying
from wording.changes import OPEN_STAGES, Source
from wording.models import Clause, ClauseDraft, Words
from wording.proposals import latest_if_any, text_of
from wording.rules import ClauseText, Level
from wording.services import library_at


@require_http_methods(["GET", "POST"])
@needs(Permission.WORDING_WRITE)
def change(request: StaffRequest, code: str) -> HttpResponse:
    """Show the words to be changed; POST keeps what was typed as a proposal, whether or not it could be published."""
    clause, now = get_object_or_404(Clause, code=code), clock.now()
    if request.method == "GET":
        return _page(request, clause)
    form = _form_of(clause)(request.POST)
    if not form.is_valid():
        return _page(request, clause, form=form, status=422)
    try:
        draft = deeds.save_draft(
            clause_id=clause.pk,
            words=form.proposal(),
            seen=form.cleaned_data["seen"],
            about=form.about() if isinstance(form, forms.OwnClause) else None,
            by=request.user,
            now=now,
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        return _page(request, clause, form=_again(clause, request.POST.copy()), refusal=refusal)
    messages.success(request, "Saved. Nothing has changed in any letter yet.")
    return see_other("wording:draft", draft.pk)


@require_GET
@needs(Permission.WORDING_WRITE)
def kinds(request: StaffRequest) -> HttpResponse:
    """Ask for which letters a new clause is: they decide which fields it has."""
    return render(request, "wording/kinds.html", {"kinds": contents.KINDS.items()})


@require_http_methods(["GET", "POST"])
@needs(Permission.WORDING_WRITE)
def new(request: StaffRequest, kind: str) -> HttpResponse:
    """Write a clause from nothing; POST keeps it as a proposal, whether or not it could be published."""
    clause = _blank(kind)
    if request.method == "GET":
        return _page(request, clause)
    form = forms.NewClause(request.POST)
    if not form.is_valid():
        return _page(request, clause, form=form, status=422)
    try:
        draft = deeds.begin_clause(
            made_for=kind,
            code=form.cleaned_data["code"],
            about=form.about(),
            words=form.proposal(),
            by=request.user,
            now=clock.now(),
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        return _page(request, clause, form=form, refusal=refusal)
    messages.success(request, "Saved. It is in no letter yet.")
    return see_other("wording:draft", draft.pk)


@require_POST
@needs(Permission.WORDING_WRITE)
def preview(request: StaffRequest, code: str) -> HttpResponse:
    """Show the clause as it would be printed with what was typed so far. Writes nothing."""
    clause = get_object_or_404(Clause, code=code)
    typed = _form_of(clause)(request.POST).as_typed(clause)
    return render(request, "wording/_preview.html", _tried(typed))


@require_POST
@needs(Permission.WORDING_WRITE)
def preview_new(request: StaffRequest, kind: str) -> HttpResponse:
    """Show a new clause as it would be printed. Writes nothing."""
    return render(request, "wording/_preview.html", _tried(forms.NewClause(request.POST).as_typed(_blank(kind))))


def _blank(kind: str) -> Clause:
    if kind not in contents.KINDS:
        raise Http404
    return Clause(code=deeds.OWN, title="", made_for=kind)


def _form_of(clause: Clause) -> type[forms.ChangeClause]:
    """Return the form for a clause: what it is can be changed too, as long as it never had words."""
    if clause.pk is None:
        return forms.NewClause
    return forms.ChangeClause if latest_if_any(clause) else forms.OwnClause


def _page(
    request: StaffRequest,
    clause: Clause,
    *,
    form: forms.ChangeClause | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    draft, library = _open(clause), library_at(clock.now())
    words = _words_of(request, clause, draft)
    typed = text_of(words, clause) if words and not form else (form or _form_of(clause)({})).as_typed(clause)
    form = form or _begun(clause, words, draft)
    preview_at = reverse("wording:preview", args=[clause.code]) if clause.pk else ""
    context = {
        "clause": clause,
        "draft": draft,
        "form": form,
        "kind": contents.KINDS.get(clause.made_for, ""),
        "preview_at": preview_at or reverse("wording:preview_new", args=[clause.made_for]),
        "refusal": refusal,
        "facts": saying.choices(),
        "fields": trying.grouped(trying.fields(typed, library, examples.contexts())),
        **(_tried(typed) if words or form.is_bound else {}),
    }
    return render(request, "wording/change.html", context, status=refusal.status if refusal else status)


def _tried(text: ClauseText) -> dict[str, Any]:
    return {"trial": trying.tried(text, library_at(clock.now()), examples.contexts())}


def _open(clause: Clause) -> ClauseDraft | None:
    return clause.drafts.filter(source=Source.FIRM, stage__in=OPEN_STAGES).first() if clause.pk else None


def _begun(clause: Clause, words: Words | None, draft: ClauseDraft | None) -> forms.ChangeClause:
    """Return the form with the words to begin from, and with what was said about them so far."""
    more: dict[str, Any] = {"seen": draft.draft_version if draft else 0}
    if words is None:
        return _form_of(clause)(initial={**more, "how": "always", "level": Level.RECOMMENDED})
    if draft:
        more |= {"reason": draft.reason, "review_on": draft.review_on, "in_force_on": draft.in_force_on}
    more |= {name: getattr(clause, name) for name in deeds.About.__dataclass_fields__}
    return _form_of(clause)(initial=forms.shown(words, **more))


def _words_of(request: StaffRequest, clause: Clause, draft: ClauseDraft | None) -> Words | None:
    """Return the words to begin from: what came with the product (?offer=1), the open draft, or the last words."""
    if clause.pk is None:
        return None
    if request.GET.get("offer"):
        offer = clause.drafts.filter(source=Source.PRODUCT, stage__in=OPEN_STAGES).first()
        if offer:
            return offer
    return draft or latest_if_any(clause)


def _again(clause: Clause, typed: Any) -> forms.ChangeClause:
    """Return the form as it was typed, about the proposal as it stands now: saving again is one more press."""
    draft = _open(clause)
    typed["seen"] = str(draft.draft_version if draft else 0)
    return _form_of(clause)(typed)
