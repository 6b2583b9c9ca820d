"""The page of the lists of bills: what came of each, and a new one by hand."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from clientcare.bills.lists import take_list
from engagement.models import BillList, BillListRow
from engagement.rules.bill_lists import BillOutcome
from intake.forms_imports import UploadList
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.permissions import Permission, needs
from practice.responses import see_other

PER_PAGE = 50


class UploadBills(UploadList):
    command = "import_bills"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = (
            "One header, one row a bill: matter number of the practice system, bill number, date, net, VAT; "
            "disbursements and final where there are any. Up to 5,000 rows and 5 MB."
        )


@require_http_methods(["GET", "POST"])
@needs(Permission.IMPORT)
def bills(request: StaffRequest) -> HttpResponse:
    """Show what lists of bills brought, the differences first; POST takes a file over."""
    form = UploadBills(request.POST, request.FILES) if request.method == "POST" else UploadBills()
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            made = take_list(
                form.table,
                file_name=form.cleaned_data["file"].name or "bills",
                sha256=form.sha256,
                by=request.user,
                now=clock.now(),
                form_key=form.receipt(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, f"{made} is taken over. What came of each row stands here.")
            return see_other("bill_lists")
    seen = BillListRow.objects.visible_to(request.user).select_related("of", "matter")
    told = seen.filter(outcome__in=[BillOutcome.DIFFERS, BillOutcome.REFUSED, BillOutcome.AGAIN])
    lists = BillList.objects.select_related("taken_by").annotate(
        made=Count("rows", filter=Q(rows__outcome=BillOutcome.MADE)),
        not_made=Count("rows", filter=Q(rows__outcome__in=[BillOutcome.DIFFERS, BillOutcome.REFUSED])),
    )
    context = {
        "form": form,
        "lists": lists.order_by("-pk")[:10],
        "page": Paginator(told.order_by("-of", "line"), PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "bills/bills.html", context, status=status)
