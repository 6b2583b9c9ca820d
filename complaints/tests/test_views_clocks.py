"""What the pages say of a clock: one reading of the letter, and whose date it is."""

from datetime import timedelta

import pytest
from django.urls import reverse

from complaints import metrics
from complaints.models import Complaint, Deadline, DeadlineStage, LetterCode, RootCause
from complaints.rules import DeadlineKind
from complaints.services import endings
from complaints.services.sweep import sweep
from complaints.tests import factories
from complaints.tests.browsing import page, signed_in
from complaints.tests.factories import Cast, mark_sent
from complaints.tests.journey import acknowledge, finally_answered, status
from outbox.models import Message, MessageState
from practice import clock
from practice.calendar import DAY
from practice.models import JournalEntry, Task, User
from practice.office import load_calendar, main_office
from practice.phrases import hhmm, weekday
from practice.tests.calendars import local

QUEUED, SETTLING, FAILED = "etter queued, not yet sent", "the deadline is being settled", "he letter did not leave"
LAST_DAY = "last day on which the client may go to the redress scheme"


def _said(words: str, shown: str) -> bool:
    return words in shown


def _pages(user: User, complaint: Complaint) -> tuple[str, str]:
    client = signed_in(user)
    board = client.get(reverse("complaints"), {"show": "year"}).content.decode()
    return client.get(page(user, complaint)).content.decode(), board


def test_a_letter_that_has_left_is_never_called_not_yet_sent(people: Cast) -> None:
    now = clock.now()
    complaint = factories.complaint(people, received_at=now - timedelta(minutes=30), now=now - timedelta(minutes=20))
    acknowledge(people, complaint, now)

    waiting = _pages(people.head, complaint)
    mark_sent(complaint, LetterCode.L1, now)
    left = _pages(people.head, complaint)
    running = status(complaint)["ack"]
    sweep(now=now)
    settled = _pages(people.head, complaint)

    assert [(_said(QUEUED, shown), _said(SETTLING, shown)) for shown in waiting] == [(True, False)] * 2
    assert [(_said(QUEUED, shown), _said(SETTLING, shown)) for shown in left] == [(False, True)] * 2
    assert [(_said(QUEUED, shown), _said(SETTLING, shown)) for shown in settled] == [(False, False)] * 2
    assert (running, status(complaint)["ack"]) == ("running", "met")
    at = load_calendar(main_office()).local(now)
    words = f"letter left {weekday(at.date(), today=at.date())}, {hhmm(at)}, {SETTLING}"
    assert [_said(words, shown) for shown in left] == [True, True]


@pytest.mark.parametrize(
    ("left_after", "tone"), [(timedelta(seconds=-1), "kept"), (timedelta(0), "late")], ids=["in time", "too late"]
)
def test_the_colour_follows_when_the_letter_left_and_not_when_the_page_is_read(
    people: Cast, left_after: timedelta, tone: str
) -> None:
    now = clock.now()
    complaint = factories.complaint(people, received_at=now - 20 * DAY, now=now - 20 * DAY)
    acknowledge(people, complaint, now - 20 * DAY)
    ack = complaint.deadlines.get(kind=DeadlineKind.ACK)
    mark_sent(complaint, LetterCode.L1, ack.due_before + left_after)

    clocks = signed_in(people.head).get(page(people.head, complaint)).context["clocks"]

    assert [one.tone for one in clocks if one.deadline == ack] == [tone]


def test_a_letter_that_failed_is_not_called_queued(people: Cast) -> None:
    now = clock.now()
    complaint = factories.complaint(people, received_at=now - timedelta(minutes=30), now=now - timedelta(minutes=20))
    acknowledge(people, complaint, now)
    Message.objects.filter(complaint_response__complaint=complaint).update(state=MessageState.FAILED)

    assert [(_said(QUEUED, shown), _said(FAILED, shown)) for shown in _pages(people.head, complaint)] == [
        (False, True)
    ] * 2


def _closed(people: Cast) -> Complaint:
    complaint = finally_answered(people)
    endings.close(
        complaint_id=complaint.pk,
        root_cause=RootCause.ESTIMATE_NOT_UPDATED,
        learning="Write before the estimate is passed.",
        by=people.compliance,
        now=local("2026-11-27T10:00"),
    )
    return complaint


def test_the_clients_last_day_at_the_scheme_shows_on_the_case_and_in_no_list_of_ours(people: Cast) -> None:
    complaint = _closed(people)
    limit = complaint.deadlines.get(kind=DeadlineKind.REDRESS_REFERRAL)
    now = clock.now()
    today = load_calendar(main_office()).local_date(now)
    for due_on in (today, today - 3 * DAY):
        Deadline.objects.filter(pk=limit.pk).update(
            due_on=due_on, target_on=due_on, due_before=now + (due_on - today) + timedelta(minutes=5)
        )

        answer = signed_in(people.compliance).get(reverse("complaints"), {"show": "closed"})
        shown = signed_in(people.compliance).get(page(people.compliance, complaint)).content.decode()

        assert [row.complaint for row in answer.context["rows"]] == [complaint]
        assert [(row.deadline, row.due, row.due_words) for row in answer.context["rows"]] == [(None, None, "")]
        assert [one.number for one in answer.context["strip"]] == [0] * len(answer.context["strip"])
        assert f"{weekday(due_on, today=today)}: {LAST_DAY}" in shown
        assert [
            row.tone for row in signed_in(people.compliance).get(page(people.compliance, complaint)).context["redress"]
        ] == ["calm"]


def test_the_clients_last_day_is_counted_warned_of_and_escalated_never(people: Cast) -> None:
    complaint = _closed(people)
    limit = complaint.deadlines.get(kind=DeadlineKind.REDRESS_REFERRAL)
    before = (Message.objects.count(), Task.objects.count(), JournalEntry.objects.count())

    for day in (limit.due_on - DAY, limit.due_on, limit.due_on + 3 * DAY):
        now = load_calendar(main_office()).end_of_day(day) - timedelta(hours=4)
        sweep(now=now)
        figures = (metrics.overdue, metrics.due_soon, metrics.at_risk)
        assert [figure(people.compliance, now=now).numerator for figure in figures] == [0, 0, 0]

    assert (Message.objects.count(), Task.objects.count(), JournalEntry.objects.count()) == before
    assert DeadlineStage.objects.filter(deadline=limit).count() == 0
    assert status(complaint)["redress_referral"] == "running"
