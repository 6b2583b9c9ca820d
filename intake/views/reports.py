"""The report of a decided check, as a page and on paper: each reader gets the copy that is theirs (decisions 25)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from intake import services
from intake.models import ConflictCheck, ConflictReport
from intake.reading import face_for
from outbox.models import Document
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.permissions import Permission, needs


@require_GET
@needs(Permission.CONFLICT_ASK, Permission.CONFLICT_DECIDE)
def report(request: StaffRequest, pk: int) -> HttpResponse:
    return _page(request, _report(request, pk))


@require_GET
@needs(Permission.CONFLICT_ASK, Permission.CONFLICT_DECIDE)
def report_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    """Send the bytes that were kept; a report that no worker has printed yet is printed now."""
    found = _report(request, pk)
    try:
        paper = services.print_report(report_id=found.pk, now=clock.now())
    except Refusal as refusal:
        return _page(request, found, refusal=refusal, status=refusal.status)
    return _frozen(request, paper.document)


def _report(request: StaffRequest, pk: int) -> ConflictReport:
    """Return the reader's own copy; there is none of a check that waits or that they do not find."""
    checks = ConflictCheck.objects.visible_to(request.user).select_related("matter")
    check = get_object_or_404(checks, pk=pk)
    reports = ConflictReport.objects.visible_to(request.user).select_related("made_by", "paper__document")
    return get_object_or_404(reports, check_of=check, face=face_for(check, reader=request.user))


def _page(
    request: StaffRequest, found: ConflictReport, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    paper = getattr(found, "paper", None)  # what no worker has printed yet has none
    context = {"report": found, "check": found.check_of, "paper": paper, "refusal": refusal}
    return render(request, "intake/report.html", context, status=status)


def _frozen(request: HttpRequest, document: Document) -> HttpResponse:
    """Send stored bytes; their hash is the ETag, so that a browser asks for them once."""
    shown = content_disposition_header(as_attachment=False, filename=document.file_name) or "inline"
    etag = f'"{document.sha256}"'
    headers = {"Content-Disposition": shown, "Cache-Control": "private, no-cache", "ETag": etag}
    response = HttpResponse(bytes(document.content), content_type="application/pdf", headers=headers)
    answer = get_conditional_response(request, etag=etag, response=response)
    assert isinstance(answer, HttpResponse)  # the response or its 304
    return answer
