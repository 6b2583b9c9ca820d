"""The promise of a first answer: counted by the calendar, kept or missed by when it was given."""

from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from intake import metrics, services
from intake.models import Channel, Enquiry, EnquiryOutcome, EnquiryStage, IntakePolicy
from intake.rules import Answered, KeyDateState, key_date_state, respond_by
from intake.rules import Outcome as Decision
from intake.tasks import sweep_enquiries
from intake.tests.factories import NOON, TUESDAY, calendar, check, compliance, enquiry
from practice.models import JournalEntry, Task
from practice.models.stages import Outcome
from practice.permissions import Role
from practice.tests import factories
from practice.tests.clock import set_clock

HOUR = timedelta(hours=1)
POLICY = IntakePolicy().as_rules()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("received", "due"),
    [
        pytest.param("2026-11-24 09:30", "2026-11-24 13:30", id="in the morning"),
        pytest.param("2026-11-24 15:00", "2026-11-25 11:00", id="over the night"),
        pytest.param("2026-11-27 16:00", "2026-11-30 12:00", id="over a weekend"),
        pytest.param("2026-11-28 22:00", "2026-11-30 13:00", id="on a Saturday night"),
        pytest.param("2026-12-24 15:00", "2026-12-29 11:00", id="over Christmas and its substitute day"),
        pytest.param("2026-04-02 15:00", "2026-04-07 11:00", id="over Easter, in summer time"),
        pytest.param("2026-03-27 16:00", "2026-03-30 11:00", id="over the clock change"),
    ],
)
def test_office_hours_alone_count(received: str, due: str) -> None:
    received_at, due_at = (datetime.fromisoformat(f"{one}+00:00") for one in (received, due))

    assert respond_by(received_at, policy=POLICY, calendar=calendar()) == due_at


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "state"),
    [
        pytest.param(None, KeyDateState.NONE, id="none"),
        pytest.param(-1, KeyDateState.PAST, id="yesterday"),
        pytest.param(0, KeyDateState.URGENT, id="today"),
        pytest.param(2, KeyDateState.URGENT, id="in two working days"),
        pytest.param(3, KeyDateState.SOON, id="in three"),
        pytest.param(27, KeyDateState.SOON, id="in 27 days"),
        pytest.param(28, KeyDateState.CALM, id="in 28 days"),
    ],
)
def test_a_key_date_is_louder_the_nearer_it_is(days: int | None, state: KeyDateState) -> None:
    on = None if days is None else TUESDAY + timedelta(days=days)

    assert key_date_state(on, today=TUESDAY, policy=POLICY, calendar=calendar()) == state


@pytest.mark.parametrize(
    ("due", "answered", "is_closed", "state"),
    [
        pytest.param(None, None, False, Answered.NOT_PROMISED, id="spoken to at once"),
        pytest.param(NOON, None, False, Answered.WAITING, id="to the last moment"),
        pytest.param(NOON - HOUR, None, False, Answered.OVERDUE, id="over"),
        pytest.param(NOON, NOON, False, Answered.KEPT, id="on the minute"),
        pytest.param(NOON - HOUR, NOON, True, Answered.LATE, id="late, then closed"),
        pytest.param(NOON - HOUR, None, True, Answered.CLOSED, id="closed unanswered"),
    ],
)
def test_kept_or_missed_follows_from_when_it_was_given(
    due: datetime | None, answered: datetime | None, is_closed: bool, state: Answered
) -> None:
    assert Answered.of(respond_by=due, answered_at=answered, is_closed=is_closed, now=NOON) == state


@pytest.mark.django_db
def test_whoever_was_spoken_to_has_been_answered_and_anybody_else_is_promised_it() -> None:
    called, wrote = enquiry(), enquiry("Zara Webb", channel=Channel.EMAIL, email="z@w.example")

    assert (called.answered_at, called.respond_by, called.stages.count()) == (NOON, None, 0)
    assert (wrote.answered_at, wrote.respond_by) == (None, NOON + 4 * HOUR)
    stage = EnquiryStage.objects.get()
    assert (stage.enquiry, stage.kind, stage.fire_at, stage.outcome) == (wrote, "first_answer", NOON + 4 * HOUR, "")
    assert (called.reference, wrote.reference) == ("E-26-0001", "E-26-0002")


@pytest.mark.django_db
def test_the_hours_are_the_firms_own() -> None:
    IntakePolicy.objects.create(first_response_working_hours=1)

    assert enquiry(channel=Channel.EMAIL).respond_by == NOON + HOUR


