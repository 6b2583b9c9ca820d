"""The letter that tells a client of a conflict: write, read, send, record the answer. Compliance's pages alone."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intake import forms_disclosure as forms
from intake import reach, services
from intake.models import ConflictHit, Consent, Disclosure, Scan, Waiver
from intake.rules import Answer, NoWaiver, Side, check_waivable
from intake.views.waivers import page_of, visible_hit
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.permissions import Permission, needs
from practice.reach import sentence
from practice.responses import see_other
from practice.uploads import UploadLost, bytes_of, keep_bytes


@require_http_methods(["GET", "POST"])
@needs(Permission.CONFLICT_DECIDE)
def write(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what one client is told; POST keeps it to be read."""
    hit = visible_hit(request, pk)
    whom = services.recipients_of(hit)
    if request.method == "GET":
        form = forms.WriteDisclosure(to=whom, initial=_before(hit, request.GET.get("to", "")))
        return _form(request, hit, form)
    form, status = forms.WriteDisclosure(request.POST, to=whom), 422
    if form.is_valid():
        side, party_id = form.whom()
        try:
            made = services.prepare_disclosure(
                hit_id=pk, side=side, party_id=party_id, facts=form.facts(), by=request.user, now=clock.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            return see_other("conflict_letter", made.pk)
    return _form(request, hit, form, status=status)


@require_http_methods(["GET", "POST"])
@needs(Permission.CONFLICT_DECIDE)
def letter(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the letter to be read; POST sends what was read. Afterwards show where it went and what came back."""
    made, hit = _visible(request, pk)
    if request.method == "GET":
        return _page(request, made, hit)
    now = clock.now()
    try:
        printed = services.print_disclosure(made, hit, seen=request.POST.get("seen", ""), by=request.user, now=now)
        sent = services.issue_disclosure(disclosure_id=pk, letter=printed, by=request.user, now=now)
    except Refusal as refusal:
        made, hit = _visible(request, pk)
        return _page(request, made, hit, refusal=refusal, status=refusal.status)
    messages.success(request, _where(sent))
    return see_other("conflict_waiver", hit.pk)


@require_POST
@needs(Permission.CONFLICT_DECIDE)
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Record what came back. The bytes of a scan are kept first, then the row that names them."""
    made, hit = _visible(request, pk)
    form, status = forms.RecordReply(request.POST, request.FILES, prefix="answer"), 422
    if form.is_valid():
        scan = form.scanned()
        try:
            if scan is not None:
                keep_bytes(scan)
            services.record_reply(disclosure_id=pk, reply=form.reply(), scan=scan, by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, "The answer is recorded.")
            return see_other("conflict_waiver", hit.pk)
    made, hit = _visible(request, pk)
    return _page(request, made, hit, form=form, status=status)


@require_GET
@needs(Permission.CONFLICT_DECIDE)
def letter_pdf(request: StaffRequest, pk: int) -> FileResponse:
    """Hand out the letter as it was sent."""
    document = _visible(request, pk)[0].document
    if document is None:
        raise Http404
    return FileResponse(BytesIO(bytes(document.content)), content_type=document.media_type, filename=document.file_name)


@require_POST
@needs(Permission.CONFLICT_DECIDE)
def add_scan(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep the scan of a consent that was recorded without it."""
    found = get_object_or_404(Consent, pk=pk)
    hit = visible_hit(request, found.waiver.hit_id)
    form, status = forms.AddScan(request.POST, request.FILES, prefix=f"scan-{pk}"), 422
    if form.is_valid():
        scan = form.cleaned_data["scan"]
        try:
            keep_bytes(scan)
            services.attach_scan(consent_id=pk, scan=scan, by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, "The scan is kept with the consent.")
            return see_other("conflict_waiver", hit.pk)
    return page_of(request, hit, scanning=(pk, form), status=status)


@require_GET
@needs(Permission.CONFLICT_DECIDE)
def scan(request: StaffRequest, pk: int) -> HttpResponse | FileResponse:
    """Hand out a scan, its bytes proved by their hash."""
    found = get_object_or_404(Scan.objects.select_related("waiver"), pk=pk)
    visible_hit(request, found.waiver.hit_id)
    try:
        content = bytes_of(found.sha256)
    except UploadLost:
        return render(request, "intake/scan_lost.html", {"scan": found}, status=409)
    return FileResponse(BytesIO(content), content_type=found.media_type, filename=found.file_name, as_attachment=True)


def _visible(request: StaffRequest, pk: int) -> tuple[Disclosure, ConflictHit]:
    people = ("party__only_number", "waiver", "prepared_by", "issued_by", "answer_by", "document", "message", "scan")
    made = get_object_or_404(Disclosure.objects.select_related(*people), pk=pk)
    return made, visible_hit(request, made.waiver.hit_id)


def _before(hit: ConflictHit, to: str) -> dict[str, Any]:
    """Return what was last written to that person, to go on from; of a new letter the safeguards of the others."""
    side, _, party = to.partition("-")
    letters = Disclosure.objects.filter(waiver__hit=hit).order_by("-pk")
    mine = letters.filter(side=side, party=int(party)).first() if party.isdecimal() and side in Side.values else None
    if mine is None:
        other = letters.first()
        return {"to": to, "safeguards": other.safeguards if other else ""}
    names = ("capacity", "disclosed", "risks", "safeguards", "told", "agreed_by", "agreed_on", "agreed_how")
    return {"to": to} | {name: getattr(mine, name) for name in names}


def _where(sent: Disclosure) -> str:
    if sent.message is None:
        return "The letter is kept. No address may be used: handing it over is your task."
    return f"The letter is on its way. {sent.went_as}."


def _refused(hit: ConflictHit) -> str:
    """Say why nobody's consent helps, or that the basis is missing; "" if a letter may be written."""
    if not hit.check_of.is_waiting:
        return f"{hit.check_of.reference} is decided, so nobody is asked any more."
    try:
        check_waivable(services.clash_of(hit), services.regime_of(hit.check_of))
    except NoWaiver as refusal:
        return str(refusal)
    if not Waiver.objects.filter(hit=hit).exists():
        return "Record first which way opens this and how each condition is met."
    return ""


def _form(request: StaffRequest, hit: ConflictHit, form: forms.WriteDisclosure, status: int = 200) -> HttpResponse:
    context = {"hit": hit, "check": hit.check_of, "form": form, "refused": _refused(hit)}
    return render(request, "intake/disclosure_write.html", context, status=status)


def _page(
    request: StaffRequest,
    made: Disclosure,
    hit: ConflictHit,
    *,
    form: forms.RecordReply | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"letter": made, "hit": hit, "check": hit.check_of, "refusal": refusal}
    if made.issued_at is None:
        now = clock.now()
        composed = services.compose_disclosure(made, hit, by=request.user, now=now)
        context |= {
            "made": composed,
            "seen": services.stamp_of(made, hit, composed, now=now),
            "way": services.way_to(made.party, hit, now=now),
            "rules": sentence(made.party),
            "why_not": reach.why_not_to(made.party),
            "refused": _refused(hit),
        }
    elif made.answer not in {Answer.CONSENTED, Answer.REFUSED}:
        context["form"] = form or forms.RecordReply(prefix="answer")
    elif form is not None:
        context["refusal"] = "; ".join(str(error) for error in form.non_field_errors())
    return render(request, "intake/disclosure.html", context, status=status)
