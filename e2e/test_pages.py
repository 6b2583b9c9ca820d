"""Every page of the site in its states: accessible, no breach of the policy, no sideways scroll at 320 px."""

import os
import random
from collections.abc import Iterator
from datetime import date

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from clientcare.demo.load import load_demo
from clientcare.testing import databases
from e2e import axe
from e2e.browser import chromium
from e2e.pages import NO_PAGE, STATES, State, person
from e2e.serving import cookie_of, served
from practice import clock

pytestmark = pytest.mark.stack
EVERY_STATE = [(name, state) for name, states in STATES.items() for state in states]
# A sample, another one each day; script/test --all looks at every state.
LOOKED_AT = (
    EVERY_STATE
    if os.environ.get("TEST_EVERYTHING")
    else random.Random(date.today().toordinal()).sample(EVERY_STATE, k=12)  # noqa: DTZ011, S311 - any day will do
)


def _names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _names(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}"


def test_every_address_is_looked_at_or_says_why_not() -> None:
    names = {name for name in _names(get_resolver().url_patterns) if not name.startswith("admin:")}

    assert sorted(names ^ (set(STATES) | set(NO_PAGE))) == []


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Serve the demo firm from a database of this file's own."""
    with django_db_blocker.unblock(), databases.copy_of_template():
        load_demo(now=clock.now(), tell=lambda _: None)
        with served() as address:
            yield address


@pytest.fixture(scope="module")
def browser(site: str) -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.mark.parametrize(("name", "state"), LOOKED_AT, ids=[f"{name}, {state.name}" for name, state in LOOKED_AT])
def test_a_page_is_open_to_everybody_who_may_see_it(site: str, browser: Browser, name: str, state: State) -> None:
    page, strict = axe.open_for_axe(browser), browser.new_page()
    watch = axe.PolicyWatch(strict)
    for one in (page, strict):
        if state.who:
            one.context.add_cookies([cookie_of(person(state.who), site)])  # type: ignore[list-item]

    answer = page.goto(site + state.path())
    strict.goto(site + state.path())

    assert answer is not None
    assert answer.status == 200
    assert axe.violations(page) == []
    axe.screens(page, "".join(sign if sign.isalnum() else "-" for sign in f"{name}-{state.name}"))
    page.set_viewport_size({"width": axe.NARROWEST, "height": 800})
    page.wait_for_function(f"innerWidth === {axe.NARROWEST}")
    assert axe.scrolls_sideways(page) == 0
    assert axe.violations(page) == []
    assert watch.breaches == []
    page.context.close()
    strict.context.close()
