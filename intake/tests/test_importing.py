"""Taking over a list: every good row or none, duplicates as chosen, what people typed here stays."""

from datetime import date, timedelta

import pytest

from intake.models import ColumnMemory, Import, ImportRow, ImportState
from intake.rules.imports import Duplicates
from intake.services import importing
from intake.tests.factories import NOON
from intake.tests.importing import TODAY, outcomes, read, reasons, taken_over, tried
from practice.models import (
    ContactPoint,
    JournalEntry,
    NameKind,
    Party,
    PartyName,
    Relationship,
    User,
)
from practice.permissions import Role
from practice.services.parties import PartyFacts, record_party
from practice.tests import factories

pytestmark = pytest.mark.django_db
WHOLE = 'K1,José,Núñez,Núñez Joinery Ltd,14/03/1958,"14 Cloth Hall Row, Leeds",ls1 0zz,+44 113 496 0701,J@N.example'


@pytest.fixture
def admin() -> User:
    factories.office()
    return factories.user(Role.ADMINISTRATOR, department=None)


def _numbered(number: str) -> Party:
    return Party.objects.get(practice_system_number=number)


def test_a_person_arrives_whole_and_unconfirmed(admin: User) -> None:
    of = taken_over(WHOLE, by=admin)

    party = _numbered("K1")
    assert (outcomes(of), of.state) == (["make"], ImportState.DONE)
    assert (party.name, party.born_on, party.postcode) == ("José Núñez", date(1958, 3, 14), "LS1 0ZZ")
    assert party.relationship == Relationship.CLIENT
    assert [(name.text, name.kind) for name in party.names.order_by("pk")] == [
        ("José Núñez", NameKind.CURRENT),
        ("Núñez Joinery Ltd", NameKind.TRADING),
    ]
    assert [(point.kind, point.normalised, point.confirmed_at) for point in party.contacts.order_by("pk")] == [
        ("phone", "1134960701", None),
        ("email", "j@n.example", None),
        ("address", "14 cloth hall row leeds", None),
    ]
    assert list(JournalEntry.objects.order_by("pk").values_list("event", flat=True)) == [
        "import.received",
        "party.imported",
        "import.done",
    ]


def test_bad_rows_stop_nobody_and_the_counts_add_up(admin: User) -> None:
    of = taken_over(
        "A,Ann,Bell,,31/02/1960,,,,\nB,=one,Bell,,,,,,\nC,Jane,Hopkins,,,,,,\nC,Jane,Hopkins,,,,,,", by=admin
    )

    assert outcomes(of) == ["refuse", "refuse", "make", "skip"]
    assert reasons(of) == [
        ("date_of_birth", "is no date: write 1958-03-14 or 14/03/1958"),
        ("given_name", "begins with =, which a spreadsheet runs as a formula"),
        ("reference", "stands in row 3 already"),
    ]
    assert JournalEntry.objects.get(event="import.done").facts == {
        "file": "list.csv",
        "make": 1,
        "update": 0,
        "skip": 1,
        "refuse": 2,
    }


def test_the_preview_writes_nobody_and_says_what_the_import_then_does(admin: User) -> None:
    of = tried("A,Ann,Bell,,,,,,\nB,,,,1960-01-01,,,,", by=admin)
    before = (outcomes(of), Party.objects.count())

    importing.run_import(import_id=of.pk, by=admin, now=NOON, today=TODAY)

    assert (before, outcomes(of), Party.objects.count()) == ((["make", "refuse"], 0), ["make", "refuse"], 1)


def test_the_import_goes_by_what_is_on_record_when_it_runs(admin: User) -> None:
    of = tried("A,Ann,Bell,,,,,,", by=admin)
    taken_over("A,Ann,Bell,,,,,,", by=admin)

    importing.run_import(import_id=of.pk, by=admin, now=NOON, today=TODAY)

    assert (outcomes(of), Party.objects.count()) == (["skip"], 1)


def test_what_the_columns_mean_is_remembered_for_a_header(admin: User) -> None:
    first = read("A,Ann,Bell,,,,,,", by=admin)
    importing.choose_columns(
        import_id=first.pk,
        columns={"family_name": 1},
        duplicates=Duplicates.MAKE,
        relationship=Relationship.FORMER,
        by=admin,
        now=NOON,
        today=TODAY,
    )

    again = tried("B,Bea,Carr,,,,,,", by=admin, duplicates=Duplicates.SKIP)

    assert (again.columns, ColumnMemory.objects.count()) == ({"family_name": 1}, 1)


def test_columns_that_cannot_be_are_refused_by_field_and_nothing_is_kept(admin: User) -> None:
    of = read("A,Ann,Bell,,,,,,", by=admin)

    with pytest.raises(importing.ColumnsWrong) as wrong:
        importing.choose_columns(
            import_id=of.pk,
            columns={"postcode": 1, "address": 1},
            duplicates=Duplicates.SKIP,
            relationship=Relationship.CLIENT,
            by=admin,
            now=NOON,
            today=TODAY,
        )

    assert [problem.field for problem in wrong.value.problems] == ["address", ""]
    assert (Import.objects.get().columns, ColumnMemory.objects.count()) == ({}, 0)


@pytest.mark.parametrize(
    ("policy", "outcome", "because"),
    [
        (Duplicates.SKIP, "skip", [("reference", "is known already")]),
        (Duplicates.MAKE, "refuse", [("reference", "is the number of somebody on record already")]),
        (Duplicates.UPDATE, "update", []),
    ],
)
def test_a_number_on_record_is_treated_as_was_chosen(
    admin: User, policy: Duplicates, outcome: str, because: list[tuple[str, str]]
) -> None:
    taken_over("A,Ann,Bell,,,,,,", by=admin)

    of = taken_over("A,Ann,Bell,,1960-01-02,,,,", by=admin, duplicates=policy)

    assert (outcomes(of), reasons(of)) == ([outcome], because)
    assert Party.objects.get().born_on == (date(1960, 1, 2) if outcome == "update" else None)


