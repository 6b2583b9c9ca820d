"""What a client is to acknowledge: chased twice, then rung, and left alone as soon as they have (domain D18)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from outbox import services
from outbox.models import Acknowledgement, AcknowledgementWay, Message, MessageState
from outbox.services.acknowledging import AcknowledgedBefore, AskedBefore, DueInPast, NothingToAcknowledge
from outbox.services.chasing import KIND, chasers_to_come, sweep_acknowledgements
from practice.models import AutomaticMessage, SendMode, Task, User
from practice.tests import factories
from practice.tests.clock import set_clock

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)  # a Tuesday
DUE = date(2026, 11, 26)
FIRST, SECOND, RING = (datetime(2026, *day, 10, tzinfo=UTC) for day in ((11, 30), (12, 3), (12, 4)))
MONTH = timedelta(days=30)


@pytest.fixture(autouse=True)
def _released(settings: Settings, db: None) -> None:
    set_clock(settings, NOW)
    factories.firm()
    AutomaticMessage.objects.update_or_create(kind=KIND, defaults={"mode": SendMode.ON})


@pytest.fixture
def lawyer() -> User:
    return factories.user()


@pytest.fixture
def sent(lawyer: User) -> Message:
    matter = factories.matter(fee_earner=lawyer)
    client = matter.clients()[0]
    return Message.objects.create(
        key="letter:1", kind="engagement.letter", state=MessageState.SENT, to_address="x@mail.example",
        to_name=client.name, party=client, matter=matter, owner=lawyer, subject="Our reference RP", body="Words",
        created_at=NOW, next_attempt_at=NOW, sent_at=NOW,
    )  # fmt: skip


def ask(message: Message, lawyer: User, due_on: date = DUE) -> Acknowledgement:
    return services.ask_acknowledgement(message_id=message.pk, due_on=due_on, by=lawyer, now=NOW)


def test_silence_is_chased_twice_as_forecast_and_then_somebody_rings(lawyer: User, sent: Message) -> None:
    ask(sent, lawyer)
    forecast = chasers_to_come(reader=lawyer, now=NOW, until=NOW + MONTH)
    for moment in (FIRST, FIRST, SECOND, RING, RING):
        sweep_acknowledgements(now=moment)
    chased = list(Message.objects.filter(kind=KIND).order_by("created_at"))

    assert [(one.at, one.fate) for one in forecast] == [(FIRST, "goes"), (SECOND, "goes")]
    assert [one.key for one in chased] == [one.key for one in forecast]
    assert "Tuesday 24 November 2026" in chased[0].body
    assert str(sent.matter) not in chased[0].body
    assert list(Task.objects.values_list("owner", flat=True)) == [lawyer.pk]


def test_what_is_acknowledged_or_never_arrived_is_not_chased(lawyer: User, sent: Message) -> None:
    asked = ask(sent, lawyer)
    sweep_acknowledgements(now=FIRST)
    way = AcknowledgementWay.CALL
    services.record_acknowledgement(acknowledgement_id=asked.pk, way=way, by=lawyer, now=FIRST)
    sweep_acknowledgements(now=RING)
    with pytest.raises(AcknowledgedBefore):
        services.record_acknowledgement(acknowledgement_id=asked.pk, way=way, by=lawyer, now=RING)

    outcomes = asked.stages.order_by("fire_at").values_list("outcome", flat=True)
    assert (list(outcomes), Task.objects.count()) == (["fired", "settled", "settled"], 0)
    assert Message.objects.get(kind=KIND).state == MessageState.WITHDRAWN
    assert chasers_to_come(reader=lawyer, now=NOW, until=NOW + MONTH) == []


@pytest.mark.parametrize("how", ["no mail", "not delivered"])
def test_a_chaser_that_may_not_go_says_why(lawyer: User, sent: Message, how: str) -> None:
    asked = ask(sent, lawyer)
    if how == "no mail":
        assert sent.party is not None
        sent.party.email_is_safe = False
        sent.party.save(update_fields=["email_is_safe"])
    else:
        Message.objects.filter(pk=sent.pk).update(state=MessageState.FAILED, sent_at=None)
    sweep_acknowledgements(now=FIRST)

    outcome = asked.stages.earliest("fire_at").outcome
    expected = {"no mail": ("unsafe_channel", 1), "not delivered": ("withdrawn", 0)}
    assert (outcome, Task.objects.count(), Message.objects.filter(kind=KIND).count()) == (*expected[how], 0)


def test_what_cannot_be_asked_is_refused(lawyer: User, sent: Message) -> None:
    with pytest.raises(DueInPast):
        ask(sent, lawyer, NOW.date())
    ask(sent, lawyer)
    with pytest.raises(AskedBefore):
        ask(sent, lawyer)
    Message.objects.filter(pk=sent.pk).update(kind="complaint.letter")
    Acknowledgement.objects.get().stages.all().delete()
    Acknowledgement.objects.all().delete()
    with pytest.raises(NothingToAcknowledge):
        ask(sent, lawyer)


def test_staff_ask_and_record_it_on_the_page_of_the_message(client: Client, lawyer: User, sent: Message) -> None:
    client.force_login(lawyer)
    path = f"/outbox/{sent.pk}/"
    day = {"due_on_day": "26", "due_on_month": "11", "due_on_year": "2026"}
    asked = [client.post(f"{path}acknowledge/", typed).status_code for typed in ({}, day, day)]
    shown = client.get(path).content.decode()
    recorded = [client.post(f"{path}acknowledged/", {"way": way, "note": ""}).status_code for way in ("link", "call")]

    assert (asked, recorded) == ([422, 303, 409], [422, 303])
    assert "Mon 30 Nov, 10:00" in shown
    assert Acknowledgement.objects.get().way == "call"
