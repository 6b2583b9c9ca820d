"""A client at their call by their link: chosen, moved, called off; what they see, and what their calendar gets."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.test import Client
from icalendar import Calendar
from pytest_django import Settings

from callbacks import ics, services
from callbacks.links import link_of
from callbacks.models import Callback
from callbacks.public_forms import value_of
from callbacks.rules import ClosureReason, Slot
from callbacks.tests.factories import NOON, at, book, let_messages_go, slip
from outbox import links
from outbox.models import Message, SecureLink
from outbox.services import deliver_next
from outbox.tests.smtp import Sink, sink
from practice import clock
from practice.models import ContactKind, Party, Task, User
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db
MATTER, RULE = "Wexcombe Terrace", "ring the side door"


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    cache.clear()
    set_clock(settings, NOON)
    let_messages_go()


@pytest.fixture
def client_of_ours() -> Party:
    return factories.party("Margaret Ellison", email="m.ellison@post.example")


def invited(party: Party, adviser: User) -> Callback:
    factories.firm()
    mailbox = party.contacts.get(kind=ContactKind.EMAIL)
    matter = factories.matter(title=MATTER, fee_earner=adviser)
    asked = slip(adviser, caller=party, caller_name="", message="", matter=matter)
    return services.invite(slip=asked, contact_id=mailbox.pk, by=factories.user(), now=NOON, form_key=None)


def door(callback: Callback) -> str:
    link = link_of(callback)
    assert link is not None
    return links.path(link)


def typed(seen: int, starts_at: datetime, **more: object) -> dict[str, object]:
    slot = value_of(Slot(starts_at, starts_at, starts_at))
    return {"form_key": str(uuid4()), "seen": seen, "slot": slot, **more}


def posted(server: Sink) -> list[Calendar]:
    """Let everything leave, and read the calendars in it as a mail program would."""
    before = len(server.messages())
    while deliver_next(clock=clock.now):
        pass
    found = []
    for one in server.messages()[before:]:
        for part in one.walk():
            if part.get_content_type() == "text/calendar":
                content = part.get_payload(decode=True)
                assert isinstance(content, bytes)
                calendar = Calendar.from_ical(content)
                assert isinstance(calendar, Calendar)
                assert part.get_param("method") == str(calendar["METHOD"])
                found.append(calendar)
    return found


def test_a_client_books_moves_and_calls_off_and_sees_nothing_else(client_of_ours: Party) -> None:
    adviser = factories.user()
    book(adviser, starts_at=at(14, 0))  # somebody else's
    Party.objects.filter(pk=client_of_ours.pk).update(safe_contact=RULE)
    callback = invited(client_of_ours, adviser)
    sent = Message.objects.get(kind="callback.link")
    browser = Client(REMOTE_ADDR="203.0.113.9")
    before = callback.promises.count()

    first = browser.get(door(callback))
    assert browser.head(door(callback)).status_code == 200
    assert callback.promises.count() == before, "reading changes nothing"
    answers = [browser.post(door(callback), one) for one in [typed(0, at(14, 20), mail="on")] * 2]
    stale = browser.post(door(callback), typed(0, at(14, 30)))
    taken = browser.post(door(callback), typed(1, at(14, 0)))
    shown = browser.get(door(callback)).content.decode()
    moved = browser.post(door(callback), typed(1, at(14, 0, day=25)))
    off = browser.post(f"{door(callback)}off/", {"form_key": str(uuid4()), "seen": 2})
    last = browser.get(door(callback)).content.decode()

    page = first.content.decode()
    assert [one.status_code for one in (*answers, stale, taken, moved, off)] == [303, 303, 409, 409, 303, 303]
    assert "The time has changed" in stale.content.decode()
    assert "14:40" in taken.content.decode(), "the next times stand there"
    assert "We ring you on Tuesday 24 November 2026" in shown
    assert "This call is called off" in last
    assert ("For Margaret" in page, "<b>142</b>" in page, "14:00" in page.split("Wednesday")[0]) == (True, True, False)
    for secret in (MATTER, RULE, "Ellison", "900 142", "post.example", adviser.name, "Do not disturb"):
        assert all(secret not in one for one in (page, shown, last)), secret
    assert (links.MARK in sent.body, door(callback) in sent.body) == (True, False)
    old, new = callback.promises.order_by("pk")
    assert (old.outcome, old.made_by, new.replaces, new.outcome) == ("changed_by_client", None, old, "excluded")
    callback.refresh_from_db()
    assert (callback.stage, callback.closed_as) == ("closed", "withdrawn_by_caller")
    assert not adviser.diary.filter(callback=callback, state="booked").exists()
    assert Message.objects.filter(kind="callback.no_longer_wanted", staff=adviser).count() == 1


def test_their_calendar_follows_every_change_under_one_number(client_of_ours: Party) -> None:
    adviser = factories.user()
    callback = book(adviser, caller=client_of_ours, caller_name="", wants_message=True, message="About Wexcombe")
    browser = Client(REMOTE_ADDR="203.0.113.9")
    with sink() as server:
        services.sweep_stages(now=NOON)
        calendars = posted(server)
        assert door(callback) in str(server.messages()[-1].get_body())
        assert browser.post(door(callback), typed(1, at(15, 0, day=25))).status_code == 303
        services.sweep_stages(now=clock.now())
        calendars += posted(server)
        shown = browser.get(f"{door(callback)}invite.ics")
        services.cancel_callback(
            callback_id=callback.pk, reason=ClosureReason.ANSWERED_BY_OTHER_CHANNEL, by=adviser, now=clock.now()
        )
        calendars += posted(server)

    events = [one.walk("VEVENT")[0] for one in calendars]
    said = [
        (str(one["METHOD"]), int(str(event["SEQUENCE"])), event.decoded("DTSTART"), str(event["STATUS"]))
        for one, event in zip(calendars, events, strict=True)
    ]
    assert said == [
        ("REQUEST", 0, at(14, 20), "CONFIRMED"),
        ("REQUEST", 1, at(15, 0, day=25), "CONFIRMED"),
        ("CANCEL", 2, at(15, 0, day=25), "CANCELLED"),
    ]
    assert {str(one["UID"]) for one in events} == {str(Calendar.from_ical(shown.content).walk("VEVENT")[0]["UID"])}
    assert all(word not in one.to_ical().decode() for one in calendars for word in ("Wexcombe", adviser.name))
    assert browser.get(f"{door(callback)}invite.ics").status_code == 404, "it is called off"


@pytest.mark.parametrize(
    ("rules", "summary"),
    [
        ({"safe_contact": RULE}, "Telephone call"),
        ({"may_name_firm": False}, None),
        ({}, "Hartley & Vane LLP rings you"),
    ],
)
def test_a_calendar_that_others_may_read_says_no_more_than_the_rules_allow(
    client_of_ours: Party, rules: dict[str, object], summary: str | None
) -> None:
    Party.objects.filter(pk=client_of_ours.pk).update(**rules)
    client_of_ours.refresh_from_db()
    book(factories.user(), caller=client_of_ours, caller_name="", wants_message=True)
    services.sweep_stages(now=NOON)

    files = Message.objects.get(kind="callback.confirmation").documents.all()

    assert [str(Calendar.from_ical(bytes(one.content)).walk("VEVENT")[0]["SUMMARY"]) for one in files] == (
        [summary] if summary else []
    )


@pytest.mark.parametrize(
    ("starts_at", "written"),
    [
        pytest.param(datetime(2026, 3, 29, 0, 59, tzinfo=UTC), b"20260329T005900Z", id="before the clocks go forward"),
        pytest.param(datetime(2026, 10, 25, 1, 0, tzinfo=UTC), b"20261025T010000Z", id="in the hour that comes twice"),
        pytest.param(
            datetime(2026, 3, 30, 14, 0, tzinfo=ZoneInfo("Europe/London")), b"20260330T130000Z", id="summer time"
        ),
    ],
)
def test_a_calendar_names_instants_that_no_change_of_clocks_moves(starts_at: datetime, written: bytes) -> None:
    entry = ics.Entry(
        uid="1", sequence=0, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), summary="A call"
    )

    assert b"DTSTART:" + written in ics.calendar_file([entry], method=ics.REQUEST, now=NOON)


def test_a_link_is_refused_where_it_must_not_go(client_of_ours: Party) -> None:
    adviser = factories.user()
    callback = invited(client_of_ours, adviser)
    mailbox = client_of_ours.contacts.get(kind=ContactKind.EMAIL)
    browser = Client(REMOTE_ADDR="203.0.113.9")
    path = door(callback)

    forged = browser.get(path.replace(path.split("/")[-2], "0" * 40))
    asked = browser.post(f"{path}want/help/")
    Party.objects.filter(pk=client_of_ours.pk).update(email_is_safe=False)
    with pytest.raises(services.NoMailbox):
        services.send_link(callback_id=callback.pk, contact_id=mailbox.pk, by=adviser, now=NOON)
    SecureLink.objects.update(expires_at=NOON)
    ended = browser.get(path)

    assert (forged.status_code, asked.status_code, ended.status_code) == (404, 303, 410)
    assert Task.objects.get(key=f"callback:{callback.pk}:wish:help").owner == adviser
