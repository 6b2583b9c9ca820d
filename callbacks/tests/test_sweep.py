"""The sweep: every planned stage ends once, and says how."""

from typing import Any

import pytest

from callbacks import services, tasks
from callbacks.models import Callback, CallbackStage
from callbacks.rules import AttemptResult
from callbacks.tests.factories import NOON, at, book, let_messages_go
from outbox.models import Message
from practice import clock
from practice.calendar import Nation
from practice.models import AutomaticMessage, CalendarHorizon, ContactKind, ContactPoint, Party, SendMode, Task, User
from practice.permissions import Role
from practice.reach import why_not_written
from practice.tests import factories

pytestmark = pytest.mark.django_db


def mail(kind: str) -> list[Message]:
    return list(Message.objects.filter(kind=kind).order_by("created_at", "key"))


def outcomes(callback: Callback) -> dict[str, str]:
    return dict(CallbackStage.objects.filter(promise__callback=callback).values_list("kind", "outcome"))


def head() -> User:
    person = factories.user(Role.HEAD)
    department = factories.department()
    department.head = person
    department.save(update_fields=["head"])
    return person


def test_one_list_goes_a_quarter_of_an_hour_before_the_window() -> None:
    adviser = factories.user()
    for minute in (0, 20, 40):
        book(adviser, starts_at=at(14, minute))

    services.sweep_stages(now=at(13, 44))
    assert mail("callback.reminder_owner") == []
    services.sweep_stages(now=at(13, 45))

    (message,) = mail("callback.reminder_owner")
    assert (message.to_address, message.subject) == (adviser.email, "3 calls to return")


def test_sweeping_twice_says_everything_once() -> None:
    book(urgency="hour")
    for _ in range(2):
        services.sweep_stages(now=at(9, 0, day=26))

    first = Message.objects.count(), Task.objects.count(), CallbackStage.objects.count()
    services.sweep_stages(now=at(9, 0, day=26))

    assert (Message.objects.count(), Task.objects.count(), CallbackStage.objects.count()) == first
    assert CallbackStage.objects.waiting().count() == 0


def test_a_miss_is_provisional_until_the_next_working_day_closes_and_stands_on_two_lists_once() -> None:
    supervisor = head()
    callback = book()

    services.sweep_stages(now=at(14, 40))
    assert callback.promises.get().outcome == "open", "the tolerance ends with that minute"
    services.sweep_stages(now=at(14, 41))
    callback.refresh_from_db()
    assert (callback.promises.get().outcome, callback.stage) == ("missed_provisional", "missed")
    services.sweep_stages(now=at(17, 0, day=25))
    assert callback.promises.get().outcome == "missed"
    services.sweep_stages(now=at(17, 0, day=26))

    assert sorted(Task.objects.values_list("owner_id", flat=True)) == sorted([callback.adviser_id, supervisor.pk])
    assert mail("callback.missed") == [], "only urgent ones interrupt"


def test_a_call_entered_late_takes_a_miss_back_and_the_tasks_with_it() -> None:
    callback = book()
    services.sweep_stages(now=at(14, 41))

    services.record_attempt(
        callback_id=callback.pk,
        result=AttemptResult.SPOKE_RESOLVED,
        at=at(14, 25),
        now=at(16, 0),
        by=callback.adviser,
    )
    services.sweep_stages(now=at(9, 0, day=27))

    promise = callback.promises.get()
    assert (promise.outcome, promise.recorded_late) == ("kept", False)
    assert Task.objects.filter(done_at=None).count() == 0


def test_an_urgent_miss_is_told_to_the_owner_and_half_an_hour_later_to_the_supervisor() -> None:
    supervisor = head()
    callback = book(urgency="hour")

    services.sweep_stages(now=at(14, 20))
    services.sweep_stages(now=at(14, 41))
    services.sweep_stages(now=at(15, 11))
    services.sweep_stages(now=at(15, 12))

    assert [one.to_address for one in mail("callback.missed")] == [callback.adviser.email, supervisor.email]
    assert [one.to_address for one in mail("callback.unfinished")] == [callback.adviser.email]


