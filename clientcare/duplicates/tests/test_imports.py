"""Lists that name a record which was merged since: what they brought stays readable, and what they bring goes on."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from callbacks.tests.factories import NOON
from clientcare.duplicates.tests.test_merging import merge
from clientcare.duplicates.undoing import undo_merge
from intake.models import ImportHit
from intake.rules.imports import Duplicates
from intake.services.importing import undo_import
from intake.tests.importing import outcomes, reasons, taken_over
from practice.models import Party, PartyPair, User
from practice.permissions import Role
from practice.services.pairs import seek_pairs
from practice.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper() -> User:
    factories.office()
    return factories.user(Role.COMPLIANCE, Role.ADMINISTRATOR)


@pytest.fixture
def browser(keeper: User) -> Client:
    client = Client()
    client.force_login(keeper)
    return client


def _numbered(number: str) -> Party:
    return Party.objects.get(practice_system_number=number)


def test_a_row_about_a_merged_record_shows_the_record_that_stands_for_it(browser: Client, keeper: User) -> None:
    of = taken_over("A,Ann,Bell,,,,,,\nB,Bea,Carr,,,,,,", by=keeper)
    kept = factories.party("Anna Bell", by=keeper)
    hit = ImportHit.objects.create(
        row=of.rows.get(number=2), party=_numbered("A"), found="Ann Bell", score=0.9, why="Near"
    )
    merge(kept, _numbered("A"), keeper)

    page = browser.get(reverse("imports:detail", args=[of.pk])).content.decode()
    near = browser.get(reverse("imports:detail", args=[of.pk]), {"show": "hits"}).content.decode()

    assert ("Merged into Mr Anna Bell since." in page, "Bea Carr" in page) == (True, True)
    assert ("Ann Bell</a>: Near" in near, str(hit.row.number) in near) == (True, True)
    row = browser.get(reverse("client", args=[of.rows.get(number=1).party_id]))
    assert row["Location"] == reverse("client", args=[kept.pk])


def test_a_row_about_a_record_merged_behind_a_wall_is_not_shown(browser: Client, keeper: User) -> None:
    of = taken_over("A,Ann,Bell,,,,,,", by=keeper)
    kept = factories.party("Anna Bell", by=keeper)
    merge(kept, _numbered("A"), keeper)
    factories.matter(client=kept, is_restricted=True)
    other = Client()
    other.force_login(factories.user(Role.ADMINISTRATOR))

    page = other.get(reverse("imports:detail", args=[of.pk])).content.decode()

    assert ("Bell" in page, "No row here" in page) == (False, True)


def test_the_next_list_finds_the_record_that_stands_for_its_number(keeper: User) -> None:
    kept, merged = factories.party("Ann Bell", by=keeper), factories.party("Ann Bel", by=keeper)
    Party.objects.filter(pk=merged.pk).update(practice_system_number="A")
    Party.objects.filter(pk=kept.pk).update(practice_system_number="B")
    merge(kept, merged, keeper)

    of = taken_over("A,Ann,Bell,,14/03/1958,,,,\nB,Ann,Bell,,14/03/1958,,,,", by=keeper, duplicates=Duplicates.UPDATE)

    kept.refresh_from_db()
    merged.refresh_from_db()
    assert (outcomes(of), kept.born_on is not None, merged.born_on) == (["update", "skip"], True, None)
    assert reasons(of) == [("reference", "is since a merge the client of row 1 already")]


def test_looking_for_pairs_does_not_keep_an_import_from_being_undone(keeper: User) -> None:
    known = factories.party("Ann Bell", by=keeper, postcode="LS1 0ZZ")
    of = taken_over("A,Ann,Bel,,,,LS1 0ZZ,,", by=keeper, duplicates=Duplicates.MAKE)
    seek_pairs(now=NOON)
    assert PartyPair.objects.likely().count() == 1

    undo_import(import_id=of.pk, by=keeper, now=NOON + timedelta(hours=1))

    assert list(Party.objects.all()) == [known]
    assert (PartyPair.objects.count(), [row.undone for row in of.rows.all()]) == (0, [True])


def test_an_import_of_whom_somebody_has_decided_leaves_them(keeper: User) -> None:
    kept = factories.party("Anna Bell", by=keeper)
    of = taken_over("A,Ann,Bell,,,,,,", by=keeper)
    done = merge(kept, _numbered("A"), keeper)

    undo_import(import_id=of.pk, by=keeper, now=NOON)
    undo_merge(merge_id=done.pk, by=keeper, now=NOON)

    assert of.rows.get().left_because == "the client has been changed since"
    assert _numbered("A").merged_into is None
