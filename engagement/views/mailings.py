"""Letters to many clients: the list, the words, the proof list and what came of it."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from engagement import forms_mailing as forms
from engagement import letters
from engagement.models import Mailing
from engagement.rules.mailings import MailingKind
from engagement.services import mailings as services
from engagement.views import mailing_page as pages
from outbox.answers import frozen, pdf
from outbox.pdf import render_pdf
from practice import clock, exports
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.permissions import Permission, needs
from practice.responses import see_other

_NO_CHANGE = 204


@require_GET
@needs(Permission.MAILING_MAKE)
def index(request: StaffRequest) -> HttpResponse:
    """List what was sent to many, and what is being prepared."""
    found = Mailing.objects.with_waiting().select_related("made_by", "released_by").newest_first()
    page = Paginator(found, pages.PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "engagement/mailings/index.html", {"page": page})


@require_http_methods(["GET", "POST"])
@needs(Permission.MAILING_MAKE)
def make(request: StaffRequest) -> HttpResponse:
    """Write a letter to many clients; ?clause=, ?letter= and ?terms= choose those who have that from us."""
    if request.method == "GET":
        chosen = {name: request.GET.get(name, "") for name in ("clause", "letter", "terms")}
        kind = MailingKind.NEW_TERMS if chosen["terms"] or not any(chosen.values()) else MailingKind.OWN_WORDS
        return _write(request, forms.WriteMailing(clause=chosen["clause"], initial={**chosen, "kind": kind}))
    form = forms.WriteMailing(request.POST, clause=request.POST.get("clause", ""))
    if form.is_valid():
        try:
            made = services.make_mailing(
                words=form.words(),
                selection=form.selection(),
                by=request.user,
                now=clock.now(),
                form_key=form.receipt(),
            )
        except Refusal as refusal:
            form.add_error("changes", str(refusal))
            return _write(request, form, status=refusal.status)
        return see_other("mailings:detail", made.pk)
    return _write(request, form, status=422)


@require_http_methods(["GET", "POST"])
@needs(Permission.MAILING_MAKE)
def change(request: StaffRequest, pk: int) -> HttpResponse:
    """Change the words or the selection of a mailing that is being prepared."""
    mailing = pages.mailing_of(pk)
    if request.method == "GET":
        if not mailing.is_in_the_making:
            return see_other("mailings:detail", pk)
        return _write(request, forms.WriteMailing.of(mailing), mailing)
    form = forms.WriteMailing(request.POST, clause=request.POST.get("clause", ""))
    if form.is_valid():
        try:
            services.save_mailing(
                mailing_id=pk,
                words=form.words(),
                selection=form.selection(),
                seen=form.cleaned_data["seen"] or 0,
                by=request.user,
                now=clock.now(),
                form_key=form.receipt(),
            )
        except Refusal as refusal:
            form.add_error("changes" if isinstance(refusal, services.BankDetails) else None, str(refusal))
            return _write(request, form, pages.mailing_of(pk), status=refusal.status)
        return see_other("mailings:detail", pk)
    return _write(request, form, mailing, status=422)


@require_GET
@needs(Permission.MAILING_MAKE)
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a mailing; ?show= filters its people, ?row= chooses whose letter stands beside, ?as= gives a file."""
    mailing = pages.mailing_of(pk)
    if exports.asked_for(request):
        show = request.GET.get("show", "")
        rows = pages.rows_of(mailing, request.user, show)
        too_many = exports.too_many(request, rows.count())
        return too_many or exports.answer(request, pages.sheet_of(mailing, rows, request.user))
    return pages.show(request, mailing)


@require_GET
@needs(Permission.MAILING_MAKE)
def progress(request: StaffRequest, pk: int) -> HttpResponse:
    """Give the bar again; nothing where it has not moved since, so that it is not read out."""
    far = pages.progress_of(pages.mailing_of(pk))
    if far["is_running"] and request.GET.get("seen") == str(far["made"]):
        return HttpResponse(status=_NO_CHANGE)
    return render(request, "engagement/mailings/_progress.html", {**far, "was_watched": True})


@require_GET
@needs(Permission.MAILING_MAKE)
def sample(request: StaffRequest, pk: int) -> HttpResponse:
    """Print one person's letter as a draft; nothing is kept."""
    mailing = pages.mailing_of(pk)
    letter, _ = pages.letter_of(mailing, pages.first_row(mailing, request.user, request.GET.get("row", "")))
    if letter is None or not mailing.is_in_the_making:
        raise Http404
    try:
        return pdf(render_pdf(letters.draft_html(letter)).pdf, f"Draft, {letter.file_name}")
    except Refusal as refusal:
        return pages.show(request, mailing, refusal=refusal)


@require_GET
@needs(Permission.MAILING_MAKE, Permission.LETTER_WRITE)
def row_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    """Give one person's letter exactly as it went."""
    row = pages.row_of(request, pk)
    if row.issued is None:
        raise Http404
    return frozen(request, row.issued.document)


def _write(
    request: StaffRequest, form: forms.WriteMailing, mailing: Mailing | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "mailing": mailing}
    return render(request, "engagement/mailings/write.html", context, status=status)
