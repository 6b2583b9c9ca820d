"""The register's pages, from the list to the merge and back."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from callbacks.tests.factories import NOON
from clientcare.duplicates.fields import fingerprint
from clientcare.duplicates.tests.test_merging import merge
from clientcare.duplicates.undoing import undo_merge
from practice.models import Matter, MatterParty, MatterRole, Party, PartyMerge, PartyName, PartyPair, User
from practice.permissions import Role
from practice.services.pairs import seek_pairs
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)


@pytest.fixture
def keeper() -> User:
    return factories.user(Role.SECRETARY)


@pytest.fixture
def browser(keeper: User) -> Client:
    client = Client()
    client.force_login(keeper)
    return client


@pytest.fixture
def pair(keeper: User) -> tuple[Party, Party]:
    return (
        factories.party("Margaret Ellison", by=keeper, postcode="LS6 2AB"),
        factories.party("Margret Ellison", by=keeper, postcode="LS6 2AB", title="Mrs"),
    )


def test_from_the_list_to_one_record_and_back_to_two(browser: Client, pair: tuple[Party, Party]) -> None:
    kept, merged = pair
    seek_pairs(now=NOON)
    address = reverse("duplicate", args=[kept.pk, merged.pk])
    assert address in browser.get(reverse("duplicates")).content.decode()

    answer = browser.post(address, {"seen": fingerprint(kept, merged), "title": "merged", "name": "kept"})

    done = PartyMerge.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, reverse("merge", args=[done.pk]))
    assert address not in browser.get(reverse("duplicates")).content.decode()
    assert "Mrs Margaret Ellison" in browser.get(reverse("client", args=[kept.pk])).content.decode()
    old = browser.get(reverse("client", args=[merged.pk]))
    assert (old.status_code, old["Location"]) == (303, reverse("client", args=[kept.pk]))

    browser.post(answer["Location"])

    assert browser.get(reverse("client", args=[merged.pk])).status_code == 200
    assert address in browser.get(reverse("duplicates")).content.decode()


def test_the_second_of_two_clicks_is_told_that_it_is_done(browser: Client, pair: tuple[Party, Party]) -> None:
    kept, merged = pair
    typed = {"seen": fingerprint(kept, merged), "title": "merged", "name": "kept"}
    address = reverse("duplicate", args=[kept.pk, merged.pk])

    answers = [browser.post(address, typed).status_code for _ in range(2)]
    undone = [browser.post(reverse("merge", args=[PartyMerge.objects.get().pk])).status_code for _ in range(2)]

    assert (answers, undone) == ([303, 409], [303, 409])


def test_whoever_compared_an_older_record_is_shown_the_new_one_and_may_go_on(
    browser: Client, pair: tuple[Party, Party]
) -> None:
    kept, merged = pair
    typed = {"seen": fingerprint(kept, merged), "title": "merged", "name": "kept"}
    Party.objects.filter(pk=kept.pk).update(salutation="Madam")
    address = reverse("duplicate", args=[kept.pk, merged.pk])

    first = browser.post(address, typed)
    second = browser.post(address, typed | {"seen": first.context["form"]["seen"].value()})

    assert (first.status_code, second.status_code) == (409, 303)
    assert "Somebody has changed one of these records since you compared them." in first.content.decode()


def test_a_field_in_which_both_say_something_has_to_be_chosen(browser: Client, pair: tuple[Party, Party]) -> None:
    kept, merged = pair

    answer = browser.post(reverse("duplicate", args=[kept.pk, merged.pk]), {"seen": fingerprint(kept, merged)})

    assert (answer.status_code, PartyMerge.objects.count()) == (422, 0)
    assert answer.content.decode().count("Choose which of the two is right.") >= 2


def test_different_people_are_remembered_and_not_offered_again(browser: Client, pair: tuple[Party, Party]) -> None:
    one, other = pair
    seek_pairs(now=NOON)
    address = reverse("duplicate", args=[one.pk, other.pk])

    for _ in range(2):
        assert browser.post(reverse("duplicate_different", args=[other.pk, one.pk])).status_code == 303
    PartyName.objects.update(pairs_sought=False)
    seek_pairs(now=NOON)

    assert address not in browser.get(reverse("duplicates")).content.decode()
    assert address not in browser.get(reverse("duplicates"), {"of": one.pk}).content.decode()
    page = browser.get(address).content.decode()
    assert ("They are one: merge" in page, "Take that back" in page) == (False, True)
    assert PartyPair.objects.get().decided_by is not None


def test_who_was_like_the_one_is_offered_with_the_record_that_stands_for_it(
    browser: Client, pair: tuple[Party, Party], keeper: User
) -> None:
    third = factories.party("Quentin Zhao", by=keeper)
    seek_pairs(now=NOON)
    done = merge(third, pair[0], keeper)
    seek_pairs(now=NOON)
    between = {(one.first, one.second) for one in PartyPair.objects.visible_to(keeper)}

    undo_merge(merge_id=done.pk, by=keeper, now=NOON)
    seek_pairs(now=NOON)

    assert between == {(pair[1], third)}
    assert [(one.first, one.second) for one in PartyPair.objects.visible_to(keeper)] == [pair]


def test_different_people_of_whom_one_is_gone_are_told_so(
    browser: Client, pair: tuple[Party, Party], keeper: User
) -> None:
    merge(*pair, keeper)

    answers = [
        browser.post(reverse(name, args=[one.pk for one in pair]))
        for name in ("duplicate_different", "duplicate_doubt")
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert "These are not two records any more." in answers[0].content.decode()


def test_the_client_page_shows_the_numbers_of_both_in_the_practice_system(
    browser: Client, pair: tuple[Party, Party], keeper: User
) -> None:
    for party, number in zip(pair, ("K-9", "K-2041"), strict=True):
        Party.objects.filter(pk=party.pk).update(practice_system_number=number)
    merge(*pair, keeper)

    page = browser.get(reverse("client", args=[pair[0].pk])).content.decode()

    assert re.findall(r'<span class="cc-ref">(K-[0-9]+)</span>', page) == ["K-9", "K-2041"]


def test_a_pair_of_which_one_may_not_see_both_is_not_offered(browser: Client, pair: tuple[Party, Party]) -> None:
    one, other = pair
    factories.matter(client=other, is_restricted=True)
    seek_pairs(now=NOON)
    address = reverse("duplicate", args=[one.pk, other.pk])

    pages = [browser.get(reverse("duplicates"), query).content.decode() for query in ({}, {"of": one.pk})]
    warned = browser.get(reverse("looks_like"), {"name": "Margaret Ellison"}).content.decode()

    assert PartyPair.objects.count() == 1
    assert [other.name in page for page in (*pages, warned)] == [False, False, False]
    assert [browser.get(address).status_code, browser.post(address).status_code] == [404, 404]
    assert browser.post(reverse("duplicate_different", args=[one.pk, other.pk])).status_code == 404


def test_a_merge_into_somebody_one_may_not_see_is_no_page(keeper: User, pair: tuple[Party, Party]) -> None:
    done = merge(*pair, keeper, "name")
    factories.matter(client=pair[0], is_restricted=True)
    other = Client()
    other.force_login(factories.user(Role.SECRETARY))

    address = reverse("merge", args=[done.pk])

    assert [other.get(address).status_code, other.post(address).status_code] == [404, 404]
    assert pair[1].name not in other.get(reverse("duplicates")).content.decode()


def test_the_preview_counts_only_what_one_may_see(browser: Client, pair: tuple[Party, Party]) -> None:
    kept, merged = pair
    factories.matter(client=merged)
    hidden = factories.matter(client=merged, is_restricted=True)
    MatterParty.objects.create(matter=hidden, party=kept, role=MatterRole.CLIENT)
    factories.matter(client=kept)

    page = browser.get(reverse("duplicate", args=[kept.pk, merged.pk])).content.decode()

    assert "<b>1</b> part in a matter" in page
    assert Matter.objects.filter(parties__party=merged).count() == 2


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.FEE_EARNER])
def test_the_register_is_kept_by_few(role: Role, pair: tuple[Party, Party]) -> None:
    client = Client()
    client.force_login(factories.user(role))

    pages = [reverse("duplicates"), reverse("duplicate", args=[one.pk for one in pair])]

    assert [client.get(page).status_code for page in pages] == [403, 403]


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "Ellison Margaret"},
        {"caller_name": "Margaret Elison"},
        {"name": "M", "phone": "+44 7700 900555"},
        {"name": "Somebody Else", "email": "MARGARET@ellison.example"},
    ],
    ids=["words the other way", "typing error", "same number", "same mailbox"],
)
def test_whoever_enters_a_person_is_warned(browser: Client, typed: dict[str, str], keeper: User) -> None:
    factories.party("Margaret Ellison", by=keeper, phone="07700 900555", email="margaret@ellison.example")

    page = browser.get(reverse("looks_like"), typed).content.decode()

    assert ("This looks like somebody on record." in page, page.count("Margaret Ellison")) == (True, 1)


@pytest.mark.parametrize("typed", [{}, {"name": ""}, {"name": "Zoltan Quirk"}, {"name": "x" * 5000}])
def test_whoever_looks_like_nobody_brings_no_warning(
    browser: Client, typed: dict[str, str], pair: tuple[Party, Party]
) -> None:
    assert browser.get(reverse("looks_like"), typed).content.decode().strip() == ""


@pytest.mark.parametrize("pairs", [1, 30])
def test_the_list_asks_no_more_for_more_rows(
    pairs: int, browser: Client, keeper: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(pairs):
        parties = [factories.party(f"Person {number}", by=keeper) for _ in range(2)]
        PartyPair.objects.create(first=parties[0], second=parties[1], found_at=NOON)

    with django_assert_max_num_queries(14):
        assert browser.get(reverse("duplicates")).status_code == 200
