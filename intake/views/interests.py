"""The register of what could sway somebody, kept by those who decide conflict checks."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from intake import forms, services
from intake.models import OwnInterest
from intake.views.check_sheet import interests_sheet
from practice import clock, exports
from practice.http import StaffRequest
from practice.office import local_date, main_office
from practice.permissions import Permission, needs
from practice.responses import see_other


@require_http_methods(["GET", "POST"])
@needs(Permission.CONFLICT_DECIDE)
def interests(request: StaffRequest) -> HttpResponse:
    """List current interests, and enter one."""
    if request.method == "GET" and exports.asked_for(request):
        return exports.too_many(request, _current().count()) or exports.answer(request, interests_sheet(_current()))
    form = forms.DeclareInterest(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.declare_interest(**form.cleaned_data, by=request.user, now=clock.now())
        messages.success(request, "The interest is entered. Every check searches it from now on.")
        return see_other("conflict_interests")
    return _page(request, form, status=422 if form.is_bound else 200)


def _current() -> QuerySet[OwnInterest]:
    current = OwnInterest.objects.filter(ended_on=None).select_related("staff")
    return current.order_by("staff__family_name", "name", "pk")


def _page(request: StaffRequest, form: Any, status: int) -> HttpResponse:
    return render(request, "intake/interests.html", {"form": form, "interests": _current()}, status=status)


@require_POST
@needs(Permission.CONFLICT_DECIDE)
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that an interest has ended, today."""
    now = clock.now()
    found = get_object_or_404(OwnInterest, pk=pk)
    services.end_interest(interest_id=found.pk, ended_on=local_date(main_office(), now), by=request.user, now=now)
    messages.success(request, f"{found.name} is no longer searched as an interest.")
    return see_other("conflict_interests")