@pytest.mark.parametrize(("policy", "people"), [(Duplicates.SKIP, 1), (Duplicates.UPDATE, 1), (Duplicates.MAKE, 2)])
def test_a_person_who_seems_to_be_on_record_is_never_joined_by_itself(
    admin: User, policy: Duplicates, people: int
) -> None:
    facts = PartyFacts(name="Ann Bell", born_on=date(1960, 1, 2))
    record_party(facts=facts, by=admin, now=NOON)

    of = taken_over("A,ANN,Bell,,02/01/1960,,,,", by=admin, duplicates=policy)

    assert Party.objects.count() == people
    assert reasons(of) == (
        [] if people == 2 else [("", "looks like Ann Bell, who is on record: the same name and date of birth")]
    )


def test_namesakes_with_nothing_else_in_common_are_two_people(admin: User) -> None:
    record_party(facts=PartyFacts(name="Ann Bell", born_on=date(1960, 1, 2)), by=admin, now=NOON)

    taken_over("A,Ann,Bell,,03/05/1971,,,,\n,Ann,Bell,,03/05/1971,,,,", by=admin)

    assert Party.objects.count() == 2


def test_an_update_fills_what_is_empty_and_leaves_what_people_typed_here(admin: User) -> None:
    taken_over("A,Ann,Bell,,,,LS1 0ZZ,,", by=admin)
    Party.objects.update(postcode="YO1 7HH")

    of = taken_over(
        "A,Ann,Bell,,1960-01-02,1 New Street,LS9 9XX,0113 496 0702,", by=admin, duplicates=Duplicates.UPDATE
    )

    party = Party.objects.get()
    assert (party.postcode, party.born_on) == ("YO1 7HH", date(1960, 1, 2))
    assert [point.text for point in party.contacts.order_by("pk")] == ["0113 496 0702", "1 New Street"]
    assert reasons(of) == [("postcode", "is “YO1 7HH” here and “LS9 9XX” in the list; left as it is")]


def test_an_update_writes_over_what_an_import_wrote_and_the_old_name_stays_findable(admin: User) -> None:
    taken_over("A,Ann,Bell,,,,LS1 0ZZ,,", by=admin)

    of = taken_over("A,Ann,Carr,,,,LS2 7AA,,", by=admin, duplicates=Duplicates.UPDATE)

    party = Party.objects.get()
    assert (party.name, party.postcode, outcomes(of), reasons(of)) == ("Ann Carr", "LS2 7AA", ["update"], [])
    assert list(PartyName.objects.order_by("pk").values_list("text", "kind")) == [
        ("Ann Bell", NameKind.FORMER),
        ("Ann Carr", NameKind.CURRENT),
    ]


def test_an_update_with_nothing_new_is_left_out(admin: User) -> None:
    taken_over(WHOLE, by=admin)

    of = taken_over(WHOLE, by=admin, duplicates=Duplicates.UPDATE)

    assert (outcomes(of), reasons(of)) == (["skip"], [("", "holds nothing new")])


def test_a_list_is_imported_once(admin: User) -> None:
    of = taken_over("A,Ann,Bell,,,,,,", by=admin)

    with pytest.raises(importing.AlreadyImported):
        importing.run_import(import_id=of.pk, by=admin, now=NOON, today=TODAY)

    assert Party.objects.count() == 1


def test_a_list_whose_columns_are_not_chosen_is_not_imported(admin: User) -> None:
    of = read("A,Ann,Bell,,,,,,", by=admin)

    with pytest.raises(importing.NoColumns):
        importing.run_import(import_id=of.pk, by=admin, now=NOON, today=TODAY)


def test_a_list_thrown_away_leaves_no_row_of_it_and_is_not_imported(admin: User) -> None:
    of = tried("A,Ann,Bell,,,,,,", by=admin)

    for _ in range(2):
        importing.discard_import(import_id=of.pk, by=admin, now=NOON + timedelta(minutes=1))

    assert (ImportRow.objects.count(), JournalEntry.objects.filter(event="import.discarded").count()) == (0, 1)
    with pytest.raises(importing.NoLongerOpen):
        importing.run_import(import_id=of.pk, by=admin, now=NOON, today=TODAY)


def test_nobody_behind_a_wall_is_touched_or_named(admin: User) -> None:
    hidden = factories.party("Ann Bell", born_on=date(1960, 1, 2))
    factories.matter(client=hidden, is_restricted=True)
    Party.objects.filter(pk=hidden.pk).update(practice_system_number="A")

    of = taken_over("A,Ann,Bell,,,,LS1 0ZZ,,\n,Ann,Bell,,1960-01-02,,,,", by=admin, duplicates=Duplicates.UPDATE)

    hidden.refresh_from_db()
    assert (outcomes(of), reasons(of)) == (["skip", "make"], [("reference", "is known already")])
    assert (hidden.postcode, ContactPoint.objects.filter(party=hidden, kind="address").count()) == ("", 0)


def test_a_date_of_birth_from_a_list_shuts_the_gate_as_the_page_does(admin: User) -> None:
    taken_over("A,Ann,Bell,,,,LS1 0ZZ,,", by=admin)
    matter = factories.matter(client=Party.objects.get())

    taken_over("A,Ann,Bell,,02/01/1960,,LS1 0ZZ,,", by=admin, duplicates=Duplicates.UPDATE)

    assert matter.gates.get().because == "Ann Bell has another date of birth"
    assert matter.gates.get().calls_for_check
