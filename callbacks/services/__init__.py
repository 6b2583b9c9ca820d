"""What people do with calls. One public function, one deed, one transaction."""

from callbacks.services.booking import (
    Slip,
    book_callback,
    cancel_callback,
    hold_slot,
    move_callback,
    release_hold,
)
from callbacks.services.calls import (
    come_back,
    note_call_again,
    put_through,
    record_attempt,
    record_message,
    verify_caller,
)
from callbacks.services.clashes import SlotTaken
from callbacks.services.diary import Away, end_block, go_away, set_block
from callbacks.services.sweep import sweep_stages

__all__ = [
    "Away",
    "Slip",
    "SlotTaken",
    "book_callback",
    "cancel_callback",
    "come_back",
    "end_block",
    "go_away",
    "hold_slot",
    "move_callback",
    "note_call_again",
    "put_through",
    "record_attempt",
    "record_message",
    "release_hold",
    "set_block",
    "sweep_stages",
    "verify_caller",
]
