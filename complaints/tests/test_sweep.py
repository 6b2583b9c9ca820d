"""What happens by itself: once, in order, after any outage, whatever one bad row does."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connections, transaction

from complaints.models import Complaint, Deadline, DeadlineStage
from complaints.services import replay
from complaints.services.sweep import sweep
from complaints.tests import factories
from complaints.tests.factories import TUESDAY, Cast
from outbox.models import Message, MessageState
from practice import journal
from practice.models import JournalEntry
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


# --- warnings that fall together


def two_days_without_a_sweep(complaint: Complaint, last: str = "2026-11-27T09:30") -> None:
    """Half, 80 % and the last day of the acknowledgement have come, and nobody has swept."""
    planned = DeadlineStage.objects.due(local(last)).filter(deadline__complaint=complaint, deadline__kind="ack")
    assert list(planned.values_list("kind", flat=True)) == ["warn_50", "warn_80", "due_today"]
    sweep(now=local(last))


def test_of_warnings_that_are_due_together_only_the_latest_goes_and_the_others_say_why(people: Cast) -> None:
    complaint = factories.complaint(people)

    two_days_without_a_sweep(complaint)

    rows = DeadlineStage.objects.filter(deadline__complaint=complaint, deadline__kind="ack").exclude(outcome="")
    too_late = ("too_late", "a later warning of the same deadline was due")
    assert {row.kind: (row.outcome, row.because) for row in rows} == {
        "warn_50": too_late,
        "warn_80": too_late,
        "due_today": ("fired", ""),
    }
    assert told() == {("due today, or the last working day before it, acknowledgement", "Gareth"): 1}
    skipped = JournalEntry.objects.filter(event="deadline.stage_skipped")
    assert sorted(skipped.values_list("facts__stage", "facts__outcome")) == [
        ("warn_50", "too_late"),
        ("warn_80", "too_late"),
    ]


def test_warnings_of_two_batches_are_folded_too(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("complaints.services.sweep.BATCH", 1)

    two_days_without_a_sweep(factories.complaint(people))

    assert told() == {("due today, or the last working day before it, acknowledgement", "Gareth"): 1}


def test_warnings_of_different_deadlines_and_of_different_days_are_each_told(people: Cast) -> None:
    complaint = factories.complaint(people)
    first, second = [
        one.fire_at
        for one in DeadlineStage.objects.filter(
            deadline__complaint=complaint, deadline__kind="ack", kind__in=["warn_50", "warn_80"]
        ).order_by("fire_at")
    ]

    for moment in (first, second, local("2026-12-07T09:00")):
        sweep(now=moment)

    outcomes = factories.outcomes(complaint)
    assert (outcomes["ack:warn_50"], outcomes["ack:warn_80"]) == ("fired", "fired")
    assert outcomes["stage1_outcome:warn_80"] == outcomes["progress_update:warn_80"] == "fired"


def test_a_warning_that_somebody_holds_says_so_and_folds_no_other(people: Cast) -> None:
    complaint = factories.complaint(people)
    last = DeadlineStage.objects.filter(deadline__complaint=complaint, deadline__kind="ack", kind="due_today")
    last.update(held_by=people.compliance)

    two_days_without_a_sweep(complaint)

    assert last.values_list("outcome", "because").get() == ("held", "held by Helen Marsh")
    assert told() == {("80 % of the time is over, acknowledgement", "Gareth"): 1}


def test_a_breach_and_what_follows_it_are_never_folded(people: Cast) -> None:
    complaint = factories.complaint(people)

    sweep(now=LONG_AFTER)

    outcomes = factories.outcomes(complaint)
    late = ("breached", "draft_apology", "escalate_head", "escalate_managing_partner")
    assert {kind: outcomes[f"ack:{kind}"] for kind in late} == dict.fromkeys(late, "fired")


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
