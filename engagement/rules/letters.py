"""What happens to a client care letter, who may do it, and what stops it (domain 2.10, decisions 15-18). Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import TextChoices

from practice.calendar import WorkingCalendar
from practice.errors import Refusal, WorldMoved

STOP_WINDOW = timedelta(minutes=5)  # decisions 18
ACCEPT_WITHIN_WORKING_DAYS = 10  # domain 2.10
PAPERS_WITHIN_WORKING_DAYS = 8


class LetterStage(TextChoices):
    """Where a version of a letter stands. Delivery is read from its messages, never kept twice."""

    DRAFT = "draft", "Draft"
    TO_APPROVE = "to_approve", "Waiting for approval"
    APPROVED = "approved", "Approved"
    ISSUED = "issued", "Issued"
    STOPPED = "stopped", "Stopped before it went"
    SUPERSEDED = "superseded", "Replaced by a later version"
    DISCARDED = "discarded", "Draft thrown away"


class Step(TextChoices):
    """What can be done with a letter."""

    CHANGE = "change", "change"
    ASK = "ask", "ask for approval of"
    APPROVE = "approve", "approve"
    SEND_BACK = "send_back", "send back"
    ISSUE = "issue", "issue"
    STOP = "stop", "stop"
    SUPERSEDE = "supersede", "replace"
    RESTORE = "restore", "restore"
    DISCARD = "discard", "discard"


OPEN_STAGES = (LetterStage.DRAFT, LetterStage.TO_APPROVE, LetterStage.APPROVED)

# A change of the draft ends a request for approval and an approval: both were about other words.
_NEXT: dict[tuple[LetterStage, Step], LetterStage] = {
    (LetterStage.DRAFT, Step.CHANGE): LetterStage.DRAFT,
    (LetterStage.TO_APPROVE, Step.CHANGE): LetterStage.DRAFT,
    (LetterStage.APPROVED, Step.CHANGE): LetterStage.DRAFT,
    (LetterStage.DRAFT, Step.ASK): LetterStage.TO_APPROVE,
    (LetterStage.TO_APPROVE, Step.APPROVE): LetterStage.APPROVED,
    (LetterStage.TO_APPROVE, Step.SEND_BACK): LetterStage.DRAFT,
    (LetterStage.DRAFT, Step.ISSUE): LetterStage.ISSUED,
    (LetterStage.APPROVED, Step.ISSUE): LetterStage.ISSUED,
    (LetterStage.ISSUED, Step.STOP): LetterStage.STOPPED,
    (LetterStage.ISSUED, Step.SUPERSEDE): LetterStage.SUPERSEDED,
    (LetterStage.SUPERSEDED, Step.RESTORE): LetterStage.ISSUED,
    **{(stage, Step.DISCARD): LetterStage.DISCARDED for stage in OPEN_STAGES},
}


class StepNotAllowed(WorldMoved):
    """The letter is in a stage that does not allow this."""

    code = "letter_step_not_allowed"


class DraftChanged(WorldMoved):
    """Somebody saved this draft, or a fact in it changed, since the page was opened."""

    code = "letter_draft_changed"


class NotTheirs(Refusal):
    """This person may not do that with this letter."""

    status = 403
    code = "letter_not_theirs"


def next_stage(stage: LetterStage, step: Step) -> LetterStage:
    """
    Return the stage that a step leads to.

    :raises StepNotAllowed: if the letter cannot be given that step where it stands
    """
    try:
        return _NEXT[stage, step]
    except KeyError:
        said = LetterStage(stage).label.lower()
        raise StepNotAllowed(f"You cannot {Step(step).label} this letter: its stage is now “{said}”.") from None


def steps_from(stage: LetterStage) -> frozenset[Step]:
    """Return what can be done in a stage: the page offers exactly these."""
    return frozenset(step for known, step in _NEXT if known == stage)


def check_draft(seen: int, current: int) -> None:
    """
    Refuse words about a draft that is no longer the one that was seen.

    :raises DraftChanged: if it has moved
    """
    if seen != current:
        raise DraftChanged(
            "Somebody saved this letter after you opened it. Your answers stand below; look at theirs, then save again."
        )


# --- Approval (decisions 16)


@dataclass(frozen=True, slots=True)
class ApprovalFacts:
    """What decides whether a letter needs a second person. `estimate` of None is not known yet, and asks nobody."""

    estimate: Decimal | None
    limit: Decimal
    changed_clauses: tuple[str, ...]
    lead_may_issue: bool


FOLLOW_UP_WITHIN_WORKING_DAYS = 5  # domain 2.8, principle 8


def follow_up(next_update_on: date | None, *, today: date, calendar: WorkingCalendar) -> str:
    """Return what to say where nothing is promised soon after a letter; "" where they hear from us anyway. It warns."""
    last = calendar.add_working_days(today, FOLLOW_UP_WITHIN_WORKING_DAYS)
    if next_update_on is not None and today <= next_update_on <= last:
        return ""
    return "Nothing is promised in the five working days after this letter: agree a call, or a day on which you write."


def why_approval(facts: ApprovalFacts) -> list[str]:
    """Return every reason for which this letter needs approval; none means that it may go without."""
    reasons = []
    if facts.changed_clauses:
        reasons.append(f"it differs from standard wording: {', '.join(facts.changed_clauses)}")
    if facts.estimate is not None and facts.estimate > facts.limit:
        reasons.append(f"the estimate is above £{facts.limit:,.0f}")
    if not facts.lead_may_issue:
        reasons.append("the person who signs may not issue letters alone")
    return reasons


def check_approver(*, by: int, approvers: Collection[int], authors: Collection[int]) -> None:
    """
    Let only a named approver or stand-in decide, and nobody about a letter of their own.

    :raises NotTheirs: otherwise
    """
    if by in authors:
        raise NotTheirs("You prepared this letter or sign it: a second person has to look at it.")
    if by not in approvers:
        raise NotTheirs("This letter waits for another person.")


# --- What stops a letter (decisions 15). Customer due diligence is not here, on purpose.


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing that stops the letter. `question` is the answer to give, where there is one."""

    code: str
    sentence: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class Readiness:
    """What the firm's own rows say about a letter on the day it would go."""

    conflict_cleared: bool
    has_reference: bool
    is_insured: bool
    redress_checked: bool
    complaints_named: bool
    approval_reasons: tuple[str, ...]
    is_approved: bool
    unreachable: tuple[str, ...]
    has_clients: bool = True
    without_retainer: tuple[str, ...] = ()  # treated as clients: nobody writes them a client care letter
    order_is_stale: bool = False  # other clients than those whose order was chosen
    missing_agreements: tuple[str, ...] = ()  # that the way to charge needs
    instead: tuple[str, ...] = ()  # of clients who have died or lack capacity: whom to write to


