"""The doors that begin and finish a meeting: they move a diary as well, and show intake's own page."""

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from clientcare import deeds
from intake.models import InterviewWay
from intake.views import meeting as page
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.permissions import Permission, needs
from practice.responses import see_other


@require_POST
@needs(Permission.MATTER_EDIT)
def start(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin a meeting; whoever holds it is not rung until it ends."""
    matter, now = page.visible_matter(request, pk), clock.now()
    form = page.start_form(matter, page.clients_of(matter), request.POST, now=now)
    if not form.is_valid():
        return page.show(request, matter, now=now, start=form, status=422)
    try:
        interview, hit = deeds.start_meeting(
            matter_id=pk,
            held_by=form.cleaned_data["held_by"],
            way=InterviewWay(form.cleaned_data["way"]),
            until=form.until(now),
            by=request.user,
            now=now,
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return page.show(request, matter, now=now, start=form, refusal=refusal, status=refusal.status)
    if hit:
        calls = "One call is" if len(hit) == 1 else f"{len(hit)} calls are"
        messages.warning(request, f"{calls} promised in that time by {interview.held_by}: somebody moves them.")
    return see_other("intake:meeting", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """Save what was typed and finish."""
    matter, now = page.visible_matter(request, pk), clock.now()
    interview = page.running(request, matter)
    if interview is None:
        return page.show(request, matter, now=now, refusal=page.nothing_runs(), typed=request.POST, status=409)
    form = page.form_of(interview, now, request.POST)
    if not form.is_valid():
        return page.show(request, matter, now=now, form=form, status=422)
    try:
        ended = deeds.end_meeting(
            interview_id=interview.pk,
            written=form.written(),
            reason=form.cleaned_data["reason"],
            by=request.user,
            now=now,
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        return page.refused(request, matter, refusal, now=now)
    messages.success(request, f"{ended.get_purpose()} finished. Our next steps stand on the days of those who do them.")
    return see_other("matter", pk)
