"""The doors of the page that says what one client has agreed to: who may be told what, and to which purposes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from clientcare.client_page.consent_forms import AddShare, AnswerPurpose, WithdrawShare, share_form
from intake.models import Enquiry, PrivacyNotice
from practice import clock
from practice.errors import Refusal
from practice.http import StaffRequest
from practice.models import ConsentToShare, ConsentWay, Matter, MatterParty, MatterRole, Party, Purpose, PurposeConsent
from practice.office import local_date, main_office
from practice.permissions import Permission, needs
from practice.responses import see_other
from practice.services.consents import record_purpose, record_share, withdraw_share

_FEW = 20
_OF_SHARE = {
    "nobody_else": "told_name",
    "not_their_matter": "matter",
    "not_said_yet": "given_on",
    "ends_too_soon": "until",
    "not_that_way": "way",
}  # where a refusal stands, by its code
_OF_PURPOSE = {"not_said_yet": "said_on", "notice_missing": "notice_version"}


@require_GET
@needs(Permission.CLIENT_VIEW)
def consents(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what they have agreed to, with the form for somebody who may be told once a name is looked for."""
    party = _visible(request, pk)
    name = request.GET.get("told", "").strip()[:200]
    return _page(request, party, sharing=_share_form(request, party, name) if name else None)


@require_POST
@needs(Permission.CLIENT_VIEW)
def share(request: StaffRequest, pk: int) -> HttpResponse:
    """Record that somebody may be told something."""
    party = _visible(request, pk)
    form = _share_form(request, party, request.POST.get("told_name", "")[:200], typed=request.POST)
    if not form.is_valid():
        return _page(request, party, sharing=form, status=422)
    try:
        record_share(party_id=pk, facts=form.facts(), by=request.user, now=clock.now(), form_key=form.receipt())
    except Refusal as refusal:
        form.add_error(_OF_SHARE.get(refusal.code), str(refusal))
        return _page(request, party, sharing=form, status=refusal.status)
    messages.success(request, "It is recorded. Whoever answers the telephone reads it from now on.")
    return see_other("client_consents", pk)


@require_POST
@needs(Permission.CLIENT_VIEW)
def withdraw(request: StaffRequest, pk: int, share_id: int) -> HttpResponse:
    """Take a consent to share back: from now on they are told nothing."""
    party = _visible(request, pk)
    given = get_object_or_404(ConsentToShare.objects.visible_to(request.user).filter(party=party), pk=share_id)
    form = WithdrawShare.of(given, request.POST)
    if not form.is_valid():
        return _page(request, party, ending=(share_id, form), status=422)
    withdraw_share(share_id=share_id, way=ConsentWay(form.cleaned_data["way"]), by=request.user, now=clock.now())
    messages.success(request, "It is withdrawn. From now on: no detail, take a message.")
    return see_other("client_consents", pk)


@require_POST
@needs(Permission.CLIENT_VIEW)
def purpose(request: StaffRequest, pk: int) -> HttpResponse:
    """Record a yes or a no to one purpose."""
    party = _visible(request, pk)
    form = AnswerPurpose(request.POST, notices=_notices())
    if not form.is_valid():
        return _page(request, party, answering=form, status=422)
    try:
        record_purpose(party_id=pk, **form.said(), by=request.user, now=clock.now(), form_key=form.receipt())
    except Refusal as refusal:
        form.add_error(_OF_PURPOSE.get(refusal.code), str(refusal))
        return _page(request, party, answering=form, status=refusal.status)
    messages.success(request, "It is recorded. What they said before stays below.")
    return see_other("client_consents", pk)


def _visible(request: StaffRequest, pk: int) -> Party:
    return get_object_or_404(Party.objects.visible_to(request.user), pk=pk)


def _share_form(request: StaffRequest, party: Party, name: str, *, typed: Any = None) -> AddShare:
    """Return the form for somebody of this name: those on record who may be meant, and the client's own matters."""
    as_client = MatterParty.objects.filter(party=party, role=MatterRole.CLIENT).values("matter")
    matters = Matter.objects.visible_to(request.user).filter(pk__in=as_client).order_by("-pk")
    found = Party.objects.visible_to(request.user).matching(name).exclude(pk=party.pk).order_by("name", "pk")[:_FEW]
    today = local_date(main_office(), clock.now())
    return share_form(typed=typed, name=name, parties=found, matters=matters, today=today)


def _notices() -> list[str]:
    return list(PrivacyNotice.objects.order_by("-in_force_from", "-pk").values_list("version", flat=True))


def _page(
    request: StaffRequest,
    party: Party,
    *,
    sharing: AddShare | None = None,
    ending: tuple[int, WithdrawShare] | None = None,
    answering: AnswerPurpose | None = None,
    status: int = 200,
) -> HttpResponse:
    today = local_date(main_office(), clock.now())
    shares = list(
        ConsentToShare.objects.visible_to(request.user)
        .filter(party=party)
        .select_related("matter", "recorded_by", "withdrawn_by")
        .order_by("-pk")
    )
    said = list(PurposeConsent.objects.of(party).select_related("recorded_by").newest_first())
    given = Enquiry.objects.visible_to(request.user).filter(party=party).exclude(notice_version="")
    notice = given.order_by("-notice_given_at", "-pk").first()
    default = {"said_on": today, "notice_version": notice.notice_version if notice else ""}
    context = {
        "party": party,
        "sharing": sharing,
        "standing": [
            (one, ending[1] if ending and ending[0] == one.pk else WithdrawShare.of(one))
            for one in shares
            if one.holds(today) or (ending and ending[0] == one.pk)
        ],
        "over": [one for one in shares if not one.holds(today)],
        "purposes": [(label, [one for one in said if one.purpose == value]) for value, label in Purpose.choices],
        "notice": notice,
        "answering": answering or AnswerPurpose(notices=_notices(), initial=default),
    }
    return render(request, "client_page/consents.html", context, status=status)
