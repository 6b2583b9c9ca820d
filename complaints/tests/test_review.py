"""The separate second look, and the final response."""

from collections.abc import Callable

import pytest

from complaints import rules
from complaints.models import Complaint, Deadline, LetterCode
from complaints.rules import DeadlineKind, Stage
from complaints.services import answers, steps
from complaints.services.sweep import sweep
from complaints.tests.factories import Cast, letter, mailbox, mark_sent
from complaints.tests.journey import (
    THURSDAY,
    WEDNESDAY,
    answered,
    find_all,
    fresh,
    reviewing,
    status,
)
from practice.errors import Refusal
from practice.models import Task
from practice.tests.calendars import local


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        pytest.param("head", steps.ReviewerMayNot, id="neither managing partner nor substitute"),
        pytest.param("solicitor", steps.ReviewerMayNot, id="complained of, and not entitled"),
    ],
)
def test_the_review_is_the_managing_partners_or_their_substitutes(
    people: Cast, who: str, refusal: type[Refusal]
) -> None:
    complaint = answered(people)
    steps.request_review(complaint_id=complaint.pk, requested_at=WEDNESDAY, words="", by=people.head, now=WEDNESDAY)

    with pytest.raises(refusal):
        steps.assign_reviewer(
            complaint_id=complaint.pk,
            reviewer=getattr(people, who),
            declaration="I had no part in it.",
            letter=letter(complaint, LetterCode.L4, now=WEDNESDAY, reviewer=people.partner),
            to=mailbox(people),
            by=people.compliance,
            now=WEDNESDAY,
        )


@pytest.mark.parametrize(
    ("arrange", "refusal"),
    [
        pytest.param(lambda one, cast: one.subjects.add(cast.partner), rules.ReviewerIsSubject, id="complained of"),
        pytest.param(
            lambda one, cast: cast.matter.members.create(user=cast.partner),
            rules.ReviewerInMatterTeam,
            id="in the team",
        ),
        pytest.param(
            lambda one, cast: Complaint.objects.filter(pk=one.pk).update(handler=cast.partner),
            rules.ReviewerWasStage1,
            id="decided stage 1",
        ),
    ],
)
def test_a_reviewer_is_separate_from_everything_before(
    people: Cast, arrange: Callable[[Complaint, Cast], None], refusal: type[Refusal]
) -> None:
    complaint = answered(people)
    steps.request_review(complaint_id=complaint.pk, requested_at=WEDNESDAY, words="", by=people.head, now=WEDNESDAY)
    made = letter(complaint, LetterCode.L4, now=WEDNESDAY, reviewer=people.partner)
    arrange(complaint, people)

    with pytest.raises(refusal):
        steps.assign_reviewer(
            complaint_id=complaint.pk,
            reviewer=people.partner,
            declaration="I had no part in it.",
            letter=made,
            to=mailbox(people),
            by=people.compliance,
            now=WEDNESDAY,
        )


def test_a_review_may_be_asked_for_after_its_time_and_is_due_before_the_eight_weeks_end(people: Cast) -> None:
    complaint = answered(people)
    asked = local("2027-01-11T10:00")

    steps.request_review(complaint_id=complaint.pk, requested_at=asked, words="Late", by=people.head, now=asked)

    assert status(complaint)["review_request_window"] == "late"
    review = Deadline.objects.get(complaint=complaint, kind=DeadlineKind.STAGE2_OUTCOME)
    assert review.due_on.isoformat() == "2027-01-19"  # the eight weeks from 24 Nov, not ten working days


def test_the_final_response_is_the_reviewers_and_starts_the_redress_limits(people: Cast) -> None:
    complaint = reviewing(people)
    find_all(complaint, people, THURSDAY)
    made = letter(complaint, LetterCode.L5, now=THURSDAY)
    with pytest.raises(answers.NotTheReviewer):
        answers.send_final(complaint_id=complaint.pk, letter=made, to=mailbox(people), by=people.head, now=THURSDAY)

    answers.send_final(complaint_id=complaint.pk, letter=made, to=mailbox(people), by=people.partner, now=THURSDAY)
    mark_sent(complaint, LetterCode.L5, THURSDAY)
    sweep(now=THURSDAY)

    assert fresh(complaint).stage == Stage.FINAL_RESPONSE_SENT
    assert {kind: status(complaint)[kind] for kind in ("stage2_outcome", "eight_week", "redress_referral")} == {
        "stage2_outcome": "met",
        "eight_week": "met",
        "redress_referral": "running",
    }
    limit = Deadline.objects.get(complaint=complaint, kind=DeadlineKind.REDRESS_REFERRAL)
    assert limit.due_on.isoformat() == "2027-05-26"
    assert "by Wednesday 26 May 2027" in made.composition.screen


def test_silence_is_answered_by_a_person_with_the_final_response(people: Cast) -> None:
    complaint = answered(people)
    now = local("2026-12-23T10:00")
    sweep(now=now)
    assert [task.title for task in Task.objects.filter(done_at=None)] == [
        f"{complaint.reference}: prepare the final response, should nobody ask",
        f"{complaint.reference}: nobody asked for a review: send the final response",
    ]

    answers.send_final(
        complaint_id=complaint.pk,
        letter=letter(complaint, LetterCode.L5, now=now, by_silence=True),
        to=mailbox(people),
        by=people.head,
        now=now,
        by_silence=True,
    )

    assert fresh(complaint).stage == Stage.FINAL_RESPONSE_SENT
    assert not Task.objects.filter(done_at=None).exists()
