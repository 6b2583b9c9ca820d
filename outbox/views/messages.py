"""Pages about what leaves the building."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from outbox import services
from outbox.models import Channel, Message
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


def _visible(request: StaffRequest, pk: uuid.UUID) -> Message:
    return get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
