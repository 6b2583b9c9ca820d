"""Desk, my day and the page of a call in a real browser: accessible at every width, by key, and without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from callbacks.models import Callback
from callbacks.tests.factories import at
from e2e import axe
from e2e.browser import chromium
from e2e.conftest import World, sign_in


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
        sign_in(page, world.desk)
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
        sign_in(page, world.desk)
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
        sign_in(page, world.desk)
        page.goto(f"{world.site}/desk/")
        page.get_by_label("Who is calling?").fill("900 142")
        page.keyboard.press("Enter")
        page.get_by_label("Born on").check()
        page.get_by_label("Lives at").check()
        page.get_by_label("What is needed").fill("Has the buyer answered?")
        page.get_by_role("button", name="Show where things stand").click()
        expect(page.locator("#status")).to_contain_text("about the boundary")
        assert page.get_by_label("What is needed").input_value() == "Has the buyer answered?"
        page.get_by_text("7 more").click()
        page.get_by_label("14:30").first.check(force=True)
        page.get_by_role("button", name="Save the promise").click()
        expect(page.get_by_text("Promised: Amara Okafor rings Mrs Margaret Ellison")).to_be_visible()

        sign_in(page, world.lawyer)
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
        sign_in(page, world.desk)
        page.goto(f"{world.site}/desk/")
        expect(page.locator("#today")).to_contain_text("5 promises")
        lawyer = browser.new_context().new_page()
        sign_in(lawyer, world.lawyer)
        lawyer.goto(f"{world.site}/my-day/")
        call = lawyer.locator("li", has=lawyer.get_by_text("Colin Fairbrother"))
        call.get_by_text("Spoke, done").click()
        call.get_by_role("button", name="Save the call").click()

        expect(page.locator("#today")).not_to_contain_text("Colin Fairbrother")
