"""The doors of the page that says what an organisation is and who may speak for it (domain 4.7)."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from clientcare.client_page.needs_forms import EndIt
from clientcare.client_page.people_forms import AddPerson, ChangeBody, ChangePlace
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.matching.lookalikes import looks_like
from practice.models import Party, PartyKind, Position, Relation, RelationKind, Relationship
from practice.office import local_date, main_office
from practice.permissions import Permission, needs
from practice.responses import see_other
from practice.services import bodies, positions
from practice.services.parties import PartyFacts

_FEW = 20
_FIELDS = {
    "not_its_address": "office",
    "not_a_person": "person",
    "has_a_position": "person",
    "no_authority_seen": "authority",
    "limit_of_nothing": "may_instruct",
    "seen_too_early": "authority_seen_on",
    "last_day_too_early": "ends_on",
}  # where a refusal stands, by its code


@require_GET
@needs(Permission.CLIENT_VIEW)
def page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what it is and its people; with a name in the address, the form for somebody of that name."""
    party, name = _visible(request, pk), request.GET.get("name", "").strip()[:200]
    today = local_date(main_office(), clock.now())
    adding = AddPerson.of(name, today, candidates=_people_named(request, name)) if name else None
    return _page(request, party, adding=adding)


@require_POST
@needs(Permission.MATTER_EDIT)
def change_body(request: StaffRequest, pk: int) -> HttpResponse:
    """Record legal form, company number and registered office; say who else has the number."""
    party = _visible(request, pk)
    form = ChangeBody(request.POST, party=party)
    if not form.is_valid():
        return _page(request, party, body=form, status=422)
    try:
        made = bodies.change_body(party_id=pk, **form.values(), by=request.user, now=clock.now())
    except Refusal as refusal:
        return _page(request, party, body=_refused(form, refusal), status=refusal.status)
    messages.success(request, "It is on record.")
    for one in looks_like(name="", company_number=made.company_number, user=request.user, without=[pk]):
        messages.warning(request, f"{one.party} has the same company number. Is it entered twice?")
    return see_other("client_people", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def add(request: StaffRequest, pk: int) -> HttpResponse:
    """Put somebody among its people: one on record, or somebody who is recorded with it."""
    party = _visible(request, pk)
    form = AddPerson(request.POST, candidates=_people_named(request, request.POST.get("name", "")[:200]))
    if not form.is_valid():
        return _page(request, party, adding=form, status=422)
    typed = form.cleaned_data
    new = PartyFacts(
        name=typed["name"], relationship=Relationship.THIRD_PARTY, phone=typed["phone"], email=typed["email"]
    )
    try:
        made = positions.record_position(
            organisation_id=pk,
            person=typed["person"] or new,
            facts=form.facts(),
            by=request.user,
            now=clock.now(),
            form_key=form.receipt(),
        )
    except Refusal as refusal:
        return _page(request, party, adding=_refused(form, refusal), status=refusal.status)
    messages.success(request, _done(f"{made.person.name} is among its people.", made))
    return see_other("client_people", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def change(request: StaffRequest, pk: int, position_id: int) -> HttpResponse:
    """Put another place, limit or authority in the place of one."""
    party, found = _one(request, pk, position_id)
    form = ChangePlace.of(found, request.POST)
    if not form.is_valid():
        return _page(request, party, about=found, form=form, status=422)
    try:
        made = positions.change_position(
            position_id=position_id, facts=form.facts(), by=request.user, now=clock.now(), form_key=form.receipt()
        )
    except Refusal as refusal:
        return _page(request, party, about=found, form=_refused(form, refusal), status=refusal.status)
    messages.success(request, _done("It is changed. What it was stays on record below.", made))
    return see_other("client_people", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def end(request: StaffRequest, pk: int, position_id: int) -> HttpResponse:
    """Say that somebody stands for it no more."""
    party, found = _one(request, pk, position_id)
    form = EndIt.of("place", position_id, request.POST)
    if not form.is_valid():
        return _page(request, party, about=found, form=form, status=422)
    positions.end_position(
        position_id=position_id, because=form.cleaned_data["because"], by=request.user, now=clock.now()
    )
    messages.success(request, "It has ended. They may instruct for it no more.")
    return see_other("client_people", pk)


def _done(words: str, made: Position) -> str:
    return f"{words} Open matters near them are being checked again." if made.may_instruct else words


def _visible(request: StaffRequest, pk: int) -> Party:
    """Return an organisation that this person may see: of a person there is no such page."""
    return get_object_or_404(Party.objects.visible_to(request.user), pk=pk, kind=PartyKind.ORGANISATION)


def _one(request: StaffRequest, pk: int, position_id: int) -> tuple[Party, Position]:
    party = _visible(request, pk)
    return party, get_object_or_404(
        Position.objects.visible_to(request.user).filter(organisation=party), pk=position_id
    )


def _people_named(request: StaffRequest, name: str) -> Any:
    """Return people on record who may be meant by this name."""
    people = Party.objects.visible_to(request.user).filter(kind=PartyKind.INDIVIDUAL)
    ids = [party.pk for party in people.matching(name).order_by("name", "pk")[:_FEW]]
    ids += [one.party.pk for one in looks_like(name=name, user=request.user)]
    return people.filter(pk__in=ids).order_by("name", "pk")


def _refused(form: Any, refusal: Refusal) -> Any:
    field = _FIELDS.get(refusal.code)
    form.add_error(field if field in form.fields else None, str(refusal))
    return form


def _page(
    request: StaffRequest,
    party: Party,
    *,
    body: ChangeBody | None = None,
    adding: AddPerson | None = None,
    about: Position | None = None,
    form: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the page whole; ``form``: what was typed ``about`` one of its people, refused or wrong."""
    rows = list(
        Position.objects.visible_to(request.user)
        .filter(organisation=party)
        .select_related("person", "recorded_by", "ended_by")
        .senior_first()
    )
    parents = Relation.objects.visible_to(request.user).current().filter(other=party, kind=RelationKind.PARENT_COMPANY)
    context: dict[str, Any] = {
        "party": party,
        "body": body or ChangeBody(party=party),
        "adding": adding,
        "standing": [(one, *_forms(one, about, form)) for one in rows if one.ended_at is None],
        "ended": [one for one in rows if one.ended_at is not None],
        "parents": parents.select_related("party").order_by("pk"),
        "may_edit": request.user.may(Permission.MATTER_EDIT),
    }
    return render(request, "client_page/people.html", context, status=status)


def _forms(position: Position, about: Position | None, form: Form | None) -> tuple[Form, Form]:
    change_form: Form = form if about == position and isinstance(form, ChangePlace) else ChangePlace.of(position)
    end_form: Form = form if about == position and isinstance(form, EndIt) else EndIt.of("place", position.pk)
    return change_form, end_form
