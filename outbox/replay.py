"""Messages of a past that is being written down: they count as sent then, and nothing leaves (decisions B20)."""

from datetime import datetime

from django.db.models import F

from outbox.models import Message, MessageState


def record_as_sent(*, key_prefix: str, until: datetime) -> int:
    """Mark waiting messages up to that moment as sent when they were queued, in the caller's transaction."""
    waiting = Message.objects.filter(
        key__startswith=key_prefix, state=MessageState.PENDING, created_at__lte=until, sent_at=None
    )
    return waiting.update(state=MessageState.SENT, sent_at=F("created_at"))
