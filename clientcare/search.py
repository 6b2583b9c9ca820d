"""One box for everything: a client, a matter, a reference, a telephone number. Only rows the person may see."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from complaints.models import Complaint
from practice.http import StaffRequest
from practice.models import Matter, Party
from practice.models.matters import MatterQuerySet
from practice.permissions import Permission, needs
from practice.responses import see_other

_SHOWN = 20


@require_GET
@needs(Permission.CLIENT_VIEW)
def search(request: StaffRequest) -> HttpResponse:
    """Jump to a whole reference; else list clients and matters."""
    typed = request.GET.get("q", "").strip()
    if (exact := _by_reference(request, typed)) is not None:
        return exact
    parties = Party.objects.visible_to(request.user).matching(typed) if typed else Party.objects.none()
    context = {
        "typed": typed,
        "parties": parties.order_by("name", "pk")[:_SHOWN],
        "matters": _matters(request, typed).select_related("fee_earner").order_by("-instructed_on", "pk")[:_SHOWN],
        "shown": _SHOWN,
    }
    return render(request, "search.html", context)


def _by_reference(request: StaffRequest, typed: str) -> HttpResponse | None:
    if matter := Matter.objects.visible_to(request.user).filter(reference__iexact=typed).first():
        return see_other("matter", matter.pk)
    if complaint := Complaint.objects.visible_to(request.user).filter(reference__iexact=typed).first():
        return see_other("complaints:detail", complaint.reference)
    return None


def _matters(request: StaffRequest, typed: str) -> MatterQuerySet:
    visible = Matter.objects.visible_to(request.user)
    if not typed:
        return visible.none()
    return visible.filter(
        Q(title__icontains=typed) | Q(reference__icontains=typed) | Q(practice_system_number__istartswith=typed)
    )


urlpatterns = [path("", search, name="search")]
