"""The page of one's own notices."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from clientcare.told.forms import ChooseNotices
from practice import clock
from practice.declining import declined_by
from practice.http import StaffRequest
from practice.permissions import Permission, needs
from practice.responses import see_other
from practice.services.declining import choose_notices


@require_http_methods(["GET", "POST"])
@needs(Permission.MY_DAY)
def told(request: StaffRequest) -> HttpResponse:
    form = ChooseNotices(request.POST or None, declined=declined_by(request.user))
    if form.is_bound and form.is_valid():
        choose_notices(user=request.user, declined=form.declined(), now=clock.now())
        messages.success(request, "Saved. What is off still stands on your day.")
        return see_other("told")
    return render(request, "clientcare/told.html", {"form": form}, status=422 if form.errors else 200)
