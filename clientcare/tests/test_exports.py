"""Lists as files: what the page shows with its filters, for whoever may see it, and nothing a spreadsheet would run."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import Settings

from complaints.tests import factories as complaints
from engagement.tests import factories as letters
from intake.services import declare_interest
from intake.tests.factories import NOON, check, enquiry
from practice import exports
from practice.models import JournalEntry, PartyPair, User
from practice.permissions import Role
from practice.services.grievances import note_grievance
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
EVIL = ("=1+1", "+44 113", "-1", "@SUM(A1)", "|calc", "%0A", "\tx", " =1+1", "＝1+1")


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)
    factories.firm()


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _csv(answer: Any) -> list[list[str]]:
    assert answer.headers["Content-Type"] == exports.CSV_TYPE
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def _xlsx(answer: Any) -> list[list[Any]]:
    assert answer.headers["Content-Type"] == exports.XLSX_TYPE
    page = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    return [[(cell.value, cell.data_type) for cell in row] for row in page.iter_rows()]


@pytest.mark.parametrize("text", EVIL)
def test_no_cell_begins_with_what_a_spreadsheet_runs(text: str) -> None:
    [_, [cell]] = list(csv.reader(io.StringIO(exports.as_csv(["Name"], [[text]]).decode("utf-8-sig"))))
    page = load_workbook(io.BytesIO(exports.as_xlsx(["Name"], [[text]]))).worksheets[0]

    assert cell == f"'{text}"
    assert (page["A2"].data_type, page["A2"].value.strip()) == ("s", text.strip())


def test_dates_and_numbers_stay_what_they_are() -> None:
    row: list[exports.Cell] = [date(2026, 11, 24), datetime(2026, 7, 1, 12, 0, tzinfo=UTC), -5, None, "José"]

    [_, cells] = list(csv.reader(io.StringIO(exports.as_csv(["A"] * 5, [row]).decode("utf-8-sig"))))
    page = load_workbook(io.BytesIO(exports.as_xlsx(["A"] * 5, [row]))).worksheets[0]

    assert cells == ["2026-11-24", "2026-07-01 13:00", "-5", "", "José"]
    assert [cell.data_type for cell in page[2]] == ["d", "d", "n", "n", "s"]


def test_a_letter_that_no_spreadsheet_can_hold_is_dropped() -> None:
    page = load_workbook(io.BytesIO(exports.as_xlsx(["A"], [["Ann\x07 Bell"]]))).worksheets[0]

    assert page["A2"].value == "Ann Bell"


def test_matters_come_with_the_filter_of_the_page_and_without_its_pages() -> None:
    lawyer = factories.user()
    for number in range(52):
        factories.matter(fee_earner=lawyer, title=f"=Matter {number}", client=factories.party("Ann Bell", by=lawyer))
    factories.matter(fee_earner=lawyer, title="Another")
    factories.matter(title="Kept away", is_restricted=True)

    answer = _as(lawyer).get(reverse("matters"), {"q": "Matter", "sort": "title", "as": "csv", "page": "2"})

    rows = _csv(answer)
    assert rows[0][:5] == ["Matter", "Clients", "Reference", "Practice system", "Fee earner"]
    assert (len(rows), rows[1][0], rows[1][1]) == (53, "'=Matter 0", "Mr Ann Bell")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="matters-2026-11-24.csv"'
    entry = JournalEntry.objects.get(event="list.exported")
    assert (entry.actor_id, entry.facts) == (
        lawyer.pk,
        {"list": "matters", "filters": {"q": "Matter", "sort": "title"}, "rows": 52, "kind": "csv"},
    )


def test_a_spreadsheet_of_matters_holds_the_same_rows() -> None:
    lawyer = factories.user()
    factories.matter(fee_earner=lawyer, title="=1+1")

    rows = _xlsx(_as(lawyer).get(reverse("matters"), {"as": "xlsx"}))

    assert (len(rows), rows[0][0][0], rows[1][0]) == (2, "Matter", ("=1+1", "s"))


@pytest.mark.parametrize("name", ["matters", "intake:enquiries", "letters", "complaints"])
def test_a_list_offers_its_files_where_it_has_rows(name: str) -> None:
    letters.firm()
    head = factories.user(Role.HEAD, Role.COMPLIANCE)
    matter = factories.matter(fee_earner=head)
    letters.written(matter)
    enquiry(by=head)
    complaints.complaint(complaints.cast())  # with a matter of its own

    page = _as(head).get(reverse(name)).content.decode()
    files = [_as(head).get(reverse(name), {"as": kind}) for kind in ("csv", "xlsx")]

    assert ("as=csv" in page, "as=xlsx" in page) == (True, True)
    assert {len(_csv(files[0])), len(_xlsx(files[1]))} == {3 if name == "matters" else 2}


def test_registers_and_what_was_found_come_as_files_too() -> None:
    """Each row holds a name that a spreadsheet would run."""
    keeper = factories.user(Role.MANAGING_PARTNER, Role.COMPLIANCE)
    lawyer = factories.user()
    one, other = factories.party("=Ann Bell", title=""), factories.party("Anne Bell", title="")
    PartyPair.objects.create(first=one, second=other, score=0.9, why="+one letter", found_at=NOON)
    declare_interest(staff=keeper, name="=Pell Ltd", nature="Shares", by=keeper, now=NOON)
    note_grievance(party=one, staff=lawyer, matter=None, happened_on=NOON.date(), words="-sharp", by=lawyer, now=NOON)
    made = check(title="=A against B")

    told = {}
    for name, query in _REGISTERS.items():
        sheet = _csv(_as(keeper).get(reverse(name), {**query, "as": "csv"}))
        told[name] = [row for row in sheet[1:] if any(cell.startswith("'") for cell in row)]
        assert "as=csv" in _as(keeper).get(reverse(name), query).content.decode()

    asked = str(made.asked_by)
    assert told == {
        "conflicts": [
            ["'=A against B", made.reference, asked, "2026-11-24 12:00", "", "", "With compliance", "0 of 0 open"]
        ],
        "conflict_interests": [["'=Pell Ltd", keeper.name, "Shares", "2026-11-24 12:00"]],
        "grievances": [
            ["'=Ann Bell", lawyer.name, "2026-11-24", "", "'-sharp", lawyer.name, "2026-11-24 12:00", "", "", ""]
        ],
        "duplicates": [["'=Ann Bell", "", "", "Anne Bell", "", "", "'+one letter"]],
        "search": [["Prospective client", "'=Ann Bell", "", "", "", "", "", ""]],
    }
    asker = _csv(_as(made.asked_by).get(reverse("conflicts"), {"as": "csv"}))
    assert [row[6:] for row in asker] == [["State", "To read"], ["With compliance", ""]]


_REGISTERS = {"conflicts": {}, "conflict_interests": {}, "grievances": {}, "duplicates": {}, "search": {"q": "bell"}}


def test_more_rows_than_a_file_holds_are_refused_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS", 1)
    lawyer = factories.user()
    for _ in range(2):
        factories.matter(fee_earner=lawyer)

    answer = _as(lawyer).get(reverse("matters"), {"view": "all", "as": "csv"}, follow=True)

    assert answer.redirect_chain == [(f"{reverse('matters')}?view=all", 302)]
    assert "A file holds at most 1 rows, and this list has 2." in answer.content.decode()


def test_whoever_may_not_open_a_list_gets_no_file_of_it() -> None:
    """A note on a disagreement is read by whoever wrote it, too; the file is for managers."""
    administrator, lawyer = _as(factories.user(Role.ADMINISTRATOR)), _as(factories.user())
    lists = ["matters", "clients", "intake:enquiries", "letters", "complaints", *_REGISTERS]

    assert {administrator.get(reverse(name), {"as": "csv"}).status_code for name in lists} == {403}
    assert [
        lawyer.get(reverse(name), {"as": "csv"}).status_code
        for name in ("conflict_interests", "grievances", "duplicates")
    ] == [403, 403, 403]
