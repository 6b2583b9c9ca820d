"""A client's weekly call that has come: noted from the desk or my day (domain D16)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from callbacks import services
from callbacks.models import ExpectedCall
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.permissions import Permission, needs
from practice.responses import see_other


@require_POST
@needs(Permission.DESK)
def came(request: StaffRequest, pk: int) -> HttpResponse:
    """Note from the desk or my day that they have rung."""
    call = get_object_or_404(ExpectedCall.objects.visible_to(request.user), pk=pk)
    try:
        services.note_check_in_came(expected_id=call.pk, by=request.user, now=clock.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return see_other("my_day" if request.POST.get("back") == "my_day" else "desk")
