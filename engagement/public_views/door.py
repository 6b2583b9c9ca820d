"""Where the link in a mail arrives: nothing of the letter is said here; six figures open it (B12)."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagement import public_forms, services
from engagement.public_views.pages import over, show, slow_down, too_often
from engagement.rules.acceptance import RequestKind
from outbox import entering, links
from outbox.entering import LinkLocked, has_come_to_grief
from outbox.models import LinkPurpose, SecureLink
from outbox.rules import SESSION_LASTS, NoSafeWay
from practice import clock
from practice.actors import ClientLink
from practice.errors import Refusal
from practice.responses import see_other
from practice.throttle import address_of

_BEFORE_OPENING = frozenset({RequestKind.PAPER, RequestKind.HELP})


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def link(request: HttpRequest, link_id: UUID, token: str) -> HttpResponse:
    """Say that a letter waits, and nothing of it; POST opens it with the six figures, and it stays open for a while."""
    now = clock.now()
    found = _link(link_id, token)
    if isinstance(found, str):
        return over(request, found)
    if not found.is_alive(now):
        return over(request, found.because or "expired")
    if request.method != "POST":
        if entering.session_by(request.COOKIES.get(links.COOKIE, ""), link_id=link_id, now=now):
            return see_other("accept_letter", found.pk)
        return _door(request, found, token, now=now)
    if too_often(request, "enter"):
        return slow_down(request)
    form = public_forms.TypeCode(request.POST)
    if not form.is_valid():
        return _door(request, found, token, form=form, now=now, status=422)
    try:
        session = services.enter(
            link_id=found.pk,
            typed=form.cleaned_data["code"],
            address=address_of(request),
            agent=request.META.get("HTTP_USER_AGENT", ""),
            now=now,
        )
    except Refusal as refusal:
        form.add_error("code", str(refusal))
        return _door(request, found, token, form=form, refusal=refusal, now=now, status=refusal.status)
    answer = see_other("accept_letter", found.pk)
    answer.set_cookie(
        links.COOKIE,
        links.cookie_of(session),
        max_age=SESSION_LASTS,
        secure=links.COOKIE.startswith("__Host-"),
        httponly=True,
        samesite="Lax",
    )
    return answer


@require_POST
@login_not_required
def code(request: HttpRequest, link_id: UUID, token: str) -> HttpResponse:
    """Have the six figures sent."""
    now = clock.now()
    found = _link(link_id, token)
    if isinstance(found, str):
        return over(request, found)
    if too_often(request, "code"):
        return slow_down(request)
    form = public_forms.AskCode(request.POST)
    if not form.is_valid():
        return _door(request, found, token, now=now, status=422)
    try:
        services.send_code(link_id=found.pk, now=now, form_key=form.receipt())
    except services.LinkOver:
        return over(request, found.because or "expired")
    except Refusal as refusal:
        return _door(request, found, token, refusal=refusal, now=now, status=refusal.status)
    return see_other("accept_link", found.pk, token)


@require_POST
@login_not_required
def want(request: HttpRequest, link_id: UUID, token: str, kind: str) -> HttpResponse:
    """Ask for paper or for help before the letter is open: whoever cannot read a page asks here."""
    now = clock.now()
    found = _link(link_id, token)
    if isinstance(found, str) or kind not in _BEFORE_OPENING:
        return over(request, found if isinstance(found, str) else "unknown")
    if not found.is_alive(now):
        return over(request, found.because or "expired")
    if too_often(request, "ask"):
        return slow_down(request)
    copy = services.copy_of(found)
    by = ClientLink(copy.party_id, copy.party.name)
    services.ask_us(copy_id=copy.pk, of=type(copy), kind=RequestKind(kind), words="", by=by, session=None, now=now)
    return see_other("accept_wanted", found.pk, token, kind)


@require_safe
@login_not_required
def wanted(request: HttpRequest, link_id: UUID, token: str, kind: str) -> HttpResponse:
    found = _link(link_id, token)
    if isinstance(found, str) or kind not in _BEFORE_OPENING:
        return over(request, found if isinstance(found, str) else "unknown")
    return show(request, "wanted", {"kind": kind, "back": (found.pk, token)})


def _link(link_id: UUID, token: str) -> SecureLink | str:
    return links.find(link_id, token, purpose=LinkPurpose.ACCEPT)


def _door(
    request: HttpRequest,
    found: SecureLink,
    token: str,
    *,
    now: datetime,
    form: public_forms.TypeCode | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    sent = found.codes.alive(now).first()
    context = {
        "link": found,
        "token": token,
        "form": form or public_forms.TypeCode(),
        "send": public_forms.AskCode(),
        "sent": sent,
        "by_phone": isinstance(refusal, NoSafeWay),
        "is_lost": sent is not None and has_come_to_grief(sent),
        "refusal": None if isinstance(refusal, NoSafeWay) or form else refusal,
        "is_locked": found.locked_at is not None or isinstance(refusal, LinkLocked),
    }
    return show(request, "door", context, status=status)
