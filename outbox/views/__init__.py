"""Pages about what leaves the building: messages, and the post tray."""

from outbox.views.messages import acknowledged, arrived, ask_acknowledgement, index, message, retry
from outbox.views.post import document, post_tray, posted, posted_together, print_post, printed_post

__all__ = [
    "acknowledged",
    "arrived",
    "ask_acknowledgement",
    "document",
    "index",
    "message",
    "post_tray",
    "posted",
    "posted_together",
    "print_post",
    "printed_post",
    "retry",
]
