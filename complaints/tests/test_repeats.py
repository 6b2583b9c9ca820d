"""Deeds on a complaint that come twice: one row, one answer (decisions B13)."""

from datetime import timedelta
from typing import Any

import pytest

from complaints.models import Complaint, LetterCode
from complaints.services import common
from complaints.tests import factories
from complaints.tests.browsing import page, signed_in, typed
from complaints.tests.factories import Cast
from practice import clock, journal
from practice.models import User
from practice.permissions import Role
from practice.tests import factories as firm


def _moment(complaint: Complaint) -> dict[str, Any]:
    at = common.calendar_of(complaint).local(complaint.logged_at)
    return {"on_day": at.day, "on_month": at.month, "on_year": at.year, "at": f"{at:%H:%M}"}


def _complaint(people: Cast) -> Complaint:
    now = clock.now()
    return factories.complaint(people, received_at=now - timedelta(minutes=10), now=now - timedelta(minutes=5))


DEEDS: list[tuple[str, dict[str, Any], str, str]] = [
    ("point", {"text": "Nobody rang back.", "category": "delay"}, "text", "head.added"),
    (
        "remedy",
        {"kind": "fee_reduction", "what": "We take £100 off the bill.", "amount": "100"},
        "what",
        "remedy.offered",
    ),
    ("contact", {"words": "Rang and explained where it stands."}, "words", "contact.recorded"),
    ("handler", {"because": "The head is away."}, "because", "complaint.handler_named"),
]


def _times(complaint: Complaint, event: str) -> int:
    return len([entry for entry in journal.history_of(complaint) if entry.event == event])


def _typed(people: Cast, complaint: Complaint, slug: str, words: dict[str, Any]) -> dict[str, Any]:
    more: dict[str, Any] = {}
    if slug == "contact":
        more = _moment(complaint)
    if slug == "handler":
        more = {"handler": _other_handler().pk}
    return typed(**words, **more)


def _other_handler() -> User:
    return firm.user(Role.COMPLAINTS_HANDLER, given="Nora", family="Fell", department=None)


@pytest.mark.parametrize(("slug", "words", "field", "event"), DEEDS, ids=[one[0] for one in DEEDS])
def test_a_form_sent_twice_is_done_once_and_other_words_under_its_key_are_refused(
    people: Cast, slug: str, words: dict[str, Any], field: str, event: str
) -> None:
    complaint = _complaint(people)
    client, form = signed_in(people.compliance), _typed(people, complaint, slug, words)
    address = page(people.compliance, complaint, slug)

    first, again = client.post(address, form), client.post(address, form)
    other = client.post(address, form | {field: "Something else"})
    anew = client.post(address, form | typed())

    assert (first.status_code, first.headers["Location"]) == (303, page(people.compliance, complaint))
    assert (again.status_code, again.headers["Location"]) == (303, page(people.compliance, complaint))
    assert other.status_code == 422
    assert "This form was already saved with other words in it." in other.content.decode()
    assert "Something else" in other.content.decode()
    assert anew.status_code == 303
    assert _times(complaint, event) == 2  # the first form's and the new one's


def test_the_eight_week_letter_sent_twice_leaves_once(people: Cast) -> None:
    complaint = _complaint(people)
    due = clock.now().date() + timedelta(days=60)
    form = typed(
        to="email:colin@fairbrother.example",
        reason="The lender has not answered.",
        done_so_far="We have read the whole file.",
        new_due_on=due.isoformat(),
    )
    client, address = signed_in(people.compliance), page(people.compliance, complaint, "eight-weeks-pass")

    answers = [client.post(address, form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert complaint.responses.filter(code=LetterCode.L6).count() == 1
