import re
from collections.abc import Iterable, Iterator

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from practice.models import BankHoliday, CalendarHorizon
from practice.permissions import Role
from practice.tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "status"),
    [(role, 200 if role == Role.ADMINISTRATOR else 302) for role in Role],
)
def test_only_administrators_open_the_administration(role: Role, status: int) -> None:
    browser = Client()
    browser.force_login(factories.user(role))

    assert browser.get("/admin/").status_code == status


def _addresses(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Yield every address of the administration, with a 1 where it wants a key."""
    for pattern in patterns:
        route = before + re.sub(r"<[^>]+>|\(\?P<[^>]+>[^)]*\)", "1", str(pattern.pattern)).strip("^$")
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, route)
        else:
            yield f"/{route}"


def _administration() -> list[str]:
    found = [one for one in get_resolver().url_patterns if isinstance(one, URLResolver) and one.namespace == "admin"]
    return sorted(set(_addresses(found)))


def test_every_address_of_the_administration_is_shut_to_everybody_else() -> None:
    addresses = _administration()
    inside, receptionist = Client(), Client()
    inside.force_login(factories.user(Role.ADMINISTRATOR))
    receptionist.force_login(factories.user(Role.RECEPTIONIST))
    elsewhere = [reverse(name) for name in ("account_login", "admin:login", "admin:index")]

    answers = [
        (who, address, answer.status_code, answer.headers.get("Location", "").partition("?")[0])
        for who, browser in (("nobody", Client()), ("reception", receptionist))
        for address in addresses
        for answer in (browser.get(address), browser.post(address))
    ]

    assert [one for one in answers if one[2] not in (403, 404) and one[3] not in elsewhere] == []
    assert {inside.get(address).status_code for address in addresses if address.endswith("/add/")} >= {200}
    assert len(addresses) > 5 * len(admin.site._registry)  # list, add, history, delete, change: all were asked


def test_adding_a_bank_holiday_gives_the_calendar_a_new_version() -> None:
    browser = Client()
    browser.force_login(factories.user(Role.ADMINISTRATOR))
    before = CalendarHorizon.objects.get(nation="scotland").version

    answer = browser.post(
        "/admin/practice/bankholiday/add/", {"nation": "scotland", "on": "15/06/2028", "name": "A one-off"}
    )

    assert answer.status_code == 302
    assert BankHoliday.objects.filter(nation="scotland", name="A one-off").count() == 1
    assert CalendarHorizon.objects.get(nation="scotland").version == before + 1
