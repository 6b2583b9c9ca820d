"""What columns may mean, and what a row must hold: tables of cases, no database."""

from datetime import date

import pytest

from intake.rules.imports import Problem, guess_columns, problems_of, problems_of_columns, problems_of_matter

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("headers", "columns"),
    [
        pytest.param(
            ["Client No.", "Forename", "SURNAME", "D.O.B.", "Post Code"],
            {"reference": 0, "given_name": 1, "family_name": 2, "date_of_birth": 3, "postcode": 4},
            id="a practice system's",
        ),
        pytest.param(["name", "e-mail", "Tel", "Shoe size"], {"name": 0, "email": 1, "phone": 2}, id="somebody's own"),
        pytest.param(
            ["Matter", "Matter No", "Closed"], {"matter_title": 0, "matter_number": 1, "closed_on": 2}, id="m"
        ),
        pytest.param(["Farbe", "Größe"], {}, id="nothing we know"),
    ],
)
def test_columns_are_guessed_by_their_headings(headers: list[str], columns: dict[str, int]) -> None:
    assert guess_columns(headers) == columns


@pytest.mark.parametrize(
    ("columns", "fields"),
    [
        pytest.param({"family_name": 0}, [], id="a name is enough"),
        pytest.param({"organisation": 0}, [], id="a body is somebody"),
        pytest.param({"postcode": 0}, [""], id="nobody has a name"),
        pytest.param({"given_name": 0, "family_name": 0}, ["family_name"], id="one column for two fields"),
        pytest.param({"name": 0, "work_type": 1}, ["matter_number"], id="a matter without its number"),
    ],
)
def test_a_choice_of_columns_is_checked(columns: dict[str, int], fields: list[str]) -> None:
    assert [problem.field for problem in problems_of_columns(columns)] == fields


@pytest.mark.parametrize(
    ("cells", "problems"),
    [
        pytest.param({"family_name": "X"}, [], id="one letter"),
        pytest.param({"name": "محمد عبد الله"}, [], id="right to left"),
        pytest.param({"organisation": "3663"}, [], id="a firm of figures"),
        pytest.param({"name": "A", "phone": "+44 (0)113 496-0700"}, [], id="a number with its country"),
        pytest.param({"name": "x" * 300}, [Problem("name", "has 300 characters; 200 are the most")], id="300 letters"),
        pytest.param({"name": "123"}, [Problem("name", "has no letter")], id="only figures"),
        pytest.param(
            {"name": "A", "phone": "+cmd|' /C calc'!A0"},
            [
                Problem("phone", "begins with +, which a spreadsheet runs as a formula"),
                Problem("phone", "has fewer than five digits"),
            ],
            id="a formula as a number",
        ),
        pytest.param({"name": "A", "email": "a@b"}, [Problem("email", "is no e-mail address")], id="half a mailbox"),
        pytest.param(
            {"given_name": "a" * 100, "family_name": "b" * 100},
            [Problem("family_name", "makes a name of more than 200 characters")],
            id="two long names",
        ),
    ],
)
def test_a_row_is_refused_by_field(cells: dict[str, str], problems: list[Problem]) -> None:
    assert problems_of(cells, born_on=None, today=TODAY) == problems


_WILL = {"matter_number": "M1", "matter_title": "Will"}


@pytest.mark.parametrize(
    ("cells", "days", "fields"),
    [
        pytest.param({}, {}, [], id="no matter"),
        pytest.param({"matter_number": "M1", "matter_title": "Will"}, {}, [], id="whole"),
        pytest.param({"matter_title": "Will"}, {}, ["matter_number"], id="no number"),
        pytest.param({"matter_number": "M1"}, {}, ["matter_title"], id="no title"),
        pytest.param({**_WILL, "closed_on": "31/02/2020"}, {"closed_on": None}, ["closed_on"], id="31 February"),
        pytest.param(
            {**_WILL, "opened_on": "x", "closed_on": "y"},
            {"opened_on": date(2021, 1, 1), "closed_on": date(2020, 1, 1)},
            ["closed_on"],
            id="closed before it was opened",
        ),
        pytest.param(
            {**_WILL, "opened_on": "x"}, {"opened_on": date(2027, 1, 1)}, ["opened_on"], id="opened next year"
        ),
        pytest.param(
            {**_WILL, "letter_sent_on": "x", "letter_accepted_on": "y"},
            {"letter_sent_on": date(2021, 1, 2), "letter_accepted_on": date(2021, 1, 1)},
            ["letter_accepted_on"],
            id="accepted before it went",
        ),
        pytest.param(
            {**_WILL, "letter_accepted_on": "y"},
            {"letter_accepted_on": date(2021, 1, 1)},
            ["letter_sent_on"],
            id="accepted and never sent",
        ),
    ],
)
def test_a_matter_is_refused_by_field(cells: dict[str, str], days: dict[str, date | None], fields: list[str]) -> None:
    problems = problems_of_matter(cells, work_type_known=True, fee_earner_known=True, days=days, today=TODAY)

    assert [problem.field for problem in problems] == fields


def test_a_matter_needs_work_we_do_and_somebody_who_does_it() -> None:
    cells = {"matter_number": "M1", "matter_title": "Will", "work_type": "Piracy", "fee_earner": "Nobody"}

    problems = problems_of_matter(cells, work_type_known=False, fee_earner_known=False, days={}, today=TODAY)

    assert [problem.field for problem in problems] == ["work_type", "fee_earner"]
