"""Mail and texts that were kept, not sent, to read on a page. Mounted outside production only (decisions 19, B19)."""

from datetime import UTC
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET

from clientcare.mail_catcher import MAIL
from practice.http import StaffRequest
from practice.permissions import Permission, needs

_SHOWN = 100


@require_GET
@needs(Permission.HOME)
def index(request: StaffRequest) -> HttpResponse:
    files = sorted(MAIL.glob("*.eml"), reverse=True)
    mails = [(file.stem, _heads(_read(file))) for file in files[:_SHOWN]]
    return render(request, "demo_mail/index.html", {"mails": mails, "kept": len(files), "shown": _SHOWN})


@require_GET
@needs(Permission.HOME)
def mail(request: StaffRequest, name: str) -> HttpResponse:
    found = _read(_file(name))
    text = found.get_body(("plain",))
    papers = [part.get_filename() for part in found.iter_attachments()]
    context = {"name": name, "mail": _heads(found), "text": text.get_content() if text else "", "papers": papers}
    return render(request, "demo_mail/mail.html", context)


@require_GET
@needs(Permission.HOME)
def paper(request: StaffRequest, name: str, number: int) -> HttpResponse:
    parts = list(_read(_file(name)).iter_attachments())
    if not 1 <= number <= len(parts):
        raise Http404
    part = parts[number - 1]
    headers = {"Content-Disposition": f'attachment; filename="{part.get_filename()}"'}
    return HttpResponse(part.get_content(), content_type=part.get_content_type(), headers=headers)


def _file(name: str) -> Path:
    """Return the kept message of that name; names come from the folder, never from the address."""
    for file in MAIL.glob("*.eml"):
        if file.stem == name:
            return file
    raise Http404


def _read(file: Path) -> EmailMessage:
    return message_from_bytes(file.read_bytes(), policy=policy.default)


def _heads(found: EmailMessage) -> dict[str, Any]:
    """Return the heads a reader wants, under names a template can say; a text has parts."""
    heads = ("Subject", "From", "To", "Reply-To", "X-Parts")
    said = {head.lower().replace("-", "_"): found[head] or "" for head in heads}
    at = parsedate_to_datetime(found["Date"]).replace(tzinfo=UTC) if found["Date"] else None
    return {**said, "at": timezone.localtime(at) if at else None}


urlpatterns = [
    path("", index, name="demo_mail"),
    path("<str:name>/", mail, name="demo_mail_message"),
    path("<str:name>/<int:number>/", paper, name="demo_mail_paper"),
]
