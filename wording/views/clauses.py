"""The list of clauses, one clause with its versions, and two versions beside each other."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from practice import clock
from practice.calendar import add_months
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.office import local_date, main_office
from practice.permissions import Permission, Role, needs
from practice.responses import see_other
from wording import contents, forms, publishing, redline, reviewing, saying
from wording.changes import OPEN_STAGES
from wording.models import Clause, ClauseDraft, ClauseVersion, Template, TemplateClause
from wording.proposals import trial_of
from wording.rules import Level
from wording.services import library_at
from wording.views.deciding import READERS

_PAGE = 50
_FILTERS = ("template", "level", "preset", "owner", "q")
SHOWS = {"all": "All", "due": "Review due", "proposed": "Changes proposed", "own": "Our own words"}


@require_GET
@needs(Permission.WORDING_READ)
def clauses(request: StaffRequest) -> HttpResponse:
    """List clauses; what is shown lives in the address: ?show=, ?template=, ?level=, ?preset=, ?owner=, ?q=."""
    now = clock.now()
    today = local_date(main_office(), now)
    chosen = {name: request.GET.get(name, "") for name in _FILTERS}
    show = request.GET.get("show", "") if request.GET.get("show") in SHOWS else "all"
    found = _filtered(chosen, now)
    views = {name: _shown(found, name, now) for name in SHOWS}
    page = Paginator(views[show].order_by("title", "pk").prefetch_related(*_with(now)), _PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": [(one, _in_few_words(one)) for one in page],
        "same_titles": Clause.objects.with_words()
        .values("title")
        .annotate(of=Count("pk"))
        .filter(of__gt=1)
        .values_list("title", flat=True),
        "show": show,
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "shows": [(name, label, views[name].count()) for name, label in SHOWS.items()],
        "templates": Template.objects.in_force(now).order_by("kind", "title"),
        "levels": Level.choices,
        "owners": Role.choices,
        "presets": _presets(),
        "now": now,
        "today": today,
        "may_write": request.user.may(Permission.WORDING_WRITE),
    }
    return render(request, "wording/clauses.html", context)


def _in_few_words(clause: Clause) -> str:
    """Say where a clause stands: by its title where it is one of its kind, else how many: "9 client care letters"."""
    kinds: dict[str, list[str]] = {}
    standing: list[TemplateClause] = vars(clause)["standing"]  # prefetched by _with()
    for place in standing:
        kinds.setdefault(place.template.kind, []).append(place.template.title)
    told = [
        titles[0] if len(titles) == 1 else f"{len(titles)} {contents.KINDS[kind].lower()}"
        for kind, titles in kinds.items()
    ]
    return "; ".join(told)


def _filtered(chosen: dict[str, str], now: datetime) -> QuerySet[Clause]:
    begun = ClauseDraft.objects.filter(clause=OuterRef("pk"), stage__in=OPEN_STAGES)
    found = Clause.objects.with_words() | Clause.objects.filter(Exists(begun))
    current = ClauseVersion.objects.in_force(now).filter(clause=OuterRef("pk"))
    if chosen["template"]:
        places = TemplateClause.objects.filter(
            clause=OuterRef("pk"), template__in=Template.objects.in_force(now).filter(code=chosen["template"])
        )
        found = found.filter(Exists(places))
    if chosen["level"]:
        found = found.filter(Exists(current.filter(level=chosen["level"])))
    if chosen["preset"]:
        found = found.filter(presets__contains=[chosen["preset"]]) | found.filter(presets=[])
    if chosen["owner"]:
        found = found.filter(owner_role=chosen["owner"])
    if chosen["q"]:
        said = Exists(current.filter(body__icontains=chosen["q"]))
        found = found.filter(said) | found.filter(title__icontains=chosen["q"])
    return found


def _shown(found: QuerySet[Clause], show: str, now: datetime) -> QuerySet[Clause]:
    if show == "due":
        return found.filter(review_on__lte=local_date(main_office(), now))
    if show == "proposed":
        return found.filter(Exists(ClauseDraft.objects.filter(clause=OuterRef("pk"), stage__in=OPEN_STAGES)))
    if show == "own":
        current = ClauseVersion.objects.in_force(now).filter(clause=OuterRef("pk"), source="firm")
        return found.filter(Exists(current))
    return found


def _with(now: datetime) -> tuple[Prefetch[str], ...]:
    current = ClauseVersion.objects.in_force(now) | ClauseVersion.objects.planned(now)
    standing = TemplateClause.objects.filter(template__in=Template.objects.in_force(now)).select_related("template")
    return (
        Prefetch("versions", current.order_by("in_force_from"), to_attr="current"),
        Prefetch("places", standing.order_by("template__title"), to_attr="standing"),
        Prefetch("drafts", ClauseDraft.objects.filter(stage__in=OPEN_STAGES), to_attr="open_drafts"),
    )


def _presets() -> list[tuple[str, str]]:
    """Return the presets that some clause is meant for, each in words where there are some."""
    named = {code for presets in Clause.objects.values_list("presets", flat=True) for code in presets}
    return [(code, saying.PRESETS.get(code, code)) for code in sorted(named)]


@require_GET
@needs(Permission.WORDING_READ)
def clause(request: StaffRequest, code: str) -> HttpResponse:
    return clause_page(request, get_object_or_404(Clause, code=code))


def clause_page(
    request: StaffRequest,
    found: Clause,
    *,
    refusal: Refusal | None = None,
    reviewed: forms.Reviewed | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a clause with its words as printed, where it stands, and its versions."""
    now = clock.now()
    today = local_date(main_office(), now)
    versions = list(
        found.versions.select_related("written_by", "approved_by").order_by("-version").prefetch_related("draft")
    )
    states = {one: publishing.state_of(one, now) for one in versions}
    current = next((one for state in ("current", "planned") for one in versions if states[one] == state), None)
    if current is None:
        return _without_words(request, found)
    standing = found.places.filter(template__in=Template.objects.in_force(now)).select_related("template")
    drafts = found.drafts.filter(stage__in=OPEN_STAGES).select_related("written_by").order_by("source")
    context = {
        "clause": found,
        "current": current,
        "goes_in": saying.in_words(current.trigger),
        "trial": trial_of(current, found, library=library_at(now)),
        "standing": standing.order_by("template__title"),
        "state": states[current],
        "versions": _told(states),
        "drafts": drafts,
        "presets": saying.meant_for(found.presets),
        "meant": Template.objects.in_force(now).filter(kind=found.made_for).order_by("title"),
        "own_draft": next((one for one in drafts if one.source == "firm"), None),
        "owner": reviewing.owner_of(found.owner_role),
        "is_due": found.review_on is not None and found.review_on <= today,
        "may_write": request.user.may(Permission.WORDING_WRITE),
        "may_publish": request.user.may(Permission.WORDING_PUBLISH),
        "reviewed": reviewed or forms.Reviewed(initial={"review_on": add_months(today, found.review_months)}),
        "take_back": forms.TakeBack(),
        "refusal": refusal,
        "now": now,
        "today": today,
    }
    return render(request, "wording/clause.html", context, status=refusal.status if refusal else status)


