"""What people do with calls. One public function, one deed, one transaction."""

from callbacks.services.booking import book_callback, move_callback
from callbacks.services.cadence import CadenceChanged, set_cadence
from callbacks.services.calls import (
    come_back,
    put_through,
    record_attempt,
    record_message,
    verify_caller,
)
from callbacks.services.clashes import SlotTaken
from callbacks.services.coming import messages_to_come
from callbacks.services.diary import (
    Away,
    calls_in_hand,
    end_block,
    end_blocks,
    go_away,
    hand_over_calls,
    keep_free,
    set_block,
    untimed_calls,
)
from callbacks.services.holding import Holding, HoldingOnly, NotSaid, holding_among, is_holding
from callbacks.services.holds import hold_slot, release_hold
from callbacks.services.reaching import may_write_to
from callbacks.services.running import cancel_callback, note_call_again
from callbacks.services.slips import Slip
from callbacks.services.sweep import sweep_stages
from callbacks.services.withholding import AlreadyGone, hold_messages

__all__ = [
    "AlreadyGone",
    "Away",
    "CadenceChanged",
    "Holding",
    "HoldingOnly",
    "NotSaid",
    "Slip",
    "SlotTaken",
    "book_callback",
    "calls_in_hand",
    "cancel_callback",
    "come_back",
    "end_block",
    "end_blocks",
    "go_away",
    "hand_over_calls",
    "hold_messages",
    "hold_slot",
    "holding_among",
    "is_holding",
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
    "set_cadence",
    "sweep_stages",
    "untimed_calls",
    "verify_caller",
]
