"""The page of a meeting: one form, kept as a draft while one types. Beginning and finishing are clientcare's doors."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intake import forms_meeting as forms
from intake import services
from intake.models import Interview
from intake.progress import progress_of
from intake.services.writing import FORM
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import FormDraft, GateKind, Matter, MatterRole, MatterStage, Party, User
from practice.needs import minutes_for, shown
from practice.office import local_date
from practice.permissions import Permission, needs
from practice.responses import see_other

_OVER = {MatterStage.CLOSED, MatterStage.DECLINED}


@require_http_methods(["GET", "POST"])
@needs(Permission.MATTER_EDIT)
def meeting(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the running meeting, or how to begin one; a post saves what was written."""
    matter, now = visible_matter(request, pk), clock.now()
    if request.method == "GET":
        return show(request, matter, now=now)
    interview = running(request, matter)
    if interview is None:
        return show(request, matter, now=now, refusal=nothing_runs(), status=409)
    form = form_of(interview, now, request.POST)
    if not form.is_valid():
        return show(request, matter, now=now, form=form, status=422)
    try:
        services.save_interview(
            interview_id=interview.pk,
            written=form.written(confirmed=request.POST.get("confirm", "")),
            by=request.user,
            now=now,
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        return refused(request, matter, refusal, now=now)
    messages.success(request, "Saved.")
    return see_other("intake:meeting", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def draft(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep the page half-typed; by script a line comes back, without it the page with everything typed."""
    matter, now = visible_matter(request, pk), clock.now()
    interview = running(request, matter)
    if interview is None:
        return show(request, matter, now=now, refusal=nothing_runs(), status=409)
    kept = services.keep_draft(interview_id=interview.pk, typed=forms.kept(request.POST), by=request.user, now=now)
    if request.headers.get("HX-Request"):
        return render(request, "intake/_draft.html", {"draft": kept})
    messages.info(request, "Kept as a draft. Nobody else sees it until you save.")
    return see_other("intake:meeting", pk)


@require_GET
@needs(Permission.MATTER_EDIT)
def record(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """Show a finished meeting as it was written down."""
    matter = visible_matter(request, pk)
    interview = _with_people(matter).filter(number=number).exclude(ended_at=None).first()
    if interview is None:
        raise Http404
    context = {"matter": matter, "interview": interview, "stands": progress_of(interview, clock.now())}
    return render(request, "intake/meeting_record.html", context)


def visible_matter(request: StaffRequest, pk: int) -> Matter:
    """Return a matter that this person may see, with its people."""
    rows = Matter.objects.visible_to(request.user).select_related("department__office", "fee_earner")
    return get_object_or_404(rows, pk=pk)


def running(request: StaffRequest, matter: Matter) -> Interview | None:
    return Interview.objects.visible_to(request.user).filter(pk__in=_with_people(matter)).running().first()


def form_of(
    interview: Interview, now: datetime, typed: Any = None, *, draft: Any = None, over_what_stands: bool = False
) -> forms.Meeting:
    """Return the form of a meeting: empty, as typed, as a draft was left, or typed over what stands now."""
    team = [(str(one.pk), one.name) for one in team_of(interview.matter)]
    stands = progress_of(interview, now)
    if over_what_stands:
        return forms.Meeting.again(typed, interview=interview, stands=stands, team=team)
    return forms.Meeting(typed, interview=interview, stands=stands, team=team, draft=draft)


def team_of(matter: Matter) -> Any:
    """Return who may see the clients: whoever works on the matter."""
    return User.objects.working().filter(pk__in=matter.team_ids()).by_name()


def start_form(matter: Matter, clients: Sequence[Party], typed: Any = None, *, now: datetime) -> forms.StartMeeting:
    """Return how to begin, with the time that these clients need (domain 4.6)."""
    minutes, longer = minutes_for(clients, local_date(matter.department.office, now), usual=forms.USUAL_MINUTES)
    form = forms.StartMeeting(
        typed, team=team_of(matter), initial={"held_by": matter.fee_earner_id, "minutes": minutes}
    )
    if longer:
        names = " and ".join(party.name for party in longer)
        form.fields["minutes"].help_text = f"Twice the usual hour: longer appointments are agreed with {names}."
    return form


def clients_of(matter: Matter) -> list[Party]:
    """Return the clients of a matter with what they need."""
    rows = matter.parties.filter(role=MatterRole.CLIENT).select_related("party").prefetch_related("party__needs")
    return [row.party for row in rows.order_by("pk")]


def nothing_runs() -> services.MeetingOver:
    return services.MeetingOver("The meeting has been finished since you opened this page. What was written is below.")


def refused(request: StaffRequest, matter: Matter, refusal: Refusal, *, now: datetime) -> HttpResponse:
    """Show the page again with everything typed, over what stands now."""
    interview = running(request, matter)
    if interview is None:
        return show(request, matter, now=now, refusal=refusal, typed=request.POST, status=refusal.status)
    form = form_of(interview, now, request.POST, over_what_stands=True)
    form.is_valid()
    field = "reason" if refusal.code == "own_override" else None
    form.add_error(field, str(refusal))
    return show(
        request, matter, now=now, form=form, shows_saved=refusal.code == "meeting_changed", status=refusal.status
    )


def show(
    request: StaffRequest,
    matter: Matter,
    *,
    now: datetime,
    form: forms.Meeting | None = None,
    start: forms.StartMeeting | None = None,
    refusal: Refusal | None = None,
    typed: Any = None,
    shows_saved: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Show the page of a matter's meetings; ``form`` and ``start`` are those refused or wrong, as typed."""
    past = list(_with_people(matter).exclude(ended_at=None).latest_first())
    interview = running(request, matter)
    kept = None
    if interview is not None and form is None:
        kept = FormDraft.objects.filter(owner=request.user, form=FORM, about=str(interview.pk)).first()
        form = form_of(interview, now, draft=kept.typed if kept else None)
    clients = clients_of(matter)
    context = {
        "matter": matter,
        "needing": [party for party in clients if shown(party, local_date(matter.department.office, now))],
        "interview": interview,
        "form": form,
        "stands": form.stands if form else None,
        "draft": kept,
        "may_override": interview is not None and services.may_override(interview, request.user),
        "start": start or (start_form(matter, clients, now=now) if interview is None else None),
        "may_start": interview is None and matter.may(GateKind.CONFLICT, now),
        "is_over": matter.stage in _OVER,
        "past": past,
        "refusal": refusal,
        "typed": [words for name, words in typed.items() if name.startswith(("q_", "note")) and words] if typed else [],
        "shows_saved": shows_saved,
    }
    return render(request, "intake/meeting.html", context, status=status)


def _with_people(matter: Matter) -> Any:
    return Interview.objects.filter(matter=matter).select_related(
        "matter__department", "held_by", "started_by", "ended_by", "checklist"
    )
