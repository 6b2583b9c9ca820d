"""A client at their cost update, by the link in their mail."""

from django.core.cache import cache
from django.urls import reverse

from e2e.pages.state import State
from e2e.serving import Cookie
from engagement import services
from engagement.letters import Certified, Said
from engagement.models import CostUpdate, CostUpdateCopy, LetterCopy
from engagement.papers import AnyCopy
from engagement.rules.acceptance import AcceptanceWay
from engagement.services import costs
from outbox import links
from outbox.models import SecureLink
from practice import clock
from practice.models import ContactPoint, User


def entered(link: SecureLink, user: User, site: str, of: type[AnyCopy] = LetterCopy) -> Cookie:
    """Give the cookie of a client who has just typed their six figures."""
    cache.clear()
    now = clock.now()
    number = ContactPoint.objects.filter(party=link.party, kind="phone", confirmed_at__isnull=False)
    if not number.exists():
        ContactPoint.objects.create(
            party=link.party, kind="phone", text="0113 496 0999", normalised="+441134960999",
            confirmed_at=now, confirmed_by=user,
        )  # fmt: skip
    code = services.give_code(copy_id=int(link.subject_id), of=of, contact_id=number[0].pk, by=user, now=now)
    session = services.enter(link_id=link.pk, typed=links.figures(code), address="192.0.2.1", agent="e2e", now=now)
    return {"name": links.COOKIE, "value": links.cookie_of(session), "url": site}


def asked() -> CostUpdateCopy:
    """Return a copy of an update that asks its client, its link alive."""
    copy = CostUpdateCopy.objects.filter(update_of__in=CostUpdate.objects.waiting(), channel="email")[0]
    link = SecureLink.objects.about(copy).first()
    if link is None or not link.is_alive(clock.now()):
        services.send_link(copy_id=copy.pk, of=CostUpdateCopy, by=copy.update_of.prepared_for, now=clock.now())
    return copy


def _link() -> SecureLink:
    return SecureLink.objects.about(asked()).get()


def _inside(user: User, site: str) -> Cookie:
    return entered(_link(), user, site, CostUpdateCopy)


def _agreed() -> str:
    """Let every client of the update agree, and return the page of one."""
    found = asked()
    for copy in found.update_of.copies.select_related("issued__document", "update_of__matter__fee_earner"):
        by = copy.update_of.matter.fee_earner
        said = Said(way=AcceptanceWay.SPOKEN, accepted_at=clock.now(), words="Yes.", recorded_by=by)
        certified = Certified(b"%PDF-1.7 certificate", copy.issued.document.sha256, "agreed.pdf")
        costs.agree_update(copy_id=copy.pk, said=said, certified=certified, by=by, now=clock.now())
    return reverse("accept_letter", args=[SecureLink.objects.about(found).get().pk])


ANSWERED = [
    State("a cost update", "solicitor", lambda: reverse("accept_letter", args=[_link().pk]), enters=_inside),
    State("an agreed cost update", "solicitor", _agreed, enters=_inside),
]
