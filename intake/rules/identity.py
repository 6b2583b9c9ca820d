"""When the identity of every client is established, and how far a check may be moved (domain 4.4)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from django.db.models import TextChoices

from practice.errors import Refusal, WorldMoved

WARN_BEFORE = timedelta(days=30)


class CddState(TextChoices):
    NOT_STARTED = "not_started", "Not started"
    REQUESTED = "requested", "Papers asked for"
    RECEIVED = "received", "Papers received"
    VERIFIED = "verified", "Verified"
    FAILED = "failed", "Failed"
    EXPIRED = "expired", "Run out"
    FORMER_NAME = "former_name", "Checked in the former name"
    NOT_REQUIRED = "not_required", "Not required"


class CddRisk(TextChoices):
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class CddMethod(TextChoices):
    IN_PERSON = "in_person", "In person"
    CERTIFIED_COPY = "certified_copy", "Certified copy"
    ELECTRONIC_PROVIDER = "electronic_provider", "Electronic provider"
    DIGITAL_IDENTITY = "digital_identity", "Digital identity"
    VIDEO = "video", "By video"
    RELIANCE = "reliance_on_third_party", "Another firm's check"


class ScreeningStatus(TextChoices):
    """What a search of sanctions and politically exposed persons found."""

    CLEAR = "clear", "Nothing found"
    POTENTIAL = "potential", "A possible match"
    ERROR = "error", "The search failed"


class CddStepNotAllowed(WorldMoved):
    """A check does not go from there to here."""

    code = "cdd_step_not_allowed"


class ScreeningOpen(WorldMoved):
    """A possible match is looked into first."""

    code = "screening_open"


class AlreadyExpired(Refusal):
    """Nobody is verified until a day that has passed."""

    code = "already_expired"


ESTABLISHED = frozenset({CddState.VERIFIED, CddState.NOT_REQUIRED})
#: Of these it stands on record who verified it, when and by what.
WAS_VERIFIED = [CddState.VERIFIED, CddState.EXPIRED, CddState.FORMER_NAME]
_AGAIN = frozenset({CddState.REQUESTED, CddState.RECEIVED, CddState.VERIFIED, CddState.FAILED})
# Run out is nobody's choice: the sweep alone says so. Nor is the former name: a new legal name does.
_NEXT: dict[CddState, frozenset[CddState]] = {
    CddState.NOT_STARTED: frozenset({CddState.REQUESTED, CddState.RECEIVED, CddState.VERIFIED, CddState.NOT_REQUIRED}),
    CddState.REQUESTED: frozenset({CddState.RECEIVED, CddState.VERIFIED, CddState.FAILED, CddState.NOT_REQUIRED}),
    CddState.RECEIVED: frozenset({CddState.REQUESTED, CddState.VERIFIED, CddState.FAILED, CddState.NOT_REQUIRED}),
    CddState.VERIFIED: frozenset({CddState.REQUESTED, CddState.RECEIVED, CddState.FAILED}),
    CddState.FAILED: frozenset({CddState.REQUESTED, CddState.RECEIVED, CddState.VERIFIED}),
    CddState.EXPIRED: _AGAIN,
    CddState.FORMER_NAME: _AGAIN,
    CddState.NOT_REQUIRED: frozenset({CddState.REQUESTED, CddState.RECEIVED, CddState.VERIFIED}),
}


def all_verified(clients: Collection[int], states: Mapping[int, CddState]) -> bool:
    """Say if there is a client and each of them is verified, or need not be for a reason on record."""
    return bool(clients) and all(states.get(client) in ESTABLISHED for client in clients)


def states_from(state: CddState) -> list[CddState]:
    """Return where a person may move a check, where it stands first, but for where nobody puts one."""
    stays = [] if state in {CddState.EXPIRED, CddState.FORMER_NAME} else [state]
    return [*stays, *(one for one in CddState if one in _NEXT[state])]


def check_step(before: CddState, after: CddState) -> None:
    """:raises CddStepNotAllowed: if a person cannot move a check from one to the other"""
    if after not in states_from(before):
        raise CddStepNotAllowed(f"A check that says “{before.label.lower()}” cannot be set to “{after.label.lower()}”.")


def runs_out_on(typed: date | None, papers: Iterable[date | None], *, today: date) -> date | None:
    """
    Return the last day of a verification: as typed, else that of the paper that ends first.

    :raises AlreadyExpired: if that day has passed
    """
    ends = typed or min((day for day in papers if day is not None), default=None)
    if ends is not None and ends < today:
        raise AlreadyExpired("That day has passed. Ask for papers that are valid, or give a later day.")
    return ends
