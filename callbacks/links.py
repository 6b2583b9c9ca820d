"""A client's link to their call: who gets one, until when it opens, and how it comes into a message (B12)."""

from datetime import datetime

from django.db.models import QuerySet

from callbacks.models import Callback
from callbacks.presets import self_service_preset
from outbox.links import MARK, address
from outbox.models import LinkPurpose, Message, SecureLink

_NONE = "(this link has ended: ring us)"


def link_of(callback: Callback | int) -> SecureLink | None:
    """Return the link to a call, alive or not; None if there never was one."""
    number = callback.pk if isinstance(callback, Callback) else callback
    return _links_to(number).select_related("party").first()


def extend_link(callback: Callback, *, promised_until: datetime, now: datetime) -> bool:
    """Let a link that there is open until the new time is over; False if there never was one."""
    until = self_service_preset().link_until(promised_until, now=now)
    return bool(_links_to(callback.pk).update(expires_at=until))


def keep_link(callback: Callback, *, promised_until: datetime | None, now: datetime) -> SecureLink | None:
    """
    Let the caller in until their call is over, in the transaction of the deed that promises; None for one not on
    record. A link that there is opens as long as the new time asks; the one they have stays the right one.
    """
    if callback.caller is None:
        return None
    until = self_service_preset().link_until(promised_until, now=now)
    found = link_of(callback)
    if found is not None:
        found.expires_at = until
        found.save(update_fields=["expires_at"])
        return found
    return SecureLink.objects.create(
        purpose=LinkPurpose.CALLBACK,
        party=callback.caller,
        matter=callback.matter,
        subject_type=Callback._meta.label_lower,
        subject_id=str(callback.pk),
        created_at=now,
        expires_at=until,
    )


def _links_to(number: int) -> QuerySet[SecureLink]:
    return SecureLink.objects.filter(
        purpose=LinkPurpose.CALLBACK, subject_type=Callback._meta.label_lower, subject_id=str(number)
    )


def with_link(message: Message) -> str:
    """Put the link in as the message leaves. Its key names the call: callback:pk:..."""
    link = link_of(int(message.key.split(":")[1]))
    shown = address(link) if link is not None and link.revoked_at is None else _NONE
    return message.body.replace(MARK, shown)
