"""How complaints end, and who handles them on the way."""

from decimal import Decimal

import pytest

from complaints import rules
from complaints.models import Deadline, LetterCode, RemedyKind, RootCause
from complaints.rules import DeadlineKind, Stage, Step
from complaints.services import endings, findings, people, steps
from complaints.services.findings import RemedyFacts
from complaints.services.sweep import sweep
from complaints.tests import factories
from complaints.tests.factories import TUESDAY, Cast, letter, mailbox, mark_sent
from complaints.tests.journey import THURSDAY, WEDNESDAY, acknowledge, finally_answered, fresh, investigating, status
from practice import journal


def test_closing_needs_a_cause_and_what_was_learnt_and_no_open_remedy(people: Cast) -> None:
    complaint = finally_answered(people)
    remedy = findings.offer_remedy(
        complaint_id=complaint.pk,
        facts=RemedyFacts(kind=RemedyKind.FEE_REDUCTION, what="£900 off the bill", amount=Decimal(900)),
        by=people.head,
        now=THURSDAY,
    )

    def close(learning: str) -> None:
        endings.close(
            complaint_id=complaint.pk,
            root_cause=RootCause.ESTIMATE_NOT_UPDATED,
            learning=learning,
            by=people.head,
            now=THURSDAY,
        )

    with pytest.raises(rules.RemedyOutstanding):
        close("Estimates are looked at monthly.")
    findings.deliver_remedy(remedy_id=remedy.pk, delivered_on=THURSDAY.date(), by=people.head, now=THURSDAY)
    with pytest.raises(rules.NoRootCause):
        close(" ")
    close("Estimates are looked at monthly.")

    assert fresh(complaint).stage == Stage.CLOSED
    assert journal.history_of(complaint)[0].event == "complaint.closed"


def test_an_offer_over_the_limit_needs_a_second_person(people: Cast) -> None:
    complaint = investigating(people)
    over = RemedyFacts(kind=RemedyKind.GOODWILL_PAYMENT, what="For the trouble", amount=Decimal(1001))

    for approver in (None, people.head):
        with pytest.raises(rules.ApprovalLimitExceeded):
            findings.offer_remedy(
                complaint_id=complaint.pk, facts=over, by=people.head, approved_by=approver, now=TUESDAY
            )
    remedy = findings.offer_remedy(
        complaint_id=complaint.pk, facts=over, by=people.head, approved_by=people.compliance, now=TUESDAY
    )

    assert remedy.approved_by == people.compliance


def test_an_early_agreement_is_confirmed_and_closes_it(people: Cast) -> None:
    complaint = factories.complaint(people)
    acknowledge(people, complaint)
    mark_sent(complaint, LetterCode.L1, TUESDAY)
    steps.offer_early_resolution(complaint_id=complaint.pk, words="He is content to try.", by=people.head, now=TUESDAY)
    assert status(complaint)["stage1_outcome"] == "running"

    endings.settle_by_agreement(
        complaint_id=complaint.pk,
        step=Step.RESOLVE,
        words="We take £900 off the bill.",
        root_cause=RootCause.ESTIMATE_NOT_UPDATED,
        learning="Estimates are looked at monthly.",
        letter=letter(complaint, LetterCode.L8, now=TUESDAY, words="We take £900 off the bill."),
        to=mailbox(people),
        by=people.head,
        now=TUESDAY,
    )
    mark_sent(complaint, LetterCode.L8, TUESDAY)
    sweep(now=TUESDAY)

    assert fresh(complaint).stage == Stage.CLOSED
    assert set(status(complaint).values()) == {"met"}


def test_withdrawing_stops_what_still_runs_and_reopening_starts_a_new_date(people: Cast) -> None:
    complaint = investigating(people)
    endings.withdraw(
        complaint_id=complaint.pk,
        words="Let it be.",
        learning="",
        letter=letter(complaint, LetterCode.L9, now=TUESDAY),
        to=mailbox(people),
        by=people.head,
        now=TUESDAY,
    )
    assert fresh(complaint).stage == Stage.WITHDRAWN
    assert status(complaint) == {
        "ack": "running",  # its letter has left, and the next sweep says so
        "stage1_outcome": "not_applicable",
        "eight_week": "not_applicable",
        "progress_update": "not_applicable",
    }

    closed = finally_answered(people)
    endings.close(
        complaint_id=closed.pk, root_cause=RootCause.TONE, learning="We listen.", by=people.head, now=THURSDAY
    )
    endings.reopen(
        complaint_id=closed.pk, to=Stage.STAGE2_REVIEWING, because="New papers", by=people.head, now=THURSDAY
    )

    running = Deadline.objects.running().get(complaint=closed, kind=DeadlineKind.STAGE2_OUTCOME)
    assert (running.occurrence, running.due_on.isoformat()) == (2, "2026-12-10")


def test_a_contact_keeps_the_promised_update_and_starts_the_next(people: Cast) -> None:
    complaint = investigating(people)

    findings.record_contact(complaint_id=complaint.pk, at=WEDNESDAY, words="Rang him.", by=people.head, now=WEDNESDAY)

    rows = Deadline.objects.filter(complaint=complaint, kind=DeadlineKind.PROGRESS_UPDATE).order_by("occurrence")
    assert [(row.status, row.due_on.isoformat()) for row in rows] == [("met", "2026-12-08"), ("running", "2026-12-09")]


def test_a_handler_is_replaced_only_by_somebody_who_passes_the_guards(people_: Cast) -> None:
    complaint = factories.complaint(people_)

    def give_to(name: str) -> None:
        people.assign_handler(
            complaint_id=complaint.pk,
            handler=getattr(people_, name),
            because="Away",
            by=people_.compliance,
            now=TUESDAY,
        )

    with pytest.raises(people.HandlerMayNot):
        give_to("solicitor")
    give_to("substitute")

    assert fresh(complaint).handler == people_.substitute


def test_naming_the_handler_as_complained_of_is_refused_until_somebody_else_has_it(people_: Cast) -> None:
    complaint = factories.complaint(people_)

    with pytest.raises(rules.HandlerIsSubject):
        people.name_subjects(complaint_id=complaint.pk, subjects=[people_.head], by=people_.compliance, now=TUESDAY)
    people.name_subjects(complaint_id=complaint.pk, subjects=[people_.stranger], by=people_.compliance, now=TUESDAY)

    assert set(complaint.subjects.all()) == {people_.stranger}
