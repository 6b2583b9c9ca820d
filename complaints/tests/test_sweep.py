"""What happens by itself: once, in order, after any outage, whatever one bad row does."""

import threading
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import connections, transaction

from complaints.models import Complaint, Deadline, DeadlineStage
from complaints.services import replay
from complaints.services.sweep import sweep
from complaints.tests import factories
from complaints.tests.factories import TUESDAY, Cast
from outbox.models import Message, MessageState
from practice import journal
from practice.models import JournalEntry, User
from practice.tests.calendars import local

BREACH = local("2026-11-28T00:00")  # received Tue 24 Nov, noon: due by the end of Fri 27 Nov
LONG_AFTER = local("2026-12-04T10:00")


def told(kind: str = "complaint.stage") -> Counter[tuple[str, str]]:
    return Counter(
        (message.subject.partition(": ")[2], message.staff.given_name if message.staff else "")
        for message in Message.objects.filter(kind=kind).select_related("staff")
    )


def test_each_stage_is_told_once_however_often_it_is_swept(people: Cast) -> None:
    complaint = factories.complaint(people)

    for moment in (BREACH, BREACH, BREACH + timedelta(seconds=30)):
        sweep(now=moment)

    ack = {stage: outcome for stage, outcome in factories.outcomes(complaint).items() if stage.startswith("ack")}
    assert ack == {
        "ack:warn_50": "too_late",
        "ack:warn_80": "too_late",
        "ack:due_today": "too_late",
        "ack:breached": "fired",
        "ack:draft_apology": "fired",
    }
    assert told() == {
        ("overdue, acknowledgement", "Gareth"): 1,
        ("overdue, acknowledgement", "Helen"): 1,
        ("draft of a late acknowledgement that apologises, acknowledgement", "Gareth"): 1,
        ("draft of a late acknowledgement that apologises, acknowledgement", "Helen"): 1,
    }


def test_days_later_everything_fires_once_and_the_oldest_first(people: Cast) -> None:
    complaint = factories.complaint(people)

    sweep(now=LONG_AFTER)
    sweep(now=LONG_AFTER)

    assert told()["managing partner told, acknowledgement", "Eleanor"] == 1
    assert told()["head of department told, acknowledgement", "Gareth"] == 1
    entries = JournalEntry.objects.filter(event__startswith="deadline.stage").order_by("pk")
    planned = [entry.facts["planned_at"] for entry in entries if entry.facts["outcome"] == "fired"]
    ended = DeadlineStage.objects.filter(deadline__complaint=complaint).exclude(outcome="")
    assert len(entries) == ended.exclude(kind="safety_net").count()
    assert planned == sorted(planned)


def test_an_escalation_carries_reference_stage_and_dates_and_nothing_else(people: Cast) -> None:
    complaint = factories.complaint(people)

    sweep(now=LONG_AFTER)

    (message,) = Message.objects.filter(staff=people.partner)
    assert message.body.splitlines()[:2] == [
        f"Complaint {complaint.reference}: logged.",
        "Acknowledgement: target Fri 27 Nov 2026, due Fri 27 Nov 2026.",
    ]
    assert not [word for word in ("bill", "Fairbrother", "Abelson", "Quarry") if word in message.subject + message.body]


@pytest.mark.parametrize(
    ("subject", "instead"),
    [
        pytest.param("partner", "substitute", id="managing partner complained of: the substitute"),
        pytest.param("solicitor", "partner", id="nobody of the chain complained of"),
    ],
)
def test_escalation_goes_past_those_complained_of(people: Cast, subject: str, instead: str) -> None:
    factories.complaint(people, subjects=(getattr(people, subject),), department=people.department)

    sweep(now=LONG_AFTER)

    escalated = Message.objects.filter(subject__contains="managing partner told, acknowledgement")
    assert {message.staff for message in escalated} == {getattr(people, instead)}
    assert not Message.objects.filter(staff=getattr(people, subject)).exists()


def test_the_matter_team_hears_nothing_though_one_of_them_heads_the_department(people: Cast) -> None:
    people.matter.assistant = people.head
    people.matter.save(update_fields=["assistant"])
    factories.complaint(people)

    sweep(now=LONG_AFTER)

    assert not Message.objects.filter(staff__in=[people.head, people.solicitor]).exists()


def test_a_queued_letter_quiets_warnings_but_not_the_breach(people: Cast) -> None:
    from complaints.models import LetterCode
    from complaints.services import answers

    complaint = factories.complaint(people)
    answers.acknowledge(
        complaint_id=complaint.pk,
        letter=factories.letter(complaint, LetterCode.L1, now=TUESDAY),
        to=factories.mailbox(people),
        by=people.head,
        now=TUESDAY,
    )

    sweep(now=local("2026-11-27T10:00"))
    assert factories.outcomes(complaint)["ack:due_today"] == "settled"
    sweep(now=BREACH)

    assert factories.outcomes(complaint)["ack:breached"] == "fired"


