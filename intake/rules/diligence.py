"""What diligence takes beside papers: owners, enhanced measures, another look, how long it is kept (domain 4.4)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Final

from django.db.models import TextChoices

from intake.rules.identity import CddMethod, CddRisk, ScreeningStatus
from practice.calendar import add_months
from practice.errors import Refusal, WorldMoved


class ScopeReason(TextChoices):
    """Why this client is checked at all."""

    REGULATED = "regulated", "Regulated work"
    FIRM_POLICY = "firm_policy", "The firm checks every client"


class RiskFactor(TextChoices):
    REMOTE = "remote", "Never met in person"
    ABROAD = "abroad", "Lives or trades abroad"
    COUNTRY = "country", "A country on the call-for-action list"
    CASH = "cash", "Cash, or hard to trace"
    OTHERS_PAY = "others_pay", "Somebody else pays"
    OPAQUE = "opaque", "Owners that are hard to see"
    UNUSUAL = "unusual", "Unusually complex or large"
    NO_PURPOSE = "no_purpose", "No plain purpose"
    HURRY = "hurry", "Pressed for time without a reason"


class Exposure(TextChoices):
    """Whether somebody holds, or is near to somebody who holds, a prominent public office."""

    NONE = "none", "Not exposed"
    EXPOSED = "exposed", "A politically exposed person"
    NEAR = "near", "Family or close associate of one"


class RegisterFinding(TextChoices):
    """What the register of persons with significant control says beside what we know."""

    AGREES = "agrees", "It agrees"
    DIFFERS = "differs", "It differs, and has not been reported"
    REPORTED = "reported", "It differs, and was reported"
    NO_REGISTER = "no_register", "There is no such register"


class Control(TextChoices):
    """By what somebody owns or controls a body."""

    SHARES = "shares", "Shares"
    VOTES = "votes", "Votes"
    APPOINTS = "appoints", "Appoints the directors"
    INFLUENCE = "influence", "Control in another way"
    TRUST = "trust", "Through a trust"
    SENIOR = "senior", "Runs it: no owner was found"


class EnhancedReason(TextChoices):
    """Why the usual measures are not enough."""

    HIGH_RISK = "high_risk", "the risk is high"
    EXPOSED = "exposed", "a politically exposed person was found"
    LISTED = "listed", "a search found a possible match"
    COUNTRY = "country", "a country is on the call-for-action list"
    UNUSUAL = "unusual", "the work is unusually complex or large"


class EnhancedState(TextChoices):
    ASKED = "asked", "Waiting for approval"
    APPROVED = "approved", "Approved"
    SENT_BACK = "sent_back", "Sent back"


class EnhancedNotApproved(Refusal):
    """Nobody is verified by the usual measures where enhanced ones are called for."""

    code = "enhanced_not_approved"


class OwnApproval(Refusal):
    """Whoever took the measures, or wants the work, does not approve them."""

    code = "own_approval"


class EnhancedDecided(WorldMoved):
    """Somebody else has decided meanwhile."""

    code = "enhanced_decided"


class RelianceIncomplete(Refusal):
    """Another's check counts only if we know whose it is, and that they agreed."""

    code = "reliance_incomplete"


class OwnersMissing(Refusal):
    """A body is not known as long as nobody knows who stands behind it."""

    code = "owners_missing"


class DayPassed(Refusal):
    """Nothing is planned for a day that has passed, nor for today."""

    code = "day_passed"


class NotDueForDeletion(WorldMoved):
    """The time for which it has to be kept is not over, or runs no longer."""

    code = "not_due_for_deletion"


_BY_FACTOR: Final = {RiskFactor.COUNTRY: EnhancedReason.COUNTRY, RiskFactor.UNUSUAL: EnhancedReason.UNUSUAL}
_DECIDED: Final[dict[EnhancedState, frozenset[EnhancedState]]] = {
    EnhancedState.ASKED: frozenset({EnhancedState.APPROVED, EnhancedState.SENT_BACK}),
    EnhancedState.APPROVED: frozenset(),
    EnhancedState.SENT_BACK: frozenset(),
}


def enhanced_reasons(
    *,
    risk: CddRisk | str,
    factors: Collection[str],
    exposures: Iterable[str],
    found: Iterable[str],
) -> list[EnhancedReason]:
    """
    Say why enhanced measures are called for; [] if they are not.

    ``exposures``, ``found``: what every search of this check said. A later one that finds nothing does not undo an
    earlier one: that it was about somebody else is for whoever approves to say.
    """
    wanted = {_BY_FACTOR[RiskFactor(one)] for one in factors if one in _BY_FACTOR}
    if risk == CddRisk.HIGH:
        wanted.add(EnhancedReason.HIGH_RISK)
    if any(one in {Exposure.EXPOSED, Exposure.NEAR} for one in exposures):
        wanted.add(EnhancedReason.EXPOSED)
    if any(one == ScreeningStatus.POTENTIAL for one in found):
        wanted.add(EnhancedReason.LISTED)
    return [one for one in EnhancedReason if one in wanted]


def check_enhanced(needed: Iterable[EnhancedReason], *, approved: Collection[str]) -> None:
    """:raises EnhancedNotApproved: if a reason is not among those that somebody approved measures for"""
    if still := [one.label for one in needed if one not in approved]:
        raise EnhancedNotApproved(
            f"Enhanced measures come first, because {' and '.join(still)}. "
            "Set it to “Papers received”, then ask for approval below."
        )


def check_enhanced_step(before: EnhancedState, after: EnhancedState) -> None:
    """:raises EnhancedDecided: if it was decided before"""
    if after not in _DECIDED[before]:
        raise EnhancedDecided("Somebody has decided this since you opened the page.")


def check_approver(approver: int, *, done_by: int, fee_earner: int, is_sole: bool = False) -> bool:
    """
    Say if a sole practitioner approves alone what they did or work on themselves.

    :raises OwnApproval: if whoever approves took the measures or does the work, and there is somebody else
    """
    if approver not in {done_by, fee_earner}:
        return False
    if not is_sole:
        raise OwnApproval("You took these measures or do the work, so somebody else approves them.")
    return True


def check_reliance(method: CddMethod | str, *, relied_on: str, agreed_on: date | None) -> None:
    """:raises RelianceIncomplete: if another's check is relied on without their name or their consent"""
    if method == CddMethod.RELIANCE and not (relied_on.strip() and agreed_on):
        raise RelianceIncomplete("Say whose check it is, and on which day they agreed that we rely on it.")


def check_owners(*, is_entity: bool, owners: int, none_because: str) -> None:
    """:raises OwnersMissing: if nobody is known to own or control a body, and not why there is nobody"""
    if is_entity and not owners and not none_because.strip():
        raise OwnersMissing("Record first who owns or controls it, or why there is nobody.")


def still_to_come(day: date | None, *, today: date) -> date | None:
    """:raises DayPassed: for a day that is not to come"""
    if day is not None and day <= today:
        raise DayPassed("Choose a day to come.")
    return day


def look_again_on(verified_on: date, risk: CddRisk | str, *, months: Mapping[str, int]) -> date:
    """Return when what is known is looked at again; a risk that nobody has weighed counts as medium."""
    return add_months(verified_on, months[risk or CddRisk.MEDIUM])


def deletion_due_on(ended_on: date, *, years: int, kept_until: date | None) -> date:
    """Return the day on which papers are to be deleted: so many years after the end, later if there is a reason."""
    usual = add_months(ended_on, 12 * years)
    return max(usual, kept_until) if kept_until else usual
