"""The complaints pages in a real browser: as drawn, accessible at every width, true to the policy."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Browser

from complaints.models import Complaint, HoldReason, LetterCode
from complaints.services import net, register, steps
from complaints.services.sweep import sweep
from complaints.tests import factories
from complaints.tests.factories import Cast, mark_sent
from complaints.tests.journey import acknowledge, find_all
from e2e import axe
from e2e.browser import chromium
from e2e.serving import cookie_of, served
from practice import clock
from practice.tests import factories as firm


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def people(fresh_db: str) -> Cast:
    """A firm with complaints in every state the board draws."""
    people = factories.cast()
    now = clock.now()

    def somebody(name: str) -> dict[str, Any]:
        return {"party": firm.party(name, by=people.head), "complainant_name": name, "matter": None}

    with transaction.atomic():
        who = [somebody(name) for name in ("Rowan Pritchard", "Leila Haddad", "Brightwater Joinery", "Hannah Stott")]
    factories.complaint(people, received_at=now - timedelta(days=53), **who[0])
    sweep(now=now - timedelta(days=40))
    late = factories.complaint(people, received_at=now - timedelta(days=4), now=now - timedelta(days=3), **who[1])
    net.hold_net(complaint_id=late.pk, reason=HoldReason.POLICE, note="", by=people.head, now=now - timedelta(days=3))
    factories.complaint(people, received_at=now - timedelta(hours=3), now=now, **who[2])
    said = factories.facts(people, received_at=now - timedelta(hours=1), **who[3])
    register.log_dissatisfaction(facts=said, by=people.receptionist, now=now)
    began = now - timedelta(days=6)
    open_one = factories.complaint(
        people,
        received_at=began,
        points=("The bill is £1,340 over the estimate and nobody told me.", "I rang four times."),
    )
    acknowledge(people, open_one, began)
    mark_sent(open_one, LetterCode.L1, began)
    steps.start_stage1(complaint_id=open_one.pk, supervision_declared=False, by=people.head, now=began)
    find_all(Complaint.objects.get(pk=open_one.pk), people, began)
    sweep(now=now)
    return people


@pytest.fixture
def site(people: Cast) -> Iterator[str]:
    with served() as address:
        yield address


PAGES = {
    "board": "/complaints/",
    "board-why": "/complaints/?why=C-26-0005",
    "board-open": "/complaints/?open=C-26-0003",
    "log": "/complaints/log/",
    "complaint": "/complaints/C-26-0005/",
    "complaint-logged": "/complaints/C-26-0003/",
    "acknowledge": "/complaints/C-26-0003/acknowledge/",
    "outcome": "/complaints/C-26-0005/send-outcome/",
    "extend": "/complaints/C-26-0005/extend/",
    "finding": "/complaints/C-26-0005/finding/",
    "handler": "/complaints/C-26-0005/handler/",
    "moved": "/complaints/C-26-0005/close/",
    "procedure": "/complaints/procedure/",
}
OTHERS = {
    "outline": ("partner", "/complaints/C-26-0005/"),
    "board-outline": ("partner", "/complaints/"),
    "logged": ("receptionist", "/complaints/"),
    "account": ("solicitor", "/complaints/account/1/"),
}


VISITS = {name: ("compliance", address) for name, address in PAGES.items()} | OTHERS


def test_every_page_is_accessible_at_every_width_and_keeps_to_the_policy(
    browser: Browser, site: str, people: Cast
) -> None:
    found: dict[str, object] = {}
    for name, (who, address) in VISITS.items():
        cookie = cookie_of(getattr(people, who), site)
        page = axe.open_for_axe(browser)
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        page.goto(site + address)
        for width in (1366, 390, axe.NARROWEST):
            page.set_viewport_size({"width": width, "height": 800})
            if (axe.violations(page), axe.scrolls_sideways(page)) != ([], 0):
                found[f"{name} at {width}"] = (axe.violations(page), axe.scrolls_sideways(page))
        axe.screens(page, f"complaints-{name}")
        page.context.close()

        watched = browser.new_page()
        watched.context.add_cookies([cookie])  # type: ignore[list-item]
        watch = axe.PolicyWatch(watched)
        watched.goto(site + address, wait_until="networkidle")
        if watch.breaches:
            found[f"{name}, policy"] = watch.breaches
        watched.close()

    assert found == {}
