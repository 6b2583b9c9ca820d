"""Recording a letter that went before letters were written here, and taking that back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from engagement import services
from engagement.forms_earlier import RecordEarlier
from engagement.rules.earlier import NoSuchDay
from engagement.views import pages
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.permissions import Permission, needs
from practice.responses import see_other
from practice.uploads import bytes_of


@require_http_methods(["GET", "POST"])
@needs(Permission.LETTER_WRITE)
def earlier(request: StaffRequest, pk: int) -> HttpResponse:
    matter = pages.matter_of(request, pk)
    recorded = getattr(matter, "earlier_letter", None)
    status, known = 200, ("sent_on", "accepted_on", "words", "estimate")
    form = RecordEarlier(initial={name: getattr(recorded, name) for name in known} if recorded else None)
    if request.method == "POST":
        form, status = RecordEarlier(request.POST, request.FILES), 422
        if form.is_valid():
            try:
                services.record_earlier_letter(
                    matter_id=matter.pk, **form.cleaned_data, by=request.user, now=clock.now()
                )
            except Refusal as refusal:
                form.add_error(refusal.field if isinstance(refusal, NoSuchDay) else None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, "Recorded: the letter of this matter went before letters were written here.")
                return see_other("engagement:letter", pk)
    return render(
        request, "engagement/earlier.html", {"matter": matter, "recorded": recorded, "form": form}, status=status
    )


@require_POST
@needs(Permission.LETTER_WRITE)
def drop_earlier(request: StaffRequest, pk: int) -> HttpResponse:
    matter = pages.matter_of(request, pk)
    try:
        services.drop_earlier_letter(matter_id=matter.pk, by=request.user, now=clock.now())
    except Refusal as refusal:
        return pages.show(request, matter, refusal=refusal)
    messages.success(request, "Taken back: the letter of this matter is still to be written.")
    return see_other("engagement:letter", pk)


@require_GET
@needs(Permission.LETTER_WRITE, Permission.COMPLAINT_HANDLE)
def earlier_file(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand out what was uploaded, to be saved, never shown by the browser as a page of ours."""
    found = getattr(pages.matter_of(request, pk), "earlier_letter", None)
    if found is None or not found.sha256:
        raise Http404
    shown = content_disposition_header(as_attachment=True, filename=found.file_name) or "attachment"
    return HttpResponse(
        bytes_of(found.sha256),
        content_type="application/octet-stream",
        headers={"Content-Disposition": shown, "X-Content-Type-Options": "nosniff"},
    )
