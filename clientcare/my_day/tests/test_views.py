"""My day through its door: what stands there, and what comes of each thing done on it."""

import re
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from callbacks import services
from callbacks.models import Attempt, Block, Callback
from callbacks.tests.clock import stop_near
from callbacks.tests.factories import NOON, at, book, slip
from outbox.models import Message
from practice.models import CarePlan, KeyDate, Task, User
from practice.permissions import Role
from practice.services.tasks import give_task
from practice.tests import factories
from practice.tests.test_barriers import stand

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tuesday(settings: Settings) -> None:
    stop_near(at(15, 30), settings)


@pytest.fixture
def me() -> User:
    factories.firm()
    return factories.user(Role.FEE_EARNER, given="Amara", family="Okafor")


@pytest.fixture
def browser(client: Client, me: User) -> Client:
    client.force_login(me)
    return client


def page(browser: Client) -> str:
    return " ".join(browser.get(reverse("my_day")).content.decode().split())


def outcome(callback: Callback, **typed: Any) -> tuple[str, dict[str, Any]]:
    return reverse("my_day_call", args=[callback.pk]), {
        "form_key": str(uuid.uuid4()),
        "result": "spoke_resolved",
        **typed,
    }


@pytest.mark.parametrize(
    ("role", "status"),
    [
        *((role, 200) for role in Role),
    ],
)
def test_everybody_has_a_day(client: Client, role: Role, status: int) -> None:
    factories.firm()
    client.force_login(factories.user(role))

    assert client.get(reverse("my_day")).status_code == status


def test_a_call_stands_with_what_may_be_said_before_what_it_is_about(browser: Client, me: User) -> None:
    client = factories.party("Margaret Ellison", safe_contact="Mobile only. No voicemail.")
    book(me, caller=client, caller_name="Margaret Ellison", message="The boundary", starts_at=at(15, 40), now=NOON)

    text = page(browser)

    assert text.index("Mobile only. No voicemail.") < text.index("The boundary")
    assert "07700 900 142" in text
    assert "One person expects your call" in text
    assert "Voicemail left" not in text, "no voicemail where none is safe"


def test_calls_of_others_and_of_other_days_do_not_stand_there(browser: Client, me: User) -> None:
    book(caller_name="Somebody Else", starts_at=at(15, 40))
    book(me, caller_name="Not Today", starts_at=at(14, 0, day=25))

    text = page(browser)

    assert "Somebody Else" not in text
    assert "Not Today" not in text
    assert "1 more on later days" in text


def test_an_outcome_reaches_the_promise_the_matter_and_the_list(browser: Client, me: User) -> None:
    matter = factories.matter(fee_earner=me)
    callback = book(me, matter=matter, starts_at=at(15, 20), now=NOON)
    typed = {"at": "15:24", "note": "Exchange on Friday", "next_update_on": "2026-11-27"}

    answer = browser.post(*outcome(callback, **typed))

    assert (answer.status_code, answer["Location"]) == (303, reverse("my_day"))
    attempt = Attempt.objects.get()
    assert (attempt.at, attempt.note, attempt.by) == (at(15, 24), "Exchange on Friday", me)
    assert callback.promises.get().outcome == "kept"
    matter.refresh_from_db()
    assert matter.next_update_on == date(2026, 11, 27)
    assert "No call to return today" in page(browser)


def test_the_same_outcome_sent_twice_is_recorded_once(browser: Client, me: User) -> None:
    url, typed = outcome(book(me, starts_at=at(15, 20)), result="no_answer")

    statuses = [browser.post(url, typed).status_code for _ in range(2)]

    assert (statuses, Attempt.objects.count()) == ([303, 303], 1)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param({"result": ""}, "Choose what happened", id="no outcome"),
        pytest.param({"at": "half past"}, "Enter a time on the 24-hour clock", id="no time"),
        pytest.param({"at": "16:30"}, "That time is still to come", id="still to come"),
        pytest.param({"next_update_on": "2026-11-31"}, "Enter a real date", id="no such day"),
        pytest.param({"next_update_on": "2026-11-20"}, "for today or a later day", id="a day that has passed"),
    ],
)
def test_what_cannot_be_right_comes_back_as_it_was_typed(
    browser: Client, me: User, typed: dict[str, str], said: str
) -> None:
    callback = book(me, matter=factories.matter(fee_earner=me), starts_at=at(15, 20))

    answer = browser.post(*outcome(callback, note="What she said", **typed))

    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert 'value="What she said"' in text
    assert Attempt.objects.count() == 0


def test_a_call_closed_meanwhile_is_refused_with_the_day_as_it_is_now(browser: Client, me: User) -> None:
    callback = book(me, starts_at=at(15, 20))
    services.cancel_callback(callback_id=callback.pk, reason="withdrawn_by_caller", by=me, now=at(15, 25))  # type: ignore[arg-type]

    assert browser.post(*outcome(callback)).status_code == 409
    assert Attempt.objects.count() == 0


def test_somebody_elses_call_is_not_there(browser: Client) -> None:
    assert browser.post(*outcome(book(starts_at=at(15, 20)))).status_code == 404


def test_asked_to_ring_later_leads_to_the_new_time(browser: Client, me: User) -> None:
    callback = book(me, starts_at=at(15, 20))

    answer = browser.post(*outcome(callback, result="asked_to_call_later"))

    assert answer["Location"] == reverse("callbacks:detail", args=[callback.pk])


