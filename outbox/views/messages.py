"""Pages about what leaves the building."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from outbox import services
from outbox.forms import AskAcknowledgement, RecordAcknowledgement
from outbox.models import Acknowledgement, AcknowledgementWay, Channel, Message
from outbox.services.acknowledging import calendar_for
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
    return _page(request, _visible(request, pk))


@require_POST
@needs(Permission.MY_DAY)
def retry(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    found = _visible(request, pk)
    try:
        services.retry_message(message_id=found.pk, by=request.user, now=clock.now())
    except Refusal as refusal:
        return _page(request, _visible(request, pk), refusal=refusal, status=refusal.status)
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
        return _page(request, _visible(request, pk), refusal=refusal, status=refusal.status)
    messages.success(request, "Recorded: the text arrived.")
    return see_other("outbox:message", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def ask_acknowledgement(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask that a client acknowledges a message by a day."""
    found = _visible(request, pk)
    form = AskAcknowledgement(request.POST)
    if not form.is_valid():
        return _page(request, found, ask=form, status=422)
    due_on = form.cleaned_data["due_on"]
    try:
        services.ask_acknowledgement(message_id=found.pk, due_on=due_on, by=request.user, now=clock.now())
    except Refusal as refusal:
        form.add_error("due_on" if refusal.code == "due_in_past" else None, str(refusal))
        return _page(request, found, ask=form, status=refusal.status)
    messages.success(request, "It is asked for. They are asked again by themselves until they acknowledge it.")
    return see_other("outbox:message", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def acknowledged(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """Record how a client acknowledged a message."""
    found = _visible(request, pk)
    asked, form = get_object_or_404(Acknowledgement, message=found), RecordAcknowledgement(request.POST)
    if not form.is_valid():
        return _page(request, found, record=form, status=422)
    way = AcknowledgementWay(form.cleaned_data["way"])
    try:
        services.record_acknowledgement(
            acknowledgement_id=asked.pk, way=way, note=form.cleaned_data["note"], by=request.user, now=clock.now()
        )
    except Refusal as refusal:
        return _page(request, found, refusal=refusal, status=refusal.status)
    messages.success(request, "Recorded. Nobody asks them again.")
    return see_other("outbox:message", pk)


def _page(request: StaffRequest, found: Message, *, status: int = 200, **bound: object) -> HttpResponse:
    """Show a message, and whether its client has acknowledged it."""
    calendar = calendar_for(found)
    today = calendar.local_date(clock.now())
    asked = Acknowledgement.objects.filter(message=found).select_related("noted_by", "asked_by").first()
    may_ask = request.user.may(Permission.MATTER_EDIT) and found.party_id is not None and not found.is_automatic
    context = {
        "message": found,
        "acknowledgement": asked,
        "chasers": asked.stages.order_by("fire_at", "pk") if asked else [],
        "may_ask": may_ask,
        "ask": AskAcknowledgement(initial={"due_on": services.due_from(today, calendar=calendar)}),
        "record": RecordAcknowledgement(),
        **bound,
    }
    return render(request, "outbox/message.html", context, status=status)


def _visible(request: StaffRequest, pk: uuid.UUID) -> Message:
    return get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
