"""The page on which a firm sets when who is reminded of promised calls."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from callbacks import services
from callbacks.cadence_forms import SetCadence
from callbacks.policies import cadence_now, reminders_now
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.permissions import Permission, needs
from practice.responses import see_other


@require_http_methods(["GET", "POST"])
@needs(Permission.OUTBOX_VIEW)
def cadence(request: StaffRequest) -> HttpResponse:
    version, status = cadence_now(), 200
    seen = version.number if version else 0
    form = SetCadence(request.POST or None, current=reminders_now(), seen=seen)
    if form.is_bound:
        if not form.is_valid():
            status = 422
        else:
            try:
                services.set_cadence(
                    settings=form.settings(),
                    seen=form.cleaned_data["seen"],
                    by=request.user,
                    now=clock.now(),
                    form_key=form.receipt(),
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, "The reminders are set. They hold for promises made from now on.")
                return see_other("callbacks:cadence")
    return render(request, "callbacks/cadence.html", {"form": form, "version": version}, status=status)
