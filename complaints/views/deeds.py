"""One door for every deed on a complaint: the form, the letter beside it, one service call."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from complaints.forms import AssignHandler, AssignReviewer, DeedForm, LetterForm, WhenMixin
from complaints.models import Complaint, LetterCode
from complaints.models.complaint import UNFINISHED
from complaints.rules import OPEN_STAGES, Stage, Step, steps_from
from complaints.services import answers, common, net, people, preparing, steps
from complaints.services.addresses import addresses
from complaints.services.people import Circle
from complaints.views.deed_list import OTHERS, STEPS, Deed, Doing
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.needs import by_hand
from practice.permissions import Permission, needs
from practice.responses import see_other
from wording.composition import Composition

_INVESTIGATING = (Stage.STAGE1_INVESTIGATING, Stage.STAGE2_REVIEWING)


def slug_of(step: Step) -> str:
    return step.value.replace("_", "-")


def offered(complaint: Complaint) -> dict[str, Deed]:
    """Return what may be done now, by the word in the address: the steps of the stage, then the rest."""
    found = {slug_of(step): STEPS[step] for step in steps_from(complaint.stage)}
    again = _undelivered(complaint)
    ack_runs = complaint.deadlines.running().filter(kind="ack").exists()
    waiting = net.waiting_net(complaint) is not None
    rest = {
        "own-letter": complaint.stage == Stage.ACKNOWLEDGED and answers.only_by_itself(complaint),
        "already": ack_runs and complaint.stage in (Stage.LOGGED, Stage.ACKNOWLEDGED),
        "send-now": waiting,
        "hold": waiting,
        "release": complaint.holds.in_force().exists(),
        "point": complaint.stage in OPEN_STAGES,
        "finding": complaint.stage in _INVESTIGATING,
        "answer": complaint.stage in _INVESTIGATING,
        "remedy": complaint.stage in UNFINISHED and complaint.stage != Stage.DRAFT,
        "delivered": complaint.remedies.filter(delivered_on=None).exists(),
        "contact": complaint.stage in OPEN_STAGES,
        "handler": complaint.stage in UNFINISHED,
        "subjects": complaint.stage in UNFINISHED,
        "again": again is not None,
    }
    found |= {slug: OTHERS[slug] for slug, goes in rest.items() if goes}
    if again is not None:
        found["again"] = replace(found["again"], letter=again)
    return found


@require_http_methods(["GET", "POST"])
@needs(Permission.COMPLAINT_HANDLE, Permission.COMPLAINT_OVERSEE, Permission.COMPLAINT_REVIEW)
def deed(request: StaffRequest, reference: str, slug: str) -> HttpResponse:
    complaint = _visible(request, reference)
    now = clock.now()
    chosen = offered(complaint).get(slug)
    if chosen is None:
        return _refused(request, complaint, slug)
    form = _form(chosen, complaint, request, now=now)
    status = 200
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        try:
            chosen.do(Doing(complaint, form, _prepared(chosen, complaint, form, now=now), request.user, now))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
            complaint = _visible(request, reference)
        else:
            messages.success(request, chosen.done)
            return _back(request, complaint)
    elif form.errors:
        status = 422
    letter, problem = _composed(chosen, complaint, form, now=now)
    context = {
        "complaint": complaint,
        "deed": chosen,
        "form": form,
        "letter": letter,
        "problem": problem,
        "also_needed": _also_needed(chosen, complaint, now=now),
    }
    return render(request, "complaints/deed.html", context, status=status)


def _visible(request: StaffRequest, reference: str) -> Complaint:
    rows = Complaint.objects.visible_to(request.user).select_related(
        "department__office", "department__profile", "procedure", "handler", "reviewer", "party", "matter"
    )
    return get_object_or_404(rows.prefetch_related("party__needs"), reference=reference)


def _refused(request: StaffRequest, complaint: Complaint, slug: str) -> HttpResponse:
    """Answer 409 where the deed exists but does not go with the stage now, 404 where there is no such deed."""
    named = {slug_of(step): one for step, one in STEPS.items()} | OTHERS
    if slug not in named:
        raise Http404
    sentence = f"This complaint is {complaint.get_stage_display()} now, so that cannot be done any more."
    context = {"complaint": complaint, "deed": named[slug], "refusal": sentence}
    return render(request, "complaints/deed.html", context, status=409)


def _form(chosen: Deed, complaint: Complaint, request: StaffRequest, *, now: datetime) -> DeedForm:
    more: dict[str, Any] = {"complaint": complaint}
    if issubclass(chosen.form, LetterForm):
        more["addresses"] = addresses(complaint, on=common.calendar_of(complaint).local_date(now))
    if issubclass(chosen.form, AssignReviewer):
        circle = Circle.load()
        more["reviewers"] = [user for user in circle.users.values() if steps.may_review(user, circle)]
    if issubclass(chosen.form, AssignHandler):
        more["handlers"] = [user for user in Circle.load().users.values() if people.may_handle(user)]
    if issubclass(chosen.form, WhenMixin):
        local = common.calendar_of(complaint).local(now)
        more["initial"] = {"on": local.date(), "at": local.time()}
    else:
        more["initial"] = {name: value for name, value in request.GET.items() if name in ("head", "hold", "remedy")}
    if "apology" in chosen.form.base_fields:
        more["initial"] = {"apology": complaint.apology}
    return chosen.form(request.POST if request.method == "POST" else None, **more)


def _prepared(chosen: Deed, complaint: Complaint, form: DeedForm, *, now: datetime) -> Any:
    if chosen.letter is None:
        return None
    to = form.address() if isinstance(form, LetterForm) else None
    typed = chosen.particulars(form.cleaned_data)
    return preparing.prepare_letter(complaint, chosen.letter, now=now, typed=typed, to=to)


def _composed(chosen: Deed, complaint: Complaint, form: DeedForm, *, now: datetime) -> tuple[Composition | None, str]:
    """Return the letter as it stands with what was typed so far, or why there is none."""
    if chosen.letter is None:
        return None, ""
    typed = chosen.particulars(getattr(form, "cleaned_data", {}))
    try:
        return preparing.compose_letter(complaint, chosen.letter, now=now, typed=typed), ""
    except Refusal as refusal:
        return None, str(refusal)


def _also_needed(chosen: Deed, complaint: Complaint, *, now: datetime) -> tuple[str, ...]:
    if chosen.letter is None:
        return ()
    return by_hand(complaint.party, common.today_of(complaint, now))


def _undelivered(complaint: Complaint) -> LetterCode | None:
    """Return the letter that has to be made again: the newest of its kind did not arrive."""
    letters = complaint.responses.exclude(code=LetterCode.OUTSIDE).select_related("message").in_order()
    newest = {response.code: response for response in letters}
    return next(
        (
            LetterCode(code)
            for code, one in newest.items()
            if one.is_undelivered and one.message is not None and complaint.stage in UNFINISHED
        ),
        None,
    )


def _back(request: StaffRequest, complaint: Complaint) -> HttpResponse:
    """Return to the complaint; to the board where the deed has hidden it from this person."""
    if Complaint.objects.visible_to(request.user).filter(pk=complaint.pk).exists():
        return see_other("complaints:detail", complaint.reference)
    return see_other("complaints")
