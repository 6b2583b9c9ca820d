"""The door of the list of clients."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from clientcare.client_page.listing import VIEWS, clients_for, rows_of, sheet_of
from practice import clock, exports
from practice.http import StaffRequest
from practice.models import Department
from practice.permissions import Permission, needs

PER_PAGE = 50


@require_GET
@needs(Permission.CLIENT_VIEW)
def clients(request: StaffRequest) -> HttpResponse:
    """List clients; view, department, search, order and page live in the address."""
    now, asked = clock.now(), request.GET
    view = asked.get("view", "open")
    text = asked.get("q", "").strip()
    departments = list(Department.objects.order_by("name", "pk"))
    department = next((one for one in departments if str(one.pk) == asked.get("department")), None)
    found = clients_for(request.user, view=view, text=text, sort=asked.get("sort", ""), department=department)
    if exports.asked_for(request):
        too_many = exports.too_many(request, found.count())
        return too_many or exports.answer(request, sheet_of(rows_of(found, request.user, now=now)))
    page = Paginator(found, PER_PAGE).get_page(asked.get("page"))
    context = {
        "page": page,
        "rows": rows_of(page.object_list, request.user, now=now),
        "views": VIEWS,
        "view": view if view in VIEWS else "open",
        "text": text,
        "departments": departments,
        "department": department,
    }
    return render(request, "client_page/clients.html", context)
