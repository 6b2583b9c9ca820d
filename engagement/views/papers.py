"""The letter on paper: issued copies exactly as they were sent, drafts marked as drafts."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from engagement import letters
from engagement.models import Letter, LetterCopy
from engagement.views import pages
from outbox.answers import frozen, pdf, plain
from outbox.pdf import render_pdf
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import Matter
from practice.permissions import Permission, needs
from wording.composition import Composition
from wording.plaintext import plain_name
from wording.services import plain_text

_READERS = (Permission.LETTER_WRITE, Permission.COMPLAINT_HANDLE)


@require_GET
@needs(*_READERS)
def copy_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    return frozen(request, _copy(request, pk).issued.document)


@require_GET
@needs(*_READERS)
def terms_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    return frozen(request, _copy(request, pk).terms.document)


@require_GET
@needs(*_READERS)
def copy_text(request: StaffRequest, pk: int) -> HttpResponse:
    copy = _copy(request, pk)
    try:
        return plain(plain_text(copy.issued), plain_name(copy.issued.document.file_name))
    except Refusal as refusal:
        return pages.show(request, copy.letter.matter, refusal=refusal)


@require_GET
@needs(Permission.LETTER_WRITE)
def draft_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    made = letters.package(_in_the_making(request, pk), clock.now())
    shown = pages.page(request, made)["shown"]
    return _draft(request, pk, shown.composition if shown else made.terms)


@require_GET
@needs(Permission.LETTER_WRITE)
def draft_terms_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    made = letters.package(_in_the_making(request, pk), clock.now())
    shown = pages.page(request, made)["shown"]
    return _draft(request, pk, made.terms_of(shown) if shown else made.terms)


def _in_the_making(request: StaffRequest, pk: int) -> Letter:
    found = pages.letter_of(request, pk)
    if not found.is_in_the_making:
        raise Http404
    return found


def _copy(request: StaffRequest, pk: int) -> LetterCopy:
    visible = LetterCopy.objects.filter(letter__matter__in=Matter.objects.visible_to(request.user))
    return get_object_or_404(
        visible.select_related(
            "issued__document",
            "issued__snapshot",
            "own_terms__document",
            "letter__terms__document",
            "letter__matter__department__office",
            "letter__matter__fee_earner",
        ),
        pk=pk,
    )


def _draft(request: StaffRequest, pk: int, letter: Composition) -> HttpResponse:
    try:
        rendered = render_pdf(letters.draft_html(letter))
    except Refusal as refusal:
        return pages.show(request, pages.matter_of(request, pk), refusal=refusal)
    return pdf(rendered.pdf, f"Draft, {letter.file_name}")
