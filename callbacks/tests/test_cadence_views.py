"""The page on which a firm sets its reminders."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from callbacks.models import CadenceVersion
from callbacks.policies import reminders_now
from practice.permissions import Role
from practice.tests import factories

pytestmark = pytest.mark.django_db


def fields(page: str) -> dict[str, str]:
    """Read what the form would send as it stands."""
    typed = dict(re.findall(r'<input type="(?:text|number|hidden)" name="(\w+)" value="([^"]*)"', page))
    for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="(\w+)" selected', options)
        assert chosen
        typed[name] = chosen[1]
    typed.pop("csrfmiddlewaretoken", None)
    return typed


def test_reminders_are_set_in_the_browser_and_two_people_do_not_overwrite_each_other() -> None:
    browser = Client()
    browser.force_login(factories.user(Role.COMPLIANCE))
    address = reverse("callbacks:cadence")
    typed = fields(browser.get(address).content.decode())
    others = fields(browser.get(address).content.decode())

    answer = browser.post(address, typed | {"minutes_owner_list": "40", "applies_evening_list": "never"})

    assert (answer.status_code, answer["Location"]) == (303, address)
    rules = {rule.key: rule for rule in reminders_now().rules}
    assert (rules["owner_list"].offset_minutes, rules["evening_list"].applies) == (-40, "never")
    assert rules["missed_supervisor"].offset_minutes == 30
    assert (
        browser.post(address, typed | {"minutes_owner_list": "40", "applies_evening_list": "never"}).status_code == 303
    )
    late = browser.post(address, others | {"minutes_owner_list": "77"})
    assert late.status_code == 409
    assert 'value="77"' in late.content.decode(), "what was typed is still there"
    wrong = browser.post(address, others | {"morning_at": "18:00", "minutes_owner_list": "0"})
    assert wrong.status_code == 422
    assert CadenceVersion.objects.count() == 1
