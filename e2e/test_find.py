"""Find as you type by keyboard alone, and the same box without script."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from e2e import axe
from e2e.browser import chromium
from e2e.serving import Cookie, cookie_of, served
from practice.models import Party, User
from practice.permissions import Role
from practice.tests import factories


@pytest.fixture
def site(fresh_db: str) -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture
def keeper(site: str) -> User:
    return factories.user(Role.SECRETARY, given="Rea", family="Register")


@pytest.fixture
def session(site: str, keeper: User) -> Cookie:
    return cookie_of(keeper, site)


@pytest.fixture
def people(keeper: User) -> list[Party]:
    with transaction.atomic():
        return [
            factories.party(name, by=keeper, postcode="LS6 2AB")
            for name in ("Margaret Ellison", "Margret Ellison", "Bernard Ellis")
        ]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def _opened(browser: Browser, session: Cookie, **options: object) -> Page:
    page = browser.new_page(**options)  # type: ignore[arg-type]
    page.context.add_cookies([session])  # type: ignore[list-item]
    return page


def test_a_client_is_found_and_opened_by_keyboard(
    browser: Browser, site: str, session: Cookie, people: list[Party]
) -> None:
    page = _opened(browser, session, viewport={"width": 1366, "height": 768})
    watch = axe.PolicyWatch(page)
    page.goto(f"{site}{reverse('matters')}")
    box = page.get_by_role("combobox", name="Search clients, matters and references")

    page.keyboard.press("/")
    page.keyboard.type("ellis marg")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(options.nth(1).get_attribute("id")))
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("ellis marg")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{site}{reverse('client', args=[people[1].pk])}")
    assert watch.breaches == []
    page.context.close()


@pytest.mark.parametrize("width", [1366, 390, axe.NARROWEST])
def test_the_open_list_is_accessible(
    browser: Browser, site: str, session: Cookie, people: list[Party], width: int
) -> None:
    page = axe.open_for_axe(browser, viewport={"width": width, "height": 800})
    page.context.add_cookies([session])  # type: ignore[list-item]
    page.goto(f"{site}{reverse('matters')}")
    page.get_by_role("combobox", name="Search clients, matters and references").press_sequentially("elli")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("ArrowDown")

    assert (axe.violations(page), axe.scrolls_sideways(page)) == ([], 0)
    page.context.close()


def test_without_script_the_box_is_the_search_page(
    browser: Browser, site: str, session: Cookie, people: list[Party]
) -> None:
    page = _opened(browser, session, java_script_enabled=False)
    page.goto(f"{site}{reverse('matters')}")
    page.get_by_role("searchbox", name="Search clients, matters and references").fill("ellison")
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="Margaret Ellison")).to_be_visible()
    page.context.close()


def test_a_party_is_chosen_by_the_same_list(
    browser: Browser, site: str, session: Cookie, people: list[Party], keeper: User
) -> None:
    matter = factories.matter(client=people[2], assistant=keeper)
    page = _opened(browser, session)
    page.goto(f"{site}{reverse('matter_add_party', args=[matter.pk])}")
    page.get_by_role("combobox", name="Name of the person or body").press_sequentially("ellison margaret")
    page.get_by_role("option").first.click()

    expect(page.get_by_role("radio", name="Margaret Ellison")).to_be_visible()
    expect(page.get_by_text("This looks like somebody on record.")).to_be_visible()
    page.context.close()
