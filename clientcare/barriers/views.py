"""The doors of information barriers. To anybody a barrier keeps out it does not exist."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clientcare.barriers import deeds, forms, page
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import Barrier, BrokenGlass, Matter, User
from practice.permissions import Permission, needs
from practice.responses import see_other
from practice.services import barriers as services
from practice.services.barriers import BarrierMoved
from practice.services.glass import close_glass


@require_GET
@needs(Permission.BARRIER_KEEP)
def barriers(request: StaffRequest) -> HttpResponse:
    """List every barrier that stands, who looked over one lately, and who was turned away."""
    rows = page.rows_of(request.user, now=clock.now())
    context = {
        "rows": rows,
        "glasses": page.glasses_kept_by(request.user)[:20],
        "refused": page.refused_at(row.barrier.matter for row in rows),
    }
    return render(request, "barriers/index.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.BARRIER_KEEP, Permission.MATTER_VIEW)
def barrier(request: StaffRequest, pk: int) -> HttpResponse:
    """Show who is inside and outside; compliance raise or change it here."""
    if request.method == "GET":
        return _page(request, _shown(request, pk))
    matter, now = _kept(request, pk), clock.now()
    staff = list(User.objects.working().by_name())
    form = forms.SetBarrier(request.POST, staff=staff)
    if not form.is_valid():
        return _page(request, matter, status=422, set=form)
    try:
        stood = _set(matter, form, by=request.user, now=now)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, matter, status=refusal.status, set=form)
    messages.success(request, "The barrier stands. From now on nobody outside finds anything of the matter.")
    if stood.calls_left:
        messages.warning(request, "The fee earner is asked to see to calls promised by people who are outside now.")
    return see_other("matter_barrier", pk)


def _set(matter: Matter, form: forms.SetBarrier, *, by: User, now: Any) -> deeds.Stood:
    seen = form.standing_id()
    if seen is None:
        return deeds.raise_barrier(matter_id=matter.pk, facts=form.facts(), by=by, now=now, form_key=form.receipt())
    if not Barrier.objects.filter(pk=seen, matter=matter).exists():
        raise BarrierMoved("This barrier is not of this matter. Read the page again.")
    return deeds.change_barrier(barrier_id=seen, facts=form.facts(), by=by, now=now, form_key=form.receipt())


@require_POST
@needs(Permission.BARRIER_KEEP)
def end(request: StaffRequest, pk: int) -> HttpResponse:
    matter = _kept(request, pk)
    form = forms.EndBarrier(request.POST)
    if not form.is_valid():
        return _page(request, matter, status=422, end=form)
    try:
        seen = get_object_or_404(Barrier, pk=form.cleaned_data["standing"], matter=matter)
        services.end_barrier(barrier_id=seen.pk, because=form.cleaned_data["because"], by=request.user, now=clock.now())
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, matter, status=refusal.status, end=form)
    messages.success(request, "The barrier is down. What it said stays on record.")
    return see_other("matter_barrier", pk)


@require_POST
@needs(Permission.BARRIER_KEEP)
def break_glass(request: StaffRequest, pk: int) -> HttpResponse:
    """Look over the wall, for a reason and for a while."""
    matter = _kept(request, pk)
    form = forms.BreakGlass(request.POST)
    if not form.is_valid():
        return _page(request, matter, status=422, **{"break": form})
    try:
        made = deeds.break_glass(
            matter_id=pk,
            reason=form.cleaned_data["why"],
            lasts=form.span(),
            by=request.user,
            now=clock.now(),
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, matter, status=refusal.status, **{"break": form})
    messages.warning(request, f"You may see the matter for a while. {made.told.name} has been told.")
    return see_other("matter", pk)


@require_POST
@needs(Permission.BARRIER_KEEP)
def end_glass(request: StaffRequest, pk: int) -> HttpResponse:
    """End one's own look before its time."""
    found = get_object_or_404(BrokenGlass, pk=pk, user=request.user)
    close_glass(glass_id=found.pk, by=request.user, now=clock.now())
    messages.success(request, "You no longer see the matter.")
    return see_other("matter_barrier", found.matter_id)


@require_GET
@needs(Permission.HOME)
def glass(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one look over a wall to compliance and to whoever was told."""
    found = get_object_or_404(page.glasses_kept_by(request.user), pk=pk)
    if found.told_id != request.user.pk and not page.keeps(request.user):
        raise Http404
    return render(request, "barriers/glass.html", {"glass": found, "is_keeper": page.keeps(request.user)})


def _kept(request: StaffRequest, pk: int) -> Matter:
    return get_object_or_404(page.matters_kept_by(request.user).select_related("fee_earner", "department"), pk=pk)


def _shown(request: StaffRequest, pk: int) -> Matter:
    """Return the matter to compliance, and to those inside a barrier that stands around it."""
    found = get_object_or_404(Matter.objects.select_related("fee_earner", "department"), pk=pk)
    if page.matters_kept_by(request.user).filter(pk=pk).exists():
        return found
    visible = Matter.objects.visible_to(request.user).filter(pk=pk, barriers__ended_at=None, barriers__isnull=False)
    if not visible.exists():
        raise Http404
    return found


def _page(request: StaffRequest, matter: Matter, status: int = 200, **bound: Any) -> HttpResponse:
    return render(
        request, "barriers/barrier.html", page.page_of(matter, request.user, now=clock.now(), **bound), status=status
    )
