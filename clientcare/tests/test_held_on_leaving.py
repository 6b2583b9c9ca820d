"""A letter that waits while something changes for its recipient stays here, and what hung on it is owed again."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from clientcare.forecast.question import what_will_leave
from complaints.models import Deadline
from complaints.tests import factories as complaining
from complaints.tests.factories import TUESDAY
from complaints.tests.journey import acknowledge
from engagement import services as letters
from engagement.models import Letter
from engagement.rules import LetterStage
from engagement.tests import factories as writing
from intake import services as intake
from intake.models import Channel as Came
from intake.tests.factories import check, enquiry
from outbox.coming import Fate
from outbox.models import Message, MessageState
from outbox.services import deliver_next
from outbox.tests.smtp import Sink, sink
from practice.models import ContactKind, ContactPoint, Party, StatusKind, Task
from practice.office import load_calendar, main_office
from practice.permissions import Role
from practice.reach import NO_LONGER
from practice.services.statuses import record_status
from practice.tests import factories

NOW = writing.NOW
SOON = NOW + timedelta(minutes=6)
pytestmark = pytest.mark.django_db


@pytest.fixture
def server() -> Iterator[Sink]:
    with sink() as running:
        yield running


def _died(party: Party) -> None:
    record_status(
        party_id=party.pk,
        kind=StatusKind.DECEASED,
        since_on=NOW.date() - timedelta(days=2),
        evidence="Certificate seen",
        by=factories.user(),
        now=NOW,
    )


def _deliver() -> Message:
    """Let everything leave that may, and return the only message to somebody outside."""
    while deliver_next(clock=lambda: SOON):
        pass
    return Message.objects.get(staff=None)


def test_a_client_care_letter_does_not_reach_who_died_meanwhile_and_is_owed_again(server: Sink) -> None:
    joseph = writing.client()
    letter = writing.issued(writing.written(writing.matter(clients=(joseph,))))
    _died(joseph)
    reader = factories.user(Role.COMPLIANCE)
    (coming,) = what_will_leave(reader, now=NOW, until=SOON, calendar=load_calendar(main_office()))

    message = _deliver()

    assert (server.messages(), message.state, message.last_error) == ([], MessageState.FAILED, "They have died.")
    assert (coming.fate, coming.because) == (Fate.UNSAFE, "They have died.")
    assert list(Letter.objects.not_delivered()) == [letter]
    owner = letter.matter.fee_earner
    assert f"Not sent: {message.subject}. They have died." in [task.title for task in Task.objects.open_for(owner)]
    letters.stop_letter(letter_id=letter.pk, by=letter.prepared_for, now=SOON)
    letter.refresh_from_db()
    assert letter.stage == LetterStage.STOPPED


@pytest.mark.parametrize(
    ("rules", "ended", "because"),
    [
        pytest.param({}, {}, "", id="nothing changed"),
        pytest.param({"email_is_safe": False}, {}, "No e-mail may go to them.", id="no e-mail"),
        pytest.param({"died_on": NOW.date()}, {}, "They have died.", id="died"),
        pytest.param({}, {"ended_on": NOW.date()}, NO_LONGER[ContactKind.EMAIL], id="mailbox ended"),
    ],
)
def test_an_acknowledgement_is_held_by_what_changed_and_its_clock_runs_on(
    server: Sink, rules: dict[str, object], ended: dict[str, object], because: str
) -> None:
    people = complaining.cast()
    complaint = complaining.complaint(people, now=TUESDAY)
    response = acknowledge(people, complaint)
    Party.objects.filter(pk=people.client.pk).update(**rules)
    ContactPoint.objects.filter(party=people.client, kind=ContactKind.EMAIL).update(**{"bounced_at": None, **ended})

    message = _deliver()

    response.refresh_from_db()
    running = Deadline.objects.running().filter(complaint=complaint, kind="ack").exists()
    assert (message.last_error, response.is_undelivered, running) == (because, bool(because), True)
    assert len([mail for mail in server.messages() if mail["Subject"] == message.subject]) == (0 if because else 1)
    told = Task.objects.open_for(people.head).filter(title__startswith="Not sent: ").exists()
    assert told is bool(because)


@pytest.mark.parametrize("is_on_record", [False, True], ids=["as typed", "on record"])
def test_a_question_to_somebody_who_enquired_is_held_by_their_own_no(server: Sink, is_on_record: bool) -> None:
    factories.firm()
    lawyer = factories.user()
    made = enquiry("Zara Webb", channel=Came.WALK_IN, email="zara@webb.example", email_is_safe=True)
    intake.confirm_reach(
        enquiry_id=made.pk, kind=ContactKind.EMAIL, how="In person", may_write=True, by=lawyer, now=NOW
    )
    intake.ask_more(enquiry_id=made.pk, question="Which court?", by=lawyer, now=NOW)
    if is_on_record:
        Party.objects.filter(pk=check(made, by=lawyer).matter.clients().get().pk).update(email_is_safe=False)
    else:
        intake.confirm_reach(
            enquiry_id=made.pk, kind=ContactKind.EMAIL, how="In person", may_write=False, by=lawyer, now=NOW
        )

    message = _deliver()

    because = "No e-mail may go to them." if is_on_record else NO_LONGER[ContactKind.EMAIL]
    assert (message.state, message.last_error, server.messages()) == (MessageState.FAILED, because, [])
