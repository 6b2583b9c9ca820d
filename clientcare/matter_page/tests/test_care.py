"""The care plan's page and what the pages of matter, client and desk say of it."""

import html
import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from intake.models import InterviewAnswer
from intake.tests.meeting_rows import begun, cleared_matter
from practice.models import CarePlan, CareReminder, Expectation, Matter, Task, User
from practice.permissions import Role
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)


@pytest.fixture
def matter() -> Matter:
    factories.firm()
    return factories.matter(next_update_on=date(2026, 11, 26))


def _as(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def _text(answer: Any) -> str:
    return " ".join(html.unescape(answer.content.decode()).split())


def _expected(**typed: str) -> dict[str, str]:
    usual = {
        "form_key": str(uuid.uuid4()),
        "kind": "timescale",
        "words": "Ten to twelve weeks",
        "told_on": "2026-11-24",
        "told_how": "At the first meeting",
        "review_on": "2026-12-22",
    }
    return usual | typed


def test_the_plan_proposes_the_next_update_and_names_who_answers_and_who_looks_after_them(matter: Matter) -> None:
    browser, siobhan = _as(matter.fee_earner), factories.user(given="Siobhan", family="Keane")
    url, client = reverse("matter_care", args=[matter.pk]), matter.clients()[0]
    typed = {
        "seen": "0",
        "rhythm": "working_days",
        "every": "5",
        "deputy": siobhan.pk,
        f"owner_{client.pk}": siobhan.pk,
    }

    answers = [browser.post(url, typed) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 409]
    assert "Somebody has saved the care plan since" in _text(answers[1])
    answer = browser.get(reverse("matter", args=[matter.pk]))
    assert answer.context["update"].initial["next_update_on"] == date(2026, 12, 1)
    for words in ("Every 5 working days", "<dt>Deputy</dt><dd>Siobhan Keane</dd>", "By the care plan."):
        assert words in _text(answer)
    desk = _text(_as(factories.user(Role.RECEPTIONIST)).get(reverse("matter", args=[matter.pk])))
    assert ("<b>Siobhan Keane</b>, deputy" in desk, "Care plan" in desk) == (True, False)
    assert "Looked after by Siobhan Keane." in _text(browser.get(reverse("client", args=[client.pk])))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param({"rhythm": "weeks"}, "Enter how many, from 1 to 26.", id="no number"),
        pytest.param({"rhythm": "weeks", "every": "x"}, "Enter a whole number", id="no figure"),
        pytest.param({"rhythm": "events"}, "Say what has to happen.", id="no event"),
        pytest.param({"rhythm": "sometimes"}, "Select a valid choice", id="no rhythm"),
    ],
)
def test_what_is_no_plan_comes_back_as_it_was_typed(matter: Matter, typed: dict[str, str], said: str) -> None:
    answer = _as(matter.fee_earner).post(reverse("matter_care", args=[matter.pk]), {"seen": "0", **typed})

    assert (answer.status_code, CarePlan.objects.count()) == (422, 0)
    assert said in _text(answer)


def test_an_answer_of_a_meeting_is_taken_over_with_one_click_and_a_change_stands_until_it_is_written() -> None:
    matter = cleared_matter(next_update_on=date(2026, 11, 26))
    browser, meeting = _as(matter.fee_earner), begun(matter)
    item = meeting.checklist.items.get(code="fees")
    said = InterviewAnswer.objects.create(
        interview=meeting, item=item, words="About 1,450 pounds, estimate", at=NOON, by=matter.fee_earner
    )
    url = reverse("matter_care", args=[matter.pk])
    form = _text(browser.get(url, {"from": said.pk}))
    assert ("About 1,450 pounds, estimate</textarea>" in form, 'value="cost" selected' in form) == (True, True)

    browser.post(reverse("matter_expect", args=[matter.pk]), _expected(kind="cost", words=said.words))
    first = Expectation.objects.get()
    change = reverse("matter_expect_change", args=[matter.pk, first.pk])
    answers = [
        browser.post(change, _expected(words="About 1,900 pounds", told_on="", told_how=how)) for how in ("", "", "So")
    ]
    assert [one.status_code for one in answers] == [303, 409, 409]

    owed = "<b>Write to the client: what they expect has changed.</b> What it costs: About 1,900 pounds"
    pages = [_text(browser.get(reverse("matter", args=[matter.pk])))]
    written = reverse("matter_expect_written", args=[matter.pk, Expectation.objects.standing().get().pk])
    answers = [browser.post(written, {"told_on": "2026-11-24", "told_how": "By letter"}) for _ in range(2)]
    pages.append(_text(browser.get(reverse("matter", args=[matter.pk]))))

    assert [one.status_code for one in answers] == [303, 409]
    assert [owed in page for page in pages] == [True, False]
    assert ["It says what has changed" in page for page in pages] == [True, False]
    assert list(Task.objects.open_for(matter.fee_earner).filter(key__endswith=":write")) == []


def test_a_date_that_outlives_the_matter_stands_on_the_clients_page_until_it_is_taken_off(matter: Matter) -> None:
    browser, client = _as(matter.fee_earner), matter.clients()[0]
    typed = {
        "form_key": str(uuid.uuid4()),
        "kind": "lease_break",
        "words": "the shop",
        "on": "2028-05-03",
        "remind_on": "2027-11-03",
    }
    answers = [browser.post(reverse("matter_reminder", args=[matter.pk]), typed) for _ in range(2)]
    page = reverse("client", args=[client.pk])
    inside, desk = (_text(_as(user).get(page)) for user in (matter.fee_earner, factories.user(Role.RECEPTIONIST)))

    assert [one.status_code for one in answers] == [303, 303]
    words = "<b>Break in the lease, the shop, Wed 3 May 2028</b>"
    assert (words in inside, words in desk) == (True, False)

    off = reverse("matter_reminder_off", args=[matter.pk, CareReminder.objects.get().pk])
    assert [browser.post(off, {"because": because}).status_code for because in ("", "Sold", "Sold")] == [422, 303, 409]
    assert words not in _text(browser.get(page))


def test_what_is_refused_about_expectations_and_reminders_leaves_nothing(matter: Matter) -> None:
    browser = _as(matter.fee_earner)
    answers = [
        browser.post(reverse("matter_expect", args=[matter.pk]), _expected(review_on="2026-11-24")),
        browser.post(reverse("matter_expect", args=[matter.pk]), _expected(words="")),
        browser.post(
            reverse("matter_reminder", args=[matter.pk]),
            {"form_key": str(uuid.uuid4()), "kind": "other", "on": "2028-05-03", "remind_on": "2027-11-03"},
        ),
    ]

    assert [one.status_code for one in answers] == [422] * 3
    said = ("Choose a day to come.", "This needs an answer", "Say what it is.")
    assert [words in _text(one) for one, words in zip(answers, said, strict=True)] == [True] * 3
    assert (Expectation.objects.count(), CareReminder.objects.count()) == (0, 0)


def test_the_page_asks_the_database_as_often_for_one_row_as_for_three(
    matter: Matter, django_assert_num_queries: Any
) -> None:
    browser, url = _as(matter.fee_earner), reverse("matter_care", args=[matter.pk])
    for number in (1, 3):
        while Expectation.objects.standing().count() < number:
            browser.post(reverse("matter_expect", args=[matter.pk]), _expected())
        with django_assert_num_queries(12):
            browser.get(url)
