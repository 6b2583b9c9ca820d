"""Templates: which clauses stand where, how the letter looks with example facts, and what every letter must say."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from outbox.pdf import render_pdf
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.office import local_date, main_office
from practice.permissions import Permission, needs
from wording import arranging, examples, forms, publishing, reports, saying
from wording import contents as checks
from wording.changes import OPEN_STAGES
from wording.composition import Composition
from wording.library import Library, TemplateText
from wording.models import Template, TemplateDraft
from wording.readability import EASY_FLESCH
from wording.rules import Slot
from wording.services import library_at
from wording.sheets import draft_html, example_html


@require_GET
@needs(Permission.WORDING_READ)
def templates(request: StaffRequest) -> HttpResponse:
    """List the templates in force by their kind."""
    now = clock.now()
    library = library_at(now)
    since = dict(Template.objects.in_force(now).values_list("code", "in_force_from"))
    groups = [
        (checks.KINDS[kind], [(one, since[one.code]) for one in some]) for kind, some in checks.kinds(library).items()
    ]
    return render(request, "wording/templates.html", {"groups": groups})


@require_GET
@needs(Permission.WORDING_READ)
def template(request: StaffRequest, code: str) -> HttpResponse:
    return page(request, code)


@require_GET
@needs(Permission.WORDING_READ)
def template_pdf(request: StaffRequest, code: str) -> HttpResponse:
    """Print a template with example facts, marked as a draft."""
    library = library_at(clock.now())
    letter = _example(request, _of(library, code), library)
    try:
        rendered = render_pdf(draft_html(letter))
    except Refusal as refusal:
        return page(request, code, refusal=refusal)
    shown = content_disposition_header(as_attachment=False, filename=f"Example, {letter.file_name}") or "inline"
    headers = {"Content-Disposition": shown, "Cache-Control": "private, no-cache"}
    return HttpResponse(rendered.pdf, content_type="application/pdf", headers=headers)


@require_GET
@needs(Permission.WORDING_READ)
def contents(request: StaffRequest) -> HttpResponse:
    """Show which care letter says what a client has to be told, and where."""
    library = library_at(clock.now())
    rows = checks.table(library)
    context = {"letters": checks.letters(library), "rows": rows, "gaps": sum(row.gap_count for row in rows)}
    return render(request, "wording/contents.html", context)


@require_GET
@needs(Permission.WORDING_READ)
def reading(request: StaffRequest) -> HttpResponse:
    """Show how each letter reads, and what in it could be better (C13)."""
    groups = [(checks.KINDS[kind], some) for kind, some in reports.reports(library_at(clock.now())).items()]
    return render(request, "wording/reading.html", {"groups": groups, "plain": EASY_FLESCH})


def page(request: StaffRequest, code: str, *, refusal: Refusal | None = None) -> HttpResponse:
    """Show a template: its clauses in their order, its versions, and a letter made of it with example facts."""
    now = clock.now()
    library = library_at(now)
    found = _of(library, code)
    letter = _example(request, found, library)
    versions = Template.objects.filter(code=code).select_related("written_by", "approved_by").order_by("-version")
    context = {
        "template": found,
        "groups": [(one, _rows(one.slots, library, letter)) for one in arranging.grouped(found.slots)],
        "count": len(found.slots),
        "must_have": [(code, library.clauses.get(code)) for code in found.must_have],
        "companions": [library.templates[code] for code in found.companions if code in library.templates],
        "versions": [(one, publishing.state_of(one, now)) for one in versions],
        "drafts": TemplateDraft.objects.filter(code=code, stage__in=OPEN_STAGES).select_related("written_by"),
        "may_write": request.user.may(Permission.WORDING_WRITE),
        "may_publish": request.user.may(Permission.WORDING_PUBLISH),
        "take_back": forms.TakeBack(),
        "now": now,
        "today": local_date(main_office(), now),
        "letter": letter,
        "shown": example_html(letter),
        "examples": range(1, len(examples.contexts()[found.kind]) + 1),
        "example": _number(request, found, library),
        "refusal": refusal,
    }
    return render(request, "wording/template.html", context, status=refusal.status if refusal else 200)


def _rows(slots: Sequence[Slot], library: Library, letter: Composition) -> list[dict[str, Any]]:
    """Return each place with the clause that stands there and when it goes in."""
    used = {one.code for one in letter.clauses}
    rows = []
    for slot in slots:
        clause = library.clauses.get(slot.clause)
        rows.append(
            {
                "slot": slot,
                "clause": clause,
                "goes_in": saying.in_words(clause.trigger) if clause else "",
                "is_in": slot.clause in used,
            }
        )
    return rows


def _of(library: Library, code: str) -> TemplateText:
    found = library.templates.get(code)
    if found is None:
        raise Http404
    return found


def _number(request: StaffRequest, found: TemplateText, library: Library) -> int:
    """Return which example is asked for (?example=2); without one the first that is most like this template."""
    some = examples.contexts()[found.kind]
    wanted = request.GET.get("example", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 and 0 < int(wanted) <= len(some):
        return int(wanted)
    return reports.example_number(found, library)


def _example(request: StaffRequest, found: TemplateText, library: Library) -> Composition:
    return reports.example(found, library, _number(request, found, library))
