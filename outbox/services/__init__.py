"""What people and sweeps do with messages. A deed queues a row; only the worker sends."""

from outbox.services.acknowledging import (
    ask_acknowledgement,
    due_from,
    expect_acknowledgement,
    record_acknowledgement,
    stop_chasing,
)
from outbox.services.delivering import claim_next, deliver_next
from outbox.services.posting import (
    NothingToPrint,
    NotInTray,
    NotYetPosted,
    record_posting,
    record_print,
    warn_of_unposted,
)
from outbox.services.queueing import Notice, keep_document, new_document, queue, queue_all, to_staff, withdraw
from outbox.services.settling import NotFailed, NotInDoubt, record_arrival, retry_message

__all__ = [
    "ask_acknowledgement",
    "due_from",
    "expect_acknowledgement",
    "record_acknowledgement",
    "stop_chasing",
    "NotFailed",
    "NotInDoubt",
    "NotInTray",
    "NotYetPosted",
    "NothingToPrint",
    "Notice",
    "claim_next",
    "deliver_next",
    "keep_document",
    "new_document",
    "queue",
    "queue_all",
    "record_arrival",
    "record_posting",
    "record_print",
    "retry_message",
    "to_staff",
    "warn_of_unposted",
    "withdraw",
]
