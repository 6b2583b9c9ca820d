"""What somebody complained of is shown: the points, and the request for their account. Nothing else (decision 5)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from complaints.forms import GiveAccount
from complaints.models import AccountRequest
from complaints.services import accounts
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import Matter
from practice.permissions import Permission, needs
from practice.responses import see_other


@require_http_methods(["GET", "POST"])
@needs(Permission.COMPLAINT_LOG)
def account(request: StaffRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(
        AccountRequest.objects.filter(staff=request.user).exclude(
            complaint__matter__in=Matter.objects.outside_of(request.user)
        ),
        pk=pk,
    )
    form = GiveAccount(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                accounts.give_account(
                    request_id=pk, account=form.cleaned_data["account"], by=request.user, now=clock.now()
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, "Thank you. Your account is with the person who asked.")
                return see_other("complaints:account", pk)
    return render(request, "complaints/account.html", {"asked": asked, "form": form}, status=status)
