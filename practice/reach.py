"""How a person may be reached: the rules on their record, said in one sentence and asked before every contact."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from practice.calendar import WorkingCalendar
from practice.errors import Refusal
from practice.models import ContactKind, Matter, Party
from practice.names import normalise_phone
from practice.phrases import hhmm, phone_groups, weekday
from practice.statuses import may_be_reached, whom_instead

NOT_PRIVILEGED: Final = "Not our client: what they tell us may not be privileged."
#: What is said of a letter whose mailbox or address was ended, is not confirmed any more, or sent mail back.
NO_LONGER: Final = {
    ContactKind.EMAIL: "That mailbox is no longer one that may be used.",
    ContactKind.ADDRESS: "That address is no longer one that may be used.",
    ContactKind.PHONE: "That number is no longer one that may be used.",
}


class OutsideTheirHours(Refusal):
    """They may not be rung at that time."""

    code = "outside_their_hours"


class NotToThem(Refusal):
    """They have died or lack capacity: whoever acts for them is rung and written to."""

    code = "not_to_them"


class NotTheirNumber(Refusal):
    """Another number than the only one that may be rung."""

    code = "not_their_number"


@dataclass(frozen=True, slots=True)
class Hours:
    """From when until when somebody may be rung, by the clock of the office."""

    starts: time
    ends: time

    def __str__(self) -> str:
        return f"between {hhmm(self.starts)} and {hhmm(self.ends)}"


def sentence(party: Party, *, beside_notes: bool = False) -> str:
    """
    Say the rules to whoever is about to make contact, what they said in words last; "" if there is none.

    Of somebody who has died only the death: how they wished to be rung holds no more. ``beside_notes``: what has become
    of them stands there already (statuses.notes_of) and is not said twice. Fetch with only_number.
    """
    hours, words = hours_of(party), party.safe_contact.strip()
    says_no_voicemail = "no voicemail" in words.casefold()
    if party.died_on is not None:
        died = "" if beside_notes else f"Died, {weekday(party.died_on)}. "
        return f"{died}Do not ring or write to them."
    rules = (
        (party.has_no_retainer, NOT_PRIVILEGED),
        (
            party.lacks_capacity,
            f"{'R' if beside_notes else 'Lacks capacity: r'}ing and write to whoever acts for them.",
        ),
        (party.only_number_id is not None, f"Only {number_to_ring(party)}."),
        (not party.voicemail_is_safe and not says_no_voicemail, "No voicemail."),
        (not party.may_name_firm, "Do not say who is calling."),
        (hours is not None, f"Ring {hours}."),
        (not party.email_is_safe, "No e-mail."),
        (not party.post_is_safe, "No post."),
    )
    return " ".join([*(rule for holds, rule in rules if holds), *([words] if words else [])])


def fingerprint(party: Party) -> str:
    """Return what the rules say now; another one later means that somebody has changed them."""
    fields = ("voicemail_is_safe", "email_is_safe", "post_is_safe", "may_name_firm", "only_number_id")
    said = [getattr(party, name) for name in (*fields, "ring_from", "ring_until", "safe_contact")]
    return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()[:32]


def number_to_ring(party: Party) -> str:
    """Return the only number that may be rung, as it is read aloud; "" where any may be. Fetch with only_number."""
    return phone_groups(party.only_number.text) if party.only_number else ""


def hours_of(party: Party | None) -> Hours | None:
    """Return the hours in which somebody may be rung; None where any will do."""
    if party is None or party.ring_from is None or party.ring_until is None:
        return None
    return Hours(party.ring_from, party.ring_until)


def may_ring_at(hours: Hours | None, starts_at: datetime, ends_at: datetime, *, calendar: WorkingCalendar) -> bool:
    """Say if a call at any moment of that time lies inside the hours, by the clock of the office."""
    if hours is None:
        return True
    starts, ends = calendar.local(starts_at), calendar.local(ends_at)
    return starts.date() == ends.date() and hours.starts <= starts.time() and ends.time() <= hours.ends


def check_person(party: Party | None, *, matter: Matter | None = None) -> None:
    """:raises NotToThem: if they have died or lack capacity; it says whom to ring and write to instead"""
    if not may_be_reached(party):
        raise NotToThem(whom_instead(party, matter=matter))


def why_not_written(party: Party, kind: ContactKind) -> str:
    """
    Say in words why nothing may go to any mailbox or address of theirs, or no text to any number; "" if it may.

    A text names the firm, and is read when the telephone is looked at: it keeps to no hours.
    """
    rules = (
        (party.died_on is not None, "They have died."),
        (party.lacks_capacity, "They lack capacity: write to whoever acts for them."),
        (kind == ContactKind.EMAIL and not party.email_is_safe, "No e-mail may go to them."),
        (kind == ContactKind.ADDRESS and not party.post_is_safe, "No post may go to them."),
        (
            kind == ContactKind.PHONE
            and bool(party.safe_contact.strip() or party.ring_from or not party.may_name_firm),
            "There are rules for ringing them.",
        ),
    )
    return next((words for holds, words in rules if holds), "")


def asks_for_discretion(party: Party) -> bool:
    """
    Say if a letter to them is marked confidential: there is a rule besides "no voicemail", which every record has.

    Words count too, whatever they say: a mark too many harms nobody.
    """
    rules = (not party.may_name_firm, not party.email_is_safe, party.only_number_id, party.ring_from)
    return any(rules) or bool(party.safe_contact.strip())


def check_call(
    party: Party | None,
    starts_at: datetime,
    ends_at: datetime,
    *,
    calendar: WorkingCalendar,
    matter: Matter | None = None,
) -> None:
    """
    Refuse to promise a call that the rules do not allow. ``matter``: what the call is about.

    :raises NotToThem: if they have died or lack capacity
    :raises OutsideTheirHours: if they may not be rung at every moment of that time
    """
    check_person(party, matter=matter)
    hours = hours_of(party)
    if not may_ring_at(hours, starts_at, ends_at, calendar=calendar):
        raise OutsideTheirHours(f"They may be rung {hours} only. Please choose a time inside that.")


def check_number(party: Party | None, number: str) -> None:
    """:raises NotTheirNumber: if another number is the only one that may be rung"""
    if party is None or party.only_number is None or normalise_phone(number) == party.only_number.normalised:
        return
    raise NotTheirNumber(f"Only {number_to_ring(party)} may be rung for them. No other number may be used.")
