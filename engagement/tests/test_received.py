"""A client acknowledges on their own page: one press, and never by looking (domain D18)."""

import pytest
from django.core.cache import cache
from pytest_django import Settings

from engagement.models import Letter
from engagement.tests import factories
from engagement.tests.factories import NOW, copy_of
from engagement.tests.test_public_pages import entered, page
from outbox.models import Acknowledgement
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    cache.clear()
    set_clock(settings, NOW)


def test_a_client_says_with_one_press_that_they_have_it_and_looking_says_nothing(letter: Letter) -> None:
    letter.answers["reply_needed"] = "that you have this letter"
    letter.save(update_fields=["answers"])
    copy = copy_of(factories.issued(letter))
    asked = Acknowledgement.objects.get(message=copy.message)
    browser = entered(copy)
    offered = b"Yes, I have it" in browser.get(page("letter", copy)).content
    looked = [getattr(browser, how)(page("received", copy)).status_code for how in ("get", "head")]
    before = Acknowledgement.objects.get(pk=asked.pk).acknowledged_at
    pressed = [browser.post(page("received", copy)).status_code for _ in range(2)]
    asked.refresh_from_db()

    assert (offered, looked, before, pressed) == (True, [405, 405], None, [303, 303])
    assert (asked.way, asked.acknowledged_at is None, asked.noted_by) == ("link", False, None)
    assert b"Yes, I have it" not in browser.get(page("letter", copy)).content