def test_nobody_writes_an_apology_by_itself() -> None:
    let_messages_go()
    client = factories.party()
    book(caller=client, wants_message=True, urgency="hour")

    services.sweep_stages(now=at(9, 0, day=27))

    kinds = set(Message.objects.filter(party=client).values_list("kind", flat=True))
    assert kinds <= {"callback.confirmation", "callback.reminder"}


def test_after_an_outage_what_is_of_no_use_any_more_is_recorded_as_too_late() -> None:
    callback = book()

    services.sweep_stages(now=at(9, 0, day=27))

    assert outcomes(callback) == {
        "owner_list": "too_late",
        "due": "too_late",
        "missed": "fired",
        "evening_list": "too_late",
        "supervisor_list": "too_late",
        "morning_list": "too_late",
    }


def test_a_stage_held_by_a_person_says_so() -> None:
    callback = book()
    CallbackStage.objects.filter(kind="owner_list").update(held_by=callback.adviser)

    services.sweep_stages(now=at(13, 50))

    held = CallbackStage.objects.get(promise__callback=callback, kind="owner_list")
    assert (held.outcome, held.because) == ("held", f"Held by {callback.adviser}")
    assert mail("callback.reminder_owner") == []


def reach(*, confirmed: bool = True, **facts: Any) -> Party:
    client = factories.party(confirmed=confirmed)
    for name, value in facts.items():
        setattr(client, name, value)
    client.save()
    return client


@pytest.mark.parametrize(
    ("make", "mode", "outcome"),
    [
        pytest.param(lambda: reach(), SendMode.ON, "fired", id="confirmed mailbox"),
        pytest.param(lambda: reach(), SendMode.REHEARSE, "rehearsed", id="rehearsal"),
        pytest.param(lambda: reach(), SendMode.OFF, "switched_off", id="switched off"),
        pytest.param(lambda: reach(), None, "rehearsed", id="never released"),
        pytest.param(lambda: reach(confirmed=False), SendMode.ON, "unsafe_channel", id="not confirmed"),
        pytest.param(lambda: reach(email_is_safe=False), SendMode.ON, "unsafe_channel", id="e-mail is not safe"),
        pytest.param(
            lambda: reach(is_represented_elsewhere=True), SendMode.ON, "unsafe_channel", id="other solicitors"
        ),
        pytest.param(lambda: None, SendMode.ON, "unsafe_channel", id="only a name and number"),
    ],
)
def test_callers_are_written_to_only_where_it_is_safe_and_released(make: Any, mode: Any, outcome: str) -> None:
    if mode is not None:
        AutomaticMessage.objects.create(kind="callback.confirmation", mode=mode)
        AutomaticMessage.objects.create(kind="callback.reminder", mode=mode)
    callback = book(caller=make(), wants_message=True)

    services.sweep_stages(now=NOON)
    services.sweep_stages(now=at(14, 0))

    found = outcomes(callback)
    assert (found["client_confirmation"], found["client_reminder"]) == (outcome, outcome)
    assert Message.objects.filter(kind__in=["callback.confirmation", "callback.reminder"]).count() == (
        2 if outcome == "fired" else 0
    )


@pytest.mark.parametrize("since", [{"died_on": NOON.date()}, {"lacks_capacity": True}], ids=["died", "lacks capacity"])
def test_who_has_died_or_lost_capacity_since_the_call_was_promised_is_not_written_to(since: dict[str, Any]) -> None:
    let_messages_go()
    client = reach()
    callback = book(caller=client, wants_message=True)
    Party.objects.filter(pk=client.pk).update(**since)

    services.sweep_stages(now=NOON)
    services.sweep_stages(now=at(14, 0))

    found = outcomes(callback)
    assert (found["client_confirmation"], found["client_reminder"]) == ("unsafe_channel", "unsafe_channel")
    because = set(CallbackStage.objects.filter(outcome="unsafe_channel").values_list("because", flat=True))
    (task,) = Task.objects.filter(key__contains=":not_written:")
    assert because == {why_not_written(Party.objects.get(pk=client.pk), ContactKind.EMAIL)}
    assert task.owner == callback.for_staff
    assert task.title == f"No message went to Margaret Ellison about the promised call. {because.pop()}"
    assert not Message.objects.filter(kind__in=["callback.confirmation", "callback.reminder"]).exists()


