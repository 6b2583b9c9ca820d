"""Pages of the register. Rows come through `visible_to`: a stranger finds nothing, and 404 says nothing."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from complaints.models import AccountRequest, Complaint
from practice.http import StaffRequest
from practice.permissions import Permission, needs


@require_GET
@needs(Permission.COMPLAINT_HANDLE, Permission.COMPLAINT_OVERSEE, Permission.COMPLAINT_REVIEW)
def detail(request: StaffRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(Complaint.objects.visible_to(request.user), reference=reference)
    return render(request, "complaints/detail.html", {"complaint": found})


@require_GET
@needs(Permission.COMPLAINT_LOG)
def account(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(AccountRequest.objects.filter(staff=request.user), pk=pk)
    return render(request, "complaints/account.html", {"account": found})
