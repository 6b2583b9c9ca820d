"""How the demo firm's complaints went, each from its receipt to where it stands (mockups/complaints.html)."""

from collections.abc import Callable
from datetime import timedelta

from clientcare.demo.case import Case
from complaints.letters import Particulars
from complaints.models import HoldReason, LetterCode, Sorting
from complaints.rules import DeadlineKind, Step
from complaints.services import answers, endings, extending, findings, net, register, steps

_CONTENT_TO_TRY = "Would be glad if we could settle it on the telephone."
_AGREED = "an apology by telephone and one named person to ask for"


def logged(case: Case) -> None:
    """Nobody has written yet; its letter goes by itself on its day."""
    case.log()


def unsorted(case: Case) -> None:
    """Taken down at the desk an hour ago."""
    case.at = case.facts.received_at + timedelta(minutes=115)
    case.pk = register.log_dissatisfaction(facts=case.facts, by=case.firm.staff["reception"], now=case.at).pk


def held(case: Case) -> None:
    """Overdue, because the letter that goes by itself is held."""
    case.log(minutes_later=40)
    case.do(
        net.hold_net,
        reason=HoldReason.AUTHORITY,
        note="Written by her daughter; no authority on file.",
        by=case.compliance,
    )


def personal_data(case: Case) -> None:
    case.log()
    case.do(net.hold_net, reason=HoldReason.IDENTITY, note="Asked for a passport on the same day.", by=case.compliance)


def logged_late(case: Case) -> None:
    """The message was heard five days later: a person wrote at once."""
    received_on = case.calendar.local_date(case.facts.received_at)
    heard_at = case.calendar.opening(case.calendar.next_working_day_on_or_after(received_on + timedelta(days=5)))
    case.log(minutes_later=int((heard_at - case.facts.received_at).total_seconds() // 60) + 20)
    case.at += timedelta(minutes=30)
    case.acknowledged_outside()
    case.at += timedelta(minutes=30)
    case.investigate()


def early(case: Case) -> None:
    """Settled on the telephone; the letter that confirms it is still to be written."""
    case.log().after(1).acknowledged_outside().after(2)
    case.do(steps.offer_early_resolution, words=_CONTENT_TO_TRY, by=case.handler)


def extended(case: Case) -> None:
    """Acknowledged by letter, investigated, and extended with notice."""
    case.log().after(1)
    case.send(LetterCode.L1, answers.acknowledge, by=case.handler)
    case.after(2).investigate().after(8)
    reason = "you asked for time to find your papers"
    new_due_on = case.calendar.add_working_days(case.due_on(DeadlineKind.STAGE1_OUTCOME), 7)
    case.send(
        LetterCode.L2,
        extending.extend,
        Particulars(reason=reason, new_due_on=new_due_on, done_so_far="I have read the whole file."),
        new_due_on=new_due_on,
        reason=reason,
        by=case.handler,
    )


def outcome_sent(case: Case) -> None:
    case.log().after(1).acknowledged_outside().after(2).investigate().after(8).send_outcome()


def review_asked(case: Case) -> None:
    outcome_sent(case)
    case.after(22).ask_review()


def reviewing(case: Case) -> None:
    outcome_sent(case)
    case.after(28).ask_review().after(29).name_reviewer()


def ombudsman(case: Case) -> None:
    outcome_sent(case)
    case.after(14).ask_review().after(15).name_reviewer().after(20).send_final().after(40)
    case.do(endings.record_redress_referral, scheme_reference="LEO-4711-26", by=case.compliance)


def agreed(case: Case) -> None:
    case.log().after(1).acknowledged_outside().after(2)
    case.do(steps.offer_early_resolution, words=_CONTENT_TO_TRY, by=case.handler)
    case.after(4).settle(Step.RESOLVE, _AGREED)


def accepted(case: Case) -> None:
    outcome_sent(case)
    case.after(12).settle(Step.ACCEPT, "the outcome as it was sent")


def reviewed(case: Case) -> None:
    outcome_sent(case)
    case.after(14).ask_review().after(15).name_reviewer().after(20).send_final().after(45)
    case.do(
        endings.close,
        root_cause=case.root_cause,
        learning=case.row["learning"],
        by=case.compliance,
    )


def withdrawn(case: Case) -> None:
    case.log().after(1).acknowledged_outside().after(3)
    case.do(findings.record_contact, at=case.at, words="Rang and explained.", by=case.handler)
    words = "Please leave it, it has sorted itself out."
    case.send(
        LetterCode.L9,
        endings.withdraw,
        Particulars(words=words),
        words=words,
        learning=case.row["learning"],
        by=case.handler,
    )


def concern(case: Case) -> None:
    """Taken down at the desk and sorted, with the person's agreement, as no complaint."""
    case.at = case.facts.received_at + timedelta(minutes=6)
    case.pk = register.log_dissatisfaction(facts=case.facts, by=case.firm.staff["reception"], now=case.at).pk
    case.after(1)
    agreement = "Rang back: only wanted it said, no complaint."
    case.do(register.sort_complaint, into=Sorting.CONCERN, agreement=agreement, by=case.compliance)


PATHS: dict[str, Callable[[Case], None]] = {
    path.__name__: path
    for path in (
        logged,
        unsorted,
        held,
        personal_data,
        logged_late,
        early,
        extended,
        outcome_sent,
        review_asked,
        reviewing,
        ombudsman,
        agreed,
        accepted,
        reviewed,
        withdrawn,
        concern,
    )
}
