"""The desk's page and the pieces of it that are fetched while somebody talks. Nothing here records a call."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from callbacks import services as calls
from callbacks.models import Fact, PutThrough
from callbacks.offers import Choice
from callbacks.rules import PromiseType
from clientcare.desk import board, page
from clientcare.desk.callers import Caller, find, known
from clientcare.desk.drafts import drafts_of
from clientcare.desk.forms import KEEP, CallSlip, typed_in
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.inputs import row_number
from practice.models import User
from practice.permissions import Permission, needs

_NO_CHANGE = 204


@require_GET
@needs(Permission.DESK)
def desk(request: StaffRequest) -> HttpResponse:
    """Show an empty slip, one for a caller or number in the address, or one that was kept."""
    q = request.GET.get("number") or request.GET.get("q", "")
    typed: dict[str, str] = {}
    now, caller = clock.now(), None
    if request.GET.get("draft", "").isdecimal():
        typed = get_object_or_404(drafts_of(request.user), pk=request.GET["draft"]).typed
    elif request.GET.get("back", "").isdecimal():
        typed = get_object_or_404(PutThrough.objects.filter(by=request.user), pk=request.GET["back"]).typed
    elif request.GET.get("party", "").isdecimal():
        pick = f"{request.GET['party']}.{request.GET.get('matter', '')}"
        typed, caller = _picked(request.user, {}, pick, now)
    return show(request, now=now, typed=typed, q=q, caller=caller)


@require_GET
@needs(Permission.DESK)
def callers(request: StaffRequest) -> HttpResponse:
    """Give the callers that match what is being typed."""
    q = request.GET.get("q", "")
    return render(request, "desk/_found.html", {"found": find(q, request.user), "q": q})


@require_GET
@needs(Permission.DESK)
def today(request: StaffRequest) -> HttpResponse:
    """Give the Today column, or nothing if the page shows it already."""
    now, calendar = clock.now(), page.calendar_for(request.user)
    shown = board.today(request.user, now, calendar=calendar, at_most=board.SHOWN)
    if request.GET.get("seen") == shown.version:
        return HttpResponse(status=_NO_CHANGE)
    local = calendar.local(now)
    return render(request, "desk/_today.html", {"board": shown, "now": local, "today": local.date()})


@require_POST
@needs(Permission.DESK)
def look(request: StaffRequest) -> HttpResponse:
    """Search, pick a caller, or show another person's times: the page again, with everything typed."""
    typed, q, now = typed_in(request.POST), request.POST.get("q", ""), clock.now()
    pick, caller = request.POST.get("pick", ""), None
    if pick == "new":
        return show(request, now=now, typed={**typed, "caller_name": q}, unknown=True)
    if pick.startswith("pass."):
        return show(request, now=now, typed=page.passing(typed, row_number(pick.removeprefix("pass.")), q))
    if pick:
        q = ""
        typed, caller = _picked(request.user, typed, pick, now)
    elif q and typed.get("party"):
        typed = {name: value for name, value in typed.items() if name not in ("party", "matter", "verified")}
    return show(request, now=now, typed=typed, q=q, caller=caller, unknown="HX-Request" in request.headers)


@require_POST
@needs(Permission.DESK)
def verify(request: StaffRequest) -> HttpResponse:
    """Send the approved status, once both facts are ticked, and note that they were."""
    typed = typed_in(request.POST)
    now = clock.now()
    caller = _known(request.user, typed.get("party", ""), now)
    matter = caller.matter_of(typed.get("matter")) if caller else None
    refusal = None
    if caller and matter and page.say(caller, matter, typed)["checkable"]:
        try:
            ticked = [fact for fact in Fact.values if typed.get(fact)]
            calls.verify_caller(party=caller.party, matter=matter, facts=ticked, by=request.user, now=now)
            typed["verified"] = page.token(caller, matter, typed.get("form_key", ""))
        except Refusal as said:
            refusal = said
    if request.headers.get("HX-Request"):
        return render(request, "desk/_status.html", {"matter": matter, **page.say(caller, matter, typed)})
    return show(request, now=now, typed=typed, refusal=refusal, status=refusal.status if refusal else 200)


@require_POST
@needs(Permission.DESK)
def times(request: StaffRequest) -> HttpResponse:
    """Give the times anew, or nothing if the page shows them already: another desk holds and books too."""
    shown = page.offering(request.user, clock.now(), typed_in(request.POST))
    if request.GET.get("seen") == shown.get("times_seen", ""):
        return HttpResponse(status=_NO_CHANGE)
    return render(request, "desk/_offers.html", shown)


@require_POST
@needs(Permission.CALLBACK_BOOK)
def hold(request: StaffRequest) -> HttpResponse:
    """Keep the chosen time for the caller on the line, and say what is being promised."""
    typed, now = typed_in(request.POST), clock.now()
    held, status = None, 200
    try:
        choice = Choice.parse(typed["slot"]) if typed.get("slot", KEEP) != KEEP else None
        if choice is not None and choice.kind == PromiseType.SLOT:
            adviser = get_object_or_404(User.objects.working(), pk=choice.adviser_id)
            caller = _known(request.user, typed.get("party", ""), now)
            party = caller.party if caller else None
            held = calls.hold_slot(adviser=adviser, starts_at=choice.starts_at, caller=party, by=request.user, now=now)
    except Refusal as taken:
        status, typed = taken.status, {name: value for name, value in typed.items() if name != "slot"}
        context = page.context(request.user, now, typed=typed, taken=taken)
        answer = render(request, "desk/_offers.html", context, status=status)
        answer["HX-Retarget"], answer["HX-Reswap"] = "#offers", "outerHTML"
        return answer
    return render(request, "desk/_promise.html", page.context(request.user, now, typed=typed, held=held))


def show(
    request: StaffRequest,
    *,
    now: datetime,
    typed: dict[str, str],
    form: CallSlip | None = None,
    status: int = 200,
    **bound: Any,
) -> HttpResponse:
    """Render the whole desk for a slip as it stands."""
    context = page.context(request.user, now, typed=typed, form=form, **bound)
    if status == 200 and "suits" in context and context["suits"].is_wrong:
        status = 422
    return render(request, "desk/desk.html", context, status=status)


def slip_form(request: StaffRequest, now: datetime, *needs: str) -> CallSlip:
    """Return what was sent, to be checked for one deed; ``needs`` names the fields that it cannot do without."""
    posted: QueryDict = request.POST
    return CallSlip(posted, now=now, calendar=page.calendar_for(request.user), needs=needs)


def _known(user: User, party: str, now: datetime) -> Caller | None:
    return known(int(party), user, on=page.day_of(user, now)) if party.isdecimal() else None


def _picked(user: User, typed: dict[str, str], pick: str, now: datetime) -> tuple[dict[str, str], Caller | None]:
    """Return the slip with "party.matter" picked, and who that is; what the reader may not see changes nothing."""
    party, _, matter = pick.partition(".")
    caller = _known(user, party, now)
    if caller is None:
        return typed, None
    matter_found = caller.matter_of(matter) or caller.first_matter
    return page.picked(typed, caller, matter_found, on=page.day_of(user, now)), caller
