"""Logging on the page: any channel, its true time, and what comes back when it is refused."""

from datetime import timedelta

import pytest
from django.urls import reverse

from complaints.models import Complaint
from complaints.tests import factories
from complaints.tests.browsing import log_form, page, signed_in
from complaints.tests.factories import Cast
from practice import clock


def test_a_logged_complaint_is_in_the_register_and_its_page_opens(people: Cast) -> None:
    client = signed_in(people.compliance)

    answer = client.post(reverse("complaints:log"), log_form(people))

    complaint = Complaint.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, page(people.compliance, complaint))
    assert set(complaint.subjects.all()) == {people.solicitor}
    assert "The bill is over the estimate" in client.get(answer.headers["Location"]).content.decode()


def test_reception_logs_it_and_sees_only_whom_it_is_with(people: Cast) -> None:
    client = signed_in(people.receptionist)

    answer = client.post(reverse("complaints:log"), log_form(people), follow=True)

    shown = answer.content.decode()
    assert "logged, with Gareth Lindqvist" in shown
    assert not [word for word in ("Fairbrother", "estimate", "C-26", "Abelson") if word in shown]


def test_a_record_about_reception_leaves_their_screens(people: Cast) -> None:
    signed_in(people.receptionist).post(reverse("complaints:log"), log_form(people))
    Complaint.objects.get().subjects.add(people.receptionist)

    shown = signed_in(people.receptionist).get(reverse("complaints")).content.decode()

    assert "logged, with" not in shown


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"summary": ""}, "What they say, in their own words", id="no words"),
        pytest.param({"on_year": "2199"}, "That time is still ahead.", id="still ahead"),
        pytest.param({"at": "25:99"}, "24-hour clock", id="no such time"),
        pytest.param({"on_day": "31", "on_month": "11"}, "Enter a real date", id="no such day"),
    ],
)
def test_what_cannot_be_right_comes_back_with_everything_typed(
    people: Cast, changes: dict[str, str], sentence: str
) -> None:
    answer = signed_in(people.receptionist).post(
        reverse("complaints:log"), log_form(people, outcome_sought="An apology, please", **changes)
    )

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in shown
    assert "An apology, please" in shown
    assert Complaint.objects.count() == 0


def test_the_log_page_is_filled_from_party_and_matter_and_hints_at_a_duplicate(people: Cast) -> None:
    earlier = factories.complaint(people, received_at=clock.now() - timedelta(hours=1))
    address = f"{reverse('complaints:log')}?party={people.client.pk}&matter={people.matter.pk}"

    for_compliance = signed_in(people.compliance).get(address).content.decode()
    for_the_subject = signed_in(people.solicitor).get(address).content.decode()

    assert people.client.full_name in for_compliance
    assert earlier.reference in for_compliance
    assert people.client.full_name in for_the_subject
    assert earlier.reference not in for_the_subject


def test_the_dates_are_shown_before_anything_is_saved(people: Cast) -> None:
    typed_so_far = log_form(people, on_day="12", on_month="11", on_year="2026", at="18:10", summary="")

    shown = signed_in(people.receptionist).get(reverse("complaints:dates"), typed_so_far).content.decode()

    assert [day for day in ("Sun 15 Nov", "Thu 26 Nov", "Thu 7 Jan 2027") if day in shown] == [
        "Sun 15 Nov",
        "Thu 26 Nov",
        "Thu 7 Jan 2027",
    ]
    assert Complaint.objects.count() == 0
