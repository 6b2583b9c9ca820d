"""How a complaint gets into the register."""

import uuid
from datetime import time, timedelta

import pytest

from complaints.models import Complaint, Deadline, HeadOfComplaint, HoldReason, Sorting
from complaints.rules import DeadlineKind, Stage
from complaints.services import register
from complaints.tests import factories
from complaints.tests.factories import TUESDAY, Cast
from outbox.models import Message
from practice import journal
from practice.calendar import Nation
from practice.models import Department, Office, Task
from practice.receipts import FormKey, FormUsedForSomethingElse
from practice.tests.calendars import local


def dates(complaint: Complaint) -> dict[str, tuple[str, str]]:
    rows = Deadline.objects.filter(complaint=complaint).order_by("pk")
    return {row.kind: (row.target_on.isoformat(), row.due_on.isoformat()) for row in rows}


def test_every_clock_starts_when_it_came_not_when_it_was_logged(people: Cast) -> None:
    complaint = factories.complaint(people, received_at=local("2026-11-12T18:10"), now=local("2026-11-16T09:05"))

    assert dates(complaint) == {
        "ack": ("2026-11-13", "2026-11-15"),
        "stage1_outcome": ("2026-11-25", "2026-11-26"),
        "eight_week": ("2027-01-07", "2027-01-07"),
        "progress_update": ("2026-11-25", "2026-11-26"),
    }
    assert complaint.reference == "C-26-0001"
    assert complaint.stage == Stage.LOGGED
    assert complaint.handler == people.head


def test_logging_is_journalled_and_told_to_handler_and_compliance_without_a_word_of_it(people: Cast) -> None:
    complaint = factories.complaint(people)

    entries = journal.history_of(complaint)
    assert [entry.event for entry in entries] == ["complaint.logged"]
    assert entries[0].facts["due"]["ack"] == "2026-11-27"
    assert (entries[0].matter_id, entries[0].party_id) == (None, None)
    told = Message.objects.filter(kind="complaint.logged")
    assert {message.staff for message in told} == {people.head, people.compliance}
    for message in told:
        said = message.subject + message.body
        assert "C-26-0001" in said
        assert not [word for word in ("bill", "Fairbrother", "Abelson", "Quarry") if word in said]


def test_the_summary_becomes_the_first_head_unless_points_are_given(people: Cast) -> None:
    whole = factories.complaint(people)
    parted = factories.complaint(people, points=("The bill", "The calls"))

    assert list(HeadOfComplaint.objects.filter(complaint=whole).values_list("text", flat=True)) == [whole.summary]
    assert list(HeadOfComplaint.objects.filter(complaint=parted).values_list("text", flat=True)) == [
        "The bill",
        "The calls",
    ]


def test_a_time_still_ahead_is_refused_and_nothing_is_written(people: Cast) -> None:
    with pytest.raises(register.NotYetReceived):
        register.log_complaint(
            facts=factories.facts(people, received_at=TUESDAY + timedelta(minutes=1)),
            by=people.receptionist,
            now=TUESDAY,
        )

    assert (Complaint.objects.count(), Message.objects.count()) == (0, 0)


def test_no_words_are_no_complaint(people: Cast) -> None:
    with pytest.raises(register.NothingSaid):
        register.log_complaint(facts=factories.facts(people, summary="  "), by=people.receptionist, now=TUESDAY)


def test_the_same_form_twice_makes_one_complaint_and_another_body_is_refused(people: Cast) -> None:
    key = uuid.uuid4()
    said = factories.facts(people)

    first, second = (
        register.log_complaint(facts=said, by=people.receptionist, now=TUESDAY, form_key=FormKey.of(key, {"a": "b"}))
        for _ in range(2)
    )

    assert first == second
    with pytest.raises(FormUsedForSomethingElse):
        register.log_complaint(facts=said, by=people.receptionist, now=TUESDAY, form_key=FormKey.of(key, {"a": "c"}))
    assert Complaint.objects.count() == 1


# --- who handles it


def test_a_head_who_is_complained_of_is_replaced_by_the_complaints_partner(people: Cast) -> None:
    complaint = factories.complaint(people, subjects=(people.head,))

    assert complaint.handler == people.substitute
    assert not Message.objects.filter(staff=people.head).exists()


def test_a_head_who_worked_on_the_matter_does_not_handle_it(people: Cast) -> None:
    people.matter.assistant = people.head
    people.matter.save(update_fields=["assistant"])

    assert factories.complaint(people).handler == people.substitute


def test_with_nobody_left_nobody_handles_it_and_compliance_is_told(people: Cast) -> None:
    everybody = (people.head, people.substitute, people.partner)
    complaint = factories.complaint(people, subjects=everybody)

    assert complaint.handler == people.compliance
    assert {message.staff for message in Message.objects.filter(kind="complaint.logged")} == {people.compliance}


# --- the desk


def test_the_desk_takes_it_down_unsorted_and_every_clock_runs_from_the_call(people: Cast) -> None:
    said = factories.facts(people)
    complaint = register.log_dissatisfaction(facts=said, by=people.receptionist, now=TUESDAY + timedelta(minutes=5))

    assert (complaint.stage, complaint.sorting) == (Stage.DRAFT, Sorting.UNSORTED)
    assert dates(complaint)["ack"] == ("2026-11-27", "2026-11-27")
    assert [(task.owner, task.due_on.isoformat()) for task in Task.objects.all()] == [(people.head, "2026-11-25")]


