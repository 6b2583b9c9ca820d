"""The doors of notes on disagreements between clients and staff."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clientcare.grievances.forms import Note, Settle
from practice import clock, exports
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import Grievance, Party, User
from practice.office import local_date, main_office
from practice.permissions import Permission, Role, needs
from practice.responses import see_other
from practice.services.grievances import note_grievance, settle_grievance

SHOWN = 50


@require_GET
@needs(Permission.CLIENT_VIEW)
def grievances(request: StaffRequest) -> HttpResponse:
    """List the notes that this person may read; managers may take theirs as a file."""
    if not exports.asked_for(request):
        return _list(request)
    if not _manages(request.user):
        raise PermissionDenied
    return exports.too_many(request, _read(request.user).count()) or exports.answer(request, _sheet(request.user))


@require_http_methods(["GET", "POST"])
@needs(Permission.CLIENT_VIEW)
def of_client(request: StaffRequest, pk: int) -> HttpResponse:
    """Note a disagreement with one client."""
    party, user, now = _party(request, pk), request.user, clock.now()
    if request.method == "GET":
        today = local_date(main_office(), now)
        return _note(request, party, Note(party=party, user=user, initial={"happened_on": today}))
    form = Note(request.POST, party=party, user=user)
    if not form.is_valid():
        return _note(request, party, form, status=422)
    try:
        note_grievance(party=party, **form.values(), by=user, now=now, form_key=form.receipt())
    except Refusal as refusal:
        form.add_error("happened_on" if refusal.code == "not_happened_yet" else None, str(refusal))
        return _note(request, party, form, status=refusal.status)
    messages.success(request, "It is noted, for you and for managers.")
    return see_other("grievances")


@require_POST
@needs(Permission.CLIENT_VIEW)
def settle(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Grievance.objects.visible_to(request.user), pk=pk)
    form = Settle.of(pk, request.POST)
    if not form.is_valid():
        return _list(request, about=pk, form=form, status=422)
    try:
        settle_grievance(grievance_id=found.pk, how=form.cleaned_data["how"], by=request.user, now=clock.now())
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _list(request, about=pk, form=form, status=refusal.status)
    return see_other("grievances")


def _party(request: StaffRequest, pk: int) -> Party:
    return get_object_or_404(Party.objects.visible_to(request.user), pk=pk)


def _note(request: StaffRequest, party: Party, form: Note, status: int = 200) -> HttpResponse:
    return render(request, "grievances/note.html", {"party": party, "form": form}, status=status)


def _list(
    request: StaffRequest, *, about: int | None = None, form: Settle | None = None, status: int = 200
) -> HttpResponse:
    """Show the notes that this person may read, those not settled first; ``form``: what was typed ``about`` one."""
    found, number = _read(request.user), request.GET.get("page")
    if about is not None:
        number = str(list(found.values_list("pk", flat=True)).index(about) // SHOWN + 1)
    page = Paginator(found, SHOWN).get_page(number)
    rows = [(one, form if form and one.pk == about else Settle.of(one.pk)) for one in page]
    context = {"rows": rows, "page": page, "form": form, "may_export": _manages(request.user)}
    return render(request, "grievances/list.html", context, status=status)


def _manages(user: User) -> bool:
    return user.has_role(Role.MANAGING_PARTNER) or user.has_role(Role.HEAD)


def _read(user: User) -> QuerySet[Grievance]:
    links = ("party", "matter", "staff", "noted_by", "settled_by")
    return Grievance.objects.visible_to(user).select_related(*links).latest_first()


def _sheet(user: User) -> exports.Sheet:
    columns = ["Client", "Member of staff", "Day", "Matter", "What happened", "Noted by", "Noted"]
    columns += ["How it was settled", "Settled by", "Settled"]
    return exports.Sheet("disagreements", columns, (_cells(one) for one in _read(user)))


def _cells(one: Grievance) -> list[exports.Cell]:
    return [
        one.party.full_name,
        one.staff.name,
        one.happened_on,
        one.matter.title if one.matter else "",
        one.words,
        one.noted_by.name,
        one.noted_at,
        one.settled_how,
        one.settled_by.name if one.settled_by else "",
        one.settled_at,
    ]
