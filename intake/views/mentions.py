"""Every place in whose notes one name stands, where they are too many for the page of the check."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from intake.models import ConflictCheck, ConflictHit
from intake.reading import places_of
from intake.rules import Source
from practice.http import StaffRequest
from practice.models import Matter, Party
from practice.permissions import Permission, needs

PER_PAGE = 50


@require_GET
@needs(Permission.CONFLICT_DECIDE)
def places(request: StaffRequest, pk: int) -> HttpResponse:
    """List the matters and people, closest first, to whoever reads the hits of the check."""
    seen = ConflictCheck.objects.visible_to(request.user)
    rows = ConflictHit.objects.filter(source=Source.NOTE, is_masked=False, check_of__in=seen)
    hit = get_object_or_404(rows.select_related("check_of__matter", "matter", "party"), pk=pk)
    found = places_of(hit, reader=request.user) if hit.check_of.shows_hits_to(request.user) else []
    if not found:
        raise Http404
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    matters = Matter.objects.select_related("fee_earner").in_bulk({matter for matter, _ in page if matter})
    people = Party.objects.in_bulk({person for _, person in page if person})
    shown = [(matters.get(matter or 0), people.get(person or 0)) for matter, person in page]
    return render(request, "intake/mentions.html", {"hit": hit, "page": page, "places": shown})
