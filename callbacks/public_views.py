"""Pages without sign-in: how we return calls, from the policies and the calendar that the diary runs by (D11)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from callbacks import said
from practice import clock
from practice.office import local_date, main_office


@require_GET
@login_not_required
def how_we_return_calls(request: HttpRequest) -> HttpResponse:
    departments = said.published(today=local_date(main_office(), clock.now()))
    return render(request, "callbacks/public/how.html", {"departments": departments})
