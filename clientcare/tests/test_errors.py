"""When it is our fault: nothing is asked of the database, nothing told but a reference."""

import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from clientcare import errors
from practice.permissions import Role
from practice.tests import factories

pytestmark = pytest.mark.django_db


def test_our_fault_shows_a_reference_that_stands_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR), CaptureQueriesContext(connection) as asked:
        page = errors.server_error(RequestFactory().get("/matters/RP-26-0412/"))

    (record,) = caplog.records
    reference = record.args[0]  # type: ignore[index]
    assert (page.status_code, len(asked)) == (500, 0)
    assert f'<b class="cc-ref">{reference}</b>' in page.text
    assert "RP-26-0412" not in record.getMessage()


def test_a_page_for_another_role_says_what_to_do() -> None:
    request = RequestFactory().get("/")
    request.user = factories.user()

    page = errors.forbidden(request, PermissionDenied())

    assert page.status_code == 403
    assert "ask an administrator to add it to your role" in page.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/search/?q=a%00b", 200),
        ("/find/?q=1%00", 200),
        ("/matters/?q=%%0000&view=%00", 200),
        ("/duplicates/looks-like/?name=Ann&email=a%00b", 200),
        ("/notes/new/?q=%00@", 200),
        ("/complaints/log/?q=%00@", 200),
        ("/complaints/%00/", 404),
        ("/complaints/log/dates/?party=abc&department=%C2%B2", 200),
    ],
)
def test_a_zero_byte_in_an_address_is_no_fault_of_ours(address: str, status: int) -> None:
    factories.firm()
    browser = Client()
    browser.force_login(factories.user(Role.HEAD))

    assert browser.get(address).status_code == status


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("/complaints/log/", {"party": "abc", "matter": "\0"}),
        ("/desk/look/", {"party": "abc", "q": "Ann"}),
        ("/desk/look/", {"pick": "pass.abc"}),
        ("/desk/promise/", {"party": "abc"}),
        ("/desk/back/424242/", {}),
    ],
)
def test_a_row_that_is_no_number_is_nobody_and_no_fault_of_ours(address: str, typed: dict[str, str]) -> None:
    factories.firm()
    browser = Client()
    browser.force_login(factories.user(Role.HEAD))

    assert browser.post(address, typed).status_code < 500
