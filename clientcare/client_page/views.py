"""The doors of one client's page."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from clientcare import timeline
from clientcare.client_page.forms import AddRelation, ConfirmContact, EndStatus, RecordStatus
from clientcare.client_page.relationship import relationship
from clientcare.client_page.wants import wants_of
from clientcare.matter_page.listing import matters_of, rows_of
from clientcare.promises import open_calls, with_tones
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import (
    CareReminder,
    ConsentToShare,
    ContactPoint,
    Party,
    PartyKind,
    PartyStatus,
    Relation,
    StatusKind,
)
from practice.naming import by_kind
from practice.office import local_date, main_office
from practice.organisations import people_of, positions_of
from practice.permissions import Permission, needs
from practice.responses import see_other
from practice.services import relations, statuses
from practice.services.parties import confirm_contact
from practice.services.roles import MAY_BECOME
from practice.statuses import notes_of

SHOWN = 12


@require_GET
@needs(Permission.CLIENT_VIEW)
def client(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one client; the number of a record that was merged leads to the one that stands for it."""
    party = get_object_or_404(_fetched(Party.objects.visible_to(request.user).standing_for(pk)))
    return _page(request, party) if party.pk == pk else see_other("client", party.pk)


@require_POST
@needs(Permission.CLIENT_VIEW)
def confirm(request: StaffRequest, pk: int, contact_id: int) -> HttpResponse:
    """Confirm a number, mailbox or address."""
    party = _visible(request, pk)
    contact = get_object_or_404(ContactPoint.objects.filter(party=party), pk=contact_id)
    form = ConfirmContact.of(contact, request.POST)
    if not form.is_valid():
        return _page(request, party, wrong=(contact_id, form), status=422)
    try:
        confirm_contact(contact_id=contact.pk, how=form.cleaned_data["how"], by=request.user, now=clock.now())
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, party, wrong=(contact_id, form), status=refusal.status)
    messages.success(request, "It is confirmed. Letters and links may go there from now on.")
    return see_other("client", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def add_relation(request: StaffRequest, pk: int) -> HttpResponse:
    """Say who this is to somebody else on record; what is near is checked again."""
    party = _visible(request, pk)
    form = AddRelation(request.POST, user=request.user)
    if not form.is_valid():
        return _page(request, party, relating=form, status=422)
    party_id, kind, other_id = form.ends(party)
    try:
        relations.record_relation(party_id=party_id, kind=kind, other_id=other_id, by=request.user, now=clock.now())
    except Refusal as refusal:
        form.add_error("name", str(refusal))
        return _page(request, party, relating=form, status=refusal.status)
    messages.success(request, "It is on record. The open matters that it touches are being checked again.")
    return see_other("client", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def end_relation(request: StaffRequest, pk: int, relation_id: int) -> HttpResponse:
    party = _visible(request, pk)
    found = get_object_or_404(Relation.objects.visible_to(request.user).of({party.pk}), pk=relation_id)
    relations.end_relation(relation_id=found.pk, by=request.user, now=clock.now())
    messages.success(request, "It has ended. Checks that were decided keep what they searched.")
    return see_other("client", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def add_status(request: StaffRequest, pk: int) -> HttpResponse:
    """Record that somebody has died, lacks capacity or is bankrupt."""
    party = _visible(request, pk)
    form = RecordStatus(request.POST, party=party)
    if not form.is_valid():
        return _page(request, party, becoming=form, status=422)
    typed = form.cleaned_data | {"kind": StatusKind(form.cleaned_data["kind"])}
    try:
        statuses.record_status(party_id=pk, **typed, by=request.user, now=clock.now())
    except Refusal as refusal:
        form.add_error("since_on" if refusal.code == "still_to_come" else "kind", str(refusal))
        return _page(request, party, becoming=form, status=refusal.status)
    messages.success(request, "It is on record, and holds from now on wherever somebody makes contact.")
    return see_other("client", pk)


@require_POST
@needs(Permission.MATTER_EDIT)
def end_status(request: StaffRequest, pk: int, status_id: int) -> HttpResponse:
    party = _visible(request, pk)
    found = get_object_or_404(PartyStatus.objects.filter(party=party), pk=status_id)
    form = EndStatus.of(found, request.POST)
    if not form.is_valid():
        return _page(request, party, ending=(status_id, form), status=422)
    statuses.end_status(status_id=found.pk, because=form.cleaned_data["because"], by=request.user, now=clock.now())
    messages.success(request, "It holds no more. What was refused because of it is allowed again.")
    return see_other("client", pk)


def _visible(request: StaffRequest, pk: int) -> Party:
    return get_object_or_404(_fetched(Party.objects.visible_to(request.user)), pk=pk)


def _fetched(parties: QuerySet[Party]) -> QuerySet[Party]:
    """Take along what is shown before anybody makes contact."""
    return parties.select_related("only_number", "looked_after_by").prefetch_related("needs", "names")


def _page(
    request: StaffRequest,
    party: Party,
    status: int = 200,
    wrong: Any = None,
    ending: tuple[int, EndStatus] | None = None,
    **bound: Any,
) -> HttpResponse:
    now = clock.now()
    office = main_office()
    today = local_date(office, now)
    kind = request.GET.get("show", "")
    entries = timeline.of_party(party, request.user, kind=kind if kind in timeline.KINDS else "")
    total = entries.count()
    shows_all = "all" in request.GET
    rows = rows_of(matters_of(request.user, party), now=now)
    is_body = party.kind == PartyKind.ORGANISATION
    standing = list(PartyStatus.objects.standing().filter(party=party).select_related("recorded_by").order_by("pk"))
    context = {
        "party": party,
        "names": by_kind(name for name in party.names.all() if not name.mistaken_because),
        "relations": Relation.objects.visible_to(request.user)
        .current()
        .of({party.pk})
        .select_related("party", "other", "recorded_by")
        .order_by("pk"),
        "notes": notes_of([party])[party.pk],
        "people": people_of([party], on=today, user=request.user)[party.pk] if is_body else [],
        "positions": positions_of(party, request.user, on=today),
        "explained": party.role_notes.newest_first().select_related("explained_by").first()
        if party.has_no_retainer
        else None,
        "may_become": party.relationship in MAY_BECOME,
        "statuses": [(one, ending[1] if ending and ending[0] == one.pk else EndStatus.of(one)) for one in standing],
        "becoming": RecordStatus(party=party, known=[one.kind for one in standing]),
        "relating": AddRelation(user=request.user),
        "may_name": request.user.may(Permission.MATTER_EDIT),
        "contacts": [
            (contact, wrong[1] if wrong and wrong[0] == contact.pk else _form(contact))
            for contact in party.contacts.select_related("confirmed_by").order_by("kind", "-is_preferred", "pk")
            if contact.ended_on is None or (wrong and wrong[0] == contact.pk)
        ],
        "rows": rows,
        "health": relationship(party, request.user, rows=rows, zone=ZoneInfo(office.zone), now=now) if rows else None,
        "calls": with_tones(open_calls(request.user).filter(callback__caller=party), now=now),
        "promises": sorted((row for row in rows if row.due), key=lambda row: row.due.on if row.due else today),
        "wants": wants_of(party, request.user),
        "reminders": CareReminder.objects.visible_to(request.user)
        .waiting()
        .filter(matter__in=[row.matter for row in rows])
        .select_related("matter")
        .order_by("on", "pk"),
        "shares": ConsentToShare.objects.visible_to(request.user)
        .standing(today)
        .filter(party=party)
        .select_related("matter")
        .order_by("pk"),
        "told": timeline.tell(entries if shows_all else entries[:SHOWN], today=today),
        "older": 0 if shows_all else max(total - SHOWN, 0),
        "kinds": timeline.kinds_for(request.user),
        "kind": kind,
        "numbers": party.system_numbers(),
        "may_keep": request.user.may(Permission.REGISTER_KEEP),
    } | bound
    return render(request, "client_page/client.html", context, status=status)


def _form(contact: ContactPoint) -> ConfirmContact | None:
    return None if contact.confirmed_at else ConfirmContact.of(contact)
