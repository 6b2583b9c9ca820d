"""Questions of clients: one clock whatever the channel, and its answer in time or not (domain D20)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError
from django.test import Client

from practice.models import ClientQuery, Matter, QueryWay, ServiceStandard, User
from practice.office import load_calendar
from practice.services.queries import AnsweredBefore, AskedInFuture, answer_query, due_at, record_query
from practice.tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)  # a Tuesday in winter; the office is open from nine to five


@pytest.fixture
def lawyer() -> User:
    factories.firm()
    return factories.user()


@pytest.fixture
def matter(lawyer: User) -> Matter:
    return factories.matter(fee_earner=lawyer)


def ask(matter: Matter, *, asked_at: datetime = NOW, now: datetime = NOW) -> ClientQuery:
    return record_query(
        matter_id=matter.pk, party=matter.clients()[0], way=QueryWay.IN_PERSON, words="When do we exchange?",
        asked_at=asked_at, by=matter.fee_earner, now=now,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "value", "unit", "due"),
    [
        pytest.param("2026-11-24T12:00", 1, "working_days", "2026-11-25T12:00", id="a day"),
        pytest.param("2026-11-27T16:30", 1, "working_days", "2026-11-30T16:30", id="over a weekend"),
        pytest.param("2026-11-27T18:00", 1, "working_days", "2026-11-30T17:00", id="out of hours"),
        pytest.param("2026-12-24T16:00", 2, "working_hours", "2026-12-29T10:00", id="over Christmas"),
    ],
)
def test_the_first_answer_is_due_as_the_letter_promises(asked: str, value: int, unit: str, due: str) -> None:
    moment, expected = (datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (asked, due))

    found = due_at(moment, ServiceStandard(value=value, unit=unit), calendar=load_calendar(factories.office()))

    assert found == expected


@pytest.mark.parametrize(
    ("after", "stands"),
    [(timedelta(hours=24), "kept"), (timedelta(hours=24, seconds=1), "missed")],
    ids=["at the last moment", "a second later"],
)
def test_an_answer_is_in_time_or_not_and_given_once(matter: Matter, after: timedelta, stands: str) -> None:
    found = ask(matter)
    before = [found.stands(found.due_at), found.stands(found.due_at + timedelta(seconds=1))]
    answered = answer_query(query_id=found.pk, by=matter.fee_earner, now=NOW + after)
    with pytest.raises(AnsweredBefore):
        answer_query(query_id=found.pk, by=matter.fee_earner, now=NOW + after)

    assert (before, answered.stands(NOW + after)) == (["open", "missed"], stands)
    assert ClientQuery.objects.kept().exists() is (stands == "kept")


def test_what_cannot_have_been_asked_is_refused_and_one_source_is_logged_once(matter: Matter) -> None:
    with pytest.raises(AskedInFuture):
        ask(matter, asked_at=NOW + timedelta(minutes=1))
    found = ask(matter)
    found.pk = None
    with pytest.raises(IntegrityError, match="key"):
        found.save(force_insert=True)


def test_a_matter_takes_a_question_and_shows_what_is_owed(client: Client, matter: Matter) -> None:
    client.force_login(matter.fee_earner)
    path = f"/matters/{matter.pk}/questions/"
    typed = {
        "form_key": "6a1b9a3e-0d0b-4f27-9d7d-2f6f3f0f7c11", "party": matter.clients()[0].pk, "way": "email",
        "words": "When do we exchange?", "on_day": "", "on_month": "", "on_year": "", "at": "",
    }  # fmt: skip
    wrong = [{**typed, "words": ""}, {**typed, "way": "page"}, {**typed, "at": "10:00"}]
    refused = [client.post(path, one).status_code for one in wrong]
    saved = [client.post(path, typed).status_code for _ in range(2)]
    mine = client.get("/my-day/").content.decode()
    answered = client.post(f"/matters/questions/{ClientQuery.objects.get().pk}/answered/", {"back": "my_day"})

    assert (refused, saved, answered["Location"]) == ([422] * 3, [303, 303], "/my-day/")
    assert "When do we exchange?" in mine
    assert "When do we exchange?" not in client.get("/my-day/").content.decode()
    Matter.objects.update(is_restricted=True)
    client.force_login(factories.user())
    assert client.get(path).status_code == 404
