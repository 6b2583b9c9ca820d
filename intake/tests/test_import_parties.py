"""Taking over a list of another system: every usual file is read, and a bad row is named and stops nobody."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from practice.models import ContactPoint, JournalEntry, NameKind, Party, PartyKind, PartyName, Relationship

pytestmark = pytest.mark.django_db
HEADER = "reference,given_name,family_name,organisation,date_of_birth,address,postcode"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


def _import(sheet: Path, text: str | bytes) -> dict[str, Any]:
    sheet.write_bytes(text if isinstance(text, bytes) else f"{HEADER}\n{text}\n".encode())
    said = StringIO()
    call_command("import_parties", str(sheet), "--json", stdout=said)
    report: dict[str, Any] = json.loads(said.getvalue())
    return report


def test_a_person_arrives_whole(sheet: Path, django_capture_on_commit_callbacks: object) -> None:
    report = _import(sheet, 'K1,José,Núñez,Núñez Joinery Ltd,14/03/1958,"14 Cloth Hall Row, Leeds",ls1 0zz')

    party = Party.objects.get()
    assert (report["created"], report["skipped"], report["refused"], report["rows"]) == (1, 0, 0, [])
    assert (party.name, party.kind, party.relationship) == ("José Núñez", PartyKind.INDIVIDUAL, Relationship.CLIENT)
    assert (party.practice_system_number, party.born_on, party.postcode) == ("K1", date(1958, 3, 14), "LS1 0ZZ")
    assert list(PartyName.objects.order_by("pk").values_list("text", "kind")) == [
        ("José Núñez", NameKind.CURRENT),
        ("Núñez Joinery Ltd", NameKind.TRADING),
    ]
    point = ContactPoint.objects.get()
    assert (point.text, point.confirmed_at) == ("14 Cloth Hall Row, Leeds", None)
    assert list(JournalEntry.objects.values_list("event", "party_id")) == [("party.imported", party.pk)]


def test_an_organisation_has_its_own_kind(sheet: Path) -> None:
    _import(sheet, "K1,,,Calder Vale Homes Ltd,,,")

    assert list(Party.objects.values_list("name", "kind")) == [("Calder Vale Homes Ltd", PartyKind.ORGANISATION)]


@pytest.mark.parametrize(
    ("row", "field", "because"),
    [
        pytest.param("B,Ann,Bell,,31/02/1960,,", "date_of_birth", "is no date", id="31 February"),
        pytest.param("B,Ann,Bell,,last May,,", "date_of_birth", "is no date", id="words"),
        pytest.param("B,Ann,Bell,,2090-01-01,,", "date_of_birth", "lies in the future", id="future"),
        pytest.param("B,Ann,Bell,,1766-10-14,,", "date_of_birth", "lies before 1850", id="long ago"),
        pytest.param(f"B,{'a' * 300},Bell,,,,", "given_name", "has 300 characters", id="300 letters"),
        pytest.param("B,,,,1960-01-01,,", "", "gives no name", id="no name"),
        pytest.param("B,123,456,,,,", "given_name", "has no letter", id="only figures"),
        pytest.param("B,=1+1,Bell,,,,", "given_name", "begins with =", id="formula"),
        pytest.param("B,Ann,@SUM(A1),,,,", "family_name", "begins with @", id="another formula"),
        pytest.param("B,Ann,Bell,,,,LS1 0ZZ LS1 0ZZ", "postcode", "has 15 characters", id="two postcodes"),
        pytest.param("B,Ann,Bell,,,,,,extra", "", "has 9 cells where the header has 7", id="too many cells"),
        pytest.param(f'B,Ann,Bell,,,"{"x" * 140_000}",', "", "cannot be read", id="a cell of 140,000 letters"),
    ],
)
def test_a_bad_row_is_refused_by_field_and_the_others_go_on(sheet: Path, row: str, field: str, because: str) -> None:
    report = _import(sheet, f"A,Joseph,Adeyemi,,,,\n{row}\nC,Jane,Hopkins,,,,")

    [told] = report["rows"]
    assert (report["created"], report["refused"], told["row"], told["outcome"]) == (2, 1, 2, "refused")
    assert (told["problems"][0]["field"], because in told["problems"][0]["because"]) == (field, True)
    assert sorted(Party.objects.values_list("practice_system_number", flat=True)) == ["A", "C"]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("X", id="one letter"),
        pytest.param("محمد عبد الله", id="right to left"),
        pytest.param("José", id="combining accent"),
        pytest.param("O’Brien-Smyth", id="apostrophe and hyphen"),
        pytest.param("李小龍", id="Chinese"),
    ],
)
def test_a_name_is_kept_as_it_is_written(sheet: Path, name: str) -> None:
    report = _import(sheet, f"A,,{name},,,,")

    assert (report["created"], Party.objects.get().name) == (1, name.replace("é", "é"))


def test_invisible_marks_are_dropped(sheet: Path) -> None:
    _import(sheet, "A,\u202eJoseph\u202c,Ade\u200byemi,,,,")

    assert Party.objects.get().name == "Joseph Adeyemi"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "utf-8-sig"), ("utf-8-sig", "utf-8-sig"), ("cp1252", "cp1252"), ("utf-16", "utf-16")],
)
def test_usual_encodings_are_read(sheet: Path, encoding: str, told: str) -> None:
    report = _import(sheet, f"{HEADER}\r\nA,José,O’Brien,,,,\r\n".encode(encoding))

    assert (report["encoding"], Party.objects.get().name) == (told, "José O’Brien")


def test_semicolons_other_spellings_of_the_header_and_unknown_columns_are_understood(sheet: Path) -> None:
    report = _import(sheet, b"Family-Name;Given name;Shoe size;REFERENCE\nAdeyemi;Joseph;9;A\n\n;;;\n")

    assert (report["created"], report["ignored_columns"], Party.objects.get().name) == (
        1,
        ["shoe_size"],
        "Joseph Adeyemi",
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "The file is empty.", id="empty"),
        pytest.param(b"\n \n", "The file is empty.", id="blank lines"),
        pytest.param(b"colour,size\nred,9\n", "The header has none of these columns", id="another header"),
        pytest.param(b"given_name,Given Name\na,b\n", "The header has given_name more than once", id="twice"),
        pytest.param(b"given_name\n\x00\x01", "The file is no text", id="binary"),
        pytest.param(b"\xff\xfeg\x00\n\x00\x00\xd8", "not what its first bytes say", id="broken utf-16"),
        pytest.param(b'"' + b"x" * 140_000 + b'"\n', "The header cannot be read", id="a header without end"),
    ],
)
def test_a_file_that_is_no_list_is_refused_whole(sheet: Path, content: bytes, message: str) -> None:
    with pytest.raises(CommandError, match=message):
        _import(sheet, content)

    assert Party.objects.count() == 0


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be opened: No such file"):
        call_command("import_parties", str(tmp_path / "none.csv"))


def test_a_header_alone_takes_over_nobody(sheet: Path) -> None:
    assert {k: v for k, v in _import(sheet, HEADER.encode()).items() if k in {"created", "rows"}} == {
        "created": 0,
        "rows": [],
    }


def test_the_same_list_again_and_a_reference_twice_are_skipped(sheet: Path) -> None:
    first = _import(sheet, "A,Joseph,Adeyemi,,,,\nA,Jane,Hopkins,,,,\n,No,Reference,,,,")
    again = _import(sheet, "A,Joseph,Adeyemi,,,,")

    assert [(r["created"], r["skipped"]) for r in (first, again)] == [(2, 1), (0, 1)]
    assert [r["rows"][0]["problems"][0]["because"] for r in (first, again)] == [
        "stands in row 1 already",
        "is known already",
    ]
    assert Party.objects.count() == 2


def test_without_json_it_says_the_same_in_words(sheet: Path) -> None:
    sheet.write_text(f"{HEADER}\nA,Joseph,Adeyemi,,,,\nB,Ann,Bell,,31/02/1960,,\n")
    said = StringIO()

    call_command("import_parties", str(sheet), stdout=said)

    assert said.getvalue().splitlines() == [
        "1 created, 0 skipped, 1 refused.",
        "Row 2 (line 3) refused: date_of_birth is no date: write 1958-03-14 or 14/03/1958.",
    ]
