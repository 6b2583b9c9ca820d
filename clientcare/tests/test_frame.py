"""The frame of every page: who sees which tab, what a stranger sees, and what it costs."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, path
from pytest_django import Settings

from clientcare import context, urls  # noqa: F401  # the map is read before a test says that this is production
from practice.http import StaffRequest
from practice.permissions import Permission, Role, needs
from practice.tests import factories

pytestmark = pytest.mark.django_db


@needs(Permission.DASHBOARD)
def _figures(request: StaffRequest) -> HttpResponse:
    return HttpResponse()


@needs(Permission.DESK)
def _desk(request: StaffRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("sample-desk/", _desk, name="sample_desk"),
    path("sample-figures/", _figures, name="sample_figures"),
]
SECTIONS = (context.Section("Desk", "sample_desk", "d"), context.Section("Figures", "sample_figures", "f"))


@pytest.fixture
def sample_pages(settings: Settings) -> Iterator[None]:
    context._door.cache_clear()
    settings.ROOT_URLCONF = __name__
    yield
    context._door.cache_clear()


@pytest.mark.parametrize(
    ("role", "shown"),
    [(Role.RECEPTIONIST, ["Desk"]), (Role.COMPLIANCE, ["Desk", "Figures"]), (Role.ADMINISTRATOR, [])],
)
def test_a_tab_is_shown_to_whoever_may_open_its_page(role: Role, shown: list[str], sample_pages: None) -> None:
    links = context._links(SECTIONS, user=factories.user(role), path="/")

    assert [link.label for link in links] == shown


@pytest.mark.parametrize(
    ("path_", "current"), [("/sample-desk/", "page"), ("/sample-desk/slips/7/", "true"), ("/elsewhere/", "")]
)
def test_the_tab_of_this_page_says_so(path_: str, current: str, sample_pages: None) -> None:
    link = context._links(SECTIONS, user=factories.user(Role.RECEPTIONIST), path=path_)[0]

    assert link.current == current


def test_a_tab_without_a_page_is_an_error() -> None:
    with pytest.raises(NoReverseMatch):
        context._links((context.Section("Ghosts", "ghosts"),), user=factories.user(), path="/")


@pytest.mark.parametrize(("mode", "left_out"), [("demo", []), ("production", ["Components", "Kept mail and texts"])])
def test_what_production_does_not_mount_is_not_in_its_menu(mode: str, left_out: list[str], settings: Settings) -> None:
    everybody = factories.user(*Role)
    settings.MODE = mode

    links = context._links(context.MENU, user=everybody, path="/")

    assert sorted({section.label for section in context.MENU} - {link.label for link in links}) == left_out


@pytest.mark.parametrize(("role", "may"), [(Role.RECEPTIONIST, True), (Role.ADMINISTRATOR, False)])
def test_the_search_box_is_there_for_whoever_may_search(role: Role, may: bool, client: Client) -> None:
    client.force_login(factories.user(role))

    assert ('role="search"' in client.get("/nowhere/").text) == may


def test_tabs_and_keys_are_each_there_once() -> None:
    assert len({section.key for section in context.TABS}) == len(context.TABS)


def test_a_page_that_shows_no_frame_asks_the_database_nothing() -> None:
    request = RequestFactory().get("/")
    request.user = factories.user()

    with CaptureQueriesContext(
        connection,
    ) as asked:
        context.frame(request)

    assert len(asked) == 0


def test_a_stranger_gets_neither_tabs_nor_menu() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    assert sorted(context.frame(request)) == ["firm", "now", "regulated", "today"]


def test_the_gallery_shows_every_component_to_whoever_is_signed_in(client: Client) -> None:
    assert client.get("/gallery/").status_code == 302

    client.force_login(factories.user(given="Priya", family="Nair"))
    page = client.get("/gallery/")

    assert page.status_code == 200
    assert "<b>Priya Nair</b>" in page.text
    assert '<span class="cc-mark-firm">Hartley &amp; Vane LLP</span>' in page.text
    assert "bank holidays of England and Wales; the list is confirmed to" in page.text
    assert "<c-" not in page.text


def test_a_page_that_is_not_there_says_so_in_the_frame(client: Client) -> None:
    client.force_login(factories.user())

    page = client.get("/nowhere/")

    assert page.status_code == 404
    assert "There is no page for you at this address" in page.text


def test_a_form_without_its_token_is_refused_in_words() -> None:
    page = Client(enforce_csrf_checks=True).post("/account/sign-in/", {"login": "a@b.example", "password": "x"})

    assert page.status_code == 403
    assert "It was <b>not</b> saved" in page.text
