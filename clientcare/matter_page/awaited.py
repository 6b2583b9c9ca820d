"""What the client was asked for and has not come: it came, or it is not needed after all."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import AgreedStep, Matter
from practice.permissions import Permission, needs
from practice.responses import see_other
from practice.services import agreed


@require_POST
@needs(Permission.MATTER_EDIT)
def came(request: StaffRequest, pk: int, step_id: int) -> HttpResponse:
    return _answer(request, pk, step_id, agreed.note_arrival)


@require_POST
@needs(Permission.MATTER_EDIT)
def drop(request: StaffRequest, pk: int, step_id: int) -> HttpResponse:
    return _answer(request, pk, step_id, agreed.drop_step)


def _answer(request: StaffRequest, pk: int, step_id: int, do: Callable[..., AgreedStep]) -> HttpResponse:
    matter = get_object_or_404(Matter.objects.visible_to(request.user), pk=pk)
    try:
        do(step_id=step_id, matter_id=matter.pk, by=request.user, now=clock.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return see_other("matter", pk)
