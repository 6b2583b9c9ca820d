"""Every page of the site in its states: accessible, true to the policy, no sideways scroll at 320 px (B29)."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Browser, Page, Response
from pytest_django import DjangoDbBlocker

from clientcare import demo_mail
from clientcare.testing import databases
from e2e import axe
from e2e.browser import chromium
from e2e.pages import NAMES, ROOMS, State, accounts, outbox
from e2e.serving import served
from outbox.gateway import Gateway
from practice.tests.sampling import EVERYTHING, some

WIDEST = 1366
SAMPLED = 1  # state of each room otherwise
# Sends the form a button stands in, past the browser's own checks: the house must say itself what is wrong.
PRESS = """words => {
  const button = [...document.querySelectorAll("main button")].find(one => one.textContent.trim().startsWith(words));
  button.form.noValidate = true;
  button.form.requestSubmit(button);
}"""
OPEN_ALL = "() => document.querySelectorAll('main details').forEach(one => one.open = true)"


def _looked_at() -> list[tuple[str, State]]:
    chosen = []
    for room, states in ROOMS.items():
        of_room = [(name, state) for name, listed in states.items() for state in listed]
        chosen += of_room if EVERYTHING else some(of_room, at_most=SAMPLED, of=str(room))
    return chosen


LOOKED_AT = _looked_at()


def _names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _names(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}"


def test_every_address_is_looked_at_or_says_why_not() -> None:
    mapped = {name for name in _names(get_resolver().url_patterns) if not name.startswith("admin:")}

    assert sorted(NAMES) == sorted(mapped)


@pytest.fixture(scope="module")
def site(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Serve the demo firm from a copy of this file's own."""
    with (
        django_db_blocker.unblock(),
        databases.copy_of_template(databases.Template.DEMO),
        pytest.MonkeyPatch.context() as patch,
        served() as address,
    ):
        mail = outbox.kept_mail(tmp_path_factory.mktemp("mail"))
        patch.setattr(demo_mail, "MAIL", mail)
        patch.setattr(settings, "SMS_GATEWAY", Gateway(folder=mail))
        accounts.prepare()
        yield address


@pytest.fixture(scope="module")
def browser(site: str) -> Iterator[Browser]:
    with chromium() as running:
        yield running


def _go(page: Page, site: str, name: str, state: State) -> int:
    """Open the page, press what is to be pressed, and return the status of the last answer."""
    answer = page.goto(site + state.path())
    assert resolve(urlsplit(page.url).path).view_name == name, f"{page.url} came instead"
    if state.press:
        with page.expect_navigation() as going:
            page.evaluate(PRESS, state.press)
        answer = going.value
    assert isinstance(answer, Response)
    return answer.status


@pytest.mark.parametrize(("name", "state"), LOOKED_AT, ids=[f"{name}, {state.name}" for name, state in LOOKED_AT])
def test_a_page_is_open_to_everybody_who_may_see_it(site: str, browser: Browser, name: str, state: State) -> None:
    page = axe.open_for_axe(browser, viewport={"width": axe.NARROWEST, "height": 800})
    page.context.add_cookies(state.cookies(site))  # type: ignore[arg-type]
    watch = axe.PolicyWatch(page)
    status = _go(page, site, name, state)
    if EVERYTHING:
        axe.screens(page, "".join(sign if sign.isalnum() else "-" for sign in f"{name}-{state.name}"))
    page.evaluate(OPEN_ALL)
    seen = {}
    for width in (WIDEST, axe.NARROWEST):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function(f"innerWidth === {width}")
        seen[width] = axe.violations(page)
    sideways = axe.scrolls_sideways(page)
    page.context.close()

    assert (status, watch.breaches) == (state.status, [])
    assert (seen, sideways) == ({WIDEST: [], axe.NARROWEST: []}, 0)
