"""Informed consent to one hit: why it may help, who gave it, who took it back. Compliance's page alone."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from intake import forms_waiver as forms
from intake import services
from intake.forms_disclosure import AddScan
from intake.models import ConflictHit, Consent, Waiver
from intake.rules import NoWaiver, Side, check_waivable, conditions_for, gateways_for, sides_needed
from intake.views.conflicts import decidable_hit
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.office import local_date
from practice.permissions import Permission, needs
from practice.responses import see_other


@require_http_methods(["GET", "POST"])
@needs(Permission.CONFLICT_DECIDE)
def waiver(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what consent there is, and record why it may help."""
    hit = visible_hit(request, pk)
    if request.method == "GET":
        return page_of(request, hit)
    form, status = _basis(hit, request.POST), 422
    if form is not None and form.is_valid():  # there is none where nobody's consent helps: the page says why
        try:
            services.record_waiver(
                hit_id=pk,
                gateway=form.cleaned_data.get("gateway", ""),
                met=form.met(),
                by=request.user,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, "It is recorded. Now record each consent.")
            return see_other("conflict_waiver", pk)
    return page_of(request, hit, basis=form, status=status)


@require_POST
@needs(Permission.CONFLICT_DECIDE)
def consent(request: StaffRequest, pk: int) -> HttpResponse:
    """Record one person's consent."""
    hit = visible_hit(request, pk)
    form = forms.GiveConsent(request.POST, prefix="consent")
    status = 422
    if form.is_valid():
        try:
            services.record_consent(hit_id=pk, facts=form.facts(), by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, "The consent is recorded.")
            return see_other("conflict_waiver", pk)
    return page_of(request, hit, consent=form, status=status)


@require_POST
@needs(Permission.CONFLICT_DECIDE)
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a consent back: a matter that was cleared by it stops."""
    found = get_object_or_404(Consent, pk=pk)
    hit = visible_hit(request, found.waiver.hit_id)
    form = forms.Withdraw(request.POST, prefix=f"withdraw-{pk}")
    status = 422
    if form.is_valid():
        try:
            services.withdraw_consent(
                consent_id=pk, because=form.cleaned_data["because"], by=request.user, now=clock.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            again = "" if hit.check_of.is_waiting else " What it cleared is checked again."
            messages.success(request, f"The consent is withdrawn.{again}")
            return see_other("conflict_waiver", hit.pk)
    return page_of(request, hit, withdrawing=(pk, form), status=status)


def visible_hit(request: StaffRequest, pk: int) -> ConflictHit:
    """Return the hit to compliance; of a restricted one nobody is asked for consent here."""
    found = decidable_hit(request, pk)
    if found.is_masked:
        raise Http404
    return found


def _basis(hit: ConflictHit, typed: Any = None, known: Waiver | None = None) -> forms.Basis | None:
    """Return the form of the rule that holds here, with what is recorded; None if nobody's consent could help."""
    clash = services.clash_of(hit)
    try:
        regime = check_waivable(clash, services.regime_of(hit.check_of))
    except NoWaiver:
        return None
    gateways, conditions = gateways_for(clash, regime), conditions_for(clash, regime)
    said = dict(known.conditions) if known else {}
    initial = {f"met_{code}": said.get(words, "") for code, words in conditions.items()}
    initial["gateway"] = next((code for code, words in gateways.items() if known and words == known.gateway), "")
    return forms.Basis(typed, gateways=gateways, conditions=conditions, initial=initial)


def _unwritten(hit: ConflictHit, found: Waiver | None) -> list[tuple[str, str]]:
    """Return whom no letter was written to yet, each with how the address names them."""
    known = set(found.disclosures.values_list("side", "party")) if found else set()
    whom = services.recipients_of(hit) if found else []
    return [(f"{side}-{party.pk}", party.full_name) for side, party in whom if (side, party.pk) not in known]


def page_of(request: StaffRequest, hit: ConflictHit, status: int = 200, **bound: Any) -> HttpResponse:
    clash = services.clash_of(hit)
    found = (
        Waiver.objects.filter(hit=hit)
        .select_related("recorded_by", "hit")
        .prefetch_related("disclosures__consent")
        .first()
    )
    refused = ""
    try:
        check_waivable(clash, services.regime_of(hit.check_of))
    except NoWaiver as refusal:
        refused = str(refusal)
    pk, withdrawing = bound.pop("withdrawing", (None, None))
    scan_pk, scanning = bound.pop("scanning", (None, None))
    consents = [
        (
            one,
            withdrawing if one.pk == pk else forms.Withdraw(prefix=f"withdraw-{one.pk}"),
            scanning if one.pk == scan_pk else AddScan(prefix=f"scan-{one.pk}"),
        )
        for one in (found.consents.select_related("recorded_by", "scan").order_by("pk") if found else ())
    ]
    letters = found.disclosures.select_related("party", "answer_by", "message").order_by("pk") if found else ()
    today = local_date(hit.check_of.matter.department.office, clock.now())
    context = {
        "hit": hit,
        "check": hit.check_of,
        "waiver": found,
        "refused": refused,
        "needed": [
            Side(side).label for side in sorted(sides_needed(is_former=clash.is_former, is_own=services.is_own(hit)))
        ],
        "stands": hit.pk in services.waived_hits(hit.check_of, today=today),
        "consents": consents,
        "letters": letters,
        "open_letters": services.not_agreed(found, today=today) if found else (),
        "unwritten": _unwritten(hit, found),
        "basis": bound.get("basis") or _basis(hit, known=found),
        "consent": bound.get("consent") or forms.GiveConsent(prefix="consent"),
    }
    return render(request, "intake/waiver.html", context, status=status)
