"""The client page, and confirming how a client may be reached."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from callbacks.models import Promise
from clientcare.client_page.forms import ConfirmContact
from practice import clock
from practice.http import StaffRequest
from practice.models import ContactPoint, Matter, Party
from practice.permissions import Permission, needs
from practice.responses import see_other
from practice.services.parties import confirm_contact

_PROMISES = 20


@require_GET
@needs(Permission.CLIENT_VIEW)
def client(request: StaffRequest, pk: int) -> HttpResponse:
    return _page(request, _visible(request, pk))


@require_POST
@needs(Permission.CLIENT_VIEW)
def confirm(request: StaffRequest, pk: int, contact_pk: int) -> HttpResponse:
    party = _visible(request, pk)
    point = get_object_or_404(party.contacts, pk=contact_pk)
    form = ConfirmContact(request.POST)
    if not form.is_valid():
        return _page(request, party, form=form, asked=point, status=422)
    confirm_contact(contact_id=point.pk, how=form.cleaned_data["how"], by=request.user, now=clock.now())
    messages.success(request, f"{point.text} is confirmed.")
    return see_other("client", pk)


def _visible(request: StaffRequest, pk: int) -> Party:
    return get_object_or_404(Party.objects.visible_to(request.user), pk=pk)


def _page(
    request: StaffRequest,
    party: Party,
    *,
    form: ConfirmContact | None = None,
    asked: ContactPoint | None = None,
    status: int = 200,
) -> HttpResponse:
    matters = Matter.objects.visible_to(request.user).filter(parties__party=party).distinct()
    promises = Promise.objects.visible_to(request.user).filter(callback__caller=party)
    context = {
        "party": party,
        "contacts": party.contacts.order_by("kind", "-is_preferred", "pk"),
        "names": party.names.order_by("kind", "pk"),
        "matters": matters.select_related("fee_earner").order_by("stage", "-instructed_on", "pk"),
        "promises": promises.select_related("adviser", "callback").order_by("-starts_at", "pk")[:_PROMISES],
        "form": form or ConfirmContact(),
        "asked": asked,
    }
    return render(request, "client_page/client.html", context, status=status)
