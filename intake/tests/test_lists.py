"""A list checked as a whole: kept row by row, worked off in batches, whatever becomes of the worker or of one row."""

from datetime import date

import pytest

from intake.models import ConflictList, ConflictPolicy, ListedName, ListHit
from intake.services import importing, lists
from intake.tests.factories import NOON, compliance
from intake.tests.importing import taken_over
from intake.tests.listing import given
from practice.models import JournalEntry, Party, Task, User
from practice.permissions import Role
from practice.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def asker() -> User:
    factories.office()
    return factories.user(given="Ann", family="Asker")


def _found(of: ConflictList) -> list[tuple[int, str, bool]]:
    hits = ListHit.objects.filter(row__of=of).order_by("row__number", "-score")
    return list(hits.values_list("row__number", "found", "is_above"))


def test_a_row_near_somebody_is_found_and_whoever_reads_it_is_asked_once(asker: User) -> None:
    helen = compliance()
    factories.party("Brian Whitworth", born_on=date(1951, 5, 7))

    of = given("Bryan,Whitworth,,07/05/1951,,\nZora,Quill,,,,", by=asker)
    done = [lists.check_listed_names(list_id=of.pk, now=NOON) for _ in range(2)]

    of.refresh_from_db()
    assert (done, _found(of), of.checked_at) == ([2, 0], [(1, "Brian Whitworth", True)], NOON)
    assert list(of.rows.order_by("number").values_list("above", "was_searched")) == [(1, True), (0, True)]
    task = Task.objects.get(key=f"list:{of.pk}:checked")
    assert (task.owner, task.title) == (
        helen,
        "Read the list “Clients of J. Pell”, and tell Ann Asker: 1 of 2 near somebody on record",
    )
    entry = JournalEntry.objects.get(event="list.checked")
    assert entry.facts == {"rows": 2, "near": 1}


def test_a_long_list_goes_on_where_it_was_and_ends_once(asker: User) -> None:
    compliance()
    count = lists.BATCH * lists.AT_ONCE + 1
    of = given("\n".join(f"Q{number}x,Z{number}y,,,," for number in range(count)), by=asker)

    first = lists.check_listed_names(list_id=of.pk, now=NOON)
    before = (lists.lists_to_check(), Task.objects.count())
    rest = [lists.check_listed_names(list_id=of.pk, now=NOON) for _ in range(2)]

    assert (first, before, rest) == (count - 1, ([of.pk], 0), [1, 0])
    assert (lists.lists_to_check(), Task.objects.count()) == ([], 1)


def test_a_row_that_cannot_be_searched_says_so_and_stops_nobody(asker: User) -> None:
    factories.party("Brian Whitworth")
    of = given("Zora,Quill,,,,\nBryan,Whitworth,,,,\nXaver,Quince,,,,", by=asker)
    ListedName.objects.filter(of=of, number=1).update(cells={"given_name": "Zora"})  # a row of no shape we write

    lists.check_listed_names(list_id=of.pk, now=NOON)

    of.refresh_from_db()
    rows = of.rows.order_by("number").values_list("was_searched", "above", "notes")
    assert list(rows) == [
        (False, 0, ["The search of this row failed. Check it by itself."]),
        (True, 1, []),
        (True, 0, []),
    ]
    assert of.checked_at == NOON


@pytest.mark.parametrize(
    ("row", "because"),
    [
        pytest.param("Ann,Bell,,,,,,x", "The row has 8 cells where the header has 6.", id="too many cells"),
        pytest.param(",,,never,,", "The row gives nothing to search for.", id="nothing to search for"),
        pytest.param("Ann,Bell,,31/02/1960,,", "compared by its digits", id="31 February"),
    ],
)
def test_what_in_a_row_could_not_be_used_is_said_of_that_row(asker: User, row: str, because: str) -> None:
    of = given(f"Zora,Quill,,,,\n{row}", by=asker)

    lists.check_listed_names(list_id=of.pk, now=NOON)

    [note] = of.rows.get(number=2).notes
    assert because in note


def test_bodies_met_every_day_need_no_decision(asker: User) -> None:
    bank = factories.party("Calder Building Society")
    Party.objects.filter(pk=bank.pk).update(is_common_body=True)
    of = given(",,Calder Building Society,,,", by=asker)

    lists.check_listed_names(list_id=of.pk, now=NOON)

    assert (_found(of), of.rows.get().above) == ([(1, "Calder Building Society", True)], 0)


def test_below_the_listing_line_nobody_is_kept(asker: User) -> None:
    ConflictPolicy.objects.update_or_create(pk=1, defaults={"listing_line": 0.99, "review_line": 1.0})
    factories.party("Brian Whitworth")
    of = given("Bryan,Whitworth,,,,", by=asker)

    lists.check_listed_names(list_id=of.pk, now=NOON)

    assert (_found(of), of.rows.get().was_searched) == ([], True)


@pytest.mark.parametrize(
    ("header", "row", "cells"),
    [
        ("Forename,Surname,DOB", "Ann,Bell,1960-02-01", ("Ann", "Bell", "", "1960-02-01")),
        ("Client name,Shoe size", "Ann Bell,7", ("", "Ann Bell", "", "")),
        ("Company", "Calder Vale", ("", "", "Calder Vale", "")),
    ],
)
def test_usual_headings_are_understood(asker: User, header: str, row: str, cells: tuple[str, ...]) -> None:
    kept = given(row, by=asker, header=header).rows.get().cells

    assert tuple(kept[name] for name in ("given_name", "family_name", "organisation", "date_of_birth")) == cells


def test_a_list_of_something_else_is_refused_and_nothing_kept(asker: User) -> None:
    with pytest.raises(lists.NoColumnUnderstood, match="The header has none of these columns: given_name"):
        given("red,9", by=asker, header="Colour,Size")

    assert ConflictList.objects.count() == 0


def test_whoever_a_list_was_found_near_is_not_undone_with_an_import(asker: User) -> None:
    admin = factories.user(Role.ADMINISTRATOR, department=None)
    imported = taken_over("A,Brian,Whitworth,,,,,,", by=admin)
    of = given("Bryan,Whitworth,,,,", by=asker)
    lists.check_listed_names(list_id=of.pk, now=NOON)

    importing.undo_import(import_id=imported.pk, by=admin, now=NOON)

    assert (_found(of), Party.objects.filter(name="Brian Whitworth").exists()) == ([(1, "Brian Whitworth", True)], True)