def test_a_mailbox_that_bounced_is_not_written_to() -> None:
    let_messages_go()
    client = factories.party()
    ContactPoint.objects.filter(party=client, kind="email").update(bounced_at=NOON)
    callback = book(caller=client, wants_message=True)

    services.sweep_stages(now=at(14, 0))

    assert outcomes(callback)["client_confirmation"] == "unsafe_channel"


def test_what_a_caller_reads_names_neither_matter_nor_topic_nor_whole_number() -> None:
    let_messages_go()
    matter = factories.matter()
    client = matter.clients().get()
    book(matter.fee_earner, caller=client, matter=matter, wants_message=True, message="My divorce")

    services.sweep_stages(now=at(12, 1))

    (message,) = mail("callback.confirmation")
    text = message.subject + message.body
    assert "between twenty past two and half past two" in text
    assert "ends in 142" in text
    for hidden in (matter.title, matter.reference or "-", "divorce", "900 142", "07700"):
        assert hidden not in text
    assert message.reply_to == matter.fee_earner.email


def test_nobody_is_written_to_who_was_not_asked() -> None:
    let_messages_go()
    callback = book(caller=factories.party())

    services.sweep_stages(now=at(14, 0))

    assert "client_confirmation" not in outcomes(callback)
    assert Message.objects.filter(party__isnull=False).count() == 0


def test_one_bad_row_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    elsewhere = factories.department("Lettings", "LT")
    elsewhere.office = factories.office(Nation.NORTHERN_IRELAND)
    elsewhere.save(update_fields=["office"])
    bad, good = book(factories.user(department=elsewhere)), book()
    CalendarHorizon.objects.filter(pk=Nation.NORTHERN_IRELAND).delete()

    services.sweep_stages(now=at(14, 0))

    assert outcomes(good)["owner_list"] == "fired"
    assert outcomes(bad)["owner_list"] == ""
    assert f"callback {bad.pk} could not be swept" in caplog.text
    assert "Ellison" not in caplog.text


def test_after_an_outage_the_caller_gets_the_reminder_alone() -> None:
    let_messages_go()
    callback = book(caller=factories.party(), wants_message=True)

    services.sweep_stages(now=at(14, 0))

    (reminder,) = Message.objects.filter(party__isnull=False)
    assert reminder.kind == "callback.reminder"
    folded = CallbackStage.objects.get(promise__callback=callback, kind="client_confirmation")
    assert (folded.outcome, folded.because) == ("too_late", "A later message about the same call was due")
    assert outcomes(callback)["client_reminder"] == "fired"


@pytest.mark.parametrize("mode", [SendMode.OFF, SendMode.REHEARSE])
def test_a_reminder_that_does_not_go_folds_no_confirmation(mode: SendMode) -> None:
    let_messages_go()
    AutomaticMessage.objects.filter(kind="callback.reminder").update(mode=mode)
    callback = book(caller=factories.party(), wants_message=True)

    services.sweep_stages(now=at(14, 0))

    assert outcomes(callback)["client_confirmation"] == "fired"
    assert [one.kind for one in Message.objects.filter(party__isnull=False)] == ["callback.confirmation"]


def test_the_task_sweeps_by_the_clock() -> None:
    now = clock.now()
    callback = book()
    CallbackStage.objects.filter(promise__callback=callback).update(fire_at=now)

    tasks.sweep_callback_stages()
    tasks.sweep_callback_stages()

    assert CallbackStage.objects.waiting().exclude(kind="settle").count() == 0
