"""The calendar of one person for other programs: what it says, to whom, until when."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from icalendar import Calendar
from pytest_django import Settings

from callbacks.models import BlockKind, CalendarFeed
from callbacks.services import set_block
from callbacks.tests.factories import NOON, at, book
from practice.models import User
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    cache.clear()
    set_clock(settings, NOON)


def address_of(client: Client, owner: User, shows: str) -> str:
    client.force_login(owner)
    typed = {"form_key": str(uuid4()), "shows": shows}
    answer, again = (client.post("/callbacks/calendar/", typed) for _ in range(2))
    assert (answer.status_code, again.context["address"]) == (200, ""), "it is shown once"
    client.logout()
    return f"/calendar/{answer.context['address'].rpartition('/calendar/')[2]}"


def summaries(content: bytes) -> list[str]:
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(content).walk("VEVENT")]


def test_a_calendar_says_busy_or_initials_and_never_a_restricted_matter(client: Client) -> None:
    owner = factories.user()
    open_matter = factories.matter(fee_earner=owner, reference="RP-26-0042")
    secret = factories.matter(fee_earner=owner, is_restricted=True)
    book(owner, starts_at=at(14, 0), matter=open_matter)
    book(owner, starts_at=at(14, 20), matter=secret, caller_name="Hidden Person")
    set_block(adviser=owner, kind=BlockKind.COURT, starts_at=at(10, day=25), until=at(12, day=25), by=owner, now=NOON)

    busy, full = (client.get(address_of(client, owner, shows)).content for shows in ("busy", "full"))

    assert summaries(busy) == ["Busy"] * 3
    assert summaries(full) == ["Ring M. E., RP-26-0042", "Busy", "Busy"]
    assert all(word not in (busy + full).decode() for word in ("Ellison", "Hidden", "court", secret.title))


def test_an_address_is_kept_as_a_hash_read_by_its_tag_and_revoked_for_good(client: Client) -> None:
    owner, other = factories.user(), factories.user()
    path = address_of(client, owner, "busy")
    feed = CalendarFeed.objects.get()
    first = client.get(path)
    same = client.get(path, headers={"if-none-match": first["ETag"]})
    book(owner, starts_at=at(14, 0))
    changed = client.get(path, headers={"if-none-match": first["ETag"]})
    client.force_login(other)
    not_theirs = client.post(f"/callbacks/calendar/{feed.pk}/revoke/")
    client.force_login(owner)
    revoked = client.post(f"/callbacks/calendar/{feed.pk}/revoke/")

    assert [one.status_code for one in (first, same, changed, not_theirs, revoked)] == [200, 304, 200, 404, 303]
    assert path.split("/")[-1].removesuffix(".ics") not in feed.sha256
    assert [client.get(one).status_code for one in (path, path.replace(".ics", "x.ics"))] == [404, 404]
    statuses = [client.get(path).status_code for _ in range(250)]
    assert (set(statuses), statuses[-1]) == ({404, 429}, 429)
    assert feed.made_at - NOON < timedelta(minutes=1)
