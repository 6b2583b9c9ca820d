"""How grave a match is, and what an outcome does (domain 4.3, decisions 26, 27)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum

from django.db.models import TextChoices

from practice.calendar import WorkingCalendar


class CheckState(TextChoices):
    """What the asker is told: one word whatever was found (decisions 25)."""

    WITH_COMPLIANCE = "with_compliance", "With compliance"
    CLEARED = "cleared", "Cleared"
    DECLINED = "declined", "Declined"


class Outcome(TextChoices):
    """What compliance decides about a check."""

    CLEAR = "clear", "Clear"
    CLEAR_WITH_CONDITIONS = "clear_with_conditions", "Clear with conditions"
    INFORMATION_CONFLICT_BARRIER = "information_conflict_barrier", "Information conflict: a barrier is needed first"
    CLIENT_CONFLICT_WAIVABLE = "client_conflict_waivable", "Client conflict: consent is needed first"
    FORMER_CLIENT_CONSENT_NEEDED = "former_client_consent_needed", "Former client: consent is needed first"
    ESCALATED = "escalated", "Escalated to the managing partner"
    CLIENT_CONFLICT_PROHIBITED = "client_conflict_prohibited", "Client conflict: we may not act"
    OWN_INTEREST_CONFLICT = "own_interest_conflict", "Own interest: we may not act"
    DECLINED = "declined", "Declined"


_EFFECTS = {
    Outcome.CLEAR: CheckState.CLEARED,
    Outcome.CLEAR_WITH_CONDITIONS: CheckState.CLEARED,
    Outcome.CLIENT_CONFLICT_PROHIBITED: CheckState.DECLINED,
    Outcome.OWN_INTEREST_CONFLICT: CheckState.DECLINED,
    Outcome.DECLINED: CheckState.DECLINED,
}


def effect_of(outcome: Outcome) -> CheckState:
    """Return the state that follows; consent, barrier and escalation leave it with compliance, the gate shut."""
    return _EFFECTS.get(outcome, CheckState.WITH_COMPLIANCE)


class HitDecision(TextChoices):
    """What one match turned out to be."""

    FALSE_POSITIVE = "false_positive", "Not the same person or body"
    SAME_PARTY_NO_ADVERSE = "same_party_no_adverse", "Same, nothing that matters"
    RELATED_NO_CONFLICT = "related_no_conflict", "Related, no conflict"
    POSSIBLE_CONFLICT = "possible_conflict", "Possible conflict"
    CONFLICT = "conflict", "Conflict"

    @property
    def clears(self) -> bool:
        return self in {self.FALSE_POSITIVE, self.SAME_PARTY_NO_ADVERSE, self.RELATED_NO_CONFLICT}


class Source(TextChoices):
    """Where a name was found."""

    MATTER = "matter", "A party of a matter"
    PARTY = "party", "On record without a matter"
    ENQUIRY = "enquiry", "An enquiry"
    STAFF = "staff", "A member of staff"
    INTEREST = "interest", "The register of own interests"
    PROPERTY = "property", "A property of a matter"
    NOTE = "note", "A note"


PROPERTY = "property"  # stands where the part of a party stands: what was searched is no person


class Level(IntEnum):
    """How grave a hit is, gravest first. Grave, restricted and close stand above the review line."""

    GRAVE = 1
    RESTRICTED = 2
    CLOSE = 3
    LOW = 4
    COMMON = 5

    @property
    def is_above_line(self) -> bool:
        return self <= Level.CLOSE


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The firm's numbers: similarities from 0 to 1, working days and hours."""

    listing_line: float
    review_line: float
    word_line: float
    notes_listed: int
    urgent_within_working_days: int
    urgent_answer_working_hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """
    One stored name near one searched name, with what both are. Roles are those of a party on a matter.

    ``score``: of the whole name; ``weakest``: of its worst-matched word (see likeness). ``is_shared``: of a property,
    that both matters have a client in common.
    """

    score: float
    weakest: float = 1.0
    source: Source
    here: str
    there: str = ""
    is_live: bool = False
    is_common_body: bool = False
    is_restricted: bool = False
    is_shared: bool = False
    is_another: bool = False  # a namesake: both dates of birth are known, and they have nothing in common
    is_related: bool = False  # not the party itself but somebody near it
    is_other_side: bool = False  # of a note: it was written for whoever is on the other side here
    is_doubtful: bool = False  # of a note: what stands there may be two names


@dataclass(frozen=True, slots=True)
class Assessment:
    level: Level
    why: str


