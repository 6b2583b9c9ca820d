"""What people and workers do with letters to many clients."""

from engagement.services.mailings.choosing import Selection
from engagement.services.mailings.making import BankDetails, Words, make_mailing, put_in, save_mailing, take_out
from engagement.services.mailings.reading import to_of
from engagement.services.mailings.releasing import (
    ask_release,
    release_mailing,
    releasers,
    send_back,
    stop_mailing,
    try_mailing,
)
from engagement.services.mailings.sending import claim_rows, finish_mailings, issue_row

__all__ = [
    "BankDetails",
    "Selection",
    "Words",
    "ask_release",
    "claim_rows",
    "finish_mailings",
    "issue_row",
    "make_mailing",
    "put_in",
    "release_mailing",
    "releasers",
    "save_mailing",
    "send_back",
    "stop_mailing",
    "take_out",
    "to_of",
    "try_mailing",
]
