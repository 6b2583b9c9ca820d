"""When consent lets us act all the same: gateways and conditions are data, what cannot be cured is not (domain 4.3)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from intake.rules.conflicts import HitDecision, Source
from practice.errors import Refusal, WorldMoved


class Side(TextChoices):
    """Whose consent it is."""

    HERE = "here", "Our client in this matter"
    THERE = "there", "The client it would hurt"


class Advice(TextChoices):
    """What became of the advice to ask somebody independent first."""

    TAKEN = "taken", "Advised to take independent advice, and took it"
    DECLINED = "declined", "Advised to take independent advice, and went without"


class ConsentForm(TextChoices):
    """How the consent was given: never by word alone."""

    LETTER = "letter", "Signed letter or form"
    EMAIL = "email", "E-mail"
    NOTED = "noted", "Spoken, and confirmed by us in writing"


class Told(TextChoices):
    """Why what a letter tells one client may be told."""

    AGREED = "agreed", "Whoever it is confidential to agreed that it be told"
    NOBODYS = "nobodys", "Nothing in it is confidential to anybody else"


class Answer(TextChoices):
    """What came back to a letter about a conflict."""

    CONSENTED = "consented", "They consent"
    REFUSED = "refused", "They refuse"
    SILENT = "silent", "No answer came"


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """
    One regulator's rule about consent. Codes give words.

    ``gateways``: one of them must be open, where there are any; ``conditions``: all must be met, for a former client
    ``former_conditions``; ``contentious``: kinds of work with two sides of one dispute.
    """

    name: str
    own_interest_may: bool
    contentious: frozenset[str]
    gateways: Mapping[str, str]
    conditions: Mapping[str, str]
    former_conditions: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """What the consent would be about. ``works``: the kinds of work on both sides of it."""

    source: Source
    decision: HitDecision | None
    is_masked: bool
    sides: frozenset[str]
    works: frozenset[str]
    is_former: bool


class NoWaiver(Refusal):
    """Consent does not help here."""

    code = "no_waiver"


class NotToBeTold(Refusal):
    """What the letter says is confidential to somebody who has not agreed that it be told."""

    code = "not_to_be_told"


class AnswerGiven(WorldMoved):
    """The letter has its answer."""

    code = "answer_given"


class WaiverIncomplete(Refusal):
    """A gateway or a condition is open."""

    code = "waiver_incomplete"


def check_waivable(clash: Clash, regime: Regime | None) -> Regime:
    """
    Return the rule by which consent may help.

    :raises NoWaiver: if nobody's consent could
    """
    if regime is None:
        raise NoWaiver("No rule about consent is on record for this department’s regulator, so consent does not help.")
    if clash.is_masked:
        raise NoWaiver("Whoever consents must be told the facts, and a wall keeps these. Consent cannot be asked for.")
    if clash.decision not in {HitDecision.CONFLICT, HitDecision.POSSIBLE_CONFLICT}:
        raise NoWaiver("Decide first that this hit is a conflict or may be one. Else there is nothing to consent to.")
    if clash.source in {Source.INTEREST, Source.STAFF} and not regime.own_interest_may:
        raise NoWaiver("An own interest stops us. Nobody’s consent helps.")
    if clash.sides == {"client", "opponent"} and clash.works & regime.contentious and not clash.is_former:
        raise NoWaiver("These are two sides of one dispute. Nobody’s consent lets us act for both.")
    return regime


def conditions_for(clash: Clash, regime: Regime) -> Mapping[str, str]:
    return regime.former_conditions if clash.is_former else regime.conditions


def gateways_for(clash: Clash, regime: Regime) -> Mapping[str, str]:
    return {} if clash.is_former or clash.source in {Source.INTEREST, Source.STAFF} else regime.gateways


def check_basis(clash: Clash, regime: Regime, *, gateway: str, met: Mapping[str, str]) -> None:
    """
    Refuse a basis with a gateway or condition missing; ``met`` says how each condition is met.

    :raises WaiverIncomplete: naming the first that is open
    """
    gateways = gateways_for(clash, regime)
    if gateways and gateway not in gateways:
        raise WaiverIncomplete("Choose which of the two ways opens this. Without one, consent does not help.")
    for code, words in conditions_for(clash, regime).items():
        if not met.get(code, "").strip():
            raise WaiverIncomplete(f"Say how this is met: {words[:1].lower()}{words[1:]}.")


def check_may_be_told(told: Told, *, agreed: bool, named: str) -> None:
    """
    Refuse to write what another client's confidence forbids. ``named``: of the other side, as the words name them.

    That we act for somebody is confidential to them, so their name alone takes their agreement.

    :raises NotToBeTold: if nobody agreed who would have to
    """
    if told == Told.AGREED and not agreed:
        raise NotToBeTold("Say who agreed that this may be told, on what day and how.")
    if told == Told.NOBODYS and named:
        raise NotToBeTold(
            f"The letter names {named}. That we act for them is theirs to tell: record who there agreed, or leave the "
            "name out."
        )


def check_answer(before: str, answer: Answer) -> None:
    """
    Refuse a second answer; only silence may still be broken.

    :raises AnswerGiven: if they have answered
    """
    if before in {Answer.CONSENTED, Answer.REFUSED} or before == answer:
        raise AnswerGiven("The answer to this letter is recorded. To ask once more, write to them anew.")


def sides_needed(*, is_former: bool, is_own: bool = False) -> frozenset[Side]:
    """Of an own interest our client alone consents, a former client alone; of two clients both do."""
    if is_own:
        return frozenset({Side.HERE})
    return frozenset({Side.THERE}) if is_former else frozenset(Side)


def stands(
    given: Collection[tuple[Side, date | None]],
    *,
    is_former: bool,
    today: date,
    is_own: bool = False,
    asked: Collection[Side] = (),
) -> bool:
    """
    Say if everybody has consented; ``given``: whose consent, and until when it holds (None: no end).

    ``asked``: on which sides somebody was written to whose consent does not stand. One of two is not enough there.
    """
    holding = {side for side, until in given if until is None or until >= today}
    needed = sides_needed(is_former=is_former, is_own=is_own)
    return needed <= holding and not needed & {*asked}


def holds_until(given: Collection[tuple[Side, date | None]], *, is_former: bool, is_own: bool = False) -> date | None:
    """Return the last day on which everybody's consent that stands still holds; None if it has no end."""
    ends = []
    for needed in sides_needed(is_former=is_former, is_own=is_own):
        of_side = [until for side, until in given if side == needed]
        if None not in of_side:
            ends.append(max(until for until in of_side if until is not None))
    return min(ends, default=None)
