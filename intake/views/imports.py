"""The doors of the import: upload, columns, preview, import, result, undo."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intake.forms_imports import ChooseColumns, UploadList
from intake.models import Import, ImportHit, ImportState
from intake.rules.imports import LABELS, Duplicates, RowOutcome
from intake.services import importing
from intake.services.importing.files import proposed_columns
from intake.views.import_rows import SHOWS, chosen, reject_file, rows_of
from practice import clock
from practice.errors import Refusal
from practice.exports import CSV_TYPE, download
from practice.http import StaffRequest
from practice.models import Party, Relationship
from practice.office import local_date, main_office
from practice.permissions import Permission, needs
from practice.responses import see_other

PER_PAGE = 50


@require_http_methods(["GET", "POST"])
@needs(Permission.IMPORT)
def index(request: StaffRequest) -> HttpResponse:
    """List what was imported, and take a new file."""
    form = UploadList(request.POST, request.FILES) if request.method == "POST" else UploadList()
    if form.is_bound and form.is_valid():
        now = clock.now()
        try:
            made = importing.receive_file(
                table=form.table,
                file_name=form.cleaned_data["file"].name or "list",
                sha256=form.sha256,
                by=request.user,
                now=now,
                form_key=form.receipt(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return see_other("imports:columns", made.pk)
    found = Import.objects.exclude(state=ImportState.DISCARDED).select_related("uploaded_by")
    page = Paginator(found.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page}
    return render(request, "intake/imports.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.IMPORT)
def columns(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what the columns mean; remembered for this header."""
    of = get_object_or_404(Import, pk=pk, state=ImportState.READ)
    form = ChooseColumns(request.POST if request.method == "POST" else None, of=of, proposed=proposed_columns(of))
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid() and (status := _choose(request, of, form)) == 303:
            return see_other("imports:detail", pk)
    return render(request, "intake/import_columns.html", {"of": of, "form": form}, status=status)


def _choose(request: StaffRequest, of: Import, form: ChooseColumns) -> int:
    now = clock.now()
    try:
        importing.choose_columns(
            import_id=of.pk,
            columns=form.columns(),
            duplicates=Duplicates(form.cleaned_data["duplicates"]),
            relationship=Relationship(form.cleaned_data["relationship"]),
            by=request.user,
            now=now,
            today=local_date(main_office(), now),
        )
    except importing.ColumnsWrong as wrong:
        for problem in wrong.problems:
            form.add_error(f"column_{problem.field}" if problem.field else None, problem.because)
        return wrong.status
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return refusal.status
    return 303


@require_GET
@needs(Permission.IMPORT, Permission.CONFLICT_DECIDE)
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what each row will become or became; those who decide conflicts see what stands near new names."""
    return _page(request, pk)


@require_POST
@needs(Permission.IMPORT)
def run(request: StaffRequest, pk: int) -> HttpResponse:
    now = clock.now()
    try:
        importing.run_import(import_id=pk, by=request.user, now=now, today=local_date(main_office(), now))
    except Import.DoesNotExist:
        return _page(request, pk)
    except Refusal as refusal:
        return _page(request, pk, refusal=str(refusal), status=refusal.status)
    messages.success(request, "The list is imported. What became of each row stands below.")
    return see_other("imports:detail", pk)


@require_POST
@needs(Permission.IMPORT)
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    try:
        importing.undo_import(import_id=pk, by=request.user, now=clock.now())
    except Import.DoesNotExist:
        return _page(request, pk)
    except Refusal as refusal:
        return _page(request, pk, refusal=str(refusal), status=refusal.status)
    messages.success(request, "The import is undone. What somebody has used since is left, and named below.")
    return see_other("imports:detail", pk)


@require_POST
@needs(Permission.IMPORT)
def discard(request: StaffRequest, pk: int) -> HttpResponse:
    try:
        importing.discard_import(import_id=pk, by=request.user, now=clock.now())
    except Import.DoesNotExist:
        return _page(request, pk)
    except Refusal as refusal:
        return _page(request, pk, refusal=str(refusal), status=refusal.status)
    messages.success(request, "The list is thrown away. Nothing of it was imported.")
    return see_other("imports:index")


@require_GET
@needs(Permission.IMPORT)
def rejects(request: StaffRequest, pk: int) -> HttpResponse:
    """Give the rows that are not taken over as a file to mend, with the reason in the last column."""
    of = get_object_or_404(Import, pk=pk)
    return download(reject_file(of, request.user), f"not-imported-{of.pk}.csv", CSV_TYPE)


def _page(request: StaffRequest, pk: int, *, refusal: str = "", status: int = 200) -> HttpResponse:
    of = get_object_or_404(Import.objects.select_related("uploaded_by", "done_by", "undone_by"), pk=pk)
    if of.state == ImportState.DISCARDED:
        return render(request, "intake/import_gone.html", {"of": of}, status=max(status, 200))
    if of.state == ImportState.READ and not of.columns and request.user.may(Permission.IMPORT):
        return see_other("imports:columns", pk)
    reads_hits = request.user.may(Permission.CONFLICT_DECIDE)
    show = request.GET.get("show", "")
    found = chosen(of, request.user, show, reads_hits=reads_hits)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "of": of,
        "page": page,
        "rows": rows_of(of, page, request.user, reads_hits=reads_hits),
        "show": show,
        "shows": SHOWS,
        "may_import": request.user.may(Permission.IMPORT),
        "reads_hits": reads_hits,
        "refusal": refusal,
        "labels": {LABELS[name]: of.headers[number] for name, number in of.columns.items()},
        **_counts(of, request, reads_hits=reads_hits),
    }
    return render(request, "intake/import.html", context, status=status)


def _counts(of: Import, request: StaffRequest, *, reads_hits: bool) -> Mapping[str, Any]:
    """Count the rows this person may see, by outcome: they add up to all of them."""
    rows = of.rows.visible_to(request.user)
    counts: dict[str, Any] = rows.aggregate(
        total=Count("pk"),
        **{outcome.value: Count("pk", filter=Q(outcome=outcome)) for outcome in RowOutcome},
        matters=Count("pk", filter=Q(made_matter=True)),
        taken_back=Count("pk", filter=Q(undone=True)),
        left=Count("pk", filter=~Q(left_because="")),
        to_compare=Count("pk", filter=Q(made_party=True, compared=False, undone=False, party__isnull=False)),
        brought=Count("pk", filter=Q(made_party=True)),
    )
    if reads_hits:
        hits = ImportHit.objects.filter(row__of=of)
        counts["hits"] = hits.filter(party__in=Party.objects.known_to(request.user)).values("row").distinct().count()
        hidden = hits.exclude(party__in=Party.objects.known_to(request.user))
        counts["hidden_hits"] = hidden.values("row").distinct().count()
    return counts
