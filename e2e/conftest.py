"""The people and calls of a Tuesday at 13:42, for the tests of desk, my day and the page of a call."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import transaction
from playwright.sync_api import Browser, Page
from pytest_django import Settings

from callbacks import services
from callbacks.models import BlockKind
from callbacks.rules import AttemptResult
from callbacks.tests.clock import stop_near
from callbacks.tests.factories import NOON, at, book, slip
from e2e.serving import Cookie, cookie_of, served
from practice.models import KeyDate, Matter, Party, User
from practice.permissions import Role
from practice.services.tasks import give_task
from practice.tests import factories

STATUS = "We have asked the buyer's solicitor about the boundary and are waiting for the answer."


@dataclass(frozen=True)
class World:
    site: str
    client: Party
    desk: Cookie
    other_desk: Cookie
    lawyer: Cookie


def _people() -> tuple[User, User, User, User, Party, Matter]:
    factories.firm()
    beth = factories.user(Role.SECRETARY, given="Beth", family="Lowe")
    amara = factories.user(given="Amara", family="Okafor", substitute=beth)
    priya = factories.user(Role.RECEPTIONIST, given="Priya", family="Nair")
    owen = factories.user(Role.RECEPTIONIST, given="Owen", family="Tully")
    margaret = factories.party(
        "Margaret Ellison",
        title="Mrs",
        born_on=date(1958, 3, 14),
        postcode="LS8 2AB",
        phone="07700 900 142",
        safe_contact="Mobile only. No voicemail. Name the firm to nobody else who answers.",
    )
    factories.party("Margaret Ellison", title="Mrs", born_on=date(1990, 5, 2), postcode="BD3 9XY")
    sale = factories.matter(
        fee_earner=amara,
        client=margaret,
        assistant=beth,
        title="Sale of 8 Larch Grove",
        status_line=STATUS,
        status_at=NOON - timedelta(days=4),
        status_by=amara,
        next_update_on=date(2026, 11, 27),
    )
    KeyDate.objects.create(matter=sale, label="Completion", on=date(2026, 11, 26))
    give_task(key="t", owner=amara, title="Approve the update", url="/", due_on=date(2026, 11, 25), now=NOON)
    return amara, beth, priya, owen, margaret, sale


@pytest.fixture
def world(fresh_db: str, settings: Settings) -> Iterator[World]:
    """A Tuesday, 13:42, with something in every state."""
    stop_near(at(13, 42), settings)
    with transaction.atomic():
        amara, beth, priya, owen, margaret, sale = _people()
    book(amara, caller_name="Colin Fairbrother", by=priya, starts_at=at(14, day=23), now=at(12, day=23))
    book(amara, caller_name="Arjun Mehta", by=priya, starts_at=at(14), now=at(9), matter=sale)
    book(amara, caller_name="Gwen Sutcliffe", by=owen, starts_at=at(14, 10), now=at(9))
    spoken = book(amara, caller_name="Idris Bowen", by=owen, starts_at=at(14, 40), now=at(9))
    services.record_attempt(
        callback_id=spoken.pk, result=AttemptResult.SPOKE_RESOLVED, at=at(13, 30), now=at(13, 31), by=amara
    )
    services.record_message(slip=slip(amara, caller_name="Fenwick & Marr"), by=priya, now=at(10, 14))
    services.record_message(slip=slip(beth, caller_name="Court office"), needs_call=True, by=priya, now=at(12, 58))
    services.set_block(adviser=amara, kind=BlockKind.DND, starts_at=at(10), until=at(14), by=amara, now=at(10))
    with served() as site:
        yield World(site, margaret, cookie_of(priya, site), cookie_of(owen, site), cookie_of(amara, site))


def sign_in(page: Page, cookie: Cookie) -> None:
    page.context.clear_cookies()
    page.context.add_cookies([cookie])  # type: ignore[list-item]


def screen(browser: Browser, cookie: Cookie) -> Page:
    """Return a page of one person's own browser, as large as the screens at the desk."""
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    sign_in(page, cookie)
    return page
