"""The board: each count leads to its rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints.services import register
from complaints.services.sweep import sweep
from complaints.tests import factories
from complaints.tests.browsing import signed_in
from complaints.tests.factories import Cast
from practice import clock
from practice.models import User
from practice.tests import factories as firm

OLD, LATELY, UNSORTED = "Mr Colin Fairbrother", "Mr Leila Haddad", "Mr Gwen Sutcliffe"


def shown_board(user: User, **query: str) -> str:
    return signed_in(user).get(reverse("complaints"), query).content.decode()


@pytest.mark.parametrize(
    ("show", "rows"),
    [
        pytest.param("open", {OLD, LATELY, UNSORTED}, id="open"),
        pytest.param("overdue", {OLD}, id="overdue"),
        pytest.param("near", {OLD}, id="eight weeks near"),
        pytest.param("net", {LATELY, UNSORTED}, id="goes by itself"),
        pytest.param("unsorted", {UNSORTED}, id="not yet sorted"),
        pytest.param("mine", set(), id="mine, of compliance"),
    ],
)
def test_each_count_of_the_strip_leads_to_its_rows(people: Cast, show: str, rows: set[str]) -> None:
    now = clock.now()
    long_ago, lately = now - timedelta(weeks=8), now - timedelta(hours=40)
    others = [firm.party(name, by=people.head) for name in ("Leila Haddad", "Gwen Sutcliffe")]
    factories.complaint(people, received_at=long_ago)
    sweep(now=long_ago + timedelta(days=4))
    factories.complaint(people, party=others[0], complainant_name=LATELY, matter=None, received_at=lately, now=now)
    said = factories.facts(people, party=others[1], complainant_name=UNSORTED, matter=None, received_at=now)
    register.log_dissatisfaction(facts=said, by=people.receptionist, now=now)

    answer = signed_in(people.compliance).get(reverse("complaints"), {"show": show})

    assert {row.complaint.complainant_name for row in answer.context["rows"]} == rows
    counted = {shelf.code: shelf.number for shelf in (*answer.context["strip"], *answer.context["chips"])}
    assert counted[show] == len(rows)


@pytest.mark.parametrize("number", [1, 3])
def test_the_board_asks_as_often_for_three_rows_as_for_one(people: Cast, number: int) -> None:
    for _ in range(number):
        factories.complaint(people, received_at=clock.now() - timedelta(minutes=5), now=clock.now())
    client = signed_in(people.compliance)
    client.get(reverse("complaints"))

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(reverse("complaints"))

    assert len(answer.context["rows"]) == number
    assert len(queries) == 33


def test_why_opens_the_count_day_by_day_and_the_row_its_panel(people: Cast) -> None:
    complaint = factories.complaint(people, received_at=clock.now() - timedelta(minutes=5), now=clock.now())

    why = shown_board(people.compliance, why=complaint.reference)
    opened = shown_board(people.compliance, open=complaint.reference)

    assert "cc-days--strip" in why
    assert "colin@fairbrother.example" in opened
    assert reverse("complaints:deed", args=[complaint.reference, "already"]) in opened
