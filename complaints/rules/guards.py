"""What must be true before a step, each with its own code (domain 3.4, guard list)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from complaints.rules.deadlines import Promise, is_late
from complaints.rules.policy import DeadlinePolicy
from complaints.rules.redress import with_article
from practice.calendar import DAY, day_in_words
from practice.errors import Refusal


class NoAcknowledgement(Refusal):
    """Nothing has been acknowledged to the complainant."""

    code = "no_ack_letter"


class LetterNotDispatched(Refusal):
    """The letter of this step is written, but it has not left."""

    code = "letter_not_dispatched"


class HeadWithoutFinding(Refusal):
    """A head of complaint has no finding, or a finding without its reason."""

    code = "head_without_finding"


class RedressBlockStale(Refusal):
    """The redress scheme's contact details are not whole, or nobody has checked them for too long."""

    code = "redress_block_stale"


class ExtensionAfterDue(Refusal):
    """The time had run out before notice of the extension left."""

    code = "extension_after_due"


class ExtensionLimit(Refusal):
    """This deadline cannot be extended, or not again, or not to that date."""

    code = "extension_limit"


class NoRootCause(Refusal):
    """Nothing was learnt, or nobody wrote it down."""

    code = "no_root_cause"


class RemedyOutstanding(Refusal):
    """Something promised to the complainant is neither done nor dated."""

    code = "remedy_outstanding"


class ApprovalLimitExceeded(Refusal):
    """The money offered is more than this person may offer alone."""

    code = "approval_limit_exceeded"


def check_acknowledged(acknowledged_at: datetime | None) -> None:
    """:raises NoAcknowledgement: if no acknowledgement has left"""
    if acknowledged_at is None:
        raise NoAcknowledgement("The complaint has not been acknowledged yet. Send the acknowledgement first.")


def check_dispatched(dispatched_at: datetime | None) -> None:
    """:raises LetterNotDispatched: if the letter is queued or failed (decisions B6)"""
    if dispatched_at is None:
        raise LetterNotDispatched("The letter has not left yet. This step follows when it has been sent or posted.")


def check_findings(findings: Mapping[str, tuple[str, str]]) -> None:
    """
    Refuse an outcome in which a head of complaint is unanswered.

    ``findings``: what was alleged -> (finding, reason).

    :raises HeadWithoutFinding: naming the first such head, or if there is no head at all
    """
    if not findings:
        raise HeadWithoutFinding("The complaint has no heads yet. Enter what is alleged, point by point.")
    for alleged, (finding, reason) in findings.items():
        if not finding or not reason.strip():
            raise HeadWithoutFinding(f"“{alleged}” needs a finding and a reason.")


def check_redress_block(
    *, name: str, last_verified_on: date | None, stale_after_days: int, today: date, missing: Sequence[str] = ()
) -> None:
    """:raises RedressBlockStale: if a scheme's details are not whole, were never verified, or too long ago"""
    if missing:
        raise RedressBlockStale(
            f"The contact details of {with_article(name)} lack: {', '.join(missing)}. "
            "Compliance has to complete and confirm them first."
        )
    if last_verified_on is None or today > last_verified_on + DAY * stale_after_days:
        when = f"last checked on {day_in_words(last_verified_on)}" if last_verified_on else "never checked"
        raise RedressBlockStale(
            f"The contact details of {with_article(name)} were {when}. Compliance has to confirm them first."
        )


def check_extension(
    *,
    rule: DeadlinePolicy,
    running: Promise,
    new_due_on: date,
    notice_sent_at: datetime,
    times_extended: int,
    eight_weeks_on: date | None,
    beyond_eight_weeks: bool = False,
) -> None:
    """
    Refuse an extension that would not be one: without notice in time, too often, or to an earlier day.

    ``beyond_eight_weeks``: somebody entitled to do so has set the regulator's date aside, with a reason.

    :raises ExtensionAfterDue, ExtensionLimit: with the reason in words
    """
    if not rule.max_extensions:
        raise ExtensionLimit("This date cannot be extended.")
    if times_extended >= rule.max_extensions:
        raise ExtensionLimit(f"This date has been extended already; {rule.max_extensions} is the most.")
    if is_late(notice_sent_at, due_before=running.due_before):
        raise ExtensionAfterDue(
            f"This was due by the end of {day_in_words(running.due_on)}. Notice has to leave before a date passes."
        )
    if new_due_on <= running.due_on:
        raise ExtensionLimit(f"An extension needs a date after {day_in_words(running.due_on)}.")
    if eight_weeks_on and new_due_on > eight_weeks_on and not beyond_eight_weeks:
        raise ExtensionLimit(f"The eight weeks end on {day_in_words(eight_weeks_on)}; choose a date up to then.")


def check_closing(*, root_cause: str, learning: str, remedies_outstanding: int) -> None:
    """:raises RemedyOutstanding, NoRootCause: if something promised is open, or nothing was learnt"""
    if remedies_outstanding:
        raise RemedyOutstanding("A remedy is neither delivered nor dated. Deliver it, or enter its date, first.")
    if not root_cause.strip() or not learning.strip():
        raise NoRootCause("Say why it went wrong and what we learn from it, then close.")


def check_approval(*, offered: Decimal, limit: Decimal, approved_by_second: bool) -> None:
    """:raises ApprovalLimitExceeded: if the offer is over the handler's limit and nobody else approved it"""
    if offered > limit and not approved_by_second:
        raise ApprovalLimitExceeded(f"£{offered:,.2f} is over the handler's limit of £{limit:,.2f}: it needs approval.")
