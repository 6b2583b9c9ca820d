"""Whether one kind of message to clients may go out by itself (decisions 4)."""

from practice.models import AutomaticMessage, SendMode


def mode_of(kind: str) -> SendMode:
    """Return the mode of a kind; one that nobody has released yet is rehearsed."""
    row = AutomaticMessage.objects.filter(pk=kind).first()
    return SendMode(row.mode) if row else SendMode.REHEARSE
