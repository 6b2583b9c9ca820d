"""The letter on paper: issued copies exactly as they were sent, drafts marked as drafts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from engagement import letters
from engagement.models import Letter, LetterCopy
from engagement.views import pages
from outbox.models import Document
from outbox.pdf import render_pdf
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import Matter
from practice.permissions import Permission, needs
from wording.composition import Composition

_READERS = (Permission.LETTER_WRITE, Permission.COMPLAINT_HANDLE)


@require_GET
@needs(*_READERS)
def copy_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    return frozen(request, _copy(request, pk).issued.document)


@require_GET
@needs(*_READERS)
def terms_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    terms = _copy(request, pk).letter.terms
    assert terms is not None  # an issued letter has its terms, by constraint
    return frozen(request, terms.document)


@require_GET
@needs(Permission.LETTER_WRITE)
def draft_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    made = letters.package(_in_the_making(request, pk), clock.now())
    shown = pages.page(request, made)["shown"]
    return _draft(request, pk, shown.composition if shown else made.terms)


@require_GET
@needs(Permission.LETTER_WRITE)
def draft_terms_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    return _draft(request, pk, letters.package(_in_the_making(request, pk), clock.now()).terms)


def _in_the_making(request: StaffRequest, pk: int) -> Letter:
    found = pages.letter_of(request, pk)
    if not found.is_in_the_making:
        raise Http404
    return found


def _copy(request: StaffRequest, pk: int) -> LetterCopy:
    visible = LetterCopy.objects.filter(letter__matter__in=Matter.objects.visible_to(request.user))
    return get_object_or_404(visible.select_related("issued__document", "letter__terms__document"), pk=pk)


def frozen(request: HttpRequest, document: Document) -> HttpResponse:
    """Send the stored bytes; their hash is the ETag, so that a browser asks for them once."""

    etag = f'"{document.sha256}"'
    response = pdf(bytes(document.content), document.file_name)
    response["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response)
    assert isinstance(answer, HttpResponse)  # the response or its 304
    return answer


def _draft(request: StaffRequest, pk: int, letter: Composition) -> HttpResponse:
    try:
        rendered = render_pdf(letters.draft_html(letter))
    except Refusal as refusal:
        return pages.show(request, pages.matter_of(request, pk), refusal=refusal)
    return pdf(rendered.pdf, f"Draft, {letter.file_name}")


def pdf(content: bytes, file_name: str) -> HttpResponse:
    shown = content_disposition_header(as_attachment=False, filename=file_name) or "inline"
    headers = {"Content-Disposition": shown, "Cache-Control": "private, no-cache"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
