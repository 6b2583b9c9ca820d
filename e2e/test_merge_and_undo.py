"""Two records of one person are made one and two again, by keyboard alone; nothing is lost on the way."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, expect

from clientcare.duplicates.tests.rows import changed, dump
from e2e import axe
from e2e.browser import chromium
from e2e.serving import Cookie, cookie_of, served
from practice.models import ContactKind, Gate, GateKind, GateState, Matter, MatterParty, MatterRole, Party, User
from practice.permissions import Role
from practice.services.matters import set_gate
from practice.services.pairs import seek_pairs
from practice.services.parties import add_contact
from practice.tests import factories

NOON = factories.TUESDAY_NOON
FAR = 150  # presses of the Tab key within which everything on a page is reached


@pytest.fixture
def site(fresh_db: str) -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture
def keeper(site: str) -> User:
    return factories.user(Role.SECRETARY, given="Rea", family="Register")


@pytest.fixture
def pair(keeper: User) -> tuple[Party, Party]:
    """A client with two matters, the second of them under a name typed in haste, with another number and title."""
    with transaction.atomic():
        kept = factories.party("Margaret Ellison", by=keeper, phone="0113 496 0101", postcode="LS6 2AB", title="Ms")
        other = factories.party("Margret Ellison", by=keeper, phone="0113 496 0102", postcode="LS6 2AB", title="Mrs")
        add_contact(party=other, kind=ContactKind.PHONE, text="07700 900901", by=keeper, now=NOON)
    for party, title in ((kept, "Sale of 4 Mill Lane"), (other, "Will of Margaret Ellison")):
        matter = factories.matter(client=party, title=title, assistant=keeper)
        with transaction.atomic():
            set_gate(matter=matter, kind=GateKind.CONFLICT, state=GateState.OPEN, because="CC-26-1 cleared", now=NOON)
    seek_pairs(now=NOON)
    return kept, other


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser: Browser, site: str, keeper: User) -> Iterator[Page]:
    session: Cookie = cookie_of(keeper, site)
    opened = browser.new_page(viewport={"width": 1366, "height": 768})
    opened.context.add_cookies([session])  # type: ignore[list-item]
    yield opened
    opened.context.close()


def _reach(page: Page, wanted: Locator) -> None:
    """Go to it by the Tab key, as somebody without a mouse does."""
    wanted.wait_for()
    for _ in range(FAR):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Not reached by keyboard: {wanted}")


def _press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    _reach(page, wanted)
    page.keyboard.press(key)


def _gates() -> list[GateState]:
    latest = [Gate.objects.filter(matter=one).latest_of_each_kind().get() for one in Matter.objects.order_by("pk")]
    return [GateState(gate.state) for gate in latest]


def test_two_records_become_one_and_two_again_by_keyboard(site: str, pair: tuple[Party, Party], page: Page) -> None:
    kept, other = pair
    watch = axe.PolicyWatch(page)
    before = dump()
    page.goto(f"{site}{reverse('client', args=[kept.pk])}")

    _press(page, page.get_by_role("main").get_by_role("link", name="Entered twice?"))
    _press(page, page.get_by_role("link", name="Compare with Mrs Margret Ellison"))
    _press(page, page.get_by_role("button", name="They are one: merge"))
    expect(page.get_by_text("Choose which of the two is right.").first).to_be_visible()
    _press(page, page.get_by_role("radio", name="Ms", exact=True), "ArrowDown")
    expect(page.get_by_role("radio", name="Mrs", exact=True)).to_be_checked()
    _press(page, page.get_by_role("radio", name="Margaret Ellison", exact=True), " ")
    _press(page, page.get_by_role("button", name="They are one: merge"))
    expect(page.get_by_text("They are one record now. It can be taken back for 30 days.")).to_be_visible()
    merge = page.url

    one = Party.objects.get(merged_into=None)
    assert (one, one.full_name, _gates()) == (kept, "Mrs Margaret Ellison", [GateState.CLOSED] * 2)
    page.goto(f"{site}{reverse('client', args=[other.pk])}")
    expect(page).to_have_url(f"{site}{reverse('client', args=[kept.pk])}")
    for text in ("0113 496 0101", "0113 496 0102", "07700 900 901", "Sale of 4 Mill Lane", "Will of Margaret Ellison"):
        expect(page.get_by_role("main").get_by_text(text).first).to_be_visible()
    expect(page.get_by_text("Another record was merged into this one")).to_be_visible()

    page.goto(merge)
    _press(page, page.get_by_role("button", name="Take the merge back"))
    expect(page.get_by_text("They are two records again, as they were.")).to_be_visible()

    assert (changed(before, dump()), _gates()) == ({}, [GateState.OPEN] * 2)
    page.goto(f"{site}{reverse('client', args=[other.pk])}")
    expect(page.get_by_role("heading", name="Mrs Margret Ellison", level=1)).to_be_visible()
    expect(page.get_by_role("main").get_by_text("Will of Margaret Ellison").first).to_be_visible()
    expect(page.get_by_text("Sale of 4 Mill Lane")).to_have_count(0)
    assert MatterParty.objects.filter(party=other, role=MatterRole.CLIENT).count() == 1
    assert watch.breaches == []


def test_different_people_are_remembered_until_somebody_takes_it_back(
    site: str, pair: tuple[Party, Party], page: Page
) -> None:
    page.goto(f"{site}{reverse('duplicates')}")
    compare = page.get_by_role("link", name="Compare Ms Margaret Ellison and Mrs Margret Ellison")
    _press(page, compare)
    expect(page.get_by_role("heading", name="One person or two?")).to_be_visible()
    address = page.url

    _press(page, page.get_by_role("button", name="Different people"))

    expect(page.get_by_text("The pair is not offered again.")).to_be_visible()
    expect(compare).to_have_count(0)
    page.goto(address)
    expect(page.get_by_role("button", name="They are one: merge")).to_have_count(0)
    _press(page, page.get_by_role("button", name="Take that back"))
    expect(page.get_by_role("button", name="They are one: merge")).to_be_visible()
    page.goto(f"{site}{reverse('duplicates')}")
    expect(compare).to_be_visible()
