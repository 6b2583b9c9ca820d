"""The letter, for whom it is for: read, accept once, decline, fetch the papers."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from engagement import public_forms
from engagement.letters import Said
from engagement.models import SideAgreement
from engagement.public_views.pages import CostVisit, Visit, letter_page, show, slow_down, too_often, visit_of
from engagement.rules.acceptance import AcceptanceWay
from outbox.answers import frozen, plain
from outbox.models import Document
from practice import clock
from practice.errors import Refusal
from practice.inputs import row_number
from practice.responses import see_other
from wording.plaintext import plain_name
from wording.services import NotTheSameWords, plain_text


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def letter(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """Show the letter or cost update to whom it is for; POST accepts it, once."""
    now = clock.now()
    visit = visit_of(request, link_id, now=now)
    if isinstance(visit, HttpResponse):
        return visit
    if visit.accepted or visit.declined:
        return show(request, visit.PAGES[1] if visit.accepted else "declined", visit.context())
    ticks = visit.ticks()
    if request.method != "POST":
        return letter_page(request, visit, public_forms.Accept(ticks))
    if too_often(request, "answer"):
        return slow_down(request)
    form = public_forms.Accept(ticks, request.POST)
    if not form.is_valid():
        return letter_page(request, visit, form, status=422)
    try:
        said = Said(
            way=AcceptanceWay.LINK,
            accepted_at=now,
            typed_name=form.cleaned_data["fullname"],
            ticks=tuple(form.cleaned_data["ok"]),
            session=visit.session,
        )
        visit.accept(said, now=now)
    except Refusal as refusal:
        return letter_page(request, visit, form, refusal=refusal, status=refusal.status)
    return see_other("accept_letter", link_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def decline(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """Take a no, with its reason."""
    now = clock.now()
    visit = visit_of(request, link_id, now=now)
    if isinstance(visit, HttpResponse):
        return visit
    form = public_forms.Decline(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if too_often(request, "answer"):
            return slow_down(request)
        status = 422
        if form.is_valid():
            try:
                visit.decline(form.cleaned_data["reason"], now=now)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                return see_other("accept_letter", link_id)
    return show(request, "decline", {**visit.context(), "form": form}, status=status)


@require_safe
@login_not_required
def paper(request: HttpRequest, link_id: UUID, which: str) -> HttpResponse:
    """Hand out the very bytes: the letter as issued, the terms, or the letter with its certificate."""
    visit = visit_of(request, link_id, now=clock.now())
    if isinstance(visit, HttpResponse):
        return visit
    if which == "text":
        return _as_text(visit)
    if which.startswith("agreement-"):
        agreements = SideAgreement.objects.filter(letter__copies=visit.copy.pk if isinstance(visit, Visit) else None)
        return frozen(request, _document_of(agreements.select_related("document"), which.removeprefix("agreement-")))
    documents = {
        "letter": visit.copy.issued.document,
        "terms": visit.copy.terms.document if isinstance(visit, Visit) else None,
        "certificate": visit.accepted.certificate if visit.accepted else None,
    }
    document = documents.get(which)
    if document is None:
        raise Http404
    return frozen(request, document)


def _document_of(agreements: QuerySet[SideAgreement], number: str) -> Document:
    found = get_object_or_404(agreements.filter(document__isnull=False), pk=row_number(number))
    assert found.document is not None
    return found.document


def _as_text(visit: Visit | CostVisit) -> HttpResponse:
    """Hand out the same words as plain text, if they can be shown to be the same."""
    issued = visit.copy.issued
    try:
        return plain(plain_text(issued), plain_name(issued.document.file_name))
    except NotTheSameWords as unlike:
        raise Http404 from unlike
