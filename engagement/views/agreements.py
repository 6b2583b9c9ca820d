"""Agreements that go with a letter: put in and taken out while it is written, read ever after."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from engagement import forms, services
from engagement.forms_agreement import AddAgreement
from engagement.models import SideAgreement
from engagement.views import pages
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import Matter
from practice.office import local_date
from practice.permissions import Permission, needs
from practice.responses import see_other
from practice.uploads import bytes_of


@require_POST
@needs(Permission.LETTER_WRITE)
def add_agreement(request: StaffRequest, pk: int) -> HttpResponse:
    draft, now = pages.letter_of(request, pk), clock.now()
    form = AddAgreement(request.POST, request.FILES, today=local_date(draft.matter.department.office, now))
    if not form.is_valid():
        return pages.show(request, draft.matter, agreement=form, status=422)
    try:
        services.add_agreement(letter_id=draft.pk, **form.facts(), by=request.user, now=now, form_key=form.receipt())
    except Refusal as refusal:
        return pages.show(request, draft.matter, agreement=form, refusal=refusal)
    return see_other("engagement:letter", pk)


@require_POST
@needs(Permission.LETTER_WRITE)
def remove_agreement(request: StaffRequest, pk: int) -> HttpResponse:
    found, form = _agreement(request, pk), forms.Seen(request.POST)
    matter = found.letter.matter
    if not form.is_valid():
        return pages.show(request, matter, status=422)
    try:
        services.remove_agreement(
            agreement_id=found.pk, seen=form.cleaned_data["seen"], by=request.user, now=clock.now()
        )
    except Refusal as refusal:
        return pages.show(request, matter, refusal=refusal)
    return see_other("engagement:letter", matter.pk)


@require_GET
@needs(Permission.LETTER_WRITE, Permission.COMPLAINT_HANDLE)
def agreement_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand out what was uploaded, to be saved, never shown by the browser as a page of ours."""
    found = _agreement(request, pk)
    shown = content_disposition_header(as_attachment=True, filename=found.file_name) or "attachment"
    return HttpResponse(
        bytes_of(found.sha256),
        content_type="application/pdf",
        headers={"Content-Disposition": shown, "X-Content-Type-Options": "nosniff"},
    )


def _agreement(request: StaffRequest, pk: int) -> SideAgreement:
    visible = SideAgreement.objects.filter(letter__matter__in=Matter.objects.visible_to(request.user))
    return get_object_or_404(
        visible.select_related("letter__matter__department__office", "letter__matter__fee_earner"), pk=pk
    )
