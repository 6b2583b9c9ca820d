"""Finishing a meeting: what is refused, what follows, and what stays as it was."""

from datetime import date

import pytest
from django.db import transaction

from intake import services
from intake.models import InterviewAnswer
from intake.rules import MeetingNotComplete, OwnOverride, Said
from intake.services import NewStep, Written
from intake.tests.factories import NOON
from intake.tests.meeting_rows import FRIDAY, STEPS, begun, cleared_matter, close, everything, save
from practice.models import (
    Gate,
    GateKind,
    GateState,
    JournalEntry,
    KeyDate,
    Side,
    Task,
)
from practice.permissions import Role
from practice.services.matters import set_gate
from practice.tests import factories

pytestmark = pytest.mark.django_db


def test_a_whole_meeting_opens_its_gate_gives_tasks_and_fills_what_the_letter_reads() -> None:
    interview = begun()
    matter = interview.matter
    colleague = factories.user(given="Beth", family="Lowe")
    steps = (*STEPS, NewStep(side=Side.US, what="Order the searches", due_on=FRIDAY, owner=colleague))

    close(interview, everything(interview, steps=steps))

    matter.refresh_from_db()
    assert matter.may(GateKind.INTERVIEW, NOON)
    assert [(task.owner, task.title, task.due_on) for task in Task.objects.order_by("pk")] == [
        (matter.fee_earner, f"Write to the seller: {matter}", FRIDAY),
        (colleague, f"Order the searches: {matter}", FRIDAY),
    ]
    assert [step.what for step in matter.agreed_steps.for_letter()] == ["Send three payslips"]
    assert matter.options_said == "About options"
    assert (matter.objective, [(one.label, one.on) for one in KeyDate.objects.filter(matter=matter)]) == (
        "About objectives",
        [("The offer ends", date(2027, 2, 26))],
    )
    events = JournalEntry.objects.filter(subject_type="intake.interview").order_by("pk").values_list("event", flat=True)
    assert list(events) == ["interview.started", "interview.written", "interview.ended"]


@pytest.mark.parametrize("missing", ["complaints", "read_back", "key_dates", "source"])
def test_a_meeting_with_something_open_is_not_finished_and_nothing_of_it_is_written(missing: str) -> None:
    interview = begun()

    with pytest.raises(MeetingNotComplete) as refused, transaction.atomic():
        close(interview, everything(interview, without=(missing,)))

    assert refused.value.status == 422
    assert (InterviewAnswer.objects.count(), Task.objects.count(), Gate.objects.filter(kind="interview").count()) == (
        0,
        0,
        0,
    )


def test_identity_is_answered_by_a_verified_check_or_a_reason_and_by_nothing_else() -> None:
    interview = begun(cleared_matter(identified=False))
    by_hand = everything(interview, without=("identity",))
    ticked = {**by_hand.answers, "identity": Said(is_ticked=True)}
    with pytest.raises(MeetingNotComplete) as refused, transaction.atomic():
        close(interview, Written(seen=1, answers=ticked, steps=STEPS))

    close(interview, Written(seen=1, answers={**ticked, "identity": Said("Brings her passport at 14:15")}, steps=STEPS))

    assert "Identity of every client verified" in str(refused.value)
    assert interview.matter.may(GateKind.INTERVIEW, NOON)
    assert not interview.matter.may(GateKind.IDENTITY, NOON)


def test_a_name_that_came_up_shuts_the_conflict_gate_and_the_meeting_waits_for_it() -> None:
    interview = begun()
    set_gate(matter=interview.matter, kind=GateKind.CONFLICT, state=GateState.CLOSED, because="A new name", now=NOON)

    with pytest.raises(MeetingNotComplete) as refused:
        close(interview, everything(interview))

    assert "Conflict check still clear" in str(refused.value)


def test_a_supervisor_who_did_not_hold_it_finishes_it_without_the_rest_and_that_is_on_record() -> None:
    interview = begun()
    matter, reason = interview.matter, "She had to leave; we ring on Friday"
    assert matter.supervisor is not None
    half = everything(interview, without=("complaints",))
    for person, said in ((interview.held_by, reason), (factories.user(Role.HEAD), reason)):
        with pytest.raises(OwnOverride), transaction.atomic():
            close(interview, half, by=person, reason=said)

    close(interview, half, by=matter.supervisor, reason=reason)

    gate = Gate.objects.get(matter=matter, kind=GateKind.INTERVIEW)
    assert (gate.state, gate.set_by, gate.second_person) == (GateState.OVERRIDDEN, matter.fee_earner, matter.supervisor)
    entry = JournalEntry.objects.get(event="interview.overridden")
    assert (entry.actor_id, entry.facts["reason"], entry.facts["missing"]) == (
        matter.supervisor.pk,
        reason,
        ["Told how to complain, and to whom"],
    )


def test_the_supervisor_who_held_the_meeting_does_not_excuse_themselves() -> None:
    matter = cleared_matter()
    assert matter.supervisor is not None
    matter.fee_earner = matter.supervisor
    matter.save(update_fields=["fee_earner"])
    interview = begun(matter)

    with pytest.raises(OwnOverride):
        close(interview, everything(interview, without=("complaints",)), reason="I know what I do")


def test_a_finished_meeting_does_not_change() -> None:
    interview = begun()
    close(interview, everything(interview))

    for deed in (save, close):
        with pytest.raises(services.MeetingOver) as refused:
            deed(interview, Written(seen=2, answers={"story": Said("Another")}))
        assert refused.value.status == 409

    assert InterviewAnswer.objects.filter(interview=interview, item__code="story").get().words == "About story"


def test_a_later_consultation_leaves_the_gate_and_the_objective_as_they_were() -> None:
    first = begun()
    matter = first.matter
    close(first, everything(first))
    second = begun(matter)

    close(second, everything(second))

    matter.refresh_from_db()
    assert matter.objective == "About objectives"
    assert Gate.objects.filter(matter=matter, kind=GateKind.INTERVIEW).count() == 1
