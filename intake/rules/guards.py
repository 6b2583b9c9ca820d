"""Who may decide a check, and what has to be settled first."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from intake.rules.conflicts import CheckState, HitDecision, Outcome, effect_of
from practice.calendar import WorkingCalendar, day_in_words
from practice.errors import Refusal, WorldMoved


class SelfCleared(Refusal):
    """Whoever wants the work does not decide whether the firm may do it (domain 4.3)."""

    code = "self_cleared"


class CheckAlreadyDecided(WorldMoved):
    """Somebody else decided the check since the page was drawn."""

    code = "check_already_decided"


class HitsOpen(Refusal):
    """A check is not clear while a hit above the line has no decision, or one that speaks against it."""

    code = "hits_open"


class ReasonMissing(Refusal):
    """A decision that somebody may question in five years says why."""

    code = "reason_missing"


class InterestsMissing(Refusal):
    """Work goes on despite a conflict, and nothing says why that does not harm each client it touches (domain B04)."""

    code = "interests_missing"


class HoldingCallIncomplete(Refusal):
    """A holding call is only one if the caller heard that we do not act yet."""

    code = "holding_call_incomplete"


class NotForOverride(Refusal):
    """What stands against it is nothing that a second person may set aside."""

    code = "not_for_override"


class OverrideEnds(Refusal):
    """An override lasts a few working days at most."""

    code = "override_ends"


class NotForThisPerson(Refusal):
    """A restricted hit is answered by the named person of that matter, any other hit by compliance."""

    code = "not_for_this_person"


def check_second_person(decider: int, *, asked_by: int, fee_earner: int, is_sole: bool = False) -> bool:
    """
    Refuse a decision by whoever asked, or would do the work, but for a sole practitioner; say if they decide alone.

    :raises SelfCleared: if the decider is one of them, and there is somebody else
    """
    if decider not in {asked_by, fee_earner}:
        return False
    if not is_sole:
        raise SelfCleared("You asked for this check or would do the work, so somebody else decides it.")
    return True


def check_overrider(overrider: int, *, concerned: Collection[int], is_sole: bool = False) -> bool:
    """
    Refuse an override by whoever asked or works on the matter, but for a sole practitioner; say if they act alone.

    :raises SelfCleared: if it is one of them, and there is somebody else
    """
    if overrider not in concerned:
        return False
    if not is_sole:
        raise SelfCleared("You asked for this check or work on the matter, so somebody else overrides it.")
    return True


def check_override_ends(until: date, *, today: date, calendar: WorkingCalendar, at_most_working_days: int) -> None:
    """:raises OverrideEnds: if the last day is over, or later than the policy lets it be"""
    latest = calendar.add_working_days(today, at_most_working_days)
    if until < today:
        raise OverrideEnds("That day has passed.")
    if until > latest:
        raise OverrideEnds(f"That is too long. The latest day is {day_in_words(latest)}.")


def check_alone(reason: str) -> None:
    """:raises ReasonMissing: if a sole practitioner decides on their own work for no reason (domain 4.3)"""
    if not reason.strip():
        raise ReasonMissing("You decide on your own work, because there is no other lawyer here. Say why you may.")


def check_outcome(
    outcome: Outcome,
    *,
    state: CheckState,
    above_line: Iterable[HitDecision | None],
    reason: str,
    by_consent: bool = False,
) -> CheckState:
    """
    Return the state that this outcome leads to.

    ``above_line`` holds the decision on each hit above the review line, None for an open one; those that
    everybody concerned has consented to are left out of it and told by ``by_consent``.

    :raises CheckAlreadyDecided: if the check has left compliance
    :raises HitsOpen: if it would clear over an open hit, or one found to be a conflict
    :raises ReasonMissing: if anything but a plain clearance says no reason
    """
    if state != CheckState.WITH_COMPLIANCE:
        raise CheckAlreadyDecided("Somebody has decided this check since you opened the page.")
    if outcome != Outcome.CLEAR and not reason.strip():
        raise ReasonMissing("Say why. The reason is kept for good.")
    effect = effect_of(outcome)
    if effect == CheckState.CLEARED:
        _check_hits(outcome, list(above_line))
        if by_consent and outcome != Outcome.CLEAR_WITH_CONDITIONS:
            raise HitsOpen("A conflict is here by consent. Choose “Clear with conditions” and say which.")
    return effect


def check_interests(affected: Mapping[str, str], *, given: Collection[str]) -> None:
    """
    Refuse to let work go on despite a hit without a reason for each client whose interests it touches.

    ``affected``: their names by the keys under which the reasons are ``given``.

    :raises InterestsMissing: if one of them has none
    """
    if missing := [name for key, name in affected.items() if key not in given]:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise InterestsMissing(f"Say why this does no harm to the interests of {missing[0]}{more}.")


def _check_hits(outcome: Outcome, decisions: list[HitDecision | None]) -> None:
    if (still_open := decisions.count(None)) > 0:
        hits = "1 hit has" if still_open == 1 else f"{still_open} hits have"
        raise HitsOpen(f"{hits} no decision yet. Decide above, then record the outcome.")
    allowed = {HitDecision.POSSIBLE_CONFLICT} if outcome == Outcome.CLEAR_WITH_CONDITIONS else set()
    if any(decision is not None and not decision.clears and decision not in allowed for decision in decisions):
        raise HitsOpen("A hit was found to be a conflict. Choose another outcome, or change that decision first.")
