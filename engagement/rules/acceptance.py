"""What a client has to say to a letter, in which ways, and what follows (product 1.4, decisions 21, B12). Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import permutations

from django.db.models import TextChoices

from practice.calendar import WorkingCalendar
from practice.errors import Refusal, WorldMoved

LINK_LASTS = timedelta(days=21)  # decisions B12
REMIND_AFTER_WORKING_DAYS = 5  # domain 2.10
REMIND_AT = time(10)
CANCEL_WITHIN_DAYS = 14  # Consumer Contracts Regulations 2013, regulation 30


class AcceptanceWay(TextChoices):
    """How a client accepted."""

    LINK = "link", "By their secure link"
    WET_INK = "wet_ink", "Signed on paper, in our office"
    POST = "post", "Signed and sent to us"
    SPOKEN = "spoken", "Said so to us"
    CONDUCT = "conduct", "By what they did"


BY_STAFF = tuple(way for way in AcceptanceWay if way != AcceptanceWay.LINK)
_NEED_A_FILE = frozenset({AcceptanceWay.WET_INK, AcceptanceWay.POST})


class RequestKind(TextChoices):
    """What a client can ask for instead of answering."""

    QUESTION = "question", "A question"
    RING = "ring", "Have us ring"
    PAPER = "paper", "Send me paper"
    HELP = "help", "Help reading this"


class Ending(TextChoices):
    """Why a link to a letter opens nothing any more."""

    SUPERSEDED = "superseded", "Replaced by a newer letter"
    STOPPED = "stopped", "Stopped before it went"


class Standing(TextChoices):
    """Where one client's copy stands. It is read from rows, never kept."""

    NOT_SENT = "not_sent", "Not sent yet"
    NOT_THEIR_TURN = "not_their_turn", "Waits for their turn"
    SENT = "sent", "Sent, not opened"
    OPENED = "opened", "Opened, not accepted"
    ASKED = "asked", "Asked something"
    DECLINED = "declined", "Declined"
    ACCEPTED = "accepted", "Accepted"


class NotWaiting(WorldMoved):
    """The letter does not wait for this client's answer any more."""

    code = "letter_not_waiting"


class NotTicked(Refusal):
    """A line that accepting needs was left open."""

    code = "not_ticked"


class NoEvidence(Refusal):
    """Whoever records an acceptance says what shows it."""

    code = "no_evidence"


class NotYet(Refusal):
    """Nobody accepts a letter before it was issued, or on a day to come."""

    code = "accepted_not_yet"


@dataclass(frozen=True, slots=True)
class Tick:
    """One line that a client ticks. An optional one may stay open."""

    code: str
    words: str
    is_needed: bool = True


def ticks(
    *,
    version: int,
    terms_version: int | str,
    about: str,
    certainty: str,
    has_right_to_cancel: bool,
    asks_early_start: bool,
    enclosed: Iterable[str] = (),
) -> tuple[Tick, ...]:
    """
    Return the lines to tick, each apart (product 1.4). ``about``: the estimate as the letter says it, or "".

    ``enclosed``: the agreements that came with it, each of which is read and ticked by itself.

    The right to cancel and the request to start early come only with their clauses.
    """
    costs = f"{about} is {certainty}" if about else "the costs in this letter are an estimate"
    lines = [
        Tick(
            "read",
            f"I have read this letter, version {version}, and the terms of business, version {terms_version}. "
            "They say what I want you to do.",
        ),
        Tick("costs", f"I understand that {costs}, and what could change it."),
        Tick("people", "I know who to call, when you will update me, and how to complain."),
    ]
    lines += [
        Tick(f"enclosed_{number}", f"I have read the other agreement that came with this letter: {words}.")
        for number, words in enumerate(enclosed, start=1)
    ]
    if has_right_to_cancel:
        lines.append(
            Tick("cancellation", f"I know that I may cancel within {CANCEL_WITHIN_DAYS} days after the day I accept.")
        )
    if asks_early_start:
        lines.append(
            Tick(
                "early_start",
                f"I ask you to start before those {CANCEL_WITHIN_DAYS} days are over. If I then cancel, I pay for what "
                "you did until then.",
                is_needed=False,
            )
        )
    return tuple(lines)


