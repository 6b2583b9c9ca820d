"""Meetings on rows: how one begins, what is stamped, what is refused, who reads it."""

from datetime import timedelta

import pytest

from intake import services
from intake.models import Interview, InterviewAnswer, InterviewNote
from intake.progress import progress_of
from intake.rules import Said, SecondPersonIsTheSame
from intake.services import Written
from intake.tests.factories import NOON
from intake.tests.meeting_rows import FRIDAY, STEPS, begun, cleared_matter, close, everything, save
from practice.models import (
    AgreedStep,
    FormDraft,
    MatterStage,
    WorkType,
)
from practice.permissions import Role
from practice.tests import factories

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=20)


def _said(interview: Interview, code: str) -> tuple[str, str]:
    row = InterviewAnswer.objects.filter(interview=interview, item__code=code).latest("pk")
    return row.words, row.by.name


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


# --- Who sees it


@pytest.mark.parametrize("role", list(Role))
def test_what_was_said_is_for_those_who_work_on_matters_and_may_see_this_one(role: Role) -> None:
    open_one, walled = begun(), begun(cleared_matter(is_restricted=True))
    reads = role in {Role.SECRETARY, Role.FEE_EARNER, Role.HEAD, Role.MANAGING_PARTNER}

    seen = set(Interview.objects.visible_to(factories.user(role)))

    assert seen == ({open_one} if reads else set())
    assert walled in Interview.objects.visible_to(walled.held_by)