def _without_words(request: StaffRequest, found: Clause) -> HttpResponse:
    """Lead to the proposal of a clause that has no words yet; to everybody else there is none."""
    draft = found.drafts.filter(stage__in=OPEN_STAGES).first()
    if draft is None or not any(map(request.user.may, READERS)):
        raise Http404
    return redirect("wording:draft", draft.pk)


def _told(states: dict[ClauseVersion, str]) -> list[dict[str, Any]]:
    """Return each version with what it is today, and the one before it to compare with."""
    rows, versions = [], list(states)
    for number, (version, state) in enumerate(states.items()):
        before = next((one for one in versions[number + 1 :] if not one.was_taken_back), None)
        rows.append({"version": version, "state": state, "before": before})
    return rows


@require_GET
@needs(Permission.WORDING_READ)
def compare(request: StaffRequest, code: str) -> HttpResponse:
    """Show what changed between any two versions: ?from=, ?to=; without them the last two."""
    found = get_object_or_404(Clause, code=code)
    versions = list(found.versions.select_related("written_by", "approved_by").order_by("version"))
    if not versions:
        raise Http404
    by_number = {str(one.version): one for one in versions}
    later = by_number.get(request.GET.get("to", ""), versions[-1])
    earlier = by_number.get(request.GET.get("from", ""), versions[max(0, versions.index(later) - 1)])
    context = {
        "clause": found,
        "versions": versions,
        "earlier": earlier,
        "later": later,
        "changes": redline.compare(earlier, later),
    }
    return render(request, "wording/compare.html", context)


@require_POST
@needs(Permission.WORDING_WRITE)
def reviewed(request: StaffRequest, code: str) -> HttpResponse:
    """Say that the words are still right."""
    found, form = get_object_or_404(Clause, code=code), forms.Reviewed(request.POST)
    if not form.is_valid():
        return clause_page(request, found, reviewed=form, status=422)
    try:
        reviewing.note_reviewed(
            clause_id=found.pk,
            review_on=form.cleaned_data["review_on"],
            by=request.user,
            now=clock.now(),
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        form.add_error("review_on", str(refusal))
        return clause_page(request, found, reviewed=form, status=refusal.status)
    messages.success(request, f"“{found.title}” is still right. It is asked for again on that day.")
    return see_other("wording:clause", code)


@require_POST
@needs(Permission.WORDING_PUBLISH)
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back words that wait to take over."""
    version, form = (
        get_object_or_404(ClauseVersion.objects.select_related("clause"), pk=pk),
        forms.TakeBack(request.POST),
    )
    if not form.is_valid():
        refusal = Refusal("Say why it is taken back.")
        return clause_page(request, version.clause, refusal=refusal)
    try:
        publishing.take_back_version(
            version_id=pk,
            reason=form.cleaned_data["reason"],
            by=request.user,
            now=clock.now(),
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        return clause_page(request, version.clause, refusal=refusal)
    messages.success(request, f"Version {version.version} is taken back. The words before it stay.")
    return see_other("wording:clause", version.clause.code)
