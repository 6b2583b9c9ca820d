"""A property is added and taken off on pages of their own."""

import pytest
from django.test import Client
from django.urls import reverse

from practice.models import GateKind, Matter, User
from practice.tests import factories

pytestmark = pytest.mark.django_db
KEY = "5f1c2d3e-0000-4000-8000-000000000001"


@pytest.fixture
def lawyer() -> User:
    return factories.user()


@pytest.fixture
def matter(lawyer: User) -> Matter:
    return factories.matter(fee_earner=lawyer)


@pytest.fixture
def browser(lawyer: User) -> Client:
    client = Client()
    client.force_login(lawyer)
    return client


def test_a_property_joins_once_shuts_the_gate_and_comes_off_with_a_reason(browser: Client, matter: Matter) -> None:
    typed = {"form_key": KEY, "address": "24 Wharf Lane,  Leeds LS1 4ZZ", "title_number": "wyk 4711"}
    add = reverse("matter_add_property", args=[matter.pk])

    answers = [browser.post(add, typed).status_code for _ in range(2)]

    added = matter.properties.get()
    assert answers == [303, 303]
    assert str(added) == "24 Wharf Lane, Leeds LS1 4ZZ, title WYK4711"
    page = browser.get(reverse("matter", args=[matter.pk])).content.decode()
    assert "The property 24 Wharf Lane, Leeds LS1 4ZZ, title WYK4711 was added" in page
    assert not matter.may(GateKind.CONFLICT, added.added_at)

    off = reverse("matter_property", args=[matter.pk, added.pk])
    assert [browser.post(off, {"because": said}).status_code for said in ("", "It was number 42", "again")] == [
        422,
        303,
        404,
    ]
    assert not matter.properties.standing().exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param({}, "Enter the address or the title number.", id="neither"),
        pytest.param({"address": "x" * 301}, "at most 300 characters", id="too long"),
        pytest.param({"title_number": "x" * 21}, "at most 20 characters", id="too long a number"),
    ],
)
def test_half_a_property_is_422_and_nothing_is_written(
    browser: Client, matter: Matter, typed: dict[str, str], said: str
) -> None:
    answer = browser.post(reverse("matter_add_property", args=[matter.pk]), {"form_key": KEY, **typed})

    assert (answer.status_code, matter.properties.count()) == (422, 0)
    assert said in answer.content.decode()
    assert all(value in answer.content.decode() for value in typed.values())


def test_the_same_property_twice_is_refused_with_what_was_typed(browser: Client, matter: Matter) -> None:
    typed = {"address": "24 Wharf Lane, Leeds"}
    add = reverse("matter_add_property", args=[matter.pk])
    browser.post(add, {"form_key": KEY, **typed})

    answer = browser.post(add, {"form_key": KEY.replace("5f", "6f"), **typed})

    assert (answer.status_code, matter.properties.count()) == (422, 1)
    assert "This property stands on the matter already." in answer.content.decode()
