"""What people do about a matter's costs: bills, unbilled work, warnings, and the letter with a new estimate."""

from engagement.services.cost_warnings import NoReasonToClose, close_warning
from engagement.services.costs.agreeing import agree_update, decline_update
from engagement.services.costs.approval import approve_update, ask_update_approval, send_update_back
from engagement.services.costs.drafts import discard_update, save_update, start_update
from engagement.services.costs.issue import issue_update, stop_update
from engagement.services.costs.recording import BillKnown, note_unbilled, record_bill, set_bill_aside
from engagement.services.costs.taking_over import BillLine, take_bills

__all__ = [
    "BillKnown",
    "BillLine",
    "NoReasonToClose",
    "agree_update",
    "approve_update",
    "ask_update_approval",
    "close_warning",
    "decline_update",
    "discard_update",
    "issue_update",
    "note_unbilled",
    "record_bill",
    "save_update",
    "send_update_back",
    "set_bill_aside",
    "start_update",
    "take_bills",
    "stop_update",
]
