"""What staff do about acceptance: record it, give a code, send a link, answer what clients ask."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from engagement import letters, services
from engagement.forms import Key
from engagement.forms_acceptance import DECLINED, GiveCode, RecordAnswer
from engagement.letters import Said
from engagement.models import Acceptance, CostAgreement, CostUpdateCopy, LetterCopy
from engagement.papers import OF, AnyCopy, AnyRequest, copies, kind_of, page_of
from engagement.rules.acceptance import AcceptanceWay, check_evidence, check_moment
from engagement.services import costs
from engagement.views import costs as costs_page
from engagement.views import pages
from outbox import links
from outbox.answers import frozen
from outbox.models import LinkCode
from outbox.uploads import keep_upload, read_upload
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import Matter
from practice.office import load_calendar
from practice.permissions import Permission, needs
from practice.responses import see_other

_CODE = "letter_code"  # in the session, until it has been shown once: its number, never its figures


@require_http_methods(["GET", "POST"])
@needs(Permission.LETTER_WRITE)
def record(request: StaffRequest, pk: int, of: type[AnyCopy] = LetterCopy) -> HttpResponse:
    """Record how a client answered otherwise than by their link; the certificate is printed at once."""
    copy, now = _copy(request, pk, of), clock.now()
    calendar = load_calendar(copy.paper.matter.department.office)
    local = calendar.local(now)
    initial = {"on": local.date(), "at": local.time()}
    posted = request.POST if request.method == "POST" else None
    form = RecordAnswer(posted, request.FILES or None, calendar=calendar, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _record(request, copy, form)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                return see_other(page_of(copy))
    return render(request, "engagement/record.html", {"copy": copy, "form": form, **_place(copy)}, status=status)


def _record(request: StaffRequest, copy: AnyCopy, form: RecordAnswer) -> None:
    now, typed = clock.now(), form.cleaned_data
    if typed["way"] == DECLINED:
        decline = services.decline_letter if isinstance(copy, LetterCopy) else costs.decline_update
        decline(copy_id=copy.pk, reason=typed["words"], by=request.user, session=None, now=now)
        messages.success(request, f"Recorded: {copy.party} declined.")
        return
    way, uploaded = AcceptanceWay(typed["way"]), typed["file"]
    check_evidence(way, has_file=uploaded is not None, words=typed["words"])
    assert copy.paper.issued_at is not None
    check_moment(form.moment(), issued_at=copy.paper.issued_at, now=now)
    said = Said(
        way=way,
        accepted_at=form.moment(),
        words=typed["words"],
        evidence_sha256=keep_upload(uploaded.read()) if uploaded is not None else "",
        evidence_name=uploaded.name[-160:] if uploaded is not None else "",
        recorded_by=request.user,
    )
    certified = letters.print_certificate(copy, said, now=now)
    if isinstance(copy, LetterCopy):
        services.accept_letter(copy_id=copy.pk, said=said, certified=certified, by=request.user, now=now)
    else:
        costs.agree_update(copy_id=copy.pk, said=said, certified=certified, by=request.user, now=now)
    messages.success(request, f"Recorded: {copy.party} accepted. The certificate stands beside the letter.")


@require_http_methods(["GET", "POST"])
@needs(Permission.LETTER_WRITE)
def give_code(request: StaffRequest, pk: int, of: type[AnyCopy] = LetterCopy) -> HttpResponse:
    """Make six figures to say on a confirmed number, and show them once."""
    copy, now = _copy(request, pk, of), clock.now()
    today = load_calendar(copy.paper.matter.department.office).local_date(now)
    numbers = copy.client.contacts.phones(today).filter(confirmed_at__isnull=False)
    if copy.client.only_number_id:
        numbers = numbers.filter(pk=copy.client.only_number_id)
    form = GiveCode(numbers, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = services.give_code(
                    copy_id=copy.pk,
                    contact_id=int(form.cleaned_data["contact"]),
                    by=request.user,
                    now=now,
                    of=of,
                    form_key=form.receipt(),
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                request.session[_CODE] = str(made.pk)
                return see_other(request.path)
    shown = LinkCode.objects.alive(now).filter(pk=request.session.pop(_CODE, None)).first() if status == 200 else None
    context = {
        **_place(copy),
        "copy": copy,
        "form": form,
        "numbers": numbers,
        "code": shown,
        "figures": links.figures(shown) if shown else "",
    }
    return render(request, "engagement/give_code.html", context, status=status)


@require_POST
@needs(Permission.LETTER_WRITE)
def send_link(request: StaffRequest, pk: int, of: type[AnyCopy] = LetterCopy) -> HttpResponse:
    copy, form = _copy(request, pk, of), Key(request.POST)
    if not form.is_valid():
        return _page(request, copy, status=422)
    try:
        services.send_link(copy_id=copy.pk, of=of, by=request.user, now=clock.now(), form_key=form.receipt())
    except Refusal as refusal:
        return _page(request, copy, refusal=refusal, status=refusal.status)
    messages.success(request, f"A new link goes to {copy.party} within seconds. The one before opens nothing any more.")
    return see_other(page_of(copy))


@require_POST
@needs(Permission.LETTER_WRITE)
def answered(request: StaffRequest, pk: int, of: type[AnyCopy] = LetterCopy) -> HttpResponse:
    found = get_object_or_404(OF[of].request, pk=pk, copy__in=_visible(request, of))
    assert isinstance(found, AnyRequest)
    services.answer_request(request_id=found.pk, of=of, by=request.user, now=clock.now())
    return see_other(page_of(found.copy))


@require_GET
@needs(Permission.LETTER_WRITE, Permission.COMPLAINT_HANDLE)
def certificate_pdf(request: StaffRequest, pk: int, of: type[AnyCopy] = LetterCopy) -> HttpResponse:
    return frozen(request, _acceptance(request, pk, of).certificate)


@require_GET
@needs(Permission.LETTER_WRITE, Permission.COMPLAINT_HANDLE)
def evidence(request: StaffRequest, pk: int, of: type[AnyCopy] = LetterCopy) -> HttpResponse:
    """Hand out what was uploaded, to be saved, never shown by the browser as a page of ours."""
    found = _acceptance(request, pk, of)
    if not found.evidence_sha256:
        raise Http404
    shown = content_disposition_header(as_attachment=True, filename=found.evidence_name) or "attachment"
    return HttpResponse(
        read_upload(found.evidence_sha256),
        content_type="application/octet-stream",
        headers={"Content-Disposition": shown, "X-Content-Type-Options": "nosniff"},
    )


def _visible(request: StaffRequest, of: type[AnyCopy]) -> QuerySet[LetterCopy] | QuerySet[CostUpdateCopy]:
    return copies(of).filter(**{f"{OF[of].field}__matter__in": Matter.objects.visible_to(request.user)})


def _copy(request: StaffRequest, pk: int, of: type[AnyCopy]) -> AnyCopy:
    found = get_object_or_404(_visible(request, of), pk=pk)
    assert isinstance(found, AnyCopy)
    return found


def _acceptance(request: StaffRequest, pk: int, of: type[AnyCopy]) -> Acceptance | CostAgreement:
    copy = _copy(request, pk, of)
    if not hasattr(copy, "acceptance"):
        raise Http404
    return copy.acceptance


def _place(copy: AnyCopy) -> dict[str, str]:
    """Say for a page where a copy belongs: the paper's name, and the address of its own page."""
    return {"paper_name": kind_of(copy).name, "paper_page": page_of(copy)}


def _page(request: StaffRequest, copy: AnyCopy, *, refusal: Refusal | None = None, status: int) -> HttpResponse:
    show = pages.show if isinstance(copy, LetterCopy) else costs_page.show
    return show(request, copy.paper.matter, refusal=refusal, status=status)
