"""What people and sweeps do with messages. A deed queues a row; only the worker sends."""

from outbox.services.delivering import claim_next, deliver_next
from outbox.services.queueing import Notice, keep_document, new_document, queue, queue_all, to_staff, withdraw
from outbox.services.settling import (
    NotFailed,
    NotInDoubt,
    NotInTray,
    NotYetPosted,
    record_arrival,
    record_posting,
    retry_message,
)

__all__ = [
    "NotFailed",
    "NotInTray",
    "NotInDoubt",
    "NotYetPosted",
    "Notice",
    "claim_next",
    "deliver_next",
    "keep_document",
    "new_document",
    "queue",
    "queue_all",
    "record_arrival",
    "record_posting",
    "retry_message",
    "to_staff",
    "withdraw",
]
