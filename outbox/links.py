"""
Tokens and six-figure codes: derived when they are shown or sent, so that no stored row can open anything (B12).

A message's body holds MARK or CODE_MARK; its kind's line in OUTBOX_LATE_WORDS puts the real thing in as it leaves.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from outbox.models import ClientSession, LinkCode, LinkPurpose, Message, SecureLink

MARK = "[link]"
CODE_MARK = "[code]"
CODE_KIND = "link.code"
DOORS = {  # the page at which a link of each purpose arrives
    LinkPurpose.ACCEPT: "accept_link",
    LinkPurpose.CALLBACK: "callback_link",
}
COOKIE = "__Host-care" if settings.SECURE else "care"


def derive_token(salt: str, value: object) -> str:
    """Return 40 signs that only this house can make for this value."""
    return salted_hmac(salt, str(value), algorithm="sha256").hexdigest()[:40]


def derive_figures(salt: str, value: object) -> str:
    """Return six figures for this value."""
    digest = salted_hmac(salt, str(value), algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06d}"


def token(link: SecureLink, generation: int | None = None) -> str:
    return derive_token(f"outbox.link.{link.purpose}", f"{link.pk}:{generation or link.generation}")


def generation_of(link: SecureLink, given: str) -> int | None:
    """Return which generation of this link the token was made for; None for one that was never made."""
    known = range(link.generation, 0, -1)
    return next((one for one in known if constant_time_compare(token(link, one), given)), None)


def find(link_id: UUID, given: str, *, purpose: LinkPurpose) -> SecureLink | str:
    """Return the link that a token opens, alive or not; or the word for why it opens nothing: "unknown", "newer"."""
    found = SecureLink.objects.select_related("party").filter(pk=link_id, purpose=purpose).first()
    generation = generation_of(found, given) if found is not None else None
    if found is None or generation is None:
        return "unknown"
    return found if generation == found.generation else "newer"


def path(link: SecureLink) -> str:
    return reverse(DOORS[LinkPurpose(link.purpose)], args=[link.pk, token(link)])


def address(link: SecureLink) -> str:
    return f"{settings.BASE_URL}{path(link)}"


def figures(code: LinkCode) -> str:
    return derive_figures("outbox.link_code", code.pk)


def with_code(message: Message) -> str:
    """Put the code into the message as it leaves. The key of the message names it."""
    code = LinkCode.objects.filter(pk=code_of(message)).first()
    shown = figures(code) if code is not None else ""
    return message.body.replace(CODE_MARK, f"{shown[:3]} {shown[3:]}")


def code_of(message: Message) -> UUID:
    """Return the number of the code that a message carries: its key is `securelink:pk:code:pk`."""
    return UUID(message.key.rpartition(":")[2])


def run_out(messages: Sequence[Message], *, now: datetime) -> set[UUID]:
    """Return which of these messages, by their number, carry a code that opens nothing any more."""
    of = {message.pk: code_of(message) for message in messages if message.kind == CODE_KIND}
    if not of:
        return set()
    alive = set(LinkCode.objects.alive(now).filter(pk__in=of.values()).values_list("pk", flat=True))
    return {pk for pk, code in of.items() if code not in alive}


def cookie_of(session: ClientSession) -> str:
    return f"{session.pk}.{derive_token('outbox.client_session', session.pk)}"


def session_id(cookie: str) -> UUID | None:
    """Return the session that a cookie was made for; None for a forged one."""
    number, _, given = cookie.partition(".")
    try:
        found = UUID(number)
    except ValueError:
        return None
    return found if constant_time_compare(derive_token("outbox.client_session", found), given) else None
