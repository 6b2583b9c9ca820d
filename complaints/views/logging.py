"""Log a complaint that came any way, at any time; the dates it will have stand beside the form."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from complaints.forms import LogComplaint
from complaints.models import Channel, Complaint, HoldReason, Kind
from complaints.rules import DeadlineKind, Promise
from complaints.services import register
from complaints.services.register import ComplaintFacts
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.inputs import row_number
from practice.models import Department, Matter, Party
from practice.office import load_calendar, main_office
from practice.permissions import Permission, needs
from practice.responses import see_other

_FOUND = 8
_SHOWN = (DeadlineKind.ACK, DeadlineKind.STAGE1_OUTCOME, DeadlineKind.EIGHT_WEEK)


@require_http_methods(["GET", "POST"])
@needs(Permission.COMPLAINT_LOG)
def log(request: StaffRequest) -> HttpResponse:
    now = clock.now()
    status = 200
    if request.method == "POST":
        form = LogComplaint(request.POST, user=request.user)
        if form.is_valid():
            try:
                complaint = register.log_complaint(
                    facts=_facts(form), by=request.user, now=now, form_key=form.receipt()
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                return logged(request, complaint)
        else:
            status = 422
    else:
        form = LogComplaint(user=request.user, initial=_initial(request, now=now))
    party = Party.objects.visible_to(request.user).filter(pk=row_number(form["party"].value())).first()
    context = {
        "form": form,
        "party": party,
        "q": request.GET.get("q", ""),
        "found": _find(request),
        "duplicates": register.likely_duplicates(party, user=request.user),
        "dates": _dates(form, now=now),
    }
    return render(request, "complaints/log.html", context, status=status)


@require_GET
@needs(Permission.COMPLAINT_LOG)
def dates(request: StaffRequest) -> HttpResponse:
    """Say which dates a complaint would have, from what is typed so far."""
    form = LogComplaint(request.GET, user=request.user)
    return render(request, "complaints/_dates.html", {"dates": _dates(form, now=clock.now())})


def logged(request: StaffRequest, complaint: Complaint) -> HttpResponse:
    """Say with whom it is, and nothing more to those who may not read it."""
    name = complaint.handler.name if complaint.handler else "compliance"
    messages.success(request, f"Logged, with {name}.")
    if Complaint.objects.visible_to(request.user).filter(pk=complaint.pk).exists():
        return see_other("complaints:detail", complaint.reference)
    return see_other("complaints")


def _initial(request: StaffRequest, *, now: datetime) -> dict[str, Any]:
    local = load_calendar(main_office()).local(now)
    initial: dict[str, Any] = {"on": local.date(), "at": local.time(), "channel": Channel.EMAIL}
    matter = Matter.objects.visible_to(request.user).filter(pk=row_number(request.GET.get("matter"))).first()
    party = Party.objects.visible_to(request.user).filter(pk=row_number(request.GET.get("party"))).first()
    if matter is not None:
        party = party or matter.clients().first()
        initial |= {"matter": matter, "department": matter.department_id}
    elif request.user.department_id:
        initial["department"] = request.user.department_id
    if party is not None:
        mailbox = party.contacts.usable_emails(local.date()).first()
        initial |= {
            "party": party.pk,
            "complainant_name": party.full_name,
            "wrote_from": mailbox.text if mailbox else "",
        }
    return initial


def _find(request: StaffRequest) -> list[Party]:
    typed = request.GET.get("q", "").strip()
    return list(Party.objects.visible_to(request.user).matching(typed).order_by("name", "pk")[:_FOUND]) if typed else []


def _facts(form: LogComplaint) -> ComplaintFacts:
    typed = form.cleaned_data
    department: Department = typed["department"]
    return ComplaintFacts(
        channel=Channel(typed["channel"]),
        received_at=form.moment(department.office.zone),
        complainant_name=typed["complainant_name"],
        summary=typed["summary"],
        department=department,
        kind=Kind(typed["kind"]),
        party=typed["party"],
        matter=typed["matter"],
        representative=typed["representative"],
        wrote_from=typed["wrote_from"],
        reach=typed["reach"],
        postal_address=typed["postal_address"],
        about_whom=typed["about_whom"],
        outcome_sought=typed["outcome_sought"],
        subjects=tuple(typed["subjects"]),
        points=typed["points"],
        holds=tuple(HoldReason(one) for one in typed["holds"]),
        act_known_on=typed["act_known_on"],
    )


def _dates(form: LogComplaint, *, now: datetime) -> list[Promise]:
    """Return the dates for what is typed so far; for now where nothing usable is."""
    form.is_valid() if form.is_bound else None
    typed = getattr(form, "cleaned_data", {}) or {}
    chosen = typed.get("department") or form["department"].value()
    department = chosen if isinstance(chosen, Department) else Department.objects.filter(pk=row_number(chosen)).first()
    if department is None:
        return []
    whole = typed.get("on") is not None and typed.get("at") is not None
    received_at = form.moment(department.office.zone) if whole else now
    try:
        found = register.preview(
            received_at=received_at, department=department, kind=Kind(typed.get("kind") or Kind.SERVICE)
        )
    except Refusal:
        return []
    return [promise for promise in found if promise.kind in _SHOWN]
