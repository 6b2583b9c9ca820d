"""What a client asks about their letter, and whom else we may tell: nobody has to answer (decisions 21)."""

from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagement import public_forms, services
from engagement.public_views.pages import Visit, show, slow_down, too_often, visit_of
from engagement.rules.acceptance import RequestKind
from outbox.models import AcknowledgementWay
from outbox.services import record_acknowledgement
from outbox.services.acknowledging import AcknowledgedBefore
from practice import clock
from practice.errors import Refusal
from practice.models import ConsentWay, Shared
from practice.office import load_calendar
from practice.responses import see_other
from practice.services.consents import ShareFacts, record_share, withdraw_share


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def ask(request: HttpRequest, link_id: UUID, kind: str) -> HttpResponse:
    """Take a question, or the wish for a call, paper or help."""
    now = clock.now()
    visit = visit_of(request, link_id, now=now)
    if isinstance(visit, HttpResponse):
        return visit
    if kind not in RequestKind.values:
        raise Http404
    form = public_forms.Ask(kind, request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        if too_often(request, "ask"):
            return slow_down(request)
        try:
            services.ask_us(
                copy_id=visit.copy.pk,
                of=type(visit.copy),
                kind=RequestKind(kind),
                words=form.cleaned_data["words"],
                by=visit.actor,
                session=visit.session,
                now=now,
                form_key=form.receipt(),
            )
        except Refusal as no:
            form.add_error(None, str(no))
            refusal = no
        else:
            return see_other("accept_asked", link_id, kind)
    status = refusal.status if refusal else 422 if form.errors else 200
    return show(request, "ask", {**visit.context(), "kind": kind, "form": form}, status=status)


@require_safe
@login_not_required
def asked(request: HttpRequest, link_id: UUID, kind: str) -> HttpResponse:
    """Say that it has come, and what happens now."""
    visit = visit_of(request, link_id, now=clock.now())
    if isinstance(visit, HttpResponse):
        return visit
    return show(request, "asked", {**visit.context(), "kind": kind})


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def share(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """Ask, apart from acceptance, whom else we may tell; nobody has to answer (decisions 21)."""
    now = clock.now()
    visit = visit_of(request, link_id, now=now)
    if isinstance(visit, HttpResponse):
        return visit
    if not isinstance(visit, Visit):
        raise Http404
    if visit.accepted is None:
        return see_other("accept_letter", link_id)
    form = public_forms.Share(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if too_often(request, "answer"):
            return slow_down(request)
        status = 422
        if form.is_valid():
            try:
                record_share(
                    party_id=visit.copy.party_id,
                    facts=_share_facts(visit, form.cleaned_data, now=now),
                    by=visit.actor,
                    now=now,
                    form_key=form.receipt(),
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                return see_other("accept_letter", link_id)
    return show(request, "share", {**visit.context(), "form": form}, status=status)


@require_POST
@login_not_required
def acknowledge(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """Take the one press by which a client says that they have it; twice is once (domain D18)."""
    now = clock.now()
    visit = visit_of(request, link_id, now=now)
    if isinstance(visit, HttpResponse):
        return visit
    asked = visit.to_acknowledge()
    if asked is not None and asked.acknowledged_at is None:
        with suppress(AcknowledgedBefore):
            record_acknowledgement(
                acknowledgement_id=asked.pk,
                way=AcknowledgementWay.LINK,
                by=visit.actor,
                session=visit.session,
                now=now,
            )
    return see_other("accept_letter", link_id)


@require_POST
@login_not_required
def unshare(request: HttpRequest, link_id: UUID, share_id: int) -> HttpResponse:
    """Take a consent back, from now on."""
    now = clock.now()
    visit = visit_of(request, link_id, now=now)
    if isinstance(visit, HttpResponse):
        return visit
    if not isinstance(visit, Visit):
        raise Http404
    if not visit.shares().filter(pk=share_id).exists():
        raise Http404
    withdraw_share(share_id=share_id, way=ConsentWay.LINK, by=visit.actor, now=now)
    return see_other("accept_letter", link_id)


def _share_facts(visit: Visit, typed: dict[str, Any], *, now: datetime) -> ShareFacts:
    matter = visit.copy.letter.matter
    today = load_calendar(matter.department.office).local_date(now)
    return ShareFacts(
        told_name=typed["told_name"],
        relation=typed["relation"],
        what=Shared(typed["what"]),
        limits=typed["limits"],
        matter=matter,
        given_on=today,
        until=today.replace(year=today.year + 1) if (today.month, today.day) != (2, 29) else today.replace(day=28),
        way=ConsentWay.LINK,
    )
