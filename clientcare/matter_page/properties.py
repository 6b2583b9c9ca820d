"""Which property a matter is about: adding one, and taking off one that it was not."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from clientcare.matter_page import forms
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import Matter
from practice.permissions import Permission, needs
from practice.responses import see_other
from practice.services.properties import add_property, take_property_off


@require_http_methods(["GET", "POST"])
@needs(Permission.MATTER_EDIT)
def add(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a property to a matter; the conflict gate shuts until it has been searched."""
    matter = get_object_or_404(Matter.objects.visible_to(request.user), pk=pk)
    form = forms.AddProperty(request.POST or None)
    if form.is_valid():
        try:
            add_property(
                matter_id=matter.pk, **form.values(), by=request.user, now=clock.now(), form_key=form.receipt()
            )
        except Refusal as refusal:
            form.add_error("address", str(refusal))
        else:
            return see_other("matter", pk)
    context = {"matter": matter, "form": form}
    return render(request, "matter_page/add_property.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.MATTER_EDIT)
def take_off(request: StaffRequest, pk: int, property_id: int) -> HttpResponse:
    """Take a property off a matter, with the reason."""
    matter = get_object_or_404(Matter.objects.visible_to(request.user), pk=pk)
    found = get_object_or_404(matter.properties.standing(), pk=property_id)
    form = forms.TakePropertyOff(request.POST or None)
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            take_property_off(
                property_id=found.pk, because=form.cleaned_data["because"], by=request.user, now=clock.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            return see_other("matter", pk)
    context = {"matter": matter, "found": found, "form": form}
    return render(request, "matter_page/property.html", context, status=status)
