"""One complaint: the next step, who may act, findings with the letter beside them, every clock, the chronology."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.db.models import Prefetch
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from complaints.models import Complaint, Deadline, LetterCode, Response
from complaints.models.complaint import REVIEW_STAGES
from complaints.rules import DeadlineKind, Stage, Step, stage_label
from complaints.services import common, outlook, people, preparing
from complaints.services.people import Circle
from complaints.services.procedures import schemes_of
from complaints.views.chronicle import chronicle
from complaints.views.counting import calendar_of_all
from complaints.views.deed_list import Deed
from complaints.views.deeds import offered, slug_of
from complaints.views.rows import due_of, letter_words, row_of, their_words, tone_of
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import User
from practice.permissions import Permission, needs
from practice.phrases import Due
from wording.composition import Composition

_LETTER_BESIDE = {
    Stage.LOGGED: LetterCode.L1,
    Stage.STAGE1_INVESTIGATING: LetterCode.L3,
    Stage.STAGE2_REVIEWING: LetterCode.L5,
}
#: The step the page leads with. A closed complaint leads with none: opening it again is there, quietly.
_FIRST = {
    Stage.DRAFT: Step.LOG,
    Stage.LOGGED: Step.ACKNOWLEDGE,
    Stage.ACKNOWLEDGED: Step.START_STAGE1,
    Stage.EARLY_RESOLUTION: Step.RESOLVE,
    Stage.STAGE1_INVESTIGATING: Step.SEND_OUTCOME,
    Stage.STAGE1_OUTCOME_SENT: Step.REQUEST_REVIEW,
    Stage.REVIEW_REQUESTED: Step.ASSIGN_REVIEWER,
    Stage.STAGE2_REVIEWING: Step.SEND_FINAL,
    Stage.FINAL_RESPONSE_SENT: Step.CLOSE,
    Stage.REDRESS_OPEN: Step.REDRESS_DECIDES,
    Stage.REDRESS_CLOSED: Step.CLOSE,
}


@dataclass(frozen=True)
class Clock:
    """One line of the clocks table."""

    deadline: Deadline
    due: Due
    tone: str
    ends: str


@dataclass(frozen=True)
class Seer:
    """Somebody who sees the complaint, or who does not, and what of it."""

    may: bool
    words: str


@require_GET
@needs(Permission.COMPLAINT_HANDLE, Permission.COMPLAINT_OVERSEE, Permission.COMPLAINT_REVIEW)
def detail(request: StaffRequest, reference: str) -> HttpResponse:
    now = clock.now()
    complaint = Complaint.objects.visible_to(request.user).filter(reference=reference).first()
    if complaint is None:
        return _outline(request, reference, now=now)
    complaint = _whole(complaint.pk)
    calendar = common.calendar_of(complaint)
    deadlines = [one for one in complaint.deadlines.all() if one.status != "superseded"]
    deeds = offered(complaint)
    first = _FIRST.get(Stage(complaint.stage))
    beside, problem = _beside(complaint, now=now)
    row = row_of(complaint, in_full=True, forecast=outlook.forecast(complaint, now=now), calendar=calendar, now=now)
    clocks = [_clock(one, complaint, now=now) for one in deadlines]
    context = {
        "complaint": complaint,
        "row": row,
        "received": calendar.local(complaint.received_at),
        "first_slug": slug_of(first) if first else "",
        "first": deeds.get(slug_of(first)) if first else None,
        "steps": _others(deeds, slug_of(first) if first else ""),
        "deeds": deeds,
        "beside": beside,
        "problem": problem,
        "clocks": clocks,
        "redress": [one for one in clocks if one.deadline.kind == DeadlineKind.REDRESS_REFERRAL],
        "days": calendar_of_all(complaint, deadlines, calendar, now=now),
        "seers": _seers(complaint),
        "at_review": complaint.stage in REVIEW_STAGES,
        "chronicle": chronicle(complaint, calendar),
        "coming": _coming(deadlines),
        "supervises": bool(complaint.matter and complaint.matter.supervisor_id == complaint.handler_id),
        "schemes": [(one, one.is_confirmed(on=calendar.local_date(now))) for one in schemes_of(complaint)],
        "reviewer": _reviewer(complaint),
    }
    return render(request, "complaints/detail.html", context)


@require_GET
@needs(Permission.COMPLAINT_HANDLE, Permission.COMPLAINT_OVERSEE, Permission.COMPLAINT_REVIEW)
def letter(request: StaffRequest, reference: str, pk: int) -> FileResponse:
    """Hand out one issued letter, to those who may read the complaint."""
    complaint = get_object_or_404(Complaint.objects.visible_to(request.user), reference=reference)
    response = get_object_or_404(Response.objects.select_related("document"), pk=pk, complaint=complaint)
    if response.document is None:
        raise Http404
    return FileResponse(
        BytesIO(response.document.content),
        as_attachment=True,
        filename=response.document.file_name,
        content_type=response.document.media_type,
    )


def _whole(pk: int) -> Complaint:
    return (
        Complaint.objects.select_related(
            "department__office",
            "department__profile",
            "procedure",
            "handler__substitute",
            "reviewer",
            "party__only_number",
            "matter__supervisor",
            "logged_by",
        )
        .prefetch_related(
            "subjects",
            "heads",
            "remedies",
            "holds",
            "account_requests__staff",
            "party__needs",
            Prefetch("responses", Response.objects.select_related("message", "document", "made_by").in_order()),
            Prefetch(
                "deadlines",
                Deadline.objects.order_by("pk").select_related("response__message").prefetch_related("stages"),
            ),
        )
        .get(pk=pk)
    )


def _outline(request: StaffRequest, reference: str, *, now: datetime) -> HttpResponse:
    """Show the managing partner reference, stage and dates, and nothing a later review could be shaped by."""
    found = get_object_or_404(Complaint.objects.outlined_to(request.user), reference=reference)
    complaint = _whole(found.pk)
    deadlines = [one for one in complaint.deadlines.all() if one.status != "superseded"]
    context = {"complaint": complaint, "clocks": [_clock(one, complaint, now=now) for one in deadlines]}
    return render(request, "complaints/outline.html", context)


def _others(deeds: dict[str, Deed], first: str) -> dict[str, Deed]:
    steps = {slug_of(step) for step in Step}
    return {slug: one for slug, one in deeds.items() if slug in steps and slug != first}


def _beside(complaint: Complaint, *, now: datetime) -> tuple[Composition | None, str]:
    code = _LETTER_BESIDE.get(Stage(complaint.stage))
    if code is None:
        return None, ""
    try:
        return preparing.compose_letter(complaint, code, now=now), ""
    except Refusal as refusal:
        return None, str(refusal)


def _clock(deadline: Deadline, complaint: Complaint, *, now: datetime) -> Clock:
    calendar = common.calendar_of(complaint)
    due = due_of(deadline.due_on, calendar.local_date(now), calendar)
    if deadline.met_at is not None:
        left = calendar.local(deadline.met_at)
        late = (left.date() - deadline.due_on).days
        words = f"{left:%a} {left.day} {left:%b}, {left:%H:%M}"
        ends = f"{words}, {late} {'day' if late == 1 else 'days'} late" if late > 0 else f"met {words}"
        tone = "late" if deadline.status == "late" else "kept"
        return Clock(deadline, due, tone, "extended, " + ends if deadline.status == "extended" else ends)
    if deadline.status != "running":
        return Clock(deadline, due, "todo", deadline.get_status_display())
    tone = tone_of(deadline, due, now)
    if deadline.kind == DeadlineKind.REDRESS_REFERRAL:
        return Clock(deadline, due, tone, their_words(deadline, now))
    letter_is = letter_words(deadline, calendar, calendar.local_date(now))
    return Clock(deadline, due, tone, letter_is or f"{due.words[:1].lower()}{due.words[1:]}")


def _seers(complaint: Complaint) -> list[Seer]:
    """Say who can see this and who cannot, by the same rules that decide it."""
    circle = Circle.load()
    hidden = people.kept_from(complaint, common.involvement_of(complaint))
    seers = []
    if complaint.handler:
        substitute = f"; substitute {complaint.handler.substitute.name}" if complaint.handler.substitute else ""
        seers.append(Seer(True, f"{complaint.handler.name}, handler{substitute}"))
    seers += [Seer(True, f"{circle.users[pk].name}, compliance") for pk in circle.compliance if pk not in hidden]
    if complaint.reviewer:
        seers.append(Seer(True, f"{complaint.reviewer.name}, reviewer"))
    partners = [circle.users[pk] for pk in circle.managing_partners if pk not in hidden]
    seers += [Seer(True, f"{one.name}: reference, stage and dates") for one in partners if one != complaint.reviewer]
    for one in complaint.subjects.all():
        seers.append(Seer(False, f"{one.name}: only the request for their account. No notice, row or search result"))
    team = hidden - {one.pk for one in complaint.subjects.all()}
    seers += [
        Seer(False, f"{circle.users[pk].name}, on the matter: nothing") for pk in sorted(team) if pk in circle.users
    ]
    with_whom = complaint.handler.name if complaint.handler else "compliance"
    return [*seers, Seer(False, f"Reception: “logged, with {with_whom}”")]


def _coming(deadlines: list[Deadline]) -> list[tuple[datetime, str, str]]:
    """Return what is planned and has not come to an end, in order: the forecast of this complaint."""
    waiting = [
        (stage.fire_at, stage_label(stage.kind), deadline.get_kind_display())
        for deadline in deadlines
        if deadline.status == "running"
        for stage in deadline.stages.all()
        if not stage.outcome
    ]
    return sorted(waiting)


def _reviewer(complaint: Complaint) -> User | None:
    try:
        return preparing.signers_of(complaint).reviewer
    except Refusal:
        return None
