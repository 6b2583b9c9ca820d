"""Checking a list by command: one answer a row, in order, nearest first, and no row stops the next."""

import io
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake.lists import BATCH
from practice.models import GateKind, Party
from practice.tests import factories

pytestmark = pytest.mark.django_db
HEADER = "given_name,family_name,organisation,date_of_birth,address,postcode"
ON_RECORD = """reference,given_name,family_name,organisation,date_of_birth,address,postcode
K1,Joseph,Adeyemi,,1958-03-14,"14 Cloth Hall Row, Leeds",LS1 0ZZ
K2,Joseph,Adeyemi,,1990-05-02,"9 Mill Lane, Bradford",BD1 1AA
K3,,,Calder Vale Homes Ltd,,"2 Quay, Leeds",LS2 7AB
"""


@pytest.fixture(autouse=True)
def _people(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(ON_RECORD)
    call_command("import_parties", str(tmp_path / "people.csv"), stdout=StringIO())


def _check(tmp_path: Path, text: str, *, header: str = HEADER) -> list[dict[str, Any]]:
    sheet = tmp_path / "asked.csv"
    sheet.write_text(f"{header}\n{text}\n")
    said = StringIO()
    call_command("check_conflicts", str(sheet), "--json", stdout=said, stderr=StringIO())
    return [json.loads(line) for line in said.getvalue().splitlines()]


def test_the_right_namesake_comes_first_with_the_reason(tmp_path: Path) -> None:
    [answer] = _check(tmp_path, "Joe,Adeyemi,,1985-03-14,,")

    first, second = answer["hits"]
    assert (answer["row"], first["reference"], first["name"]) == (1, "K1", "Joseph Adeyemi")
    assert first["why"] == "short form, date of birth with two digits swapped"
    assert first["party"] == Party.objects.get(practice_system_number="K1").pk
    assert (second["reference"], first["score"] > second["score"]) == ("K2", True)


@pytest.mark.parametrize(
    ("row", "reference"),
    [
        pytest.param("Adeyemi,Joseph,,1958-03-14,,", "K1", id="swapped columns"),
        pytest.param(",,Calder Vale Homes Limited,,,", "K3", id="organisation"),
        pytest.param(",,Caldervale Homes,,,", "K3", id="organisation in one word"),
        pytest.param(",,,1990-05-02,,", "K2", id="date of birth alone"),
        pytest.param(',,,,"14 Cloth Hall Row, Leeds",', "K1", id="address alone"),
        pytest.param("Jo,,,,Cloth Hall Row 14,LS1 0ZX", "K1", id="address turned, postcode one slip off"),
        pytest.param("Xavier,Quillfeather,Calder Vale Homes,,,", "K3", id="a person of an organisation"),
        pytest.param("5oseph,Adeyern1,,02/05/1990,,", "K2", id="scanned"),
        pytest.param("=Joseph,Adeyemi,,14.03.1958,,", "K1", id="formula"),
    ],
)
def test_a_row_finds_its_party_by_whatever_it_gives(tmp_path: Path, row: str, reference: str) -> None:
    assert _check(tmp_path, row)[0]["hits"][0]["reference"] == reference


def test_every_row_has_an_answer_in_its_place(tmp_path: Path) -> None:
    answers = _check(
        tmp_path,
        "Joseph,Adeyemi,,31/02/1958,,\n,,,,,\nXavier,Quillfeather,,soon,,\nJoseph,Adeyemi,,,,,,x\nCalder,Vale,,,,",
    )

    assert [(answer["row"], answer["line"], bool(answer["hits"])) for answer in answers] == [
        (1, 2, True),
        (2, 3, False),
        (3, 4, False),
        (4, 5, False),
        (5, 6, True),
    ]
    assert [answer["notes"] for answer in answers] == [
        ["The date of birth is no day of the calendar and was compared by its digits"],
        ["The row gives nothing to search for."],
        ["The date of birth is no date and was not used"],
        ["The row has 8 cells where the header has 6."],
        [],
    ]


def test_standard_input_is_read_and_words_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO("family_name;date_of_birth\nAdeyemi;14/03/1958\nZzz;\n".encode("utf-16")))
    monkeypatch.setattr("sys.stdin", stdin)
    said, noted = StringIO(), StringIO()

    call_command("check_conflicts", "-", stdout=said, stderr=noted)

    first, second = said.getvalue().splitlines()
    assert first.startswith("Row 1: Joseph Adeyemi (K1): a name less, same date of birth")
    assert (second, noted.getvalue().startswith("2 rows; ")) == ("Row 2: nobody", True)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="The file is empty"):
        _check(tmp_path, "", header="")


def test_rows_share_round_trips(tmp_path: Path) -> None:
    def queries(rows: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            _check(tmp_path, "\n".join(["Zzz,Qqq,,,,"] * rows))
        return len(captured)

    assert queries(BATCH) == queries(1)


def test_a_company_number_may_stand_beside_the_columns_and_counts_where_it_is_exactly_the_same(tmp_path: Path) -> None:
    bodies = "organisation,company_number\nAlder Holdings Ltd,sc12345\nBeech Ltd,01234567\n"
    (tmp_path / "bodies.csv").write_text(bodies)
    matter = factories.matter(client=Party.objects.get(practice_system_number="K3"))
    Party.objects.filter(practice_system_number="K3").update(company_number="SC012345")
    call_command("import_parties", str(tmp_path / "bodies.csv"), stdout=StringIO())

    asked = "Rowan Trading,SC 12345\n,01234567\nBeech,1234568\nBeech,none"
    answers = _check(tmp_path, asked, header="organisation,company_number")

    assert [[(hit["name"], hit["why"]) for hit in one["hits"] if hit["score"] == 1.0] for one in answers] == [
        [("Calder Vale Homes Ltd", "same company number"), ("Alder Holdings Ltd", "same company number")],
        [("Beech Ltd", "same company number")],
        [("Beech Ltd", "same name")],
        [("Beech Ltd", "same name")],
    ]
    assert answers[3]["notes"] == ["The company number is none and was not used"]
    gate = matter.gates.filter(kind=GateKind.CONFLICT).latest_of_each_kind().get()
    assert gate.because == "The company number of Calder Vale Homes Ltd is to be searched"
    assert _refused(tmp_path, "given_name,company_number\nAnn,01234567") == ["company_number"]


def _refused(tmp_path: Path, text: str) -> list[str]:
    (tmp_path / "wrong.csv").write_text(text)
    said = StringIO()
    call_command("import_parties", str(tmp_path / "wrong.csv"), "--json", stdout=said)
    return [problem["field"] for row in json.loads(said.getvalue())["rows"] for problem in row["problems"]]
