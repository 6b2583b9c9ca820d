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
from callbacks.services.checkin_sweep import check_ins_to_come, sweep_check_ins
from callbacks.services.checkins import CheckInThere, agree_check_in, end_check_in, note_check_in_came
from callbacks.services.choosing import WISHES, Stand, call_off, choose_time, standing_of, wish
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
from callbacks.services.feeds import hash_of, make_feed, revoke_feed
from callbacks.services.holding import Holding, HoldingOnly, NotSaid, holding_among, is_holding
from callbacks.services.holds import hold_slot, release_hold
from callbacks.services.inviting import NoMailbox, invite, mailboxes_for_link, number_for_link, send_link
from callbacks.services.pool import NotWithTheTeam, take_from_team
from callbacks.services.reaching import may_write_to
from callbacks.services.running import cancel_callback, note_call_again
from callbacks.services.saying import WrongLength, keep_voicemail, note_handbook_read
from callbacks.services.slips import Slip
from callbacks.services.sweep import sweep_stages
from callbacks.services.visits import (
    VisitFacts,
    book_visit,
    cancel_visit,
    move_visit,
    record_arrival,
    record_met,
)
from callbacks.services.windows import (
    PolicyFacts,
    PolicyInPast,
    lost_window_time,
    may_keep_diary,
    open_window,
    outside,
    promises_ahead,
    set_call_policy,
    take_back_window,
    who_goes_by,
)
from callbacks.services.withholding import AlreadyGone, hold_messages

__all__ = [
    "NotWithTheTeam",
    "take_from_team",
    "CheckInThere",
    "agree_check_in",
    "check_ins_to_come",
    "end_check_in",
    "note_check_in_came",
    "sweep_check_ins",
    "VisitFacts",
    "book_visit",
    "cancel_visit",
    "move_visit",
    "record_arrival",
    "record_met",
    "hash_of",
    "make_feed",
    "revoke_feed",
    "WISHES",
    "who_goes_by",
    "take_back_window",
    "set_call_policy",
    "promises_ahead",
    "outside",
    "open_window",
    "may_keep_diary",
    "lost_window_time",
    "PolicyFacts",
    "PolicyInPast",
    "AlreadyGone",
    "Away",
    "CadenceChanged",
    "Holding",
    "HoldingOnly",
    "NoMailbox",
    "NotSaid",
    "Slip",
    "SlotTaken",
    "Stand",
    "WrongLength",
    "book_callback",
    "call_off",
    "calls_in_hand",
    "cancel_callback",
    "choose_time",
    "come_back",
    "end_block",
    "end_blocks",
    "go_away",
    "hand_over_calls",
    "hold_messages",
    "hold_slot",
    "holding_among",
    "invite",
    "is_holding",
    "keep_free",
    "keep_voicemail",
    "mailboxes_for_link",
    "may_write_to",
    "messages_to_come",
    "move_callback",
    "note_call_again",
    "note_handbook_read",
    "number_for_link",
    "put_through",
    "record_attempt",
    "record_message",
    "release_hold",
    "send_link",
    "set_block",
    "standing_of",
    "set_cadence",
    "sweep_stages",
    "untimed_calls",
    "verify_caller",
    "wish",
]
