"""One box for everything, and nothing that one may not see."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from practice.models import Matter, Party, User
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


@pytest.fixture
def purchase(joseph: Party) -> Matter:
    return factories.matter(
        title="Purchase of 27 Quarry Mount", client=joseph, reference="RP-26-9447", practice_system_number="20417-3"
    )


@pytest.mark.parametrize("text", ["RP-26-9447", " rp-26-9447 ", "20417-3"])
def test_a_reference_leads_straight_to_its_matter(purchase: Matter, text: str) -> None:
    answer = _as(factories.user()).get(reverse("search"), {"q": text})

    assert (answer.status_code, answer["Location"]) == (303, f"/matters/{purchase.pk}/")


def test_the_practice_systems_number_of_a_client_leads_to_the_client(joseph: Party) -> None:
    Party.objects.filter(pk=joseph.pk).update(practice_system_number="K-88")

    assert _as(factories.user()).get(reverse("search"), {"q": "k-88"})["Location"] == f"/clients/{joseph.pk}/"


def test_a_number_that_two_carry_is_listed_and_not_guessed(purchase: Matter) -> None:
    factories.matter(title="Another", practice_system_number="20417-3")

    answer = _as(factories.user()).get(reverse("search"), {"q": "20417-3"})

    assert answer.status_code == 200
    assert all(words in answer.content.decode() for words in ("Another", "Purchase of 27 Quarry Mount"))


@pytest.mark.parametrize("text", ["adeyemi", "Adebayo", "07700 900318", "joseph@mail.example"])
def test_a_client_is_found_with_their_matters(purchase: Matter, text: str) -> None:
    page = _as(factories.user()).get(reverse("search"), {"q": text}).content.decode()

    assert "Mr Joseph Adeyemi</a>" in page
    assert "Purchase of 27 Quarry Mount</a>" in page


@pytest.mark.parametrize("text", ["RP-26-9447", "20417-3", "Quarry", "Adeyemi", "07700 900318", "joseph@mail.example"])
def test_nothing_behind_a_barrier_is_found_by_strangers(purchase: Matter, text: str) -> None:
    Matter.objects.filter(pk=purchase.pk).update(is_restricted=True)

    stranger = _as(factories.user()).get(reverse("search"), {"q": text})
    own = _as(purchase.fee_earner).get(reverse("search"), {"q": text})

    assert (stranger.status_code, "Nothing found" in stranger.content.decode()) == (200, True)
    assert own.status_code == 303 or "Quarry Mount</a>" in own.content.decode()


def test_an_empty_search_lists_nobody(purchase: Matter) -> None:
    page = _as(factories.user()).get(reverse("search")).content.decode()

    assert "Type a name or a number" in page
    assert "Quarry" not in page


def test_what_was_typed_is_shown_as_text(purchase: Matter) -> None:
    page = _as(factories.user()).get(reverse("search"), {"q": "<script>alert(1)</script>"}).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_new_caller_can_be_taken_from_the_search() -> None:
    page = _as(factories.user(Role.RECEPTIONIST)).get(reverse("search"), {"q": "Tom & Ann"}).content.decode()

    assert 'href="/enquiries/new/?name=Tom%20%26%20Ann"' in page
