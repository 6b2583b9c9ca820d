"""The instruction log of a matter: what clients told us to do, what they say about it, and what came of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from engagement.forms_instructions import LogInstruction, SetRule
from engagement.instructions import log_of, speakers_of
from engagement.models import Instruction
from engagement.rules.instructions import BadInstruction, Stance
from engagement.services import instructions as services
from engagement.views import pages
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.inputs import row_number
from practice.models import Matter
from practice.office import load_calendar
from practice.permissions import Permission, needs
from practice.responses import see_other


@require_http_methods(["GET", "POST"])
@needs(Permission.LETTER_WRITE, Permission.COMPLAINT_HANDLE)
def instructions(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the log; POST adds an entry, or what somebody says about one, or puts one right."""
    matter = pages.matter_of(request, pk)
    if request.method == "GET":
        return _show(request, matter)
    if not request.user.may(Permission.LETTER_WRITE):
        raise PermissionDenied
    calendar = load_calendar(matter.department.office)
    speakers = speakers_of(matter, request.user, on=calendar.local_date(clock.now()))
    answers = bool(row_number(request.POST.get("about", "")))
    form = LogInstruction(speakers, request.POST, calendar=calendar, answers=answers)
    if not form.is_valid():
        return _show(request, matter, form=form, status=422)
    typed = form.cleaned_data
    try:
        services.log_instruction(
            matter_id=pk,
            facts=form.facts(),
            stance=Stance(typed.get("stance", Stance.NEW)),
            about_id=typed["about"],
            corrects_id=typed["corrects"],
            by=request.user,
            now=clock.now(),
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        form.add_error(refusal.field if isinstance(refusal, BadInstruction) else None, str(refusal))
        return _show(request, matter, form=form, status=refusal.status)
    messages.success(request, "It is in the log.")
    return see_other("engagement:instructions", pk)


@require_POST
@needs(Permission.LETTER_WRITE)
def set_rule(request: StaffRequest, pk: int) -> HttpResponse:
    matter, form = pages.matter_of(request, pk), SetRule(request.POST, auto_id="rule-%s")
    if not form.is_valid():
        return _show(request, matter, rule_form=form, status=422)
    typed = form.values()
    try:
        services.set_instruction_rule(
            matter_id=pk,
            all_must_agree=typed["all_must_agree"] == "yes",
            because=typed["because"],
            by=request.user,
            now=clock.now(),
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        form.add_error("because", str(refusal))
        return _show(request, matter, rule_form=form, status=refusal.status)
    messages.success(request, "Kept. Every instruction of this matter is read by it from now on.")
    return see_other("engagement:instructions", pk)


@require_POST
@needs(Permission.LETTER_WRITE)
def instruction_update(request: StaffRequest, pk: int) -> HttpResponse:
    """Open a cost update that begins with the words of this instruction."""
    told = get_object_or_404(Instruction.objects.visible_to(request.user), pk=pk)
    try:
        services.update_for_instruction(instruction_id=pk, by=request.user, now=clock.now())
    except Refusal as refusal:
        return _show(request, pages.matter_of(request, told.matter_id), refusal=refusal, status=refusal.status)
    return see_other("engagement:cost_update", told.matter_id)


def _empty(request: StaffRequest, matter: Matter) -> LogInstruction:
    """Return the form for a new entry, or for what the address names: one that is answered or put right."""
    calendar = load_calendar(matter.department.office)
    local = calendar.local(clock.now())
    speakers = speakers_of(matter, request.user, on=local.date())
    about, corrects = (row_number(request.GET.get(name, "")) for name in ("about", "corrects"))
    initial: dict[str, Any] = {"on": local.date(), "at": local.time(), "taken_by": request.user.pk}
    if corrects:
        initial = LogInstruction.as_it_was(_entry(matter, corrects), speakers, calendar)
    elif about:
        initial["about"] = _entry(matter, about).pk
    return LogInstruction(speakers, initial=initial, calendar=calendar, answers=bool(about and not corrects))


def _entry(matter: Matter, pk: int) -> Instruction:
    return get_object_or_404(Instruction.objects.standing().filter(matter=matter), pk=pk)


def _show(
    request: StaffRequest,
    matter: Matter,
    *,
    form: LogInstruction | None = None,
    rule_form: SetRule | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    log, now = log_of(matter, list(matter.clients())), clock.now()
    logging = form or _empty(request, matter)
    about = row_number(logging["about"].value() or "")
    corrects = row_number(logging["corrects"].value() or "")
    proposed = {"all_must_agree": "yes" if log.all_must_agree else "no"}
    context = {
        "matter": matter,
        "log": log,
        "form": logging,
        "about": Instruction.objects.filter(matter=matter, pk=about).first(),
        "corrects": Instruction.objects.filter(matter=matter, pk=corrects).first(),
        "rule_form": rule_form or SetRule(auto_id="rule-%s", initial=proposed),
        "may_write": request.user.may(Permission.LETTER_WRITE),
        "refusal": refusal,
        "today": load_calendar(matter.department.office).local_date(now),
    }
    return render(request, "engagement/instructions.html", context, status=status)
