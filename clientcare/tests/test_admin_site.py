import pytest
from django.test import Client

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
