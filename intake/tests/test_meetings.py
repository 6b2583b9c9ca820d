"""Meetings on rows: what is stamped, what is refused, what follows, and what stays as it was."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from intake import services
from intake.models import Checklist, ChecklistItem, Interview, InterviewAnswer, InterviewNote
from intake.progress import progress_of
from intake.rules import MeetingNotComplete, OwnOverride, Purpose, Said, SecondPersonIsTheSame
from intake.services import NewStep, Written
from intake.tests.factories import NOON
from intake.tests.meeting_rows import FRIDAY, STEPS, begun, cleared_matter, close, everything, save
from practice.models import (
    AgreedStep,
    FormDraft,
    Gate,
    GateKind,
    GateState,
    JournalEntry,
    KeyDate,
    MatterStage,
    Side,
    Task,
    WorkType,
)
from practice.permissions import Role
from practice.services.matters import set_gate
from practice.tests import factories

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=20)


def _said(interview: Interview, code: str) -> tuple[str, str]:
    row = InterviewAnswer.objects.filter(interview=interview, item__code=code).latest("pk")
    return row.words, row.by.name


# --- The lists


def test_the_default_list_is_that_of_the_domain_and_a_kind_of_work_adds_to_it() -> None:
    lists = {one.work_type: one for one in Checklist.objects.filter(purpose=Purpose.FIRST_MEETING)}
    counts = {kind: one.items.count() for kind, one in lists.items()}

    assert counts == {
        "": 27,
        "residential_purchase": 29,
        "disputes": 28,
        "employment": 27,
        "family": 28,
        "private_client": 28,
    }
    assert set(lists[""].items.filter(is_mandatory=False).values_list("code", flat=True)) == {"share", "cancellation"}
    assert [one.code for one in lists["residential_purchase"].items.order_by("position")][13:16] == [
        "fees",
        "funds",
        "owned_before",
    ]
    checked = ChecklistItem.objects.filter(code="key_dates", needs_second=True).values_list("checklist__work_type")
    assert {kind for (kind,) in checked} == {"disputes", "employment"}


def test_a_list_is_loaded_once_and_a_changed_one_becomes_its_next_version() -> None:
    data = {"consultation": {"name": "Later consultation", "items": [{"code": "a", "answer": "text", "question": "A"}]}}
    before = Checklist.objects.count()

    counts = [services.load_checklists(now=NOON), *(services.load_checklists(now=NOON, lists=data) for _ in range(2))]

    assert counts == [0, 1, 0]
    assert Checklist.objects.count() == before + 1
    assert Checklist.objects.for_work(Purpose.CONSULTATION, WorkType.FAMILY).version == 2


@pytest.mark.parametrize(
    "differs",
    [
        {"change": {"no_such": {}}},
        {"add": [{"code": "x", "after": "no_such", "answer": "text", "question": "X"}]},
        {"change": {"a": {"and to whom": None}}},
    ],
    ids=["change", "add", "a comma without quotes"],
)
def test_a_list_that_makes_no_sense_is_refused_whole(differs: dict[str, Any]) -> None:
    data = {
        "consultation": {
            "name": "Other",
            "items": [{"code": "a", "answer": "text", "question": "A"}],
            "kinds_of_work": {"family": {"name": "F", **differs}},
        }
    }
    before = Checklist.objects.count()

    with pytest.raises(services.ChecklistWrong):
        services.load_checklists(now=NOON, lists=data)

    assert Checklist.objects.count() == before


# --- Beginning


def test_a_meeting_takes_the_list_of_its_work_and_the_next_one_is_a_consultation() -> None:
    matter = cleared_matter(work_type=WorkType.DISPUTES)
    first = begun(matter)
    close(first, everything(first), by=matter.supervisor, reason="Limitation is checked tomorrow")

    second = begun(matter)

    assert [(one.number, one.checklist.name) for one in (first, second)] == [
        (1, "First meeting, dispute"),
        (2, "Later consultation"),
    ]


def test_before_clearance_there_is_a_holding_call_and_no_meeting() -> None:
    matter = factories.matter()

    with pytest.raises(services.ConflictNotCleared) as refused:
        begun(matter)

    assert (refused.value.status, Interview.objects.count()) == (409, 0)


def test_one_meeting_runs_at_a_time_and_none_on_a_matter_that_is_over() -> None:
    matter = cleared_matter()
    begun(matter)
    with pytest.raises(services.MeetingRunning):
        begun(matter)

    with pytest.raises(services.MatterFinished):
        begun(cleared_matter(stage=MatterStage.CLOSED))


# --- Writing down


def test_each_answer_says_who_wrote_it_and_when_and_a_correction_keeps_what_stood_before() -> None:
    interview, secretary = begun(), factories.user(Role.SECRETARY, given="Beth", family="Lowe")
    save(interview, Written(seen=1, answers={"story": Said("We found a house"), "issue": Said("A purchase")}))

    save(
        interview,
        Written(seen=2, answers={"story": Said("We lost it"), "issue": Said("A purchase")}),
        by=secretary,
        now=LATER,
    )

    rows = InterviewAnswer.objects.filter(interview=interview).order_by("pk")
    assert [(row.item.code, row.words, row.by, row.at) for row in rows] == [
        ("story", "We found a house", interview.held_by, NOON),
        ("issue", "A purchase", interview.held_by, NOON),
        ("story", "We lost it", secretary, LATER),
    ]
    assert {line.item.code: line.said.words for line in progress_of(interview, NOON).lines if line.answer} == {
        "story": "We lost it",
        "issue": "A purchase",
    }


def test_an_answer_that_is_emptied_is_open_again() -> None:
    interview = begun()
    save(interview, Written(seen=1, answers={"story": Said("Not hers")}))
    before = progress_of(interview, NOON).score.done

    save(interview, Written(seen=2, answers={"story": Said()}))

    assert progress_of(interview, NOON).score.done == before - 1


def test_whoever_saves_over_a_newer_page_is_refused_and_nothing_of_it_is_written() -> None:
    interview = begun()
    save(interview, Written(seen=1, answers={"story": Said("First")}))

    with pytest.raises(services.MeetingChanged) as refused:
        save(interview, Written(seen=1, answers={"story": Said("Second")}, notes=[("", "A note")]))

    assert (refused.value.status, _said(interview, "story")[0], InterviewNote.objects.count()) == (409, "First", 0)


def test_notes_are_pinned_to_an_item_or_stand_beside_the_list() -> None:
    interview = begun()

    save(interview, Written(seen=1, notes=[("fees", "Her uncle pays"), ("", "Bring the dog")]))

    stands = progress_of(interview, NOON)
    pinned = {line.item.code: [note.words for note in line.notes] for line in stands.lines if line.notes}
    assert (pinned, [note.words for note in stands.loose_notes]) == ({"fees": ["Her uncle pays"]}, ["Bring the dog"])


def test_a_date_that_needs_it_counts_once_a_second_person_has_checked_it() -> None:
    interview = begun(cleared_matter(work_type=WorkType.EMPLOYMENT))
    second = factories.user()
    save(interview, Written(seen=1, answers={"key_dates": Said("Claim form", on=FRIDAY)}))
    with pytest.raises(SecondPersonIsTheSame):
        save(interview, Written(seen=2, confirmed="key_dates"))

    save(interview, Written(seen=2, confirmed="key_dates"), by=second)

    line = next(line for line in progress_of(interview, NOON).lines if line.item.code == "key_dates")
    assert (line.is_answered, line.answer and line.answer.confirmed_by) == (True, second)
    save(interview, Written(seen=3, answers={"key_dates": Said("Claim form", on=FRIDAY + timedelta(days=1))}))
    assert not next(one for one in progress_of(interview, NOON).lines if one.item.code == "key_dates").is_answered


def test_saving_drops_the_draft_of_who_saved_and_of_nobody_else() -> None:
    interview, other = begun(), factories.user()
    for person in (interview.held_by, other):
        services.keep_draft(interview_id=interview.pk, typed={"q_story": "Half a sen"}, by=person, now=NOON)

    save(interview, Written(seen=1))

    assert list(FormDraft.objects.values_list("owner", flat=True)) == [other.pk]


def test_a_step_that_was_noted_wrongly_is_struck_out_and_kept() -> None:
    interview = begun()
    save(interview, Written(seen=1, steps=STEPS))
    ours, theirs = AgreedStep.objects.order_by("pk")

    save(interview, Written(seen=2, struck=[theirs.pk]))

    assert [step.what for step in progress_of(interview, NOON).steps] == [ours.what]
    assert AgreedStep.objects.count() == 2
    assert not interview.matter.agreed_steps.for_letter().exists()


# --- Finishing


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

    assert _said(interview, "story")[0] == "About story"


def test_a_later_consultation_leaves_the_gate_and_the_objective_as_they_were() -> None:
    first = begun()
    matter = first.matter
    close(first, everything(first))
    second = begun(matter)

    close(second, everything(second))

    matter.refresh_from_db()
    assert matter.objective == "About objectives"
    assert Gate.objects.filter(matter=matter, kind=GateKind.INTERVIEW).count() == 1


# --- Who sees it


@pytest.mark.parametrize("role", list(Role))
def test_what_was_said_is_for_those_who_work_on_matters_and_may_see_this_one(role: Role) -> None:
    open_one, walled = begun(), begun(cleared_matter(is_restricted=True))
    reads = role in {Role.SECRETARY, Role.FEE_EARNER, Role.HEAD, Role.MANAGING_PARTNER}

    seen = set(Interview.objects.visible_to(factories.user(role)))

    assert seen == ({open_one} if reads else set())
    assert walled in Interview.objects.visible_to(walled.held_by)
