"""Staff send a client the link by which they choose when we ring (decisions 36)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from callbacks import forms, services
from callbacks.services import Slip
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import ContactPoint, Matter, Party
from practice.permissions import Permission, needs
from practice.phrases import phone_groups
from practice.responses import see_other


@require_http_methods(["GET", "POST"])
@needs(Permission.CALLBACK_BOOK)
def invite(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a client of a matter choose when they are rung."""
    now = clock.now()
    matters = Matter.objects.visible_to(request.user).select_related("fee_earner__department__office", "assistant")
    matter = get_object_or_404(matters, pk=pk)
    advisers = [one for one in (matter.fee_earner, matter.assistant) if one is not None and one.is_active]
    ways = {str(one.pk): (one, _number(one.party, matter)) for one in _mailboxes(matter)}
    words = [(key, f"{one.party.full_name}, {one.text}, rung on {phone_groups(to)}") for key, (one, to) in ways.items()]
    form = forms.Invite(request.POST or None, ways=words, advisers=advisers)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            mailbox, number = ways[form.cleaned_data["client"]]
            adviser = next(one for one in advisers if str(one.pk) == form.cleaned_data["adviser"])
            slip = Slip(for_staff=adviser, caller=mailbox.party, number=number, matter=matter)
            try:
                call = services.invite(
                    slip=slip, contact_id=mailbox.pk, by=request.user, now=now, form_key=form.receipt()
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, f"The link is on its way to {mailbox.party.full_name}.")
                return see_other("callbacks:detail", call.pk)
    context = {"matter": matter, "form": form, "people": [mailbox.party for mailbox, _ in ways.values()]}
    return render(request, "callbacks/invite.html", context, status=status)


def _mailboxes(matter: Matter) -> list[ContactPoint]:
    """Return the preferred mailbox of each client who may be written to and rung."""
    now, found = clock.now(), []
    for party in matter.clients().select_related("only_number"):
        first = services.mailboxes_for_link(party, adviser=matter.fee_earner, now=now).first()
        if first is not None and _number(party, matter):
            first.party = party
            found.append(first)
    return found


def _number(party: Party, matter: Matter) -> str:
    return services.number_for_link(party, adviser=matter.fee_earner, now=clock.now())
