import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, connections, transaction
from pytest_django import Settings

from outbox import channels, rules, services
from outbox.models import Channel, Document, Message, MessageState, PostClass
from outbox.services import delivering
from outbox.tests import factories
from outbox.tests.smtp import Sink, sink
from practice.models import JournalEntry, Task
from practice.permissions import Role
from practice.tests import factories as firm

NOW = firm.TUESDAY_NOON


@pytest.fixture
def server() -> Iterator[Sink]:
    with sink() as running:
        yield running


def clock_at(moment: datetime = NOW) -> Callable[[], datetime]:
    return lambda: moment


@pytest.mark.django_db
def test_queueing_twice_by_one_key_is_one_message() -> None:
    first = factories.message(key="callback:7:reminder")

    with transaction.atomic():
        second = services.queue(factories.notice(), key="callback:7:reminder", now=NOW)

    assert second is None
    assert list(Message.objects.all()) == [first]


@pytest.mark.django_db
def test_a_message_reaches_the_mail_server_with_its_papers_and_a_lasting_identity(server: Sink) -> None:
    message = factories.message(documents=[factories.document()], reply_to="amara@hartleyvane.example")

    assert services.deliver_next(clock=clock_at()) is True

    message.refresh_from_db()
    (mail,) = server.messages()
    assert (message.state, message.sent_at) == (MessageState.SENT, NOW)
    assert mail["Message-ID"] == channels.message_id(message)
    assert mail["From"] == "Hartley & Vane LLP <care@hartleyvane.example>"
    assert (mail["Reply-To"], mail["Subject"]) == ("amara@hartleyvane.example", "Our reference RP-26-0412")
    assert [part.get_filename() for part in mail.iter_attachments()] == ["letter.pdf"]
    assert list(JournalEntry.objects.filter(subject_id=message.pk).values_list("event", flat=True)) == ["message.sent"]
    assert services.deliver_next(clock=clock_at()) is False


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "state", "tasks"),
    [
        pytest.param("451 try later", MessageState.PENDING, 0, id="not now"),
        pytest.param("550 no such mailbox", MessageState.FAILED, 1, id="never"),
    ],
)
def test_a_refusal_for_good_goes_to_its_owner_and_any_other_waits(
    server: Sink, answer: str, state: str, tasks: int
) -> None:
    server.answer = answer
    owner = firm.user()
    message = factories.message(owner=owner)

    services.deliver_next(clock=clock_at())

    message.refresh_from_db()
    assert (message.state, message.last_error) == (state, f"SMTP {answer[:3]}")
    assert Task.objects.open_for(owner).count() == tasks
    assert timedelta(seconds=24) <= message.next_attempt_at - NOW <= timedelta(seconds=36)


@pytest.mark.django_db
def test_without_a_mail_server_nothing_is_lost(server: Sink, settings: Settings) -> None:
    settings.EMAIL_PORT = 1
    message = factories.message()

    services.deliver_next(clock=clock_at())

    message.refresh_from_db()
    assert (message.state, message.last_error, message.attempts) == (MessageState.PENDING, "ConnectionRefusedError", 1)


@pytest.mark.django_db
def test_a_message_of_a_sender_that_died_is_taken_again_when_its_lease_ends(server: Sink) -> None:
    message = factories.message()
    services.claim_next(now=NOW)

    assert services.deliver_next(clock=clock_at(NOW + rules.LEASE)) is False
    assert services.deliver_next(clock=clock_at(NOW + rules.LEASE + timedelta(seconds=1))) is True

    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.SENT, 2)


@pytest.mark.django_db
def test_a_late_sender_settles_nothing(server: Sink) -> None:
    message = factories.message()
    zombie = services.claim_next(now=NOW)
    assert zombie is not None
    services.claim_next(now=NOW + rules.LEASE + timedelta(seconds=1))

    delivering.settle_sent(zombie, now=NOW + timedelta(minutes=5))

    message.refresh_from_db()
    assert message.state == MessageState.SENDING


@pytest.mark.django_db
def test_a_letter_whose_dates_count_from_another_day_never_leaves(server: Sink) -> None:
    owner = firm.user()
    message = factories.message(send_on=NOW.date(), owner=owner)

    services.deliver_next(clock=clock_at(NOW + timedelta(days=1)))

    message.refresh_from_db()
    assert (message.state, server.messages()) == (MessageState.FAILED, [])
    assert Task.objects.open_for(owner).count() == 1


@pytest.mark.django_db
def test_a_withdrawn_message_stays(server: Sink) -> None:
    factories.message(key="callback:7:reminder")

    assert services.withdraw(key="callback:7:reminder") is True
    assert services.withdraw(key="callback:7:reminder") is False
    assert services.deliver_next(clock=clock_at()) is False
    assert server.messages() == []


@pytest.mark.django_db
def test_only_a_failed_message_can_be_tried_again() -> None:
    message = factories.message()
    manager = firm.user(Role.COMPLIANCE)

    with pytest.raises(services.NotFailed):
        services.retry_message(message_id=message.pk, by=manager, now=NOW)

    Message.objects.filter(pk=message.pk).update(state=MessageState.FAILED, attempts=12)
    again = services.retry_message(message_id=message.pk, by=manager, now=NOW)
    assert (again.state, again.attempts) == (MessageState.PENDING, 0)


@pytest.mark.django_db
def test_a_printed_letter_is_dispatched_when_a_person_posted_it() -> None:
    letter = factories.message(channel=Channel.PRINT)
    secretary = firm.user(Role.SECRETARY)
    posted_at = NOW - timedelta(minutes=20)

    def record(at: datetime) -> None:
        services.record_posting(
            letter_ids=[letter.pk], posted_at=at, posted_class=PostClass.SIGNED, by=secretary, now=NOW
        )

    with pytest.raises(services.NotYetPosted):
        record(NOW + timedelta(1))
    record(posted_at)

    letter.refresh_from_db()
    assert (letter.state, letter.sent_at, letter.posted_by) == (MessageState.SENT, posted_at, secretary)
    assert letter.posted_class == PostClass.SIGNED
    with pytest.raises(services.NotInTray, match=letter.to_name):
        record(posted_at)


@pytest.mark.django_db
@pytest.mark.parametrize("deed", ["UPDATE outbox_document SET file_name = 'x'", "DELETE FROM outbox_document"])
def test_a_stored_paper_never_changes(deed: str) -> None:
    factories.document()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed)

    assert Document.objects.get().file_name == "letter.pdf"


def test_two_workers_never_send_one_message_twice(fresh_db: str, server: Sink) -> None:
    for _ in range(30):
        factories.message()

    def work() -> None:
        while services.deliver_next(clock=clock_at()):
            pass
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len({mail["Message-ID"] for mail in server.messages()}) == 30
    assert len(server.messages()) == 30
