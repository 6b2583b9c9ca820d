"""The page of one client."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from practice.models import ContactPoint, JournalEntry, MatterStage, Party, User
from practice.permissions import Role
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
NOON = factories.TUESDAY_NOON


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON + timedelta(hours=1))


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def joseph() -> Party:
    return factories.party(
        "Joseph Adeyemi",
        other_names=("Joseph Adebayo",),
        phone="07700 900318",
        email="joseph@mail.example",
        safe_contact="Mobile only",
        confirmed=False,
    )


def _page(user: User, party: Party) -> str:
    answer = _as(user).get(reverse("client", args=[party.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_shows_names_contacts_matters_and_promises(joseph: Party) -> None:
    factories.matter(title="Purchase of 27 Quarry Mount", client=joseph, next_update_on=date(2026, 11, 30))
    factories.matter(title="Old will", client=joseph, stage=MatterStage.CLOSED, next_update_on=date(2026, 11, 20))
    factories.matter(title="Quiet matter", client=joseph, is_restricted=True)

    page = _page(factories.user(Role.RECEPTIONIST), joseph)

    for words in ("Joseph Adebayo", "07700 900 318", "Not confirmed", "Mobile only", "Purchase of 27 Quarry Mount"):
        assert words in page
    assert "Old will" in page
    assert "Quiet matter" not in page
    assert page.count("an update on") == 1


def test_somebody_known_only_behind_a_barrier_does_not_exist_for_strangers(joseph: Party) -> None:
    matter = factories.matter(client=joseph, is_restricted=True)
    contact = joseph.contacts.phones(NOON.date())[0]
    stranger = _as(factories.user())
    confirm = reverse("confirm_contact", args=[joseph.pk, contact.pk])

    assert stranger.get(reverse("client", args=[joseph.pk])).status_code == 404
    assert stranger.post(confirm, {"how": "face to face"}).status_code == 404
    assert "Joseph Adebayo" in _page(matter.fee_earner, joseph)


def test_a_number_is_confirmed_once_somebody_says_how(joseph: Party) -> None:
    contact, reception = joseph.contacts.phones(NOON.date())[0], factories.user(Role.RECEPTIONIST)
    client, url = _as(reception), reverse("confirm_contact", args=[joseph.pk, contact.pk])

    nothing = client.post(url, {"how": " "})
    said = client.post(url, {"how": "face to face"})

    contact.refresh_from_db()
    assert (nothing.status_code, said.status_code, said["Location"]) == (422, 303, f"/clients/{joseph.pk}/")
    assert contact.confirmed_by == reception
    assert ContactPoint.objects.filter(party=joseph, confirmed_at=None).count() == 1
    assert JournalEntry.objects.get(event="contact.confirmed").facts == {"kind": "phone", "how": "face to face"}


def test_the_number_of_another_client_is_not_confirmed_here(joseph: Party) -> None:
    other = factories.party("Somebody Else", confirmed=False).contacts.phones(NOON.date())[0]
    url = reverse("confirm_contact", args=[joseph.pk, other.pk])

    assert _as(factories.user()).post(url, {"how": "face to face"}).status_code == 404


def test_the_page_asks_the_database_as_often_for_one_matter_as_for_thirty(
    joseph: Party, django_assert_num_queries: Any
) -> None:
    client = _as(factories.user())
    for more in (1, 29):
        for _ in range(more):
            factories.matter(client=joseph, next_update_on=date(2026, 11, 30))
        with django_assert_num_queries(31):
            client.get(reverse("client", args=[joseph.pk]))
