"""Who works on a matter: giving it to somebody else, with the reason, and who gave it to whom before (A10)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from callbacks.models import Promise
from clientcare.matter_page.forms import NAMED, Allocate
from clientcare.matter_page.giving import Given, give_matter, open_work
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import JournalEntry, Matter
from practice.permissions import Permission, needs
from practice.phrases import hhmm, weekday
from practice.responses import see_other
from practice.services.allocation import Team


def _seen(text: str) -> tuple[int | None, ...]:
    return tuple(int(part) or None if part.isdecimal() else None for part in text.split("."))


@require_http_methods(["GET", "POST"])
@needs(Permission.MATTER_EDIT)
def team(request: StaffRequest, pk: int) -> HttpResponse:
    matter = get_object_or_404(Matter.objects.visible_to(request.user).select_related(*NAMED), pk=pk)
    if request.method == "GET":
        return _page(request, matter, Allocate.of(matter))
    form = Allocate(request.POST)
    if not form.is_valid():
        return _page(request, matter, form, status=422)
    typed = form.cleaned_data
    try:
        given = give_matter(
            matter_id=pk,
            team=Team(**{name: typed[name] for name in NAMED}),
            because=typed["because"],
            seen=_seen(typed["seen"]),
            with_work=typed["with_work"],
            by=request.user,
            now=clock.now(),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, matter, form, status=refusal.status)
    messages.success(request, _said(given, with_work=typed["with_work"]))
    if given.left:
        calls = ", ".join(_call(promise) for promise in given.left)
        messages.warning(request, f"Not moved, because that time is not free or has passed: {calls}.")
    return see_other("matters") if _is_lost(request, pk) else see_other("matter", pk)


def _said(given: Given, *, with_work: bool) -> str:
    if not with_work:
        return f"{given.matter.fee_earner} has it now. Open calls and tasks stay with whoever has them."
    return f"{given.matter.fee_earner} has it now{f', with {given.what}' if given.what else ''}."


def _call(promise: Promise) -> str:
    at = timezone.localtime(promise.starts_at)
    return f"{promise.callback.caller_name}, {weekday(at.date())}, {hhmm(at)} ({promise.adviser})"


def _is_lost(request: StaffRequest, pk: int) -> bool:
    """Say if whoever gave a restricted matter away may not see it any more."""
    return not Matter.objects.visible_to(request.user).filter(pk=pk).exists()


def _page(request: StaffRequest, matter: Matter, form: Allocate, status: int = 200) -> HttpResponse:
    given = JournalEntry.objects.filter(matter_id=matter.pk, event__in=["matter.allocated", "enquiry.converted"])
    work = open_work(matter, request.user)
    context = {"matter": matter, "form": form, "given": given.order_by("-at", "-pk"), "work": work}
    return render(request, "matter_page/team.html", context, status=status)
