"""The doors of lists that are checked as a whole: upload, the bar, what was found, the report."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods

from intake.forms_lists import CheckList
from intake.models import ConflictList
from intake.rules.imports import LABELS
from intake.services import lists
from intake.views.list_rows import chosen, columns_of, file_rows, lines_of, shows_of
from practice import clock, exports
from practice.errors import Refusal
from practice.exports import Sheet, asked_for
from practice.http import StaffRequest
from practice.permissions import Permission, needs
from practice.responses import see_other

PER_PAGE = 50
_NO_CHANGE = 204


@require_http_methods(["GET", "POST"])
@needs(Permission.CONFLICT_ASK, Permission.CONFLICT_DECIDE)
def index(request: StaffRequest) -> HttpResponse:
    """Show the lists that this person may know of, and take a new one."""
    form = CheckList(request.POST, request.FILES) if request.method == "POST" else CheckList()
    if form.is_bound and form.is_valid():
        try:
            made = lists.receive_list(
                table=form.table,
                title=form.cleaned_data["title"],
                whose=form.cleaned_data["whose"],
                why=form.cleaned_data["why"],
                file_name=form.cleaned_data["file"].name or "list",
                sha256=form.sha256,
                by=request.user,
                now=clock.now(),
                form_key=form.receipt(),
            )
        except Refusal as refusal:
            form.add_error("file" if refusal.code == "no_column_understood" else None, str(refusal))
        else:
            return see_other("conflict_list", made.pk)
    found = ConflictList.objects.visible_to(request.user).select_related("asked_by").order_by("-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "intake/lists.html", {"form": form, "page": page}, status=422 if form.errors else 200)


@require_GET
@needs(Permission.CONFLICT_ASK, Permission.CONFLICT_DECIDE)
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Show how far a list is and what stands near its rows; as a file the same rows."""
    of = _visible(request, pk)
    show = request.GET.get("show", "")
    found = chosen(of, request.user, show)
    if asked_for(request):
        rows = file_rows(of, found, request.user)
        return exports.answer(request, Sheet(f"conflict-list-{of.pk}", columns_of(of, request.user), rows))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **_progress(of),
        "page": page,
        "lines": lines_of(of, page, request.user),
        "show": show,
        "shows": shows_of(of, request.user),
        "labels": {LABELS[name]: header for name, header in of.columns.items()},
        "reads_hits": of.shows_hits_to(request.user),
        "near": of.rows.filter(above__gt=0).count(),
        "unsearched": of.rows.filter(checked_at__isnull=False, was_searched=False).count(),
    }
    return render(request, "intake/list.html", context)


@require_GET
@needs(Permission.CONFLICT_ASK, Permission.CONFLICT_DECIDE)
def progress(request: StaffRequest, pk: int) -> HttpResponse:
    """Give the bar, or nothing if the page shows it already: what does not move is not read out again."""
    context = _progress(_visible(request, pk))
    if request.GET.get("seen") == str(context["checked"]) and not context["is_done"]:
        return HttpResponse(status=_NO_CHANGE)
    return render(request, "intake/_list_progress.html", {**context, "was_watched": True})


def _visible(request: StaffRequest, pk: int) -> ConflictList:
    return get_object_or_404(ConflictList.objects.visible_to(request.user).select_related("asked_by"), pk=pk)


def _progress(of: ConflictList) -> dict[str, Any]:
    total = of.rows.count()
    checked = total - of.rows.to_check().count()
    return {"of": of, "total": total, "checked": checked, "is_done": of.checked_at is not None}
