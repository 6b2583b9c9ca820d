"""The doors of the register: likely pairs, comparing, merging, taking back. Nothing is ever merged by itself."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clientcare.duplicates import page
from clientcare.duplicates.forms import Merge
from clientcare.duplicates.merging import merge_parties, undo_days
from clientcare.duplicates.undoing import undo_merge
from practice import clock, exports
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.inputs import DayField, DayMonthYear
from practice.matching.lookalikes import looks_like as ask
from practice.models import Party, PartyMerge
from practice.permissions import Permission, needs
from practice.responses import see_other
from practice.services import pairs

_LONGEST = 200


@require_GET
@needs(Permission.REGISTER_KEEP)
def duplicates(request: StaffRequest) -> HttpResponse:
    """List pairs that look like one person; with ``of``, whom one party looks like."""
    if exports.asked_for(request):
        pairs = page.pairs_for(request.user)
        return exports.too_many(request, pairs.count()) or exports.answer(request, page.sheet_of(pairs))
    of = request.GET.get("of", "")
    party = get_object_or_404(Party.objects.visible_to(request.user), pk=of) if of.isdecimal() else None
    context = {
        "page": page.likely(request.user, number=request.GET.get("page", "")),
        "merges": page.undoable(request.user, now=clock.now()),
        "party": party,
        "like": page.like(party, request.user) if party else [],
    }
    return render(request, "duplicates/index.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.REGISTER_KEEP)
def compare(request: StaffRequest, kept: int, merged: int) -> HttpResponse:
    """Show two records field by field and what would move; POST merges them."""
    if request.method == "GET":
        return _comparison(request, *_both(request, kept, merged))
    both = _both(request, kept, merged, or_gone=True)
    form = Merge(request.POST, kept=both[0], merged=both[1])
    if not form.is_valid():
        return _comparison(request, *both, form=form, status=422)
    try:
        made = merge_parties(
            kept_id=kept,
            merged_id=merged,
            from_merged=form.from_merged(),
            seen=form.cleaned_data["seen"],
            by=request.user,
            now=clock.now(),
        )
    except Refusal as refusal:
        return _comparison(request, *both, form=form.refused(str(refusal)), status=refusal.status)
    messages.success(request, f"They are one record now. It can be taken back for {undo_days()} days.")
    return see_other("merge", made.pk)


@require_POST
@needs(Permission.REGISTER_KEEP)
def different(request: StaffRequest, kept: int, merged: int) -> HttpResponse:
    """Remember that two are different people."""
    both = _both(request, kept, merged, or_gone=True)
    try:
        pairs.tell_apart(one_id=kept, other_id=merged, by=request.user, now=clock.now())
    except Refusal as refusal:
        return _refused(request, both, refusal)
    messages.success(request, "Noted: they are different people. The pair is not offered again.")
    return see_other("duplicates")


@require_POST
@needs(Permission.REGISTER_KEEP)
def doubt(request: StaffRequest, kept: int, merged: int) -> HttpResponse:
    """Take back that two are different people."""
    both = _both(request, kept, merged, or_gone=True)
    try:
        pairs.doubt_again(one_id=kept, other_id=merged, by=request.user, now=clock.now())
    except Refusal as refusal:
        return _refused(request, both, refusal)
    return see_other("duplicate", kept, merged)


@require_http_methods(["GET", "POST"])
@needs(Permission.REGISTER_KEEP)
def merge(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one merge; POST takes it back."""
    found = get_object_or_404(
        PartyMerge.objects.visible_to(request.user).select_related("kept", "merged", "by", "undone_by"), pk=pk
    )
    if request.method == "GET":
        return _merge(request, found)
    try:
        undo_merge(merge_id=pk, by=request.user, now=clock.now())
    except Refusal as refusal:
        return _merge(request, found, refusal=str(refusal), status=refusal.status)
    messages.success(request, "They are two records again, as they were.")
    return see_other("merge", pk)


@require_GET
@needs(Permission.CLIENT_VIEW)
def looks_like(request: StaffRequest) -> HttpResponse:
    """Return the warning beside a form in which somebody is being entered; names of fields differ by form."""
    typed = request.GET
    name = next((typed[field] for field in ("name", "caller_name") if typed.get(field)), "")
    facts: dict[str, Any] = {
        "phone": typed.get("phone") or typed.get("number", ""),
        "email": typed.get("email", ""),
        "postcode": typed.get("postcode", ""),
    }
    born_on = _day(DayMonthYear().value_from_datadict(typed, {}, "born_on"))
    found = ask(
        name=name[:_LONGEST],
        born_on=born_on,
        user=request.user,
        **{key: value[:_LONGEST] for key, value in facts.items()},
    )
    return render(request, "duplicates/_looks_like.html", {"lookalikes": found})


def _day(text: str | None) -> date | None:
    """Return a day that is typed whole; half of one says nothing yet."""
    try:
        day: date | None = DayField(required=False).clean(text)
        return day
    except ValidationError:
        return None


def _both(request: StaffRequest, kept: int, merged: int, *, or_gone: bool = False) -> tuple[Party, Party]:
    """Return both, if this person may see both; ``or_gone``: also after one was merged, so that 409 can say so."""
    if kept == merged:
        raise Http404
    rows = Party.objects.visible_to(request.user)
    if or_gone and rows.filter(pk__in=(kept, merged)).count() != 2:
        gone = PartyMerge.objects.visible_to(request.user).standing().filter(kept__in=(kept, merged))
        if gone.filter(merged__in=(kept, merged)).exists():
            rows = Party.objects.filter(pk__in=(kept, merged))
    return get_object_or_404(rows, pk=kept), get_object_or_404(rows, pk=merged)


def _comparison(request: StaffRequest, kept: Party, merged: Party, status: int = 200, **bound: Any) -> HttpResponse:
    context = page.comparison(kept, merged, request.user, **bound)
    return render(request, "duplicates/compare.html", context, status=status)


def _refused(request: StaffRequest, both: tuple[Party, Party], refusal: Refusal) -> HttpResponse:
    form = Merge({}, kept=both[0], merged=both[1]).refused(str(refusal))
    return _comparison(request, *both, form=form, status=refusal.status)


def _merge(request: StaffRequest, found: PartyMerge, *, refusal: str = "", status: int = 200) -> HttpResponse:
    may_undo = found.may_be_undone(clock.now())
    return render(
        request, "duplicates/merge.html", {"merge": found, "may_undo": may_undo, "refusal": refusal}, status=status
    )
