"""Pages about what leaves the building: messages, and the post tray."""

from outbox.views.messages import arrived, index, message, retry
from outbox.views.post import document, post_tray, posted, posted_together, print_post, printed_post

__all__ = [
    "arrived",
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
