"""Find as you type: whatever somebody has of a person so far, in any order, and nothing one may not see."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from clientcare.duplicates.tests.test_merging import merge
from clientcare.finding import SHOWN, find
from practice.models import Matter, Party, User
from practice.permissions import Role
from practice.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> User:
    return factories.user(Role.RECEPTIONIST)


@pytest.fixture
def jose(reader: User) -> Party:
    made = factories.party(
        "José Álvarez-O’Brien",
        by=reader,
        other_names=("Joe Bryant",),
        phone="07700 900318",
        postcode="LS6 2AB",
    )
    Party.objects.filter(pk=made.pk).update(practice_system_number="K-2041")
    return made


@pytest.fixture
def matter(jose: Party) -> Matter:
    return factories.matter(client=jose, reference="RP-26-9447", practice_system_number="20417-3")


@pytest.mark.parametrize(
    "text",
    [
        "jose",
        "JOSÉ",
        "alv",
        "brien jose",
        "obrien alvarez",
        "o'bri",
        "bryant joe",
        "joe",
        "0318",
        "900 318",
        "+44 7700 9003",
        "LS6",
        "ls62a",
        "LS6 2AB",
        "k-20",
    ],
)
def test_whatever_is_typed_of_a_person_finds_them(text: str, jose: Party, reader: User) -> None:
    factories.party("Somebody Else", by=reader, phone="01132 111222", postcode="YO1 1AA")

    assert [one.url for one in find(text, reader)] == [reverse("client", args=[jose.pk])]


@pytest.mark.parametrize("text", ["", "   ", "zz", "99", "07700 999", "LS7", "%", "_", "\\", "'", "\u202e", "x" * 900])
def test_what_nobody_goes_by_finds_nobody(text: str, jose: Party, reader: User) -> None:
    assert find(text, reader) == []


@pytest.mark.parametrize("text", ["RP-26-94", "rp-26-9447", "20417"])
def test_a_reference_finds_its_matter_first(text: str, matter: Matter, reader: User) -> None:
    assert [(one.url, one.name) for one in find(text, reader)][:1] == [
        (reverse("matter", args=[matter.pk]), "RP-26-9447")
    ]


def test_a_box_for_parties_offers_no_matter(matter: Matter, reader: User) -> None:
    assert find("RP-26-9447", reader, matters=False) == []


def test_words_that_begin_so_come_first_and_no_more_than_a_few(reader: User) -> None:
    for number in range(SHOWN):
        factories.party(f"Tanya Aanna{number}", by=reader)
    anna = factories.party("Zoe Anna", by=reader)

    found = find("anna", reader)

    assert (len(found), found[0].name) == (SHOWN, anna.full_name)


def test_what_a_wall_keeps_is_found_by_no_part_of_it(matter: Matter, reader: User) -> None:
    Matter.objects.filter(pk=matter.pk).update(is_restricted=True)

    for text in ("jose", "0318", "LS6 2AB", "K-2041", "RP-26-9447", "20417-3"):
        assert find(text, reader) == []


def test_the_number_of_a_record_that_was_merged_finds_the_one_that_stands_for_it(jose: Party, reader: User) -> None:
    kept = factories.party("Jose Alvarez", by=reader)
    Party.objects.filter(pk=kept.pk).update(practice_system_number="K-9")
    merge(kept, jose, reader)

    assert [one.url for one in find("K-2041", reader)] == [reverse("client", args=[kept.pk])]


def test_the_list_is_made_of_options_that_say_where_they_lead(jose: Party, reader: User) -> None:
    browser = Client()
    browser.force_login(reader)

    page = browser.get(reverse("find"), {"q": "bryant", "kind": "party"}).content.decode()

    assert re.findall(r'<li role="option" id="([^"]+)" aria-selected="false" data-url="([^"]+)"', page) == [
        ("find-1", reverse("client", args=[jose.pk]))
    ]
    assert "Joe Bryant, prospective client, LS6 2AB" in page


@pytest.mark.parametrize("people", [1, 30])
def test_more_people_ask_no_more_questions(
    people: int, reader: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(people):
        factories.party(f"Anna {number}", by=reader)

    with django_assert_num_queries(2):
        find("anna", reader)
