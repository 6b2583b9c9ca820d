"""Papers as answers to a browser."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from outbox.models import Document


def frozen(request: HttpRequest, document: Document) -> HttpResponse:
    """Send the stored bytes; their hash is the ETag, so that a browser asks for them once."""
    etag = f'"{document.sha256}"'
    response = pdf(bytes(document.content), document.file_name)
    response["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response)
    assert isinstance(answer, HttpResponse)  # the response or its 304
    return answer


def plain(words: str, file_name: str) -> HttpResponse:
    """Hand out plain text, to be saved or read by any program."""
    shown = content_disposition_header(as_attachment=True, filename=file_name) or "attachment"
    headers = {"Content-Disposition": shown, "Cache-Control": "private, no-cache"}
    return HttpResponse(words, content_type="text/plain; charset=utf-8", headers=headers)


def pdf(content: bytes, file_name: str) -> HttpResponse:
    shown = content_disposition_header(as_attachment=False, filename=file_name) or "inline"
    headers = {"Content-Disposition": shown, "Cache-Control": "private, no-cache"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
