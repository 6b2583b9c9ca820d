"""A spreadsheet with mistakes is taken over and undone: what is wrong comes back as a file, and nothing is left."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse
from openpyxl import Workbook
from playwright.sync_api import Browser, expect
from pytest_django import Settings

from e2e.browser import chromium
from e2e.screens import Screen
from e2e.serving import served
from intake.models import Import, ImportState
from intake.services import importing
from practice.models import ContactPoint, Matter, MatterParty, Party, PartyName, User
from practice.permissions import Role
from practice.tests import factories
from practice.tests.clock import set_clock

NOON = factories.TUESDAY_NOON
HEADER = ("Client no", "Forename", "Surname", "DOB", "Post code", "Mobile")
ROWS = (
    ("K1", "José", "Núñez", "14/03/1958", "LS1 0ZZ", "0113 496 0701"),
    ("K2", "Ann", "Bell", "31/02/1960", "LS1 0ZZ", ""),
    ("K3", "=1+1", "Hopkins", "", "", ""),
    ("K4", "محمد", "عبد الله", "01/02/1970", "LS2 7AA", ""),
    ("K5", "", "", "", "LS3 1AA", ""),
    ("K1", "José", "Núñez", "", "", ""),
    ("K6", "x" * 120, "Long", "", "", ""),
)


@pytest.fixture
def site(fresh_db: str, settings: Settings) -> Iterator[str]:
    set_clock(settings, NOON)
    with served() as address:
        yield address


@pytest.fixture
def admin(site: str) -> User:
    with transaction.atomic():
        factories.firm()
        factories.matter(client=factories.party("Joseph Adeyemi"))
        return factories.user(Role.ADMINISTRATOR, given="Ada", family="Admin", department=None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def screen(browser: Browser, site: str, admin: User) -> Iterator[Screen]:
    opened = Screen(browser, site, admin)
    yield opened
    opened.close()


def _spreadsheet(path: Path) -> Path:
    book = Workbook()
    page = book.worksheets[0]
    for row in (HEADER, *ROWS):
        page.append(row)
    book.save(path)
    return path


def _on_record() -> dict[str, list[int]]:
    """Return every row of a client or matter there is."""
    tables = (Party, PartyName, ContactPoint, Matter, MatterParty)
    return {table.__name__: list(table._base_manager.order_by("pk").values_list("pk", flat=True)) for table in tables}


def test_a_spreadsheet_with_mistakes_is_imported_and_undone(screen: Screen, tmp_path: Path) -> None:
    before = _on_record()
    page = screen.page
    screen.open(reverse("imports:index"))
    screen.press("Read the list", expecting=422)
    screen.says("Choose a file.")

    page.get_by_label("List, as CSV or XLSX").set_input_files(_spreadsheet(tmp_path / "clients.xlsx"))
    screen.press("Read the list")
    screen.says("XLSX, page Sheet")
    screen.press("Try every row")

    screen.says("7 rows: 2 new, 0 to update, 1 left out, 4 with mistakes.")
    screen.follow(page.get_by_role("link", name="Mistakes"))
    for reason in (
        "Date of birth is no date: write 1958-03-14 or 14/03/1958.",
        "The row has a formula in column 2: paste the values, then save again.",
        "The row gives no name: fill given_name, family_name or organisation.",
        "Given names has 120 characters; 100 are the most.",
    ):
        screen.says(reason)
    expect(page.get_by_role("rowheader")).to_have_count(4)
    assert _on_record() == before

    with page.expect_download() as coming:
        page.get_by_role("link", name="Rows not taken over, with reasons").press("Enter")
    rejects = list(csv.reader(io.StringIO(coming.value.path().read_bytes().decode("utf-8-sig"))))
    assert (coming.value.suggested_filename, rejects[0]) == (
        f"not-imported-{Import.objects.get().pk}.csv",
        [*HEADER, "Line", "Why not imported"],
    )
    assert [(row[0], row[6]) for row in rejects[1:]] == [
        ("K2", "3"),
        ("K3", "4"),
        ("K5", "6"),
        ("K1", "7"),
        ("K6", "8"),
    ]
    assert (rejects[2][1], all(row[7] for row in rejects)) == ("'=1+1", True)

    screen.press("Import 2 rows")
    screen.says("7 rows: 2 taken over, 0 updated, 1 left out, 4 with mistakes.")
    screen.says("2 of 2 still wait")
    importing.sweep_imports(now=NOON)
    screen.open(screen.path)
    screen.says("All 2 new names are compared with everybody on record.")
    assert set(Party.objects.exclude(pk__in=before["Party"]).values_list("name", flat=True)) == {
        "José Núñez",
        "محمد عبد الله",
    }

    screen.press("Undo the whole import")
    screen.says("2 rows were undone.")
    expect(page.get_by_role("button", name="Undo the whole import")).to_have_count(0)
    assert (_on_record(), Import.objects.get().state) == (before, ImportState.UNDONE)
