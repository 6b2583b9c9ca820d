"""A list is given and its bar watched: it moves by itself, and without script when one opens the page again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Browser, expect
from pytest_django import Settings

from e2e.browser import chromium
from e2e.screens import Screen
from e2e.serving import cookie_of, served
from intake.models import ConflictList
from intake.services import lists
from practice.models import User
from practice.permissions import Role
from practice.tests import factories
from practice.tests.clock import set_clock

NOON = factories.TUESDAY_NOON
ROWS = lists.BATCH * lists.AT_ONCE + 1


@pytest.fixture
def site(fresh_db: str, settings: Settings) -> Iterator[str]:
    set_clock(settings, NOON)
    with served() as address:
        yield address


@pytest.fixture
def helen(site: str) -> User:
    with transaction.atomic():
        factories.firm()
        factories.party("Brian Whitworth")
        return factories.user(Role.COMPLIANCE, given="Helen", family="Marsh", department=None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def test_a_list_is_given_watched_read_and_taken_as_a_report(
    browser: Browser, site: str, helen: User, tmp_path: Path
) -> None:
    file = tmp_path / "pell.csv"
    file.write_text("Forename,Surname\n" + "Zora,Quill\n" * (ROWS - 1) + "Bryan,Whitworth\n")
    screen = Screen(browser, site, helen)
    page = screen.page
    screen.open(reverse("conflicts"))
    screen.follow(screen.main.get_by_role("link", name="Lists"))
    page.get_by_label("What it is").fill("Clients of J. Pell")
    page.get_by_label("Whose list").fill("J. Pell, who joins us")
    page.get_by_label("Why it is checked").fill("Agreed with her firm")
    page.get_by_label("List, as CSV or XLSX").set_input_files(file)
    screen.press("Check the list")

    of = ConflictList.objects.get()
    bar = page.get_by_role("progressbar")
    expect(bar).to_have_attribute("value", "0")
    lists.check_listed_names(list_id=of.pk, now=NOON)
    expect(bar).to_have_attribute("value", str(ROWS - 1))
    screen.look()
    lists.check_listed_names(list_id=of.pk, now=NOON)
    screen.follow(page.get_by_role("link", name="Show what was found"))

    first = page.get_by_role("row").nth(1)
    expect(first).to_contain_text("Bryan Whitworth")
    expect(first).to_contain_text("1 above the line")
    expect(first.get_by_role("link", name="Brian Whitworth")).to_be_visible()
    with page.expect_download() as coming:
        page.get_by_role("link", name="CSV file of these rows").press("Enter")
    assert coming.value.path().read_text().count("\n") == ROWS + 1
    screen.close()


def test_without_script_the_page_says_how_far_it_is_each_time_it_is_opened(
    browser: Browser, site: str, helen: User, tmp_path: Path
) -> None:
    file = tmp_path / "pell.csv"
    file.write_text("Surname\n" + "Quill\n" * ROWS)
    page = browser.new_page(java_script_enabled=False)
    page.context.add_cookies([cookie_of(helen, site)])  # type: ignore[list-item]
    page.goto(site + reverse("conflict_lists"))
    page.get_by_label("What it is").fill("Clients of J. Pell")
    page.get_by_label("Whose list").fill("J. Pell, who joins us")
    page.get_by_label("Why it is checked").fill("Agreed with her firm")
    page.get_by_label("List, as CSV or XLSX").set_input_files(file)
    page.get_by_role("button", name="Check the list").press("Enter")
    expect(page.get_by_text(f"0 of {ROWS} rows checked.")).to_be_visible()

    lists.check_listed_names(list_id=ConflictList.objects.get().pk, now=NOON)
    page.get_by_role("link", name="Open the page again").press("Enter")

    expect(page.get_by_text(f"{ROWS - 1} of {ROWS} rows checked.")).to_be_visible()
    page.context.close()
