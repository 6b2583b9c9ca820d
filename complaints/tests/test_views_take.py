"""What the desk takes down of somebody who is not happy: five fields, no judgement, clocks from the call."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from complaints.models import Channel, Complaint, Sorting
from complaints.rules import DeadlineKind, Stage
from complaints.tests.browsing import signed_in, typed
from complaints.tests.factories import Cast
from complaints.views.taking import NOBODY_NAMED
from practice import clock, journal
from practice.models import FormDraft, Task, User
from practice.office import load_calendar, main_office
from practice.phrases import long_date

TAKE = "complaints:take"


def slip(owner: User, **changes: Any) -> str:
    """A slip half-typed at the desk, under its key."""
    FormDraft.objects.create(owner=owner, form="desk.slip", about="a-slip", typed=changes, saved_at=clock.now())
    return "a-slip"


def said(**changes: Any) -> dict[str, Any]:
    now = load_calendar(main_office()).local(clock.now())
    return typed(
        **{
            "summary": "Nobody has rung me for two weeks",
            "about_whom": "The young man in conveyancing",
            "outcome_sought": "A call today",
            "reach": "07700 900 142, after four",
            "on_day": now.day,
            "on_month": now.month,
            "on_year": now.year,
            "at": f"{now:%H:%M}",
            **changes,
        }
    )


def test_the_page_asks_five_things_and_gives_a_sentence_to_say(people: Cast) -> None:
    shown = signed_in(people.receptionist).get(reverse(TAKE)).content.decode()

    form = shown[shown.index(f'action="{reverse(TAKE)}"') :]
    form = form[: form.index("</form>")]
    asked = {name.split("_day")[0] for name in re.findall(r'<(?:input|textarea)[^>]* name="([a-z_]+)"', form)}
    fields = asked - {"csrfmiddlewaretoken", "form_key", "slip", "on_month", "on_year"}
    assert fields == {"summary", "about_whom", "outcome_sought", "reach", "on", "at"}  # day and time are one thing
    by = load_calendar(main_office()).local_date(clock.now()) + timedelta(days=3)
    assert f"You hear from us by {long_date(by)}." in shown


def test_it_is_saved_unsorted_with_every_clock_from_the_call(people: Cast) -> None:
    client = signed_in(people.receptionist)
    key = slip(people.receptionist, party=str(people.client.pk), matter=str(people.matter.pk), number="07700 900 142")
    opened = client.get(reverse(TAKE), {"slip": key}).content.decode()
    an_hour_ago = load_calendar(main_office()).local(clock.now() - timedelta(hours=1))

    answer = client.post(
        reverse(TAKE),
        said(
            slip=key,
            on_day=an_hour_ago.day,
            on_month=an_hour_ago.month,
            on_year=an_hour_ago.year,
            at=f"{an_hour_ago:%H:%M}",
        ),
        follow=True,
    )

    complaint = Complaint.objects.get()
    assert people.client.full_name in opened
    assert 'value="07700 900 142"' in opened
    assert answer.redirect_chain == [(reverse("complaints"), 303)]
    assert "logged, with Gareth Lindqvist" in answer.content.decode()
    assert (complaint.stage, complaint.sorting, complaint.channel) == (Stage.DRAFT, Sorting.UNSORTED, Channel.PHONE)
    assert (complaint.party, complaint.matter, complaint.department) == (
        people.client,
        people.matter,
        people.department,
    )
    assert (complaint.summary, complaint.about_whom, complaint.outcome_sought, complaint.reach) == (
        "Nobody has rung me for two weeks",
        "The young man in conveyancing",
        "A call today",
        "07700 900 142, after four",
    )
    assert complaint.received_at == an_hour_ago.replace(second=0, microsecond=0)
    ack = complaint.deadlines.get(kind=DeadlineKind.ACK)
    assert (ack.started_on, ack.due_on) == (an_hour_ago.date(), an_hour_ago.date() + timedelta(days=3))
    assert Task.objects.get(key=f"complaint:{complaint.pk}:sort").owner == people.head
    assert [entry.facts["sorting"] for entry in journal.history_of(complaint)] == [Sorting.UNSORTED]


def test_the_same_form_twice_is_one_entry(people: Cast) -> None:
    client, form = signed_in(people.receptionist), said()

    answers = [client.post(reverse(TAKE), form) for _ in range(2)]
    other = client.post(reverse(TAKE), form | {"summary": "Something else"})

    assert [answer.status_code for answer in (*answers, other)] == [303, 303, 422]
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"summary": " "}, "What they say, in their own words", id="no words"),
        pytest.param({"reach": ""}, "How we may reach them", id="nowhere to answer"),
        pytest.param({"on_year": "2199"}, "That time is still ahead.", id="still ahead"),
    ],
)
def test_what_cannot_be_right_comes_back_as_it_was_typed(people: Cast, changes: dict[str, str], sentence: str) -> None:
    answer = signed_in(people.receptionist).post(reverse(TAKE), said(**changes))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "The young man in conveyancing" in answer.content.decode()
    assert Complaint.objects.count() == 0


@pytest.mark.parametrize(
    ("written", "name"), [({"caller_name": "Mrs Oyelaran"}, "Mrs Oyelaran"), ({}, NOBODY_NAMED)], ids=["typed", "none"]
)
def test_somebody_who_is_not_on_record_is_named_as_the_slip_names_them(
    people: Cast, written: dict[str, str], name: str
) -> None:
    key = slip(people.receptionist, for_staff=str(people.solicitor.pk), **written)

    signed_in(people.receptionist).post(reverse(TAKE), said(slip=key))

    complaint = Complaint.objects.get()
    assert (complaint.complainant_name, complaint.party, complaint.department) == (name, None, people.department)


def test_nobody_elses_slip_is_read(people: Cast) -> None:
    key = slip(people.secretary, party=str(people.client.pk), caller_name="Mrs Oyelaran")

    shown = signed_in(people.receptionist).get(reverse(TAKE), {"slip": key}).content.decode()

    assert NOBODY_NAMED in shown
    assert [name for name in (people.client.full_name, "Mrs Oyelaran") if name in shown] == []