def test_sorted_as_a_complaint_it_goes_its_way_and_the_task_is_done(people: Cast) -> None:
    complaint = register.log_dissatisfaction(facts=factories.facts(people), by=people.receptionist, now=TUESDAY)

    register.sort_complaint(
        complaint_id=complaint.pk, into=Sorting.COMPLAINT, agreement="", by=people.head, now=TUESDAY
    )

    complaint.refresh_from_db()
    assert (complaint.stage, complaint.sorting, complaint.sorted_by) == (Stage.LOGGED, "complaint", people.head)
    assert Task.objects.get().done_at == TUESDAY


@pytest.mark.parametrize(
    ("agreement", "sorter", "refusal"),
    [
        pytest.param("", "head", register.AgreementMissing, id="without agreement"),
        pytest.param("She agreed by telephone.", "receptionist", register.SortedByAuthor, id="by its author"),
    ],
)
def test_a_concern_needs_agreement_and_a_second_person(
    people: Cast, agreement: str, sorter: str, refusal: type[Exception]
) -> None:
    complaint = register.log_dissatisfaction(facts=factories.facts(people), by=people.receptionist, now=TUESDAY)

    with pytest.raises(refusal):
        register.sort_complaint(
            complaint_id=complaint.pk,
            into=Sorting.CONCERN,
            agreement=agreement,
            by=getattr(people, sorter),
            now=TUESDAY,
        )

    complaint.refresh_from_db()
    assert complaint.stage == Stage.DRAFT


def test_a_concern_by_agreement_stops_every_clock(people: Cast) -> None:
    complaint = register.log_dissatisfaction(facts=factories.facts(people), by=people.receptionist, now=TUESDAY)

    register.sort_complaint(
        complaint_id=complaint.pk,
        into=Sorting.CONCERN,
        agreement="She agreed by telephone.",
        by=people.compliance,
        now=TUESDAY,
    )

    assert set(Deadline.objects.values_list("status", flat=True)) == {"not_applicable"}
    assert set(factories.outcomes(complaint).values()) == {"withdrawn"}


# --- likely duplicates


def test_a_second_open_complaint_of_the_same_person_is_held_as_a_likely_duplicate(people: Cast) -> None:
    first = factories.complaint(people)
    second = factories.complaint(people)

    assert [hold.reason for hold in first.holds.all()] == []
    assert [hold.reason for hold in second.holds.all()] == [HoldReason.DUPLICATE]
    assert register.likely_duplicates(people.client, user=people.solicitor) == []
    assert register.likely_duplicates(people.client, user=people.compliance) == [second, first]


# --- the vectors of decisions 1, through the database


def test_the_calendar_of_the_handling_office_counts(people: Cast) -> None:
    scottish = Office.objects.create(
        name="Edinburgh",
        nation=Nation.SCOTLAND,
        opens_at=time(9),
        closes_at=time(17),
        address="x",
        phone="0131 496 0100",
    )
    department = Department.objects.create(
        name="Edinburgh", code="ED", office=scottish, head=people.head, profile=people.department.profile
    )
    received = local("2026-04-02T14:00")

    here = factories.complaint(people, received_at=received, matter=None)
    there = factories.complaint(people, received_at=received, matter=None, department=department)

    assert dates(here)["stage1_outcome"][1] == "2026-04-20"
    assert dates(there)["stage1_outcome"][1] == "2026-04-17"


@pytest.mark.parametrize(
    ("received", "logged", "goes_at"),
    [
        pytest.param("2026-05-01T16:50", "2026-05-01T16:50", "2026-05-04T12:00", id="Friday evening, bank holiday"),
        pytest.param("2026-04-02T16:50", "2026-04-02T16:50", "2026-04-05T12:00", id="before Good Friday"),
        pytest.param("2026-12-24T16:50", "2026-12-24T16:50", "2026-12-27T12:00", id="Christmas Eve"),
        pytest.param("2026-06-02T10:00", "2026-06-02T10:05", "2026-06-05T15:00", id="plain week"),
    ],
)
def test_the_safety_net_is_planned_at_its_hour(people: Cast, received: str, logged: str, goes_at: str) -> None:
    complaint = factories.complaint(people, received_at=local(received), now=local(logged))

    (stage,) = Deadline.objects.get(complaint=complaint, kind=DeadlineKind.ACK).stages.filter(kind="safety_net")
    assert stage.fire_at == local(goes_at)


def test_logged_after_its_due_day_nothing_is_planned_to_go_by_itself(people: Cast) -> None:
    complaint = factories.complaint(people, received_at=local("2026-11-12T18:10"), now=local("2026-11-16T09:05"))

    planned = Deadline.objects.get(complaint=complaint, kind=DeadlineKind.ACK).stages.values_list("kind", flat=True)
    assert set(planned) == {"breached", "draft_apology", "escalate_head", "escalate_managing_partner"}
