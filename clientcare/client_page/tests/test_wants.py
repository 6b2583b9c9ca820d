"""What a client wants across their matters, and passing on what another department can do."""

import html
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from intake.models import InterviewAnswer
from intake.tests.meeting_rows import begun, cleared_matter
from practice.models import JournalEntry, Matter, Task, User
from practice.permissions import Role
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON
GOALS, WILL = "To stay for good", "Neither has a will"


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)


@pytest.fixture
def matter() -> Matter:
    factories.firm()
    return _met(goals=GOALS, other_needs=WILL)


def _met(client: Any = None, **said: str) -> Matter:
    """A matter whose first meeting has these answers."""
    matter = cleared_matter(client=client or factories.party("Nkechi Bowen"))
    meeting = begun(matter)
    for code, words in said.items():
        item = meeting.checklist.items.get(code=code)
        InterviewAnswer.objects.create(interview=meeting, item=item, words=words, at=NOON, by=matter.fee_earner)
    return matter


def _as(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def _text(answer: Any) -> str:
    return " ".join(html.unescape(answer.content.decode()).split())


def test_what_they_want_stands_on_the_clients_page_across_the_matters_that_the_reader_may_see(matter: Matter) -> None:
    client = matter.clients()[0]
    other = _met(client, goals="To sell one day", constraints="The bank")
    Matter.objects.filter(pk=other.pk).update(is_restricted=True)
    page = reverse("client", args=[client.pk])
    readers = (matter.fee_earner, other.fee_earner, factories.user(Role.RECEPTIONIST))

    seen = [_text(_as(user).get(page)) for user in readers]

    assert [GOALS in one for one in seen] == [True, True, False]
    assert ["To sell one day" in one for one in seen] == [False, True, False]


def test_a_need_is_passed_on_once_with_the_clients_yes_and_the_head_has_a_task(matter: Matter) -> None:
    head = factories.user(Role.HEAD, given="Siobhan")
    private = factories.department("Private client", "PC")
    private.head = head
    private.save(update_fields=["head"])
    client, spotted = matter.clients()[0], InterviewAnswer.objects.get(words=WILL)
    url = reverse("client_pass_on", args=[client.pk, spotted.pk])
    browser = _as(matter.fee_earner)
    assert WILL in _text(browser.get(url))
    typed = {
        "form_key": str(uuid.uuid4()),
        "department": private.pk,
        "words": "Would like a will each",
        "agreed_on": "2026-11-24",
        "agreed_how": "In the meeting",
    }

    wrong = [
        browser.post(url, {**typed, name: said}) for name, said in (("agreed_how", ""), ("agreed_on", "2026-11-25"))
    ]
    right = [browser.post(url, typed) for _ in range(2)]

    assert [one.status_code for one in (*wrong, *right)] == [422, 422, 303, 303]
    task = Task.objects.get(owner=head)
    assert task.title == f"Ring {client}, who would like to hear from Private client: Would like a will each"
    assert JournalEntry.objects.get(event="need.passed_on").facts["agreed_how"] == "In the meeting"
    goals = InterviewAnswer.objects.get(words=GOALS)
    assert browser.get(reverse("client_pass_on", args=[client.pk, goals.pk])).status_code == 404


def test_nothing_is_passed_on_to_whom_a_wall_keeps_out_or_where_nobody_is(matter: Matter) -> None:
    private = factories.department("Private client", "PC")
    url = reverse("client_pass_on", args=[matter.clients()[0].pk, InterviewAnswer.objects.get(words=WILL).pk])
    Matter.objects.filter(pk=matter.pk).update(is_restricted=True)
    typed = {"department": private.pk, "words": "A will", "agreed_on": "2026-11-24", "agreed_how": "In the meeting"}

    said = []
    for head in (None, factories.user(Role.HEAD)):
        private.head = head
        private.save(update_fields=["head"])
        said.append(_text(_as(matter.fee_earner).post(url, {**typed, "form_key": str(uuid.uuid4())})))

    assert ["has no head" in one for one in said] == [True, False]
    assert ["may not see this matter" in one for one in said] == [False, True]
    assert Task.objects.filter(key__startswith="passed-on").count() == 0