def update_ticks(*, number: int, headline: str) -> tuple[Tick, ...]:
    """Return the lines to tick under a cost update; ``number`` of its estimate, ``headline``: what it says it costs."""
    return (
        Tick(
            "read",
            f"I have read this letter with estimate {number}: what has changed, why, and what I can choose.",
        ),
        Tick("costs", f"I agree to the new estimate. {headline}".strip()),
    )


def check_ticks(offered: Iterable[Tick], ticked: Collection[str]) -> list[tuple[str, str]]:
    """
    Return the lines that were ticked, as they read.

    :raises NotTicked: if one that is needed was not
    """
    offered = list(offered)
    if any(one.is_needed and one.code not in ticked for one in offered):
        raise NotTicked("Tick each line that you agree with. If one is not right, ask us before you accept.")
    return [(one.code, one.words) for one in offered if one.code in ticked]


def check_evidence(way: AcceptanceWay, *, has_file: bool, words: str) -> None:
    """
    Ask whoever records an acceptance for what shows it: a signed page, or what was said or done.

    :raises NoEvidence: if it is missing
    """
    if way in _NEED_A_FILE and not has_file:
        raise NoEvidence("Add the signed page, scanned or photographed.")
    if way not in _NEED_A_FILE and not words.strip():
        what = "what they said, to whom and how you knew them" if way == AcceptanceWay.SPOKEN else "what they did"
        raise NoEvidence(f"Write down {what}.")


def check_moment(accepted_at: datetime, *, issued_at: datetime, now: datetime) -> None:
    """:raises NotYet: for a moment before the letter was issued, or to come"""
    if not issued_at <= accepted_at <= now:
        raise NotYet("They cannot have accepted before the letter was issued, nor at a time to come.")


def is_accepted(copies: Collection[int], accepted: Collection[int]) -> bool:
    """Say if every client of a letter has accepted: that opens the gate; one alone does not (decisions 21)."""
    return bool(copies) and set(copies) <= set(accepted)


_MOST_ORDERS = 3  # clients of whom every order is offered; of more, who is first


def orders(clients: Sequence[int]) -> list[tuple[int, ...]]:
    """Return the orders in which clients may be asked to accept, one after the other."""
    if len(clients) < 2:
        return []
    if len(clients) <= _MOST_ORDERS:
        return list(permutations(clients))
    return [(first, *(one for one in clients if one != first)) for first in clients]


def waits_for(client: int, order: Sequence[int], accepted: Collection[int]) -> int | None:
    """Return whose acceptance a client's turn waits for, or None where it is theirs or all are asked at once."""
    if client not in order:
        return None
    before = order[: list(order).index(client)]
    return next((one for one in before if one not in accepted), None)


def standing(
    *,
    is_sent: bool,
    is_opened: bool,
    has_open_request: bool,
    is_declined: bool,
    is_accepted: bool,
    is_their_turn: bool = True,
) -> Standing:
    """Return where a copy stands: what was said last and matters most."""
    if is_accepted:
        return Standing.ACCEPTED
    if is_declined:
        return Standing.DECLINED
    if has_open_request:
        return Standing.ASKED
    if is_opened:
        return Standing.OPENED
    if is_sent and not is_their_turn:
        return Standing.NOT_THEIR_TURN
    return Standing.SENT if is_sent else Standing.NOT_SENT


def reminder_at(issued_on: date, *, calendar: WorkingCalendar) -> datetime:
    """Return when a client who has not answered is reminded: the fifth working day, in the morning."""
    return calendar.at(calendar.add_working_days(issued_on, REMIND_AFTER_WORKING_DAYS), REMIND_AT)


def cancel_until(accepted_on: date) -> date:
    """Return the last day of the right to cancel; the day of acceptance does not count."""
    return accepted_on + timedelta(days=CANCEL_WITHIN_DAYS)
