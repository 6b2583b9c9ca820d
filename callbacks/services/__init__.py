"""What people do with calls. One public function, one deed, one transaction."""

from callbacks.services.booking import book_callback, move_callback
from callbacks.services.calls import (
    come_back,
    put_through,
    record_attempt,
    record_message,
    verify_caller,
)
from callbacks.services.clashes import SlotTaken
from callbacks.services.coming import messages_to_come
from callbacks.services.diary import Away, end_block, end_blocks, go_away, keep_free, set_block
from callbacks.services.ending import may_write_to
from callbacks.services.holds import hold_slot, release_hold
from callbacks.services.running import cancel_callback, note_call_again
from callbacks.services.slips import Slip
from callbacks.services.sweep import sweep_stages

__all__ = [
    "Away",
    "Slip",
    "SlotTaken",
    "book_callback",
    "cancel_callback",
    "come_back",
    "end_block",
    "end_blocks",
    "go_away",
    "hold_slot",
    "keep_free",
    "may_write_to",
    "messages_to_come",
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
