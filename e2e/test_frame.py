"""The frame in a real browser: accessible at every width and in the dark, no breach of the policy, keys, htmx."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import override_settings
from django.urls import path
from playwright.sync_api import Browser, Page, expect
from pytest_django import DjangoDbBlocker

from clientcare import urls
from clientcare.testing import databases
from e2e import axe
from e2e.browser import chromium
from e2e.serving import Cookie, cookie_of, served
from practice.permissions import Role
from practice.tests import factories
from practice.tests.sampling import sampled

SAMPLE = """{% extends "base.html" %}{% block title %}Sample{% endblock %}{% block content %}<h1>Sample</h1>
<button type="button" id="save" hx-post="/echo/" hx-target="#said" data-key="s">Save</button>
<form action="/echo/"><button data-key="Ctrl+Enter">Send</button>
<label for="words">Words</label><textarea id="words" name="words"></textarea></form>
<a href="/gallery/" data-go="z">Components</a><p id="said"></p>{% endblock %}"""


def sample(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(SAMPLE).render({}, request))


def echo(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        f"{request.method} {request.GET.get('words', '')}", status=422 if request.method == "POST" else 200
    )


@login_not_required
def boom(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("Margaret Ellison")


urlpatterns = [*urls.urlpatterns, path("sample/", sample), path("echo/", echo), path("boom/", boom)]
handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Give the address of the site, served in this process from a database in which commits are real."""
    with (
        django_db_blocker.unblock(),
        databases.copy_of_template(),
        override_settings(ROOT_URLCONF=__name__),
        served() as address,
    ):
        yield address


@pytest.fixture(scope="module")
def session(site: str) -> Cookie:
    """Give the cookie of somebody who is signed in and may do most things."""
    return cookie_of(factories.user(Role.COMPLIANCE, Role.HEAD, Role.ADMINISTRATOR, given="Priya", family="Nair"), site)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@contextmanager
def signed_in(browser: Browser, session: Cookie, address: str) -> Iterator[Page]:
    """Open a page with the site's own policy in force, and see that nothing on it broke the policy."""
    page = browser.new_page()
    page.context.add_cookies([session])  # type: ignore[list-item]
    watch = axe.PolicyWatch(page)
    page.goto(address)
    yield page
    assert watch.breaches == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_component_is_accessible_at_every_width(
    browser: Browser, site: str, session: Cookie, scheme: str
) -> None:
    page = axe.open_for_axe(browser, color_scheme=scheme)
    page.context.add_cookies([session])  # type: ignore[list-item]
    page.goto(f"{site}/gallery/")
    page.evaluate("() => document.querySelectorAll('details').forEach(one => one.open = true)")

    for width in sampled((1366, 390, axe.NARROWEST), 1366, axe.NARROWEST):
        page.set_viewport_size({"width": width, "height": 800})
        assert (width, axe.violations(page), axe.scrolls_sideways(page)) == (width, [], 0)
    for menu in ("me-menu", "keys", "site-nav"):
        page.evaluate("id => document.getElementById(id).showPopover()", menu)
        assert (menu, axe.violations(page)) == (menu, [])
    page.context.close()


@pytest.mark.parametrize(
    "address",
    sampled(
        ["/account/sign-in/", "/account/password/", "/account/password/1-a-b/", "/nowhere/", "/boom/"],
        "/account/sign-in/",
        "/boom/",
    ),
)
def test_pages_of_a_stranger_are_accessible_and_keep_to_the_policy(browser: Browser, site: str, address: str) -> None:
    page = axe.open_for_axe(browser)
    page.goto(site + address)
    for width in (1366, axe.NARROWEST):
        page.set_viewport_size({"width": width, "height": 800})
        assert (width, axe.violations(page), axe.scrolls_sideways(page)) == (width, [], 0)
    page.context.close()

    page = browser.new_page()
    watch = axe.PolicyWatch(page)
    page.goto(site + address, wait_until="networkidle")
    assert watch.breaches == []
    page.close()


def test_axe_finds_a_field_without_a_name(browser: Browser, site: str) -> None:
    page = axe.open_for_axe(browser)
    page.goto(f"{site}/account/sign-in/")

    page.evaluate("() => document.querySelector('label[for=id_login]').remove()")

    assert [(one.rule, one.targets) for one in axe.violations(page)] == [("label", ("['#id_login']",))]
    page.context.close()


def test_the_policy_watch_hears_a_breach(browser: Browser, site: str) -> None:
    page = browser.new_page()
    watch = axe.PolicyWatch(page)
    page.goto(f"{site}/account/sign-in/")

    page.evaluate("() => document.body.setAttribute('style', 'color: red')")

    expect(page.locator("body")).not_to_have_css("color", "rgb(255, 0, 0)")
    assert len(watch.breaches) == 1
    page.close()


def test_an_answer_that_refuses_is_swapped_in_and_the_token_travels(
    browser: Browser, site: str, session: Cookie
) -> None:
    with signed_in(browser, session, f"{site}/sample/") as page:
        with page.expect_response("**/echo/") as answer:
            page.click("#save")

        expect(page.locator("#said")).to_have_text("POST")
        assert answer.value.status == 422


def test_someone_signed_out_meanwhile_gets_the_sign_in_page_whole(browser: Browser, site: str, session: Cookie) -> None:
    with signed_in(browser, session, f"{site}/sample/") as page:
        page.context.clear_cookies(name="session")

        page.click("#save")

        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        expect(page.locator("#said")).to_have_count(0)


def test_single_keys_press_what_they_are_drawn_on(browser: Browser, site: str, session: Cookie) -> None:
    with signed_in(browser, session, f"{site}/sample/") as page:
        keys = page.get_by_role("heading", name="Keyboard shortcuts")
        page.keyboard.press("?")
        expect(keys).to_be_visible()
        page.keyboard.press("Escape")
        expect(keys).to_be_hidden()

        page.fill("#words", "")
        page.locator("#words").press_sequentially("s?gz")
        expect(page.locator("#words")).to_have_value("s?gz")
        expect(page.locator("#said")).to_have_text("")
        expect(keys).to_be_hidden()

        page.locator("#words").blur()
        page.keyboard.press("s")
        expect(page.locator("#said")).to_have_text("POST")

        page.keyboard.press("g")
        page.keyboard.press("z")
        expect(page.get_by_role("heading", name="Components", level=1)).to_be_visible()


def test_control_enter_sends_from_inside_a_field(browser: Browser, site: str, session: Cookie) -> None:
    with signed_in(browser, session, f"{site}/sample/") as page:
        page.fill("#words", "hello")
        page.locator("#words").press("Control+Enter")

        expect(page.locator("body")).to_have_text("GET hello")


def test_single_keys_stay_off_once_switched_off(browser: Browser, site: str, session: Cookie) -> None:
    with signed_in(browser, session, f"{site}/sample/") as page:
        page.get_by_role("button", name="Keyboard shortcuts").click()
        page.get_by_label("Single keys are on, on this computer").uncheck()
        page.reload()

        page.keyboard.press("?")
        page.keyboard.press("s")

        expect(page.get_by_role("heading", name="Keyboard shortcuts")).to_be_hidden()
        expect(page.locator("#said")).to_have_text("")


def test_everything_in_the_frame_works_without_script(browser: Browser, site: str, session: Cookie) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    context.add_cookies([session])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(f"{site}/gallery/")

    page.get_by_role("button", name="Menu", exact=True).click()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".cc-me").click()
    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    context.close()
