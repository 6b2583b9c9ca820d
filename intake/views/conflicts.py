"""The two faces of a conflict check: what the asker sees, and what compliance reads (decisions 25, 26)."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intake import forms, metrics, services
from intake.affected import affected_by
from intake.models import ConflictCheck, ConflictHit
from intake.overriding import overridden_until, override_of
from intake.people import deciders
from intake.reading import read, tone_of
from intake.rules import HitDecision, Outcome
from intake.views.check_sheet import sheet_of
from practice import clock, exports
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import Matter
from practice.office import load_calendar
from practice.permissions import Permission, needs
from practice.phrases import Due
from practice.responses import see_other

PER_PAGE = 50
_LOAD_OVER = timedelta(days=90)


@require_GET
@needs(Permission.CONFLICT_ASK, Permission.CONFLICT_DECIDE)
def conflicts(request: StaffRequest) -> HttpResponse:
    return _queue(request)


@require_POST
@needs(Permission.CONFLICT_DECIDE)
def clear(request: StaffRequest) -> HttpResponse:
    """Clear the ticked checks that have nothing above the line."""
    ids = list(ConflictCheck.objects.decidable_by(request.user).values_list("pk", flat=True))
    form = forms.ClearChecks(request.POST, ids=ids)
    if not form.is_valid():
        return _queue(request, form=form, status=422)
    batch = services.clear_checks(check_ids=form.cleaned_data["checks"], by=request.user, now=clock.now())
    if batch.refused:
        for reference, why in batch.refused:
            form.add_error("checks", f"{reference}: {why}")
        return _queue(request, form=form, cleared=batch.cleared, status=409)
    messages.success(request, f"Cleared: {', '.join(batch.cleared)}.")
    return see_other("conflicts")


def _queue(request: StaffRequest, status: int = 200, **context: Any) -> HttpResponse:
    """Show a decider what waits for them, and everybody what they asked for themselves."""
    now = clock.now()
    visible = ConflictCheck.objects.visible_to(request.user).select_related("asked_by", "matter__fee_earner")
    to_decide = ConflictCheck.objects.none()
    if decides := request.user.may(Permission.CONFLICT_DECIDE):
        to_decide = (
            ConflictCheck.objects.decidable_by(request.user)
            .select_related("asked_by", "matter__fee_earner")
            .with_open_hits()
            .in_queue_order()
        )
        context["load"] = metrics.reading_load(since=now - _LOAD_OVER, until=now, reader=request.user)
        context["overridden"] = overridden_until(to_decide, now=now)
    others = visible.exclude(pk__in=to_decide.values("pk")).order_by("-asked_at", "-pk")
    if request.method == "GET" and exports.asked_for(request):
        too_many = exports.too_many(request, visible.count())
        return too_many or exports.answer(request, sheet_of(to_decide, others))
    context |= {
        "decides": decides,
        "to_decide": to_decide,
        "page": Paginator(others, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "intake/conflicts.html", context, status=status)


@require_GET
@needs(Permission.CONFLICT_ASK, Permission.CONFLICT_DECIDE)
def conflict(request: StaffRequest, pk: int) -> HttpResponse:
    return _page(request, _visible(request, pk))


@require_POST
@needs(Permission.CONFLICT_DECIDE)
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    """Record the outcome. Whoever asked, or would do the work, is refused by the rule, not by the page."""
    check = _visible(request, pk)
    form = forms.DecideCheck(request.POST, affected=affected_by(check, reader=request.user))
    if form.is_valid():
        try:
            decided = services.decide_check(
                check_id=check.pk,
                outcome=Outcome(form.cleaned_data["outcome"]),
                reason=form.cleaned_data["reason"],
                interests=form.interests(),
                by=request.user,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.add_error("reason" if refusal.code == "reason_missing" else None, str(refusal))
            return _page(request, _visible(request, pk), outcome=form, status=refusal.status)
        messages.success(request, f"{decided.reference}: {decided.get_outcome_display()}.")
        return see_other("conflicts" if not decided.is_waiting else "conflict", *([pk] if decided.is_waiting else []))
    return _page(request, check, outcome=form, status=422)


@require_POST
@needs(Permission.CONFLICT_OVERRIDE)
def override(request: StaffRequest, pk: int) -> HttpResponse:
    """Let work go on for a few days before the check is decided. Who may not is refused by the rule."""
    check = _visible(request, pk)
    form = forms.Override(request.POST, auto_id="override_%s")
    if not form.is_valid():
        return _page(request, check, override=form, status=422)
    try:
        gate = services.override_gate(
            check_id=pk, **form.values(), by=request.user, now=clock.now(), form_key=form.receipt()
        )
    except Refusal as refusal:
        form.add_error("until" if refusal.code == "override_ends" else None, str(refusal))
        return _page(request, _visible(request, pk), override=form, refusal=refusal, status=refusal.status)
    messages.warning(request, f"{gate.because}. The gate shuts by itself after that day.")
    return see_other("conflict", pk)


@require_POST
@needs(Permission.CONFLICT_DECIDE)
def low(request: StaffRequest, pk: int) -> HttpResponse:
    """Close everything below the line with one reason."""
    check = _visible(request, pk)
    if not check.shows_hits_to(request.user):
        raise Http404
    form = forms.CloseLowHits(request.POST, prefix="low")
    if form.is_valid():
        try:
            services.close_low_hits(check_id=check.pk, reason=form.said(), by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error("reason", str(refusal))
            return _page(request, _visible(request, pk), low=form, status=refusal.status)
        return see_other("conflict", pk)
    return _page(request, check, low=form, status=422)


@require_http_methods(["GET", "POST"])
@needs(Permission.MATTER_VIEW)
def hit(request: StaffRequest, pk: int) -> HttpResponse:
    """Decide one hit: compliance on their page, a restricted one by whoever answers for it, on a page of its own."""
    found = decidable_hit(request, pk)
    if request.method == "GET":
        return _hit_page(request, found, forms.DecideHit(prefix=f"hit-{pk}"))
    form = forms.DecideHit(request.POST, prefix=f"hit-{pk}")
    status = 422
    if form.is_valid():
        try:
            services.decide_hit(
                hit_id=pk,
                decision=HitDecision(form.cleaned_data["decision"]),
                reason=form.said(),
                by=request.user,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.add_error("reason" if refusal.code == "reason_missing" else None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, "The decision on this hit is recorded.")
            return see_other("conflict_hit", pk) if found.is_masked else see_other("conflict", found.check_of_id)
    return _hit_page(request, found, form, status=status)


def decidable_hit(request: StaffRequest, pk: int) -> ConflictHit:
    """Return the hit to whoever may decide it; to anybody else it does not exist."""
    found = get_object_or_404(ConflictHit.objects.select_related("check_of__matter", "matter", "party"), pk=pk)
    if found.is_masked:
        hidden = Matter.objects.hidden_from(request.user).filter(pk__in=_matters_of(found))
        allowed = found.answer_by_id == request.user.pk and not hidden.exists()
    else:
        seen = ConflictCheck.objects.visible_to(request.user).filter(pk=found.check_of_id).exists()
        kept = Matter.objects.walled_from(request.user).filter(pk__in=_matters_of(found)).exists()
        allowed = seen and not kept and found.check_of.shows_hits_to(request.user)
    if not allowed:
        raise Http404
    return found


def _matters_of(found: ConflictHit) -> list[int]:
    return [found.matter_id] if found.matter_id is not None else []


def _hit_page(request: StaffRequest, found: ConflictHit, form: forms.DecideHit, status: int = 200) -> HttpResponse:
    if found.is_masked:
        return render(request, "intake/hit.html", {"hit": found, "form": form}, status=status)
    return _page(request, _visible(request, found.check_of_id), hit_forms={found.pk: form}, status=status)


@require_POST
@needs(Permission.CONFLICT_ASK)
def holding_call(request: StaffRequest, pk: int) -> HttpResponse:
    check = _visible(request, pk)
    form = forms.HoldingCall(request.POST)
    if form.is_valid():
        try:
            services.record_holding_call(
                check_id=check.pk,
                **form.cleaned_data,
                by=request.user,
                now=clock.now(),
                calendar=load_calendar(check.matter.department.office),
            )
        except Refusal as refusal:
            form.add_error("said_so", str(refusal))
            return _page(request, check, holding=form, status=refusal.status)
        messages.success(request, "The holding call is saved. New names are with compliance.")
        return see_other("conflict", pk)
    return _page(request, check, holding=form, status=422)


@require_POST
@needs(Permission.CONFLICT_ASK, Permission.CONFLICT_DECIDE)
def again(request: StaffRequest, pk: int) -> HttpResponse:
    """Run the search again, with every name that came since."""
    check = _visible(request, pk)
    try:
        found = services.ask_check(
            matter_id=check.matter_id,
            because="Run again",
            by=request.user,
            now=clock.now(),
            calendar=load_calendar(check.matter.department.office),
        )
    except Refusal as refusal:
        return _page(request, check, refusal=refusal, status=refusal.status)
    messages.success(request, f"{found.reference} was run again.")
    return see_other("conflict", found.pk)


def _visible(request: StaffRequest, pk: int) -> ConflictCheck:
    rows = ConflictCheck.objects.visible_to(request.user)
    links = ("asked_by", "decided_by", "enquiry", "matter__fee_earner", "matter__department__office")
    return get_object_or_404(rows.select_related(*links), pk=pk)


def _page(request: StaffRequest, check: ConflictCheck, status: int = 200, **bound: Any) -> HttpResponse:
    """Show the face that this person may see, with what was typed."""
    now = clock.now()
    calendar = load_calendar(check.matter.department.office)
    today = calendar.local_date(now)
    context: dict[str, Any] = {"check": check}
    if check.key_date is not None:
        context["key_date"] = Due(check.key_date, today, calendar.working_days_between(today, check.key_date))
    context["deciders"] = deciders(without={check.asked_by_id, check.matter.fee_earner_id})[:2]
    if check.shows_hits_to(request.user):
        reading = read(check, reader=request.user)
        made: dict[int, forms.DecideHit] = bound.pop("hit_forms", {})
        pairs = [(found, tone_of(found), made.get(found.pk) or _form_for(found)) for found in reading.open_hits]
        again_pairs = [
            (found, tone_of(found), made.get(found.pk) or _form_for(found)) for found in reading.decided_hits
        ]
        context |= {"reading": reading, "open_hits": pairs, "decided_hits": again_pairs}
        context |= {"load": metrics.reading_load(since=now - _LOAD_OVER, until=now, reader=request.user)}
        affected = affected_by(check, reader=request.user) if check.is_waiting else []
        context |= {"outcome": forms.DecideCheck(affected=affected), "low": forms.CloseLowHits(prefix="low")}
        if check.is_waiting:
            context |= {"overridden": override_of(check, now=now)}
            if request.user.may(Permission.CONFLICT_OVERRIDE):
                tomorrow = calendar.add_working_days(today, 1)
                context |= {"override": forms.Override(auto_id="override_%s", initial={"until": tomorrow})}
        context |= bound
        return render(request, "intake/conflict_compliance.html", context, status=status)
    names = [{**term, "role": dict(ConflictHit.here.field.flatchoices)[term["role"]]} for term in check.terms]
    context |= {"names": names, "holding": forms.HoldingCall(initial={"key_date": check.key_date}), **bound}
    return render(request, "intake/conflict.html", context, status=status)


def _form_for(found: ConflictHit) -> forms.DecideHit:
    return forms.DecideHit(prefix=f"hit-{found.pk}", initial={"decision": found.decision, "more": found.reason})
