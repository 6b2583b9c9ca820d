"""Desk, my day and the page of a call in a real browser: accessible at every width, by key, and without script."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect
from pytest_django import Settings

from callbacks import services
from callbacks.models import BlockKind, Callback
from callbacks.rules import AttemptResult
from callbacks.tests.clock import stop_near
from callbacks.tests.factories import NOON, at, book, slip
from e2e import axe
from e2e.browser import chromium
from e2e.serving import Cookie, cookie_of, served
from practice.models import KeyDate, Matter, Party, User
from practice.permissions import Role
from practice.services.tasks import give_task
from practice.tests import factories

STATUS = "We have asked the buyer's solicitor about the boundary and are waiting for the answer."


@dataclass(frozen=True)
class World:
    site: str
    client: Party
    desk: Cookie
    lawyer: Cookie


def _people() -> tuple[User, User, User, User, Party, Matter]:
    factories.firm()
    beth = factories.user(Role.SECRETARY, given="Beth", family="Lowe")
    amara = factories.user(given="Amara", family="Okafor", substitute=beth)
    priya = factories.user(Role.RECEPTIONIST, given="Priya", family="Nair")
    owen = factories.user(Role.RECEPTIONIST, given="Owen", family="Tully")
    margaret = factories.party(
        "Margaret Ellison",
        title="Mrs",
        born_on=date(1958, 3, 14),
        postcode="LS8 2AB",
        phone="07700 900 142",
        safe_contact="Mobile only. No voicemail. Name the firm to nobody else who answers.",
    )
    factories.party("Margaret Ellison", title="Mrs", born_on=date(1990, 5, 2), postcode="BD3 9XY")
    sale = factories.matter(
        fee_earner=amara,
        client=margaret,
        assistant=beth,
        title="Sale of 8 Larch Grove",
        status_line=STATUS,
        status_at=NOON - timedelta(days=4),
        status_by=amara,
        next_update_on=date(2026, 11, 27),
    )
    KeyDate.objects.create(matter=sale, label="Completion", on=date(2026, 11, 26))
    give_task(key="t", owner=amara, title="Approve the update", url="/", due_on=date(2026, 11, 25), now=NOON)
    return amara, beth, priya, owen, margaret, sale


@pytest.fixture
def world(fresh_db: str, settings: Settings) -> Iterator[World]:
    """A Tuesday, 13:42, with something in every state."""
    stop_near(at(13, 42), settings)
    with transaction.atomic():
        amara, beth, priya, owen, margaret, sale = _people()
    book(amara, caller_name="Colin Fairbrother", by=priya, starts_at=at(14, day=23), now=at(12, day=23))
    book(amara, caller_name="Arjun Mehta", by=priya, starts_at=at(14), now=at(9), matter=sale)
    book(amara, caller_name="Gwen Sutcliffe", by=owen, starts_at=at(14, 10), now=at(9))
    spoken = book(amara, caller_name="Idris Bowen", by=owen, starts_at=at(14, 40), now=at(9))
    services.record_attempt(
        callback_id=spoken.pk, result=AttemptResult.SPOKE_RESOLVED, at=at(13, 30), now=at(13, 31), by=amara
    )
    services.record_message(slip=slip(amara, caller_name="Fenwick & Marr"), by=priya, now=at(10, 14))
    services.record_message(slip=slip(beth, caller_name="Court office"), needs_call=True, by=priya, now=at(12, 58))
    services.set_block(adviser=amara, kind=BlockKind.DND, starts_at=at(10), until=at(14), by=amara, now=at(10))
    with served() as site:
        yield World(site, margaret, cookie_of(priya, site), cookie_of(amara, site))


def _sign_in(page: Page, cookie: Cookie) -> None:
    page.context.clear_cookies()
    page.context.add_cookies([cookie])  # type: ignore[list-item]


def _verify_and_choose(page: Page) -> None:
    page.get_by_label("Born on").check()
    page.get_by_label("Lives at").check()
    expect(page.locator("#status")).to_contain_text("about the boundary")
    page.get_by_text("14:20 – 14:30").click()
    expect(page.locator("#promise-line")).to_contain_text("Held for you until")


def _refused(page: Page) -> None:
    page.get_by_label("Who is calling?").fill("Mrs Oyelaran")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Somebody new").click()
    page.get_by_role("button", name="Message only").click()
    page.locator("#errors").wait_for()


@pytest.mark.parametrize("prepare", [_verify_and_choose, _refused], ids=["verified, a time held", "refused"])
def test_the_desk_stays_accessible_while_somebody_works_at_it(world: World, prepare: Callable[[Page], None]) -> None:
    with chromium() as browser:
        page = axe.open_for_axe(browser, viewport={"width": 1366, "height": 768})
        _sign_in(page, world.desk)
        page.goto(f"{world.site}/desk/" + (f"?party={world.client.pk}" if prepare is _verify_and_choose else ""))
        prepare(page)
        found = {}
        for width in (1366, axe.NARROWEST):
            page.set_viewport_size({"width": width, "height": 768})
            found[width] = (axe.violations(page), axe.scrolls_sideways(page))

    assert found == {1366: ([], 0), axe.NARROWEST: ([], 0)}


def test_a_known_caller_is_promised_a_call_by_keys_alone(world: World) -> None:
    with chromium() as browser:
        page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
        watch = axe.PolicyWatch(page)
        _sign_in(page, world.desk)
        page.goto(f"{world.site}/desk/")
        page.keyboard.type("900 142")
        page.keyboard.press("Enter")
        expect(page.get_by_text("born 1958, LS8")).to_be_visible()
        page.locator("h1").evaluate("() => document.activeElement.blur()")
        for key in ("v", "b"):
            page.keyboard.press(key)
        expect(page.locator("#status")).to_contain_text("about the boundary")
        page.keyboard.press("r")
        page.keyboard.press("2")
        expect(page.locator("#promise-line")).to_contain_text("between 15:10 and 15:20")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#messages")).to_contain_text("Promised: Amara Okafor rings Mrs Margaret Ellison")
        assert watch.breaches == []

    callback = Callback.objects.get(caller=world.client)
    assert (callback.read_back, callback.verified_facts) == (True, ["birthday", "postcode"])
    assert callback.promises.get().starts_at == at(15, 10)


def test_the_whole_call_works_without_script(world: World) -> None:
    with chromium() as browser:
        page = browser.new_context(java_script_enabled=False).new_page()
        _sign_in(page, world.desk)
        page.goto(f"{world.site}/desk/")
        page.get_by_label("Who is calling?").fill("900 142")
        page.keyboard.press("Enter")
        page.get_by_label("Born on").check()
        page.get_by_label("Lives at").check()
        page.get_by_label("What is needed").fill("Has the buyer answered?")
        page.get_by_role("button", name="Show where things stand").click()
        expect(page.locator("#status")).to_contain_text("about the boundary")
        assert page.get_by_label("What is needed").input_value() == "Has the buyer answered?"
        page.get_by_text("10 more").click()
        page.get_by_label("14:30").first.check(force=True)
        page.get_by_role("button", name="Save the promise").click()
        expect(page.get_by_text("Promised: Amara Okafor rings Mrs Margaret Ellison")).to_be_visible()

        _sign_in(page, world.lawyer)
        page.goto(f"{world.site}/my-day/")
        call = page.locator("li", has=page.get_by_text("Arjun Mehta"))
        call.locator("summary").click()
        call.get_by_text("Spoke, done").click()
        call.get_by_role("button", name="Save the call").click()
        expect(page.get_by_text("The call to Arjun Mehta is recorded.")).to_be_visible()

    assert Callback.objects.get(caller_name="Arjun Mehta").stage == "completed"


def test_two_desks_stay_in_step(world: World) -> None:
    with chromium() as browser:
        page = browser.new_context().new_page()
        _sign_in(page, world.desk)
        page.goto(f"{world.site}/desk/")
        expect(page.locator("#today")).to_contain_text("4 promises")
        lawyer = browser.new_context().new_page()
        _sign_in(lawyer, world.lawyer)
        lawyer.goto(f"{world.site}/my-day/")
        call = lawyer.locator("li", has=lawyer.get_by_text("Colin Fairbrother"))
        call.get_by_text("Spoke, done").click()
        call.get_by_role("button", name="Save the call").click()

        expect(page.locator("#today")).not_to_contain_text("Colin Fairbrother")
