"""The doors of enquiries: from the form to an open matter, and what is refused."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from intake.models import ConflictCheck, Enquiry, PrivacyNotice
from intake.tests.factories import NOON, check, compliance, enquiry
from practice.models import Matter, MatterRole, MatterStage, Party, User
from practice.permissions import Role
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
OPPONENT = MatterRole.OPPONENT


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _typed(**fields: Any) -> dict[str, Any]:
    return {
        "form_key": "0d5e1b9e-6f1c-4a51-9d3e-3f2b1c0a9e88",
        "kind": "organisation",
        "name": "Brightwater Joinery Ltd",
        "former_names": "Brightwater Kitchens\n\n  Brightwater Stairs ",
        "phone": "0113 496 0700",
        "work_type": "disputes",
        "issue": "Unpaid invoices",
        "channel": "phone",
        "received_on": "2026-11-20",
        "received_at": "09:48",
        "source": "search",
        "other-TOTAL_FORMS": "2",
        "other-INITIAL_FORMS": "0",
        "other-0-text": "Calder Vale Homes Ltd",
        "other-0-role": "opponent",
        "other-1-text": "",
        "other-1-role": "opponent",
        **fields,
    }


def test_an_enquiry_goes_from_the_form_to_an_open_matter() -> None:
    reception, lawyer, helen = factories.user(Role.RECEPTIONIST), factories.user(), compliance()

    taken = _as(reception).post(reverse("intake:enquiry"), _typed(for_person=str(lawyer.pk)))
    made = Enquiry.objects.get()
    asked = _as(lawyer).post(
        reverse("intake:ask", args=[made.pk]),
        {"form_key": "5f0c8a52-8a53-4a55-b1a5-0c2f9b3b7d11", "title": "Brightwater", "fee_earner": lawyer.pk},
    )
    found = ConflictCheck.objects.get()
    cleared = _as(helen).post(reverse("conflict_decide", args=[found.pk]), {"outcome": "clear"})

    assert [(answer.status_code, answer["Location"]) for answer in (taken, asked, cleared)] == [
        (303, f"/enquiries/{made.pk}/"),
        (303, f"/conflicts/{found.pk}/"),
        (303, "/conflicts/"),
    ]
    assert made.received_at == datetime(2026, 11, 20, 9, 48, tzinfo=UTC)
    assert [name.text for name in made.names.order_by("pk")] == [
        "Brightwater Joinery Ltd",
        "Brightwater Kitchens",
        "Brightwater Stairs",
        "Calder Vale Homes Ltd",
    ]
    matter = Matter.objects.get()
    assert (matter.stage, matter.title) == (MatterStage.OPEN, "Brightwater")
    page = _as(lawyer).get(reverse("conflict", args=[found.pk])).content.decode()
    assert f"Cleared. You may act, as {matter.reference}." in page


def test_the_same_form_twice_is_one_enquiry() -> None:
    reception = _as(factories.user(Role.RECEPTIONIST))

    answers = [reception.post(reverse("intake:enquiry"), _typed())["Location"] for _ in range(2)]

    assert len(set(answers)) == Enquiry.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param({"name": ""}, "This needs an answer", id="no name"),
        pytest.param({"phone": ""}, "Take a telephone number or an e-mail address", id="no way to answer"),
        pytest.param({"received_on": "2099-01-01"}, "still to come", id="in the future"),
        pytest.param({"received_on": "2026-11-31"}, "Enter a real date", id="no such day"),
        pytest.param({"received_on": "2026-03-29", "received_at": "01:30"}, "29 Mar", id="skipped by the clocks"),
        pytest.param({"key_date_label": "Hearing"}, "Give the date as well", id="a label without its date"),
        pytest.param({"other-0-role": "judge"}, "Select a valid choice", id="no such part"),
        pytest.param({"channel": "pigeon"}, "Select a valid choice", id="no such channel"),
    ],
)
def test_a_wrong_answer_is_422_with_everything_typed_and_nothing_written(change: dict[str, str], says: str) -> None:
    answer = _as(factories.user(Role.RECEPTIONIST)).post(reverse("intake:enquiry"), _typed(**change))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "Unpaid invoices" in page
    assert "Calder Vale Homes Ltd" in page
    assert Enquiry.objects.count() == 0


def test_a_new_enquiry_knows_the_caller_from_the_desk() -> None:
    page = _as(factories.user(Role.RECEPTIONIST)).get(
        reverse("intake:enquiry"), {"name": "Tom Brearley", "number": "07700 900142"}
    )

    assert b'value="Tom Brearley"' in page.content
    assert b'value="07700 900142"' in page.content


def test_people_on_record_are_offered_and_those_behind_a_barrier_are_not() -> None:
    lawyer = factories.user()
    known = factories.party("Tom Brearley", phone="07700 900111")
    hidden = factories.party("Tom Brearley", phone="07700 900222")
    factories.matter(client=hidden, is_restricted=True)
    made = enquiry("Tom Brearley", phone="07700 900111")

    page = _as(lawyer).get(reverse("intake:detail", args=[made.pk])).content.decode()
    refused = _as(lawyer).post(
        reverse("intake:ask", args=[made.pk]),
        {"form_key": "5f0c8a52-8a53-4a55-b1a5-0c2f9b3b7d11", "title": "T", "fee_earner": lawyer.pk, "party": hidden.pk},
    )

    assert re.findall(r'name="party" value="(\d*)"', page) == ["", str(known.pk)]
    assert refused.status_code == 422
    assert ConflictCheck.objects.count() == 0


def test_an_enquiry_closed_meanwhile_is_409_with_the_page_as_it_now_is() -> None:
    lawyer = factories.user()
    made = enquiry()
    check(made, by=lawyer)

    answer = _as(lawyer).post(reverse("intake:close", args=[made.pk]), {"outcome": "spam"})

    assert answer.status_code == 409
    assert "The conflict check is with compliance." in answer.content.decode()


def test_parties_stay_as_they_were_after_a_refused_conversion() -> None:
    before = Party.objects.count()
    lawyer = factories.user(department=None)
    made = enquiry()

    answer = _as(lawyer).post(
        reverse("intake:ask", args=[made.pk]),
        {"form_key": "5f0c8a52-8a53-4a55-b1a5-0c2f9b3b7d11", "title": "T", "fee_earner": lawyer.pk},
    )

    assert (answer.status_code, Party.objects.count()) == (422, before)


def test_a_date_of_birth_goes_with_the_enquiry_onto_the_record_and_is_warned_by(client: Client) -> None:
    factories.party("Thomas Brierley", born_on=date(1958, 3, 14), postcode="LS6 2AB")
    lawyer = factories.user()
    client.force_login(lawyer)
    url, person = reverse("intake:enquiry"), {"kind": "individual", "name": "Tomas Brierly", "former_names": ""}

    answers = [
        client.post(url, _typed(**person | {"kind": kind}, born_on=born)).status_code
        for kind, born in (
            ("organisation", "1958-03-14"),
            ("individual", "1958-02-31"),
            ("individual", "1849-01-01"),
            ("individual", "2090-01-01"),
            ("individual", "1958-03-14"),
        )
    ]

    taken = Enquiry.objects.get()
    made = check(taken, by=lawyer)
    days = {"born_on_day": "14", "born_on_month": "3", "born_on_year": "1958"}
    warned = client.get(reverse("looks_like"), {"name": "Tomas Brierly", **days}).content.decode()
    half = client.get(reverse("looks_like"), {"name": "Tomas Brierly", **days, "born_on_year": ""})
    assert answers == [422, 422, 422, 422, 303]
    assert made.matter.clients().get().born_on == date(1958, 3, 14)
    assert ("Thomas Brierley" in warned, "same date of birth" in warned, half.status_code) == (True, True, 200)
    assert "was born on 14 March 1958" in client.get(reverse("intake:detail", args=[taken.pk])).content.decode()


def test_an_address_and_the_privacy_notice_that_reception_takes_stand_on_the_enquiry() -> None:
    notice = PrivacyNotice.objects.order_by("pk")[0].version
    typed = {"address": "4 Beck Lane\nLeeds LS6 2AB", "post_is_safe": "on", "notice_version": notice}

    answer = _as(factories.user(Role.RECEPTIONIST)).post(reverse("intake:enquiry"), _typed(**typed))

    taken = Enquiry.objects.get()
    record = check(taken).matter.clients().get()
    assert (answer.status_code, taken.post_is_safe, taken.notice_version) == (303, True, notice)
    assert (taken.notice_given_at, record.postcode) == (taken.received_at, "LS6 2AB")


@pytest.mark.parametrize(
    ("field", "name"),
    [("name", "12345"), ("name", "Ann \u202egnorw"), ("former_names", "N" * 300), ("other-0-text", "---")],
    ids=["only figures", "a mark that turns the line", "300 letters among the former", "no letter at all"],
)
def test_what_is_no_name_is_refused_where_it_was_typed_and_nothing_is_written(field: str, name: str) -> None:
    answer = _as(factories.user(Role.RECEPTIONIST)).post(reverse("intake:enquiry"), _typed(**{field: name}))

    assert (answer.status_code, Enquiry.objects.count()) == (422, 0)
