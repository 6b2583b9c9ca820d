"""Closing a matter with a letter: what is open, what is asked, the letter as it will read, and the Stop."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from engagement import letters
from engagement.forms_closing import CloseMatter
from engagement.services import LetterStopped
from engagement.services import closing as services
from engagement.views import pages
from outbox.answers import frozen
from outbox.models import Message, MessageState
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import Matter, MatterStage, Task
from practice.permissions import Permission, needs
from practice.responses import see_other
from wording.models import IssuedLetter


@require_http_methods(["GET", "POST"])
@needs(Permission.MATTER_EDIT)
def close(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what closing the matter needs; POST closes it: the letter is printed, frozen and queued (decisions B23)."""
    matter, now = pages.matter_of(request, pk), clock.now()
    if request.method == "GET":
        return _show(request, matter, CloseMatter())
    form = CloseMatter(request.POST)
    if not form.is_valid():
        return _show(request, matter, form, status=422)
    try:
        made = letters.closing_package(pk, form.typed(), now)
        if made.stops and matter.stage == MatterStage.OPEN:
            raise LetterStopped(made.stops)
        services.close_with_letter(
            matter_id=pk,
            typed=form.typed(),
            printed=letters.print_closing(made),
            by=request.user,
            now=now,
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        return _show(request, pages.matter_of(request, pk), form, refusal=refusal, status=refusal.status)
    messages.success(request, "Closed. The letter goes in 5 minutes unless you stop it.")
    return see_other("engagement:close", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def closing_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the letter with what is typed so far; nothing is kept."""
    return _show(request, pages.matter_of(request, pk), CloseMatter(request.POST))


@require_POST
@needs(Permission.MATTER_EDIT)
def stop_closing(request: StaffRequest, pk: int) -> HttpResponse:
    matter = pages.matter_of(request, pk)
    try:
        services.stop_closing(matter_id=pk, by=request.user, now=clock.now())
    except Refusal as refusal:
        return _show(request, matter, CloseMatter(), refusal=refusal, status=refusal.status)
    messages.success(request, "Stopped: nothing was sent, and the matter is open again.")
    return see_other("matter", pk)


@require_GET
@needs(Permission.MATTER_EDIT, Permission.COMPLAINT_HANDLE)
def closing_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    visible = IssuedLetter.objects.filter(kind=letters.CLOSING, matter__in=Matter.objects.visible_to(request.user))
    return frozen(request, get_object_or_404(visible.select_related("document"), pk=pk).document)


def _show(
    request: StaffRequest, matter: Matter, form: CloseMatter, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"matter": matter, "form": form, "refusal": refusal}
    context |= _to_close(request, matter, form) if matter.stage == MatterStage.OPEN else _closed(matter)
    return render(request, "engagement/closing.html", context, status=status)


def _to_close(request: StaffRequest, matter: Matter, form: CloseMatter) -> dict[str, Any]:
    """Return what is open on the matter, the letter, and what stops it but for what is not typed yet."""
    made = letters.closing_package(matter.pk, form.typed(), clock.now())
    wanted = request.GET.get("copy", "")
    chosen = (copy for copy in made.copies if str(copy.to.party.pk) == wanted)
    return {
        "made": made,
        "shown": next(chosen, next(iter(made.copies), None)),
        "stops": [one for one in made.stops if one.question not in form.fields],
        "awaited": matter.agreed_steps.awaited(),
        "tasks": Task.objects.open_for(request.user).filter(matter=matter),
        "may_issue": request.user.may(Permission.LETTER_ISSUE),
    }


def _closed(matter: Matter) -> dict[str, Any]:
    copies = services.latest_closing(matter)
    sent = {one.key: one for one in Message.objects.filter(matter=matter, kind="engagement.closing")}
    rows = [(one, sent[services.key_of(one)]) for one in copies]
    waiting = [message.next_attempt_at for _, message in rows if message.state == MessageState.PENDING]
    return {
        "rows": rows,
        "can_stop": matter.stage == MatterStage.CLOSED and bool(rows) and len(waiting) == len(rows),
        "stop_until": max(waiting, default=None),
    }
