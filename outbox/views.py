"""Pages about what leaves the building."""

import uuid
from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from outbox import forms, services
from outbox.leaving import hindrances
from outbox.models import Channel, Document, Message
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.permissions import Permission, needs
from practice.responses import see_other

_SHOWN = 100


@require_GET
@needs(Permission.OUTBOX_VIEW)
def index(request: StaffRequest) -> HttpResponse:
    """Show what failed or may have first, then what waits, then what went."""
    visible = Message.objects.visible_to(request.user).newest_first()
    context = {
        "failed": visible.undelivered()[:_SHOWN],
        "waiting": visible.waiting()[:_SHOWN],
        "sent": visible.filter(sent_at__isnull=False)[:_SHOWN],
        "shown": _SHOWN,
    }
    return render(request, "outbox/index.html", context)


@require_GET
@needs(Permission.MY_DAY)
def message(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    return render(request, "outbox/message.html", {"message": _visible(request, pk)})


@require_POST
@needs(Permission.MY_DAY)
def retry(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    found = _visible(request, pk)
    try:
        services.retry_message(message_id=found.pk, by=request.user, now=clock.now())
    except Refusal as refusal:
        context = {"message": _visible(request, pk), "refusal": refusal}
        return render(request, "outbox/message.html", context, status=refusal.status)
    goes = "is in the post tray" if found.channel == Channel.PRINT else "goes within seconds"
    messages.success(request, f"The message is waiting again and {goes}, if the rules of contact allow it.")
    return see_other("outbox:message", pk)


@require_POST
@needs(Permission.MY_DAY)
def arrived(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    found = _visible(request, pk)
    try:
        services.record_arrival(message_id=found.pk, by=request.user, now=clock.now())
    except Refusal as refusal:
        context = {"message": _visible(request, pk), "refusal": refusal}
        return render(request, "outbox/message.html", context, status=refusal.status)
    messages.success(request, "Recorded: the text arrived.")
    return see_other("outbox:message", pk)


@require_GET
@needs(Permission.POST_TRAY)
def post_tray(request: StaffRequest) -> HttpResponse:
    return _tray(request, forms.RecordPosting(initial={"posted_at": clock.now()}))


@require_POST
@needs(Permission.POST_TRAY)
def posted(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    get_object_or_404(Message.objects.on_paper_for(request.user), pk=pk)
    form = forms.RecordPosting(request.POST)
    now = clock.now()
    if form.is_valid():
        try:
            services.record_posting(message_id=pk, posted_at=form.cleaned_data["posted_at"], by=request.user, now=now)
        except Refusal as refusal:
            form.add_error("posted_at", str(refusal))
            return _tray(request, form, status=refusal.status)
        messages.success(request, "Recorded as posted.")
        return see_other("outbox:post_tray")
    return _tray(request, form, status=422)


@require_GET
@needs(Permission.POST_TRAY)
def document(request: StaffRequest, pk: int) -> FileResponse:
    """Hand out a paper that waits to be printed and posted; nothing else is read by this door."""
    letters = list(Message.objects.on_paper_for(request.user).to_print().filter(documents=pk))
    hindered = hindrances(letters, now=clock.now())
    found = get_object_or_404(
        Document.objects.filter(messages__in=[one for one in letters if one.pk not in hindered]).distinct(), pk=pk
    )
    return FileResponse(
        BytesIO(found.content), as_attachment=True, filename=found.file_name, content_type=found.media_type
    )


def _tray(request: StaffRequest, form: forms.RecordPosting, status: int = 200) -> HttpResponse:
    """Show what is to be posted, and apart from it what must not go any more, whether a sweep has held it or not."""
    now = clock.now()
    on_paper = Message.objects.on_paper_for(request.user).select_related("matter")
    waiting = list(on_paper.to_print().prefetch_related("attachments__document"))
    hindered = hindrances(waiting, now=now)
    for letter in waiting:
        letter.last_error = hindered.get(letter.pk, "")
    context = {
        "letters": [letter for letter in waiting if letter.pk not in hindered],
        "taken_out": [
            *(letter for letter in waiting if letter.pk in hindered),
            *on_paper.not_to_post()[:_SHOWN],
        ],
        "form": form,
        "now": now,
    }
    return render(request, "outbox/post_tray.html", context, status=status)


def _visible(request: StaffRequest, pk: uuid.UUID) -> Message:
    return get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