def stops(ready: Readiness, wording: Iterable[Stop]) -> list[Stop]:
    """Return everything that stops the letter, the gravest first; `wording` is what the composed letter says itself."""
    found = []
    if not ready.conflict_cleared:
        found.append(Stop("conflict_open", "The conflict check is not cleared."))
    if not ready.has_reference:
        found.append(Stop("no_reference", "The matter has no number yet. It gets one with the conflict check."))
    if not ready.has_clients and ready.without_retainer:
        found += [
            Stop("no_retainer", f"{name} is treated as a client and has no retainer: there is no client care letter.")
            for name in ready.without_retainer
        ]
    elif not ready.has_clients:
        found.append(Stop("no_client", "The matter has no client to write to."))
    if not ready.is_insured:
        found.append(Stop("not_insured", "No insurance policy is in force today. Compliance has to enter it."))
    if not ready.redress_checked:
        found.append(
            Stop("redress_stale", "Nobody has checked the ombudsman’s details for too long. Compliance has to.")
        )
    if not ready.complaints_named:
        found.append(
            Stop("no_complaints_people", "Nobody is named to hear and to review complaints. Compliance has to.")
        )
    found += [
        Stop("unreachable", f"{name} has no confirmed mailbox or address that may be used.")
        for name in ready.unreachable
    ]
    found += [Stop("not_to_them", sentence) for sentence in ready.instead]
    if ready.order_is_stale:
        found.append(Stop("order_stale", "The clients changed since their order was chosen. Choose it again.", "order"))
    found += [
        Stop("agreement_missing", f"This way to charge needs a signed paper with the letter: {name}.", "agreements")
        for name in ready.missing_agreements
    ]
    named = {(stop.code, stop.sentence) for stop in found}
    found += [stop for stop in wording if (stop.code, stop.sentence) not in named]
    if ready.approval_reasons and not ready.is_approved:
        found.append(Stop("not_approved", f"It needs approval: {'; '.join(ready.approval_reasons)}."))
    return found


# --- Promises


@dataclass(frozen=True, slots=True)
class LetterPolicy:
    """What a department promises about its letters. The defaults are domain 2.10 and its service standards."""

    letter_working_days: int = 1
    approve_above: Decimal = Decimal(5000)


def due_on(instructed_on: date, *, policy: LetterPolicy, calendar: WorkingCalendar) -> date:
    """Return the last day on which the letter is in time; the day of instruction does not count (domain C01)."""
    return calendar.add_working_days(instructed_on, policy.letter_working_days)
