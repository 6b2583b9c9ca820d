"""One box: a client, a matter, a reference, a telephone number or the practice system's number. Visible rows only."""

from itertools import chain

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_GET

from clientcare.matter_page.listing import matters_for
from complaints.models import Complaint
from intake.models import ConflictCheck
from practice import clock, exports
from practice.http import StaffRequest
from practice.models import Matter, Party
from practice.office import local_date, main_office
from practice.permissions import Permission, needs
from practice.responses import see_other

SHOWN = 20


@require_GET
@needs(Permission.MATTER_VIEW)
def search(request: StaffRequest) -> HttpResponse:
    """Go straight to what a reference or number names; else list the clients and matters that this person may see."""
    text = request.GET.get("q", "").strip()
    as_file = exports.asked_for(request)
    if text and not as_file and (found := _named_by(request, text)) is not None:
        return see_other(found)
    today = local_date(main_office(), clock.now())
    parties = Party.objects.visible_to(request.user).matching(text).order_by("name", "pk").prefetch_related("contacts")
    matters = matters_for(request.user, view="all", text=text, sort="", today=today) if text else Matter.objects.none()
    if as_file:
        too_many = exports.too_many(request, parties.count() + matters.count())
        return too_many or exports.answer(request, _sheet(parties, matters))
    context = {
        "text": text,
        "parties": parties[: SHOWN + 1],
        "matters": matters[: SHOWN + 1],
        "shown": SHOWN,
    }
    return render(request, "clientcare/search.html", context)


def _named_by(request: StaffRequest, text: str) -> str | None:
    """Return the page of the one visible thing that carries this very number; None if there is none, or several."""
    user = request.user
    matters, parties = Matter.objects.visible_to(user), Party.objects.visible_to(user)
    if matter := matters.filter(reference__iexact=text).first():
        return reverse("matter", args=[matter.pk])
    if complaint := Complaint.objects.visible_to(user).filter(reference__iexact=text).first():
        return reverse("complaints:detail", args=[complaint.reference])
    if check := ConflictCheck.objects.visible_to(user).filter(reference__iexact=text).first():
        return reverse("conflict", args=[check.pk])
    pages = [reverse("matter", args=[one.pk]) for one in matters.filter(practice_system_number__iexact=text)[:2]]
    numbered = Q(practice_system_number__iexact=text) | Q(merged_parties__practice_system_number__iexact=text)
    pages += [reverse("client", args=[one.pk]) for one in parties.filter(numbered).distinct()[:2]]
    return pages[0] if len(pages) == 1 else None


def _sheet(parties: QuerySet[Party], matters: QuerySet[Matter]) -> exports.Sheet:
    """Return all that was found as one table: people and bodies, then matters."""
    columns = ["What", "Name or title", "Reference", "Born", "Postcode", "Practice system", "Clients", "Fee earner"]
    return exports.Sheet("search", columns, chain(map(_person, parties), map(_matter, matters)))


def _person(one: Party) -> list[exports.Cell]:
    born = one.born_on.year if one.born_on else None
    number = one.practice_system_number
    return [one.get_relationship_display(), one.full_name, "", born, one.postcode, number, "", ""]


def _matter(one: Matter) -> list[exports.Cell]:
    clients = ", ".join(str(row.party) for row in one.client_rows)  # type: ignore[attr-defined]  # matters_for has fetched them
    number = one.practice_system_number
    return ["Matter", one.title, one.reference_or_stage, None, "", number, clients, one.fee_earner.name]


urlpatterns = [path("", search, name="search")]
