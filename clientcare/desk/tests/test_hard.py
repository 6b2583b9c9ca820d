"""Difficult callers: a supervisor by one key, words that two people read, an instruction before anything else."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from callbacks.models import CallerFlag, HardCall
from callbacks.tests.factories import NOON
from clientcare.desk.tests.slips import post, text_of, typed
from outbox.models import Message
from practice.models import FormDraft, Matter, Task, User
from practice.permissions import Role
from practice.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(me: User) -> User:
    return factories.user(Role.HEAD, given="Ruth", family="Abelson")


def test_a_supervisor_is_asked_at_once_and_the_slip_is_kept(browser: Client, head: User, matter: Matter) -> None:
    slip = typed(matter)
    for _ in range(2):
        answer = post(browser, "desk_help", slip)

    task = Task.objects.get(owner=head)
    assert (answer.status_code, task.title) == (303, "Priya Nair asks for you at the desk now")
    assert Message.objects.get(kind="desk.help").to_address == head.email
    assert FormDraft.objects.get().typed["message"] == "Has the buyer answered?"
    assert "Nobody has to listen to insults" in text_of(browser.get(answer["Location"]))


def test_what_was_said_is_read_by_whoever_took_it_and_whoever_is_told(
    browser: Client, head: User, matter: Matter, client: Client
) -> None:
    words = {
        "form_key": str(uuid.uuid4()),
        "party": matter.clients().get().pk,
        "manner": "abusive",
        "said": "Words nobody should hear",
        "handed_over": "Rang off at five past.",
        "supervisor": head.pk,
    }
    for _ in range(2):
        assert post(browser, "desk_difficult", words).status_code == 303

    assert (HardCall.objects.count(), Message.objects.filter(kind="desk.help").count()) == (1, 1)
    for person, may_read in ((browser, True), (head, True), (matter.fee_earner, False)):
        if isinstance(person, User):
            client.force_login(person)
        seen = text_of((person if isinstance(person, Client) else client).get(reverse("desk_difficult")))
        assert ("Words nobody should hear" in seen) is may_read


@pytest.mark.parametrize(
    ("changes", "said"), [({"said": ""}, "This needs an answer"), ({"rang": "13:30"}, "That time is still to come")]
)
def test_what_cannot_be_right_is_said_with_everything_typed(
    browser: Client, head: User, changes: dict[str, str], said: str
) -> None:
    words = {"form_key": str(uuid.uuid4()), "manner": "abusive", "said": "So he said", "supervisor": head.pk}
    answer = post(browser, "desk_difficult", {**words, "handed_over": "Rang off", **changes})

    assert (answer.status_code, HardCall.objects.count()) == (422, 0)
    assert said in text_of(answer)
    assert "Rang off" in text_of(answer)


def test_a_supervisor_tells_the_desk_what_to_do_until_it_is_taken_off(
    browser: Client, head: User, matter: Matter, client: Client
) -> None:
    party, on = matter.clients().get(), (NOON + timedelta(days=30)).date()
    words = {
        "party": party.pk,
        "manner": "threatening",
        "instruction": "Two people on the line.",
        "review_on_day": on.day,
        "review_on_month": on.month,
        "review_on_year": on.year,
    }
    assert post(browser, "desk_flag", words).status_code == 403
    client.force_login(head)
    assert post(client, "desk_flag", {**words, "review_on_year": 2031}).status_code == 422
    assert post(client, "desk_flag", words).status_code == 303
    shown = text_of(client.get(reverse("desk"), {"party": party.pk}))
    assert "<b>Threatening.</b> Two people on the line." in shown

    post(client, "desk_flag", {**words, "instruction": ""})

    assert CallerFlag.objects.count() == 0