def test_a_message_is_read_and_done(browser: Client, me: User) -> None:
    message = services.record_message(slip=slip(me, message="Papers on Thursday"), by=me, now=NOON)
    assert "Papers on Thursday" in page(browser)

    browser.post(reverse("my_day_message_done", args=[message.pk]))

    assert "Papers on Thursday" not in page(browser)
    assert browser.post(reverse("my_day_message_done", args=[message.pk])).status_code == 409


def test_tasks_of_others_cannot_be_ticked_off(browser: Client, me: User) -> None:
    for key, owner in (("mine", me), ("theirs", factories.user())):
        give_task(key=key, owner=owner, title=f"Task {key}", url="/", due_on=date(2026, 11, 25), now=NOON)
    assert "Task mine" in page(browser)
    assert "Task theirs" not in page(browser)

    answers = [
        browser.post(reverse("my_day_task_done", args=[task.pk])).status_code for task in Task.objects.order_by("key")
    ]

    assert answers == [303, 404]
    assert "Task mine" not in page(browser)


def test_do_not_disturb_is_set_told_without_a_reason_and_ended(browser: Client, me: User) -> None:
    until = re.search(r'<option value="([^"]+)">16:00', browser.get(reverse("my_day")).content.decode())
    assert until is not None

    assert browser.post(reverse("my_day_dnd"), {"until": until[1]}).status_code == 303
    block = Block.objects.get()
    assert (block.kind, block.until) == ("dnd", at(16))
    text = page(browser)
    assert "Do not disturb until 16:00" in text
    assert "Ms Okafor returns calls" in text

    assert browser.post(reverse("my_day_dnd_end", args=[block.pk])).status_code == 303
    assert browser.post(reverse("my_day_dnd_end", args=[block.pk])).status_code == 409


def test_an_end_that_has_passed_is_refused(browser: Client) -> None:
    answer = browser.post(reverse("my_day_dnd"), {"until": at(15).isoformat()})

    assert (answer.status_code, Block.objects.count()) == (422, 0)


def test_somebody_elses_quiet_is_not_mine_to_end(browser: Client) -> None:
    other = factories.user()
    services.set_block(adviser=other, kind="dnd", starts_at=NOON, until=at(17), by=other, now=NOON)  # type: ignore[arg-type]

    assert browser.post(reverse("my_day_dnd_end", args=[Block.objects.get().pk])).status_code == 404


def test_away_lists_hands_over_in_one_go_and_says_what_is_left(browser: Client, me: User) -> None:
    other = factories.user()
    free = book(me, caller_name="Arjun Mehta", starts_at=at(15, 40), now=NOON)
    book(me, caller_name="Gwen Sutcliffe", starts_at=at(15, 50), now=NOON)
    book(other, starts_at=at(15, 50), now=NOON)
    assert "Arjun Mehta" in browser.get(reverse("my_day_away")).content.decode()

    answer = browser.post(reverse("my_day_away"), {"to": other.pk}, follow=True)

    text = answer.content.decode()
    assert f"1 call handed to {other.name}" in text
    assert "1 call could not be handed over" in text
    assert "Gwen Sutcliffe" in text
    free.refresh_from_db()
    assert free.adviser == other
    assert Message.objects.filter(kind="callback.handed_over").count() == 1


def test_away_proposes_whom_the_matter_names_before_the_general_deputy_but_nobody_behind_a_wall(
    browser: Client, me: User
) -> None:
    deputy, assistant, substitute = (factories.user(department=me.department, given=name) for name in "DAS")
    User.objects.filter(pk=me.pk).update(substitute=substitute)
    planned, walled = (factories.matter(fee_earner=me, assistant=assistant) for _ in range(2))
    CarePlan.objects.create(matter=planned, deputy=deputy, set_at=NOON, set_by=me)
    stand(walled, factories.user(Role.COMPLIANCE), inside=[me], outside=[])
    matters = (planned, walled, None)
    made = [book(me, matter=one, starts_at=at(15, 30 + 10 * n), now=NOON) for n, one in enumerate(matters)]
    form = browser.get(reverse("my_day_away")).context["form"]
    proposed = {name: str(field.initial) for name, field in form.fields.items()}
    assert proposed == {f"call_{made[0].pk}": str(deputy.pk), "to": str(substitute.pk)}

    answer = browser.post(reverse("my_day_away"), proposed, follow=True)

    assert f"2 calls handed over: 1 to {deputy.name}, 1 to {substitute.name}" in answer.content.decode()
    for call in made:
        call.refresh_from_db()
    assert [call.adviser for call in made] == [deputy, me, substitute]
    assert Message.objects.filter(kind="callback.handed_over").count() == 2


def test_away_without_somebody_else_is_refused(browser: Client) -> None:
    assert browser.post(reverse("my_day_away"), {"to": ""}).status_code == 422
    assert Block.objects.count() == 0


def test_my_day_asks_the_same_questions_for_one_row_and_for_three(
    browser: Client, me: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def one_more(n: int) -> None:
        matter = factories.matter(fee_earner=me, next_update_on=date(2026, 11, 25))
        KeyDate.objects.create(matter=matter, label="Completion", on=date(2026, 11, 27))
        book(
            me, matter=matter, caller=matter.clients().get(), starts_at=at(15, 20) + timedelta(minutes=10 * n), now=NOON
        )
        services.record_message(slip=slip(me, matter=matter), by=me, now=NOON)
        give_task(key=f"task {n}", owner=me, title="Do it", url="/", due_on=date(2026, 11, 25), now=NOON)

    one_more(0)
    browser.get(reverse("my_day"))
    with django_assert_num_queries(30):
        browser.get(reverse("my_day"))
    one_more(1)
    one_more(2)
    with django_assert_num_queries(30):
        browser.get(reverse("my_day"))
