"""Take down that somebody on the line is unhappy: five fields, a sentence to say, no judgement (decision 8)."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from complaints.forms import TakeDissatisfaction
from complaints.models import Channel
from complaints.rules import DeadlineKind
from complaints.services import register
from complaints.services.register import ComplaintFacts
from complaints.views.logging import logged
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.inputs import row_number
from practice.models import Department, FormDraft, Matter, Party, User
from practice.office import load_calendar
from practice.permissions import Permission, needs
from practice.phrases import long_date

NOBODY_NAMED = "Caller, name not given"


@dataclass(frozen=True)
class Caller:
    """Who is on the line, as far as the slip says, and whose work it is about."""

    name: str
    number: str
    party: Party | None
    matter: Matter | None
    department: Department


@require_http_methods(["GET", "POST"])
@needs(Permission.COMPLAINT_LOG)
def take(request: StaffRequest) -> HttpResponse:
    """Save what was said as an expression of dissatisfaction, not yet sorted; every clock runs from the call."""
    now = clock.now()
    status = 200
    caller = _caller(request.user, request.POST.get("slip") or request.GET.get("slip", ""))
    if request.method == "POST":
        form = TakeDissatisfaction(request.POST)
        if form.is_valid():
            try:
                complaint = register.log_dissatisfaction(
                    facts=_facts(form, caller), by=request.user, now=now, form_key=form.receipt()
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                return logged(request, complaint)
        else:
            status = 422
    else:
        local = load_calendar(caller.department.office).local(now)
        initial = {"slip": request.GET.get("slip", ""), "reach": caller.number, "on": local.date(), "at": local.time()}
        form = TakeDissatisfaction(initial=initial)
    context = {"form": form, "caller": caller, "hears_by": _hears_by(caller.department, now=now)}
    return render(request, "complaints/take.html", context, status=status)


def _caller(user: User, slip: str) -> Caller:
    """Read the reader's own slip. A party or matter that the reader may not see is not there."""
    draft = FormDraft.objects.filter(owner=user, about=slip).exclude(about="").order_by("-saved_at").first()
    typed = draft.typed if draft else {}
    party = Party.objects.visible_to(user).filter(pk=row_number(typed.get("party"))).first()
    matter = Matter.objects.visible_to(user).filter(pk=row_number(typed.get("matter"))).first()
    asked_for = User.objects.working().filter(pk=row_number(typed.get("for_staff"))).first()
    chosen = [one.department_id for one in (matter, asked_for, user) if one is not None and one.department_id]
    departments = Department.objects.select_related("office", "profile__procedure").order_by("pk")
    return Caller(
        name=party.full_name if party else typed.get("caller_name") or NOBODY_NAMED,
        number=typed.get("number", ""),
        party=party,
        matter=matter,
        department=departments.filter(pk__in=chosen[:1]).first() or departments[0],
    )


def _facts(form: TakeDissatisfaction, caller: Caller) -> ComplaintFacts:
    typed = form.cleaned_data
    return ComplaintFacts(
        channel=Channel.PHONE,
        received_at=form.moment(caller.department.office.zone),
        complainant_name=caller.name,
        summary=typed["summary"],
        department=caller.department,
        party=caller.party,
        matter=caller.matter,
        about_whom=typed["about_whom"],
        outcome_sought=typed["outcome_sought"],
        reach=typed["reach"],
    )


def _hears_by(department: Department, *, now: datetime) -> str:
    """Return the day the caller may be told: the acknowledgement's, of a complaint that comes now."""
    promises = register.preview(received_at=now, department=department)
    return next(long_date(one.due_on) for one in promises if one.kind == DeadlineKind.ACK)
