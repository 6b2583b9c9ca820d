"""A standard letter: from the matter's page to issued in six clicks (issue 4), counted by the browser."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from e2e.browser import chromium
from e2e.serving import cookie_of, served
from engagement.models import Letter
from engagement.rules import LetterStage
from engagement.tests import factories
from practice.models import Matter

_COUNT = """addEventListener("pointerdown", () => { const kept = sessionStorage;
  kept.setItem("clicks", Number(kept.getItem("clicks") || 0) + 1) }, true)"""
_MOST_CLICKS = 6


@pytest.fixture
def ready(fresh_db: str) -> Iterator[tuple[Page, Matter]]:
    """The page of a purchase that is cleared, before its lawyer."""
    with transaction.atomic():
        matter = factories.matter(title="Purchase of 27 Quarry Mount")
    with served() as site, chromium() as browser:
        context = browser.new_context(base_url=site, viewport={"width": 1366, "height": 768})
        context.add_init_script(_COUNT)
        context.add_cookies([cookie_of(matter.fee_earner, site)])  # type: ignore[list-item]
        page = context.new_page()
        page.goto(f"/matters/{matter.pk}/")
        yield page, matter


def test_a_standard_letter_is_issued_within_six_clicks_of_the_matter(ready: tuple[Page, Matter]) -> None:
    page, matter = ready

    page.get_by_role("link", name="Client care letter", exact=True).first.click()
    page.get_by_role("button", name="Start the letter").click()
    page.get_by_label("Price", exact=True).fill("312500")
    page.get_by_role("group", name="With a mortgage?").get_by_text("Yes").click()
    page.get_by_text("Part of our fee", exact=True).click()
    page.get_by_label("The tax assumes that").fill("this is the first home that you have owned anywhere")
    page.get_by_label("Our fee, before VAT").fill("1450")
    page.get_by_label("Stamp duty land tax").fill("625")
    page.get_by_role("button", name="Save, and on to issuing").click()
    page.get_by_role("button", name="Issue the letter").click()

    expect(page.get_by_text("Not sent yet.")).to_be_visible()
    assert Letter.objects.get(matter=matter).stage == LetterStage.ISSUED
    assert int(page.evaluate("sessionStorage.getItem('clicks')")) == _MOST_CLICKS
