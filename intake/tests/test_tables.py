"""Reading any file: what is wrong with the whole is said, what is wrong with a row stays with it."""

import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import Workbook

from intake import tables
from intake.sheets import UnreadableSheet
from intake.tables import Table, read_table


def _read(body: bytes) -> Table:
    return read_table(io.BytesIO(body), size=len(body))


def _xlsx(*rows: list[object], pages: tuple[str, ...] = ("Clients",)) -> bytes:
    book = Workbook()
    for title in pages:
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    del book["Sheet"]
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


@pytest.mark.parametrize(
    ("body", "because"),
    [
        pytest.param(b"", "The file is empty.", id="nothing"),
        pytest.param(b"\n \n,,\n", "The file is empty.", id="blank lines"),
        pytest.param(b"Name,Born\n", "a header and no row below it", id="header alone"),
        pytest.param(b"Name,Born,name\nA,B,C\n", "has “Name”, “name” more than once", id="a heading twice"),
        pytest.param(b"Name\n\x00\x01\x02", "The file is no text", id="binary"),
        pytest.param(b"\xff\xfeN\x00\x00\xd8", "not what its first bytes say", id="broken utf-16"),
        pytest.param(b"Name\n" + b"\x81\x8d\n", "neither UTF-8 nor Windows text", id="no encoding of ours"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1", "an old or a locked spreadsheet", id="xls"),
        pytest.param(b"PK\x03\x04 and then nothing", "The spreadsheet is damaged", id="half a spreadsheet"),
        pytest.param(b",".join(b"c%d" % n for n in range(61)) + b"\n1\n", "61 columns; 60 are", id="61 columns"),
        pytest.param(b"Name\n" + b"Ann\n" * 5001, "more than 5,000 rows", id="5,001 rows"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_the_reason(body: bytes, because: str) -> None:
    with pytest.raises(UnreadableSheet, match=because):
        _read(body)


def test_a_file_of_six_megabytes_is_refused_before_it_is_read() -> None:
    with pytest.raises(UnreadableSheet, match=r"has 6\.0 MB; 5 are the most"):
        read_table(io.BytesIO(b""), size=6_000_000)


def test_a_spreadsheet_that_unpacks_to_more_than_the_machine_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_UNPACKED", 1000)

    with pytest.raises(UnreadableSheet, match="unpacks to more than 100 MB"):
        _read(_xlsx(["Name"], ["Ann"]))


@pytest.mark.parametrize(
    ("encoding", "how"),
    [("utf-8", "CSV, UTF-8"), ("utf-8-sig", "CSV, UTF-8"), ("cp1252", "CSV, Windows text"), ("utf-16", "CSV, UTF-16")],
)
def test_usual_encodings_and_separators_are_read(encoding: str, how: str) -> None:
    table = _read("\r\nName;Born;\r\nJosé;1958;\r\n;;\r\n\r\n".encode(encoding))

    assert (table.how, table.headers) == (how, ["Name", "Born"])
    assert [(row.number, row.line, row.cells, row.problem) for row in table.rows] == [(1, 3, ["José", "1958"], "")]


def test_a_bad_row_keeps_its_cells_and_its_reason_and_the_others_are_read() -> None:
    table = _read(f"Name,Born\nAnn,1,extra\n{'x' * 2001},2\nBea,3\n".encode())

    assert [(row.cells[:2], row.problem) for row in table.rows] == [
        (["Ann", "1"], "has 3 cells where the header has 2"),
        (["x" * 2000, "2"], "has a cell of 2,001 characters; 2,000 are the most"),
        (["Bea", "3"], ""),
    ]
    assert table.rows[0].cells == ["Ann", "1", "extra"]


def test_a_cell_no_reader_takes_is_said_with_its_line() -> None:
    table = _read(f'Name\nAnn\n"{"x" * 140_000}"\nBea\n'.encode())

    assert [(row.line, row.cells, row.problem[:14]) for row in table.rows] == [
        (2, ["Ann"], ""),
        (3, [""], "cannot be read"),
        (4, ["Bea"], ""),
    ]


_OPEN = "cannot be read: a quotation mark opens in line {} and does not close at the end of its cell"


def _open(line: int) -> str:
    return _OPEN.format(line)


def _maybe(line: int) -> str:
    return f"may belong to a row that {_open(line)}"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            'Ng,"1 Mill Row"\nPryce,"2 Mill Row\nAdeyemi,3 Mill Row\nHall,4 Mill Row\n',
            [
                (2, ["Ng", "1 Mill Row"], ""),
                (3, ["Pryce", '"2 Mill Row'], _open(3)),
                (4, ["Adeyemi", "3 Mill Row"], ""),
                (5, ["Hall", "4 Mill Row"], ""),
            ],
            id="to the end of the file",
        ),
        pytest.param(
            'Pryce,"2 Mill Row\nAdeyemi,"3 Mill Row"\nHall,"4\nMill Row"\n',
            [
                (2, ["Pryce", '"2 Mill Row'], _open(2)),
                (3, ["Adeyemi", "3 Mill Row"], ""),
                (5, ["Hall", "4 Mill Row"], ""),
            ],
            id="up to the next mark",
        ),
        pytest.param(
            '"Pryce","2 Mill Row, Leeds\n"Adeyemi","3 Mill Row"\n',
            [(2, ['"Pryce"', '"2 Mill Row', "Leeds"], _open(2)), (3, ["Adeyemi", "3 Mill Row"], "")],
            id="every cell in marks",
        ),
        pytest.param(
            'Pryce,"2 "Old" Row, Leeds"\nHall,4 Mill Row\n',
            [(2, ["Pryce", '"2 "Old" Row', 'Leeds"'], _open(2)), (3, ["Hall", "4 Mill Row"], "")],
            id="marks inside marks",
        ),
        pytest.param(
            '"Pryce\nthe younger, Leeds\nHall,4 Mill Row\n',
            [
                (2, ['"Pryce', ""], _open(2)),
                (3, ["the younger", "Leeds"], _maybe(2)),
                (4, ["Hall", "4 Mill Row"], _maybe(2)),
            ],
            id="its cell may go on below",
        ),
        pytest.param(
            'Ng,"1\nMill Row"\n"Pryce\nthe "younger", Leeds\nHall,4 Mill Row\n',
            [
                (3, ["Ng", "1 Mill Row"], ""),
                (4, ['"Pryce', ""], _open(4)),
                (5, ['the "younger"', "Leeds"], _maybe(4)),
                (6, ["Hall", "4 Mill Row"], ""),
            ],
            id="a row that stands by itself behind it",
        ),
    ],
)
def test_a_quotation_mark_nobody_closed_is_named_by_its_line_and_nothing_is_lost(
    rows: str, expected: list[tuple[int, list[str], str]]
) -> None:
    table = _read(f"family_name,address\n{rows}".encode())

    assert [(row.line, row.cells, row.problem) for row in table.rows] == expected


def test_a_mark_nobody_closed_in_a_long_file_costs_one_row() -> None:
    rows = "".join(f"Hall,{number} Mill Row\n" for number in range(4990))

    table = _read(f'family_name,address\nPryce,"2 {"x" * 1900}\n{rows}'.encode())

    assert [(row.number, row.problem) for row in table.rows if row.problem] == [(1, _open(2))]
    assert len(table.rows) == 4991


def test_a_mark_nobody_closed_in_the_header_is_said_of_the_header() -> None:
    with pytest.raises(UnreadableSheet, match="The header cannot be read: a quotation mark opens in line 1"):
        _read(b'family_name,"address\nNg,1 Mill Row\n')


def test_a_spreadsheet_gives_dates_and_numbers_as_one_types_them() -> None:
    seen = datetime(2026, 1, 2, 9, 30, tzinfo=UTC).replace(tzinfo=None)
    table = _read(
        _xlsx(
            ["Name", "Born", "Seen", "No", None, None],
            ["José", date(1958, 3, 14), seen, 1204.0, None, None],
            [None, None, None, None],
            ["  O’Brien\u200b ", None, None, 7],
        )
    )

    assert (table.how, table.headers) == ("XLSX, page Clients", ["Name", "Born", "Seen", "No"])
    assert [(row.line, row.cells) for row in table.rows] == [
        (2, ["José", "1958-03-14", "2026-01-02 09:30", "1204"]),
        (4, ["O’Brien", "", "", "7"]),
    ]


def test_a_formula_in_a_spreadsheet_is_a_mistake_of_its_row_and_is_never_run() -> None:
    table = _read(_xlsx(["Name", "Born"], ["=1+1", "1958"], ["Ann", "#N/A"], ["Bea", "1960"]))

    assert [(row.cells[0], row.problem) for row in table.rows] == [
        ("=1+1", "has a formula in column 1: paste the values, then save again"),
        ("Ann", "has an error of the spreadsheet in column 2"),
        ("Bea", ""),
    ]


def test_further_pages_of_a_spreadsheet_are_named_and_not_read() -> None:
    assert _read(_xlsx(["Name"], ["Ann"], pages=("Clients", "Old", "Notes"))).how == (
        "XLSX, page Clients; not read: Old, Notes"
    )
