"""How long the outbox tries and when it gives up; which number or mailbox may get the code of a link. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices

from practice.errors import Refusal

LEASE = timedelta(seconds=120)  # longer than one whole SMTP conversation may take
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
MOST_ATTEMPTS = 12
LONGEST_TRY = timedelta(hours=24)


def next_attempt_at(attempts: int, *, now: datetime, spread: float) -> datetime:
    """
    Say when to try again after ``attempts`` failures: 30 seconds doubled each time, an hour at most.

    ``spread`` from -1 to 1 moves it by up to a fifth, so that many failures do not come back as one wave.
    """
    wait: timedelta = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    return now + wait * (1 + 0.2 * spread)


def gives_up(attempts: int, *, created_at: datetime, now: datetime) -> bool:
    """Say if a message has been tried often or long enough for a person to look at it."""
    return attempts >= MOST_ATTEMPTS or now - created_at >= LONGEST_TRY


# --- Codes for links (decisions 23, B12)

CODE_LASTS = timedelta(minutes=10)
MOST_WRONG_CODES = 5
MOST_CODES_AN_HOUR = 5
SESSION_LASTS = timedelta(hours=4)
CHANGED_LATELY = timedelta(days=14)


class CodeWay(TextChoices):
    """How somebody got their code, the strongest first; the weaker one is recorded as such."""

    STAFF = "staff", "Given by us on a confirmed number"
    TEXT = "text", "By text message to a confirmed mobile number"
    OTHER_MAILBOX = "other_mailbox", "By e-mail to another confirmed mailbox"
    SAME_MAILBOX = "same_mailbox", "By e-mail to the mailbox that the link went to"

    @property
    def is_weaker(self) -> bool:
        return self == CodeWay.SAME_MAILBOX


class NoSafeWay(Refusal):
    """No mobile or mailbox of theirs may have it: staff give the code on a confirmed number (decisions 23)."""

    code = "no_safe_way"


@dataclass(frozen=True, slots=True)
class Point:
    """A confirmed mailbox or mobile of somebody. ``changed_at``: when it took another's place, or came beside one."""

    address: str
    is_shared: bool = False
    changed_at: datetime | None = None

    def is_trusted(self, now: datetime) -> bool:
        return not self.is_shared and (self.changed_at is None or now - self.changed_at >= CHANGED_LATELY)


def choose_way(
    *, mobiles: Sequence[Point], mailboxes: Sequence[Point], link_went_to: str, has_contact_rule: bool, now: datetime
) -> tuple[Point, CodeWay]:
    """
    Return where a code goes: a mobile, as the link came by e-mail, else another mailbox than the link's.

    ``has_contact_rule``: one that is against e-mail; ``mobiles`` are those to which no rule is against a text.

    :raises NoSafeWay: with the reason, for staff: the page tells a client only to ring
    """
    if mobile := next((one for one in mobiles if one.is_trusted(now)), None):
        return mobile, CodeWay.TEXT
    if has_contact_rule:
        raise NoSafeWay("There are rules for making contact with them.")
    if not mailboxes:
        raise NoSafeWay("No mailbox of theirs may be used.")
    trusted = [one for one in mailboxes if one.is_trusted(now)]
    if not trusted:
        shared = any(one.is_shared for one in mailboxes)
        raise NoSafeWay(
            "Somebody else on record uses the same mailbox." if shared else "Their mailbox changed in the last 14 days."
        )
    other = next((one for one in trusted if one.address.casefold() != link_went_to.casefold()), None)
    return (other, CodeWay.OTHER_MAILBOX) if other else (trusted[0], CodeWay.SAME_MAILBOX)