def test_one_bad_row_stops_nobody(people: Cast) -> None:
    first, second = factories.complaint(people), factories.complaint(people)
    bad = DeadlineStage.objects.filter(deadline__complaint=first, kind="breached").order_by("pk")[0]
    DeadlineStage.objects.filter(pk=bad.pk).update(kind="shout_at_nobody")

    sweep(now=BREACH)

    bad.refresh_from_db()
    assert bad.outcome == ""
    assert factories.outcomes(first)["ack:draft_apology"] == "fired"
    assert factories.outcomes(second)["ack:breached"] == "fired"


def test_a_row_that_somebody_holds_is_left_for_the_next_sweep(fresh_db: str) -> None:
    people = factories.cast()
    complaint = factories.complaint(people)
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Deadline.objects.select_for_update(no_key=True).get(complaint=complaint, kind="ack")
            held.set()
            release.wait(20)
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(20)
    sweep(now=BREACH)
    while_held = factories.outcomes(complaint)
    release.set()
    holder.join()
    sweep(now=BREACH)

    assert {stage for stage in while_held if stage.startswith("ack")} == set()
    assert factories.outcomes(complaint)["ack:breached"] == "fired"
    assert told()["overdue, acknowledgement", "Gareth"] == 1


# --- exactly once, with two sweepers at once


COMPLAINTS = 170  # three stages each are due at the breach


@pytest.fixture
def many(fresh_db: str) -> int:
    """More than 500 stages, all due, without matter: rows copied from one logged complaint."""
    people = factories.cast()
    model = factories.complaint(people, matter=None, party=None, subjects=())
    deadline = Deadline.objects.get(complaint=model, kind="ack")
    Deadline.objects.exclude(pk=deadline.pk).update(status="not_applicable")
    DeadlineStage.objects.exclude(deadline=deadline).update(outcome="withdrawn", fired_at=TUESDAY)
    copies = []
    for number in range(2, COMPLAINTS + 2):
        copy = Complaint.objects.get(pk=model.pk)
        copy.pk, copy.reference = None, f"C-26-{number:04d}"
        copies.append(copy)
    Complaint.objects.bulk_create(copies)
    deadlines = [Deadline.of(copy, deadline.promise()) for copy in copies]
    Deadline.objects.bulk_create(deadlines)
    DeadlineStage.objects.bulk_create(
        DeadlineStage(deadline=row, kind=kind, fire_at=row.due_before, late_policy="always")
        for row in deadlines
        for kind in ("breached", "draft_apology", "escalate_head")
    )
    Message.objects.all().delete()
    return DeadlineStage.objects.due(BREACH).marking().count()


def sweep_together(now: datetime) -> None:
    barrier = threading.Barrier(2)

    def one() -> None:
        barrier.wait(20)
        sweep(now=now)
        connections.close_all()

    sweepers = [threading.Thread(target=one) for _ in range(2)]
    for sweeper in sweepers:
        sweeper.start()
    for sweeper in sweepers:
        sweeper.join()


def repeated() -> list[tuple[str, str, User | None]]:
    """Return every notice that somebody got more than once."""
    sent = Counter(
        (message.subject, message.body, message.staff) for message in Message.objects.select_related("staff")
    )
    return [notice for notice, times in sent.items() if times > 1]


def test_two_sweepers_at_once_tell_each_of_500_stages_exactly_once(many: int) -> None:
    assert many >= 500

    sweep_together(BREACH)
    sweep(now=BREACH)

    assert DeadlineStage.objects.due(BREACH).marking().count() == 0
    fired = JournalEntry.objects.filter(event="deadline.stage_fired", at=BREACH)
    assert fired.count() == DeadlineStage.objects.filter(outcome="fired", fired_at=BREACH).count() >= 500
    assert repeated() == []


def test_control_without_the_unique_key_and_the_fired_check_somebody_is_told_twice(many: int) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'outbox_message'::regclass AND contype = 'u' "
            "AND conkey = (SELECT array_agg(attnum) FROM pg_attribute "
            "WHERE attrelid = 'outbox_message'::regclass AND attname = 'key')"
        )
        (name,) = cursor.fetchone()
        cursor.execute(f'ALTER TABLE outbox_message DROP CONSTRAINT "{name}"')
        cursor.execute("DROP INDEX IF EXISTS " + name + "_like")
    connections["owner"].close()

    sweep(now=BREACH)
    DeadlineStage.objects.filter(fired_at=BREACH).update(outcome="", fired_at=None)
    sweep(now=BREACH)

    assert len(repeated()) >= 500


# --- a past that is written down


def test_a_replayed_past_has_its_outcomes_and_sends_nothing(people: Cast) -> None:
    complaint = factories.complaint(people)

    replay.replay_complaint(complaint_id=complaint.pk, now=LONG_AFTER)

    assert not Message.objects.exclude(state=MessageState.SENT).exists()
    assert set(Message.objects.values_list("sent_at", flat=True)) == {TUESDAY}
    outcomes = factories.outcomes(complaint)
    assert {kind: outcomes[f"ack:{kind}"] for kind in ("warn_50", "due_today", "breached", "safety_net")} == {
        "warn_50": "fired",
        "due_today": "fired",
        "breached": "fired",
        "safety_net": "held",
    }
    assert not DeadlineStage.objects.due(LONG_AFTER).exists()
    breached = journal.history_of(complaint).get(facts__stage="breached", facts__kind="ack")
    assert breached.at == BREACH
    assert sweep(now=LONG_AFTER).fired == 0