@pytest.mark.django_db
def test_an_answer_typed_late_but_given_in_time_is_kept() -> None:
    user = factories.user()
    wrote = enquiry(channel=Channel.EMAIL)

    services.record_first_answer(
        enquiry_id=wrote.pk, answered_at=NOON + HOUR, words="Rang", by=user, now=NOON + 24 * HOUR
    )

    wrote.refresh_from_db()
    assert wrote.answered(NOON + 24 * HOUR) == Answered.KEPT
    assert list(wrote.stages.values_list("outcome", flat=True)) == [Outcome.SETTLED]
    facts = JournalEntry.objects.get(event="enquiry.answered").facts
    assert (facts["is_kept"], facts["answered_at"]) == (True, "2026-11-24T13:00:00+00:00")
    with pytest.raises(services.AlreadyAnswered):
        services.record_first_answer(enquiry_id=wrote.pk, answered_at=NOON, words="", by=user, now=NOON + HOUR)


@pytest.mark.django_db
@pytest.mark.parametrize("off", [pytest.param(-HOUR, id="before it came"), pytest.param(2 * HOUR, id="still to come")])
def test_an_answer_at_an_impossible_time_is_refused(off: timedelta) -> None:
    wrote = enquiry(channel=Channel.EMAIL)

    with pytest.raises(services.NotYetAnswered):
        services.record_first_answer(
            enquiry_id=wrote.pk, answered_at=NOON + off, words="", by=factories.user(), now=NOON + HOUR
        )

    assert JournalEntry.objects.filter(event="enquiry.answered").count() == 0


@pytest.mark.django_db
def test_the_sweep_finds_each_miss_once_however_late_and_asks_for_it(settings: Settings) -> None:
    head = factories.user(Role.HEAD)
    missed = enquiry("Zara Webb", channel=Channel.WEB, by=factories.user())
    kept, closed = enquiry(channel=Channel.EMAIL), enquiry(channel=Channel.LETTER)
    services.record_first_answer(enquiry_id=kept.pk, answered_at=NOON, words="", by=head, now=NOON)
    services.close_enquiry(enquiry_id=closed.pk, outcome=EnquiryOutcome.SPAM, by=head, now=NOON)

    assert services.sweep_first_answers(now=NOON + 3 * HOUR) == 0
    set_clock(settings, NOON + 72 * HOUR)
    sweep_enquiries()
    sweep_enquiries()

    assert [one.facts for one in JournalEntry.objects.filter(event="enquiry.answer_missed")] == [
        {"promised_by": "2026-11-24T16:00:00+00:00"}
    ]
    assert dict(EnquiryStage.objects.values_list("enquiry", "outcome")) == {
        missed.pk: Outcome.FIRED,
        kept.pk: Outcome.SETTLED,
        closed.pk: Outcome.SETTLED,
    }
    asked = Task.objects.get(key=f"enquiry:{missed.pk}:answer")
    assert (asked.owner, asked.title, asked.done_at) == (head, "Overdue: answer the enquiry by Zara Webb", None)
    services.record_first_answer(
        enquiry_id=missed.pk, answered_at=NOON + 5 * HOUR, words="", by=head, now=NOON + 73 * HOUR
    )
    asked.refresh_from_db()
    assert asked.done_at is not None
    assert Enquiry.objects.get(pk=missed.pk).answered(NOON + 73 * HOUR) == Answered.LATE


@pytest.mark.django_db
def test_the_funnel_equals_a_count_by_hand() -> None:
    lawyer, helen = factories.user(), compliance()
    won, lost = check(enquiry("Ada Won"), by=lawyer), check(enquiry("Ben Lost"), by=lawyer)
    services.decide_check(check_id=won.pk, outcome=Decision.CLEAR, reason="", by=helen, now=NOON)
    services.decide_check(check_id=lost.pk, outcome=Decision.DECLINED, reason="No", by=helen, now=NOON)
    for name, outcome in (("Cy", "client_declined_price"), ("Di", "spam"), ("Ed", "duplicate")):
        made = enquiry(name, channel=Channel.EMAIL)
        services.close_enquiry(enquiry_id=made.pk, outcome=EnquiryOutcome(outcome), by=lawyer, now=NOON)
    in_time = enquiry("Flo", channel=Channel.EMAIL)
    services.record_first_answer(enquiry_id=in_time.pk, answered_at=NOON, words="", by=lawyer, now=NOON)

    figures = metrics.funnel(lawyer, since=NOON - HOUR, until=NOON + 24 * HOUR)

    assert [(one.label, one.numerator, one.denominator, one.rows.count()) for one in figures.values()] == [
        ("Enquiries", 4, None, 4),
        ("First answers in time", 1, 2, 1),
        ("Went to the conflict check", 2, 4, 2),
        ("Cleared by the check", 1, 4, 1),
        ("Became clients", 1, 4, 1),
        ("Declined by us", 1, 4, 1),
        ("Lost", 1, 4, 1),
    ]
    assert metrics.funnel(lawyer, since=NOON + HOUR, until=NOON + 2 * HOUR)["received"].numerator == 0
