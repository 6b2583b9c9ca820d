"""People at their screens: each with a browser of their own, and every page they come to looked at."""

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, expect

from e2e import axe
from e2e.serving import cookie_of
from practice.models import User
from practice.tests.sampling import EVERYTHING

_PATIENCE_MS = 15_000


class Screen:
    """One person's browser. ``breaches`` are those of the policy on any page they opened."""

    def __init__(self, browser: Browser, site: str, person: User) -> None:
        self._site = site
        self.page = axe.open_for_axe(browser, viewport={"width": 1366, "height": 768})
        self.page.set_default_timeout(_PATIENCE_MS)
        self.page.context.add_cookies([cookie_of(person, site)])  # type: ignore[list-item]
        self._watch = axe.PolicyWatch(self.page)

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def open(self, path: str) -> None:
        answer = self.page.goto(self._site + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        self.look()

    def look(self) -> None:
        """See that the page as it stands fits and breaks no policy; with --all, that it is accessible."""
        violations = axe.violations(self.page) if EVERYTHING else []  # the states of test_pages.py are looked at always
        assert (violations, axe.scrolls_sideways(self.page)) == ([], 0), self.page.url
        assert self._watch.breaches == []

    def follow(self, link: Locator) -> None:
        with self.page.expect_navigation():
            link.press("Enter")
        self.look()

    def press(self, button: str, *, expecting: int = 303) -> None:
        """Press a button by keyboard and see that the house answered as it should, with what it said if not."""
        self._send(lambda: self.page.get_by_role("button", name=button).first.press("Enter"), button, expecting)

    def keys(self, keys: str, *, expecting: int = 303) -> None:
        """Press keys that send the form one is in."""
        self._send(lambda: self.page.keyboard.press(keys), keys, expecting)

    def _send(self, deed: Callable[[], None], name: str, expecting: int) -> None:
        with self.page.expect_navigation() as going:
            deed()
        answer = going.value
        before = answer.request.redirected_from
        posted = before.response() if before else answer
        assert posted is not None
        assert (posted.request.method, posted.status) == ("POST", expecting), f"{name}: {self.main.inner_text()}"
        self.look()

    def says(self, words: str) -> None:
        expect(self.main.get_by_text(words).first).to_be_visible()

    def never_says(self, *words: str) -> None:
        """See that none of this stands anywhere in the page, shown or not."""
        body = self.page.content().casefold()
        assert [one for one in words if one.casefold() in body] == []

    def close(self) -> None:
        self.page.context.close()


def choose(option: Locator) -> None:
    """Choose by keyboard: what can be chosen is often covered by its own label."""
    option.press("Space")
    expect(option).to_be_checked()


def type_day(inside: Locator, day: int, month: int, year: int) -> None:
    for part, value in (("Day", day), ("Month", month), ("Year", year)):
        inside.get_by_label(part, exact=True).fill(str(value))
