"""Pages without sign-in: the published procedure, made from the numbers the clocks run by (decision 11)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from complaints.services import preparing
from practice import clock
from practice.models import Department
from practice.office import load_calendar


@require_GET
@login_not_required
def procedure(request: HttpRequest, code: str = "") -> HttpResponse:
    """Show how we deal with complaints: one department's, the first one's without a choice."""
    departments = Department.objects.select_related("office", "profile__procedure").order_by("pk")
    department = get_object_or_404(departments, code=code.upper()) if code else departments.first()
    if department is None:
        return render(request, "complaints/no_procedure.html", status=404)
    now = clock.now()
    made = preparing.published_procedure(department, now=now, on=load_calendar(department.office).local_date(now))
    context = {"department": department, "departments": departments, "made": made}
    return render(request, "complaints/procedure.html", context)