_CLIENT, _OPPONENT = "client", "opponent"
#: Parts without a side of their own that bind us while the matter lives: we may know what they told us in confidence,
#: or need their word.
_BOUND = {
    "co_party": "Co-party of a client",
    "guarantor": "Guarantor",
    "witness": "Witness",
    "expert": "Expert",
}


def assess(match: Match, *, policy: Policy) -> Assessment:
    """
    Say how grave a match is and why, in words for compliance.

    What is found by a relation is for somebody to read, never grave by itself: the relation may not matter.
    """
    found = _assess(match, policy)
    if not match.is_related or found.level not in {Level.GRAVE, Level.CLOSE}:
        return found
    return Assessment(Level.CLOSE, f"By relation: {found.why[:1].lower()}{found.why[1:]}")


def _assess(match: Match, policy: Policy) -> Assessment:
    if match.score < policy.review_line or match.weakest < policy.word_line:
        return Assessment(Level.LOW, "Only near in spelling")
    if match.is_another:
        return Assessment(Level.LOW, "A namesake with another date of birth")
    sides = {match.here, match.there}
    is_aside = match.is_common_body and not sides & {_CLIENT, _OPPONENT}
    if match.is_restricted and not is_aside:
        return Assessment(Level.RESTRICTED, "Restricted match")
    if match.source == Source.PROPERTY:
        return _property(match)
    if match.source == Source.NOTE:
        doubt = "; may be two names" if match.is_doubtful else ""
        if match.is_other_side:
            return Assessment(Level.CLOSE, f"Named in a note about the other side{doubt}")
        return Assessment(Level.LOW, f"Named in a note{doubt}")
    if match.source == Source.INTEREST:
        return Assessment(Level.GRAVE, "Own interest of a member of staff")
    if match.source == Source.STAFF:
        return Assessment(Level.CLOSE, "The name of a member of staff")
    if is_aside:
        return Assessment(Level.COMMON, "Common body, neither client nor opponent")
    if match.source == Source.ENQUIRY:
        return _enquiry(match)
    if sides == {_CLIENT, _OPPONENT}:
        return _adverse(match)
    if _CLIENT in sides and match.here != match.there and match.is_live and match.here != _CLIENT:
        return Assessment(Level.CLOSE, "A client of ours has another part here")
    if match.is_live and sides & {_CLIENT, _OPPONENT} and sides & _BOUND.keys():
        return _bound(match)
    return Assessment(Level.LOW, "Not on opposite sides")


def _bound(match: Match) -> Assessment:
    """Somebody takes a side here or there who has no side in the other matter, but a part that binds us."""
    if match.there in _BOUND:
        return Assessment(Level.CLOSE, f"{_BOUND[match.there]} in a live matter of ours")
    return Assessment(Level.CLOSE, f"{_BOUND[match.here]} here, and we act against them now")


def _adverse(match: Match) -> Assessment:
    if match.here == _OPPONENT:
        if match.is_live:
            return Assessment(Level.GRAVE, "Against a client we act for now")
        return Assessment(Level.CLOSE, "Former client, now on the other side")
    if match.is_live:
        return Assessment(Level.GRAVE, "We act against this client now")
    return Assessment(Level.CLOSE, "Once on the other side")


def _property(match: Match) -> Assessment:
    """Two clients with an interest in one property at a time are two sides of it; later ones are its history."""
    if match.is_shared:
        return Assessment(Level.LOW, "The same client’s other matter about it")
    if match.is_live:
        return Assessment(Level.GRAVE, "We act for somebody else about this property now")
    return Assessment(Level.LOW, "We once acted about this property")


def _enquiry(match: Match) -> Assessment:
    """An enquirer who told us something may have left confidential information behind, though we never acted."""
    if {match.here, match.there} == {_CLIENT, _OPPONENT}:
        return Assessment(Level.CLOSE, "Named by an enquiry from the opposite side")
    return Assessment(Level.LOW, "Named by an enquiry, not on opposite sides")


def is_urgent(key_date: date | None, *, today: date, calendar: WorkingCalendar, policy: Policy) -> bool:
    """Say if the key date is so near that the check goes to the top of the queue; one gone by is urgent too."""
    if key_date is None:
        return False
    return key_date <= calendar.add_working_days(today, policy.urgent_within_working_days)


def answer_due_at(
    key_date: date | None, *, asked_at: datetime, calendar: WorkingCalendar, policy: Policy
) -> datetime | None:
    """Return when an urgent check is to be answered; None if it is not urgent (decisions 27)."""
    today = calendar.local_date(asked_at)
    if not is_urgent(key_date, today=today, calendar=calendar, policy=policy):
        return None
    return calendar.add_working_hours(asked_at, timedelta(hours=policy.urgent_answer_working_hours))
