"""The desk on its own screen: all of it to be seen at once, parked calls, two desks, and keys counted."""

from collections import Counter

from playwright.sync_api import Page, expect

from callbacks.models import Callback, EntryState
from callbacks.tests.factories import at
from e2e.browser import chromium
from e2e.conftest import World, screen

_COUNT = """() => {
  window.keysPressed ??= JSON.parse(sessionStorage.keysPressed ?? "[]");
  for (const name of ["keydown", "pointerdown", "mousedown"]) {
    document.addEventListener(name, (event) => {
      const words = event.target.matches("textarea, [name=caller_name]") && event.key.length === 1 && !event.ctrlKey;
      window.keysPressed.push(words ? "text" : event.key ?? name);
      sessionStorage.keysPressed = JSON.stringify(window.keysPressed);
    }, true);
  }
}"""


def _height(page: Page) -> float:
    found: float = page.evaluate("() => document.documentElement.scrollHeight")
    return found


def _opened(page: Page, world: World) -> None:
    page.goto(f"{world.site}/desk/?party={world.client.pk}")


def test_the_main_job_fits_one_screen(world: World) -> None:
    with chromium() as browser:
        page = screen(browser, world.desk)
        _opened(page, world)
        page.keyboard.press("p")
        expect(page.get_by_role("heading", name="Parked, 1")).to_be_visible()
        _opened(page, world)
        page.get_by_label("Born on").check()
        page.get_by_label("Lives at").check()
        expect(page.locator("#status")).to_contain_text("about the boundary")
        page.get_by_text("14:20 – 14:30").click()
        expect(page.locator("#promise-line")).to_contain_text("Held for you until")
        tall = _height(page)

    assert tall <= 768


def test_the_arrows_go_through_those_found_and_enter_takes_one(world: World) -> None:
    with chromium() as browser:
        page = screen(browser, world.desk)
        page.goto(f"{world.site}/desk/")
        page.get_by_label("Who is calling?").press_sequentially("ellison")
        found = page.locator("#found [name=pick]")
        expect(found.first).to_be_visible()
        for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
            page.keyboard.press(key)
        expect(found.first).to_be_focused()
        name = found.first.locator("b").inner_text()
        page.keyboard.press("Enter")

        expect(page.locator(".cc-caller")).to_contain_text(name)


def test_a_known_caller_takes_twelve_keys_besides_their_words(world: World) -> None:
    with chromium() as browser:
        page = screen(browser, world.desk)
        page.add_init_script(f"({_COUNT})()")
        _opened(page, world)
        page.keyboard.press("n")
        expect(page.get_by_label("Who is calling?")).to_be_focused()
        page.keyboard.type("142")
        page.keyboard.press("Enter")
        expect(page.get_by_text("born 1958, LS8")).to_be_visible()
        for key in ("v", "b", "r", "1", "m"):
            page.keyboard.press(key)
        page.keyboard.type("Has the buyer answered about the boundary?")
        expect(page.locator("#status")).to_contain_text("about the boundary")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#messages")).to_contain_text("Promised: Amara Okafor rings Mrs Margaret Ellison")
        pressed = Counter(page.evaluate("() => window.keysPressed"))

    assert "pointerdown" not in pressed
    assert pressed.total() - pressed["text"] <= 12
    callback = Callback.objects.get(caller=world.client, message__startswith="Has the buyer")
    assert (callback.read_back, callback.verified_facts) == (True, ["birthday", "postcode"])
    assert callback.entry.state == EntryState.BOOKED


def test_five_calls_wait_in_the_strip_and_come_back_by_one_key_as_they_were_typed(world: World) -> None:
    with chromium() as browser:
        page = screen(browser, world.desk)
        for number in range(1, 6):
            page.goto(f"{world.site}/desk/?q=zz")
            page.get_by_role("button", name="Somebody new").click()
            page.locator("[name=caller_name]").fill(f"Caller {number}")
            page.get_by_label("What is needed").fill(f"Words of {number}")
            page.locator("h1").evaluate("() => document.activeElement.blur()")
            page.keyboard.press("p")
            expect(page.get_by_role("heading", name=f"Parked, {number}")).to_be_visible()
        _opened(page, world)
        page.keyboard.press("Shift+Digit3")
        expect(page.get_by_label("What is needed")).to_have_value("Words of 3")

        expect(page.locator(".cc-parked li")).to_contain_text(["Caller 1", "Caller 2", "Caller 4", "Caller 5", "Mrs M"])


def test_what_is_typed_outlives_the_line_and_the_tab(world: World) -> None:
    with chromium() as browser:
        page = screen(browser, world.desk)
        _opened(page, world)
        page.context.set_offline(True)
        page.get_by_label("What is needed").press_sequentially("About the fence")
        expect(page.locator("#draft")).to_contain_text("No connection")
        page.context.set_offline(False)
        expect(page.locator("#draft")).to_contain_text("Kept at", timeout=15_000)
        page.close()
        again = screen(browser, world.desk)
        again.goto(f"{world.site}/desk/")
        again.get_by_role("link", name="Mrs Margaret Ellison draft of").click()
        expect(again.get_by_label("What is needed")).to_have_value("About the fence")
        other = screen(browser, world.other_desk)
        other.goto(f"{world.site}/desk/")
        expect(other.locator(".cc-parked li")).to_have_count(0)


def test_two_desks_see_what_the_other_holds_and_books_within_three_seconds(world: World) -> None:
    with chromium() as browser:
        mine, theirs = screen(browser, world.desk), screen(browser, world.other_desk)
        _opened(mine, world)
        _opened(theirs, world)
        theirs.get_by_label("What is needed").fill("Theirs")
        mine.get_by_text("14:20 – 14:30").click()
        expect(theirs.locator("#offers")).to_contain_text("held by Priya until", timeout=3_000)
        expect(theirs.get_by_text("14:20 – 14:30")).to_have_count(0)
        mine.route("**/desk/times/**", lambda route: route.abort())  # a page that has not heard
        theirs.get_by_text("15:10 – 15:20").click()
        expect(theirs.locator("#promise-line")).to_contain_text("Held for you until")
        mine.get_by_text("15:10 – 15:20").click()
        expect(mine.locator("#offers [role=alert]")).to_be_visible()
        theirs.get_by_role("button", name="Save the promise").click()
        expect(mine.locator("#today")).to_contain_text("15:10", timeout=3_000)

    assert Callback.objects.get(message="Theirs").promises.get().starts_at == at(15, 10)
