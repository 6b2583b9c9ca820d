"""The post tray: print it as one file, post it, say so (decisions 20)."""

import uuid
from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from outbox import forms, services
from outbox.enveloping import Enveloped, envelope
from outbox.leaving import hindrances
from outbox.models import Document, Message
from outbox.tray import letters_to_print, own_printed, tray_of
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import FirmProfile
from practice.office import local_date, main_office
from practice.permissions import Permission, needs
from practice.responses import see_other


@require_GET
@needs(Permission.POST_TRAY)
def post_tray(request: StaffRequest) -> HttpResponse:
    return _tray(request)


@require_POST
@needs(Permission.POST_TRAY)
def print_post(request: StaffRequest) -> HttpResponse:
    """Make the file once to see what can be printed, outside any transaction, and write down what is in it."""
    now, form = clock.now(), forms.PrintPost(request.POST)
    if not form.is_valid():
        return _tray(request, printing=form, status=422)
    tray = tray_of(request.user, now=now)
    chosen = tray.not_printed if form.cleaned_data["which"] == "new" else tray.to_print
    made = _file(letters_to_print(chosen, now=now), both_sides=form.cleaned_data["both_sides"])
    try:
        services.record_print(
            letter_ids=[one.pk for one in made.letters],
            left_out=made.left_out,
            both_sides=form.cleaned_data["both_sides"],
            by=request.user,
            now=now,
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _tray(request, printing=form, status=refusal.status)
    return see_other("outbox:post_tray")


@require_GET
@needs(Permission.POST_TRAY)
def printed_post(request: StaffRequest) -> FileResponse:
    """Hand out one's last print of today: what of it still waits, made again from the frozen papers."""
    now = clock.now()
    found = own_printed(request.user, now=now)
    if found is None:
        raise Http404
    made, letters = found
    pdf = _file(letters, both_sides=made.both_sides).pdf
    day = local_date(main_office(), made.printed_at)
    return FileResponse(BytesIO(pdf), as_attachment=True, filename=f"post-{day:%Y-%m-%d}.pdf")


@require_POST
@needs(Permission.POST_TRAY)
def posted_together(request: StaffRequest) -> HttpResponse:
    """Record all of them as posted, or those that were ticked."""
    form = forms.RecordPostings(
        request.POST, letters=Message.objects.on_paper_for(request.user).values_list("pk", flat=True)
    )
    return _record(request, form, form.chosen() if form.is_valid() else ())


@require_POST
@needs(Permission.POST_TRAY)
def posted(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    get_object_or_404(Message.objects.on_paper_for(request.user), pk=pk)
    return _record(request, forms.RecordPosting(request.POST), (pk,))


@require_GET
@needs(Permission.POST_TRAY)
def document(request: StaffRequest, pk: int) -> FileResponse:
    """Hand out a paper that waits to be printed and posted; nothing else is read by this door."""
    letters = list(Message.objects.on_paper_for(request.user).to_print().filter(documents=pk))
    hindered = hindrances(letters, now=clock.now())
    found = get_object_or_404(
        Document.objects.filter(messages__in=[one for one in letters if one.pk not in hindered]).distinct(), pk=pk
    )
    return FileResponse(
        BytesIO(found.content), as_attachment=True, filename=found.file_name, content_type=found.media_type
    )


def _record(request: StaffRequest, form: forms.RecordPosting, letter_ids: tuple[uuid.UUID, ...]) -> HttpResponse:
    if not form.is_valid():
        return _tray(request, posting=form, status=422)
    typed = {name: form.cleaned_data[name] for name in ("posted_at", "posted_class")}
    try:
        done = services.record_posting(letter_ids=letter_ids, by=request.user, now=clock.now(), **typed)
    except Refusal as refusal:
        form.add_error("posted_at" if refusal.status == 422 else None, str(refusal))
        return _tray(request, posting=form, status=refusal.status)
    messages.success(request, f"Recorded as posted: {len(done)} letter{'' if len(done) == 1 else 's'}.")
    return see_other("outbox:post_tray")


def _file(letters: list[Message], *, both_sides: bool) -> Enveloped:
    firm = FirmProfile.objects.only("name").get()
    return envelope(letters, on=local_date(main_office(), clock.now()), firm_name=firm.name, both_sides=both_sides)


def _tray(
    request: StaffRequest,
    *,
    printing: forms.PrintPost | None = None,
    posting: forms.RecordPosting | None = None,
    status: int = 200,
) -> HttpResponse:
    now = clock.now()
    context = {
        "tray": tray_of(request.user, now=now),
        "printing": printing or forms.PrintPost(),
        "form": posting or forms.RecordPosting(initial={"posted_at": now}),
        "ticked": set(request.POST.getlist("letters")),
        "now": now,
    }
    return render(request, "outbox/post_tray.html", context, status=status)
