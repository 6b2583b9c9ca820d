"""Figures: "by a person" beside "automatic", extended apart, and the rows behind each."""

from datetime import date, timedelta

from complaints import metrics
from complaints.models import DeadlineStage, LetterCode
from complaints.services import net
from complaints.services.sweep import sweep
from complaints.tests import factories
from complaints.tests.factories import TUESDAY, Cast, letter, mark_sent
from complaints.tests.journey import WEDNESDAY, acknowledge, extend, investigating
from practice.tests.calendars import local

YEAR = date(2026, 1, 1)
LATER = local("2026-12-20T10:00")


def test_automatic_letters_are_in_time_and_still_not_by_a_person(people: Cast) -> None:
    by_person = factories.complaint(people)
    acknowledge(people, by_person)
    mark_sent(by_person, LetterCode.L1, TUESDAY)
    automatic = factories.complaint(people, party=None, matter=None)
    automatic.party = people.client
    automatic.save(update_fields=["party"])
    at = local("2026-11-27T15:00")
    stage = DeadlineStage.objects.safety_nets().get(deadline__complaint=automatic)
    net.acknowledge_by_itself(stage_id=stage.pk, letter=letter(automatic, LetterCode.L1_A, now=at), now=at)
    mark_sent(automatic, LetterCode.L1_A, at)
    factories.complaint(people, party=None, matter=None)
    sweep(now=LATER)

    figures = [
        metrics.acknowledged_by_person(people.compliance, since=YEAR, now=LATER),
        metrics.acknowledged_automatically(people.compliance, since=YEAR, now=LATER),
        metrics.acknowledged_late(people.compliance, since=YEAR, now=LATER),
    ]

    assert [(one.numerator, one.denominator) for one in figures] == [(1, 3), (1, 3), (1, 3)]
    assert [one.rows.get().complaint for one in figures[:2]] == [by_person, automatic]
    assert [one.target for one in figures] == [95, None, None]


def test_what_is_still_in_time_is_not_counted_yet(people: Cast) -> None:
    factories.complaint(people)

    figure = metrics.acknowledged_by_person(people.compliance, since=YEAR, now=TUESDAY)

    assert (figure.numerator, figure.denominator, figure.percent) == (0, 0, None)


def test_extended_is_counted_apart_and_never_as_on_time(people: Cast) -> None:
    from complaints.services import answers
    from complaints.tests.factories import mailbox
    from complaints.tests.journey import find_all

    complaint = investigating(people)
    extend(people, complaint, to_day="2026-12-15", now=WEDNESDAY)
    mark_sent(complaint, LetterCode.L2, WEDNESDAY)
    sweep(now=WEDNESDAY)
    find_all(complaint, people)
    at = local("2026-12-14T10:00")
    answers.send_outcome(
        complaint_id=complaint.pk,
        letter=letter(complaint, LetterCode.L3, now=at),
        to=mailbox(people),
        by=people.head,
        now=at,
    )
    mark_sent(complaint, LetterCode.L3, at)
    sweep(now=at)

    on_time = metrics.outcome_on_time(people.compliance, since=YEAR, now=LATER)
    extended = metrics.outcome_extended(people.compliance, since=YEAR, now=LATER)

    assert [(one.numerator, one.denominator) for one in (on_time, extended)] == [(0, 1), (1, 1)]


def test_the_middle_time_from_receipt_to_logging(people: Cast) -> None:
    for minutes in (10, 130, 600):
        factories.complaint(people, now=TUESDAY + timedelta(minutes=minutes), party=None)

    received, median = metrics.receipt_to_logging(people.compliance, since=YEAR)

    assert (received.numerator, median) == (3, timedelta(minutes=130))
    assert metrics.receipt_to_logging(people.stranger, since=YEAR)[1] is None
