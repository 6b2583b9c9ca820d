"""Meetings with clients: one diary with the calls, one room for one of them, and who is here (decisions 37)."""

from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from icalendar import Calendar
from pytest_django import Settings

from callbacks import services
from callbacks.models import DiaryEntry, Room, Visit
from callbacks.rules import RoomTaken, SlotNotOffered, VisitKind, VisitOver, VisitWay
from callbacks.services import SlotTaken, VisitFacts
from callbacks.tests.factories import NOON, at, book, let_messages_go
from callbacks.tests.rows import events
from outbox.models import Message, MessageState
from practice.models import Adjustment, Matter, Party, User
from practice.permissions import Role
from practice.tests import factories
from practice.tests.clock import set_clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(settings: Settings) -> None:
    set_clock(settings, NOON)
    factories.firm()
    let_messages_go()


@pytest.fixture
def room() -> Room:
    return Room.objects.create(office=factories.office(), name="Quiet room")


def met(host: User, hour: int, room: Room | None = None, party: Party | None = None, **more: object) -> Visit:
    facts = VisitFacts(
        kind=VisitKind.FIRST_MEETING,
        way=VisitWay.IN_PERSON if room else VisitWay.PHONE,
        party=party or factories.party(),
        room=room,
        **more,  # type: ignore[arg-type]
    )
    return services.book_visit(facts=facts, adviser=host, starts_at=at(hour, day=25), by=factories.user(), now=NOON)


def test_a_meeting_and_a_call_share_one_diary_and_a_room_is_nobody_elses(room: Room) -> None:
    host, other = factories.user(), factories.user()
    met(host, 14, room)

    with pytest.raises(SlotTaken):
        book(host, starts_at=at(14, 20, day=25))
    with pytest.raises(SlotTaken):
        met(host, 14)
    with pytest.raises(RoomTaken):
        met(other, 14, room)
    with pytest.raises(SlotNotOffered):
        met(other, 17)
    with pytest.raises(IntegrityError, match="callbacks_one_meeting_per_room_at_a_time"):
        DiaryEntry.objects.create(
            adviser=other, span=DateTimeTZRange(at(14, 30, day=25), at(15, day=25)), state="booked", room=room,
            visit=Visit.objects.create(
                kind="signing", way="in_person", party=factories.party(), host=other, room=room, booked_at=NOON,
                starts_at=at(14, 30, day=25), ends_at=at(15, day=25), booked_by=other,
            ),
        )  # fmt: skip


def test_longer_appointments_are_longer_and_the_calendar_follows_every_change(room: Room) -> None:
    host, party = factories.user(), factories.party()
    factories.agree(party, Adjustment.LONGER_APPOINTMENTS)
    matter = factories.matter(fee_earner=host, client=party)
    visit = met(host, 9, room, party, matter=matter, wants_message=True)
    length = (visit.ends_at - visit.starts_at).total_seconds() / 60
    first = Message.objects.get(kind="appointment.confirmation")
    services.move_visit(visit_id=visit.pk, adviser=host, starts_at=at(11, day=26), room=room, by=host, now=NOON)
    Message.objects.filter(kind="appointment.confirmation", key__endswith=":2").update(
        state=MessageState.SENT, sent_at=NOON
    )
    services.cancel_visit(visit_id=visit.pk, by=host, now=NOON)

    said = []
    for kind in ("appointment.confirmation", "appointment.cancelled"):
        for message in Message.objects.filter(kind=kind).order_by("key"):
            calendar = Calendar.from_ical(bytes(message.documents.get().content))
            event = calendar.walk("VEVENT")[0]
            said.append((str(calendar["METHOD"]), int(str(event["SEQUENCE"])), event.decoded("DTSTART")))
            assert matter.title not in message.body + str(calendar.to_ical())
    first.refresh_from_db()
    assert (length, first.state) == (120, "withdrawn")
    assert said == [
        ("REQUEST", 0, at(9, day=25)), ("REQUEST", 1, at(11, day=26)), ("CANCEL", 2, at(11, day=26)),
    ]  # fmt: skip
    assert set(Message.objects.filter(kind="appointment.reminder").values_list("state", flat=True)) == {"withdrawn"}
    assert events(subject=visit) == ["appointment.booked", "appointment.moved", "appointment.cancelled"]
    assert not host.diary.filter(state="booked").exists()
    with pytest.raises(VisitOver):
        services.record_arrival(visit_id=visit.pk, by=host, now=NOON)


def test_reception_sees_who_is_expected_and_the_host_is_told_at_once(client: Client, room: Room) -> None:
    host = factories.user()
    matter = factories.matter(fee_earner=host)
    client.force_login(host)
    typed = {
        "form_key": str(uuid4()), "kind": "signing", "way": "in_person", "party": matter.clients()[0].pk,
        "adviser": host.pk, "on_day": "24", "on_month": "11", "on_year": "2026", "at": "14:00", "room": "",
    }  # fmt: skip
    path = f"/callbacks/appointments/of/{matter.pk}/"
    answers = [client.post(path, {**typed, "room": one}).status_code for one in ("", room.pk, room.pk)]
    visit = Visit.objects.get()
    client.force_login(factories.user(Role.RECEPTIONIST))
    page = client.get("/callbacks/arrivals/").content.decode()
    here = [client.post(f"/callbacks/appointments/{visit.pk}/here/").status_code for _ in range(2)]
    Matter.objects.filter(pk=matter.pk).update(is_restricted=True)

    assert (answers, here) == ([422, 303, 303], [303, 409])
    assert f"14:00 to 14:30, {visit.party}" in page
    told = Message.objects.get(kind="appointment.arrived")
    assert (told.staff, visit.party.name in told.subject + told.body) == (host, False)
    assert str(visit.party) not in client.get("/callbacks/arrivals/").content.decode()
    assert client.get(f"/callbacks/appointments/{visit.pk}/move/").status_code == 404


def test_arrivals_of_any_day_and_visitors_of_restricted_matters_without_a_name(client: Client, room: Room) -> None:
    host, reception = factories.user(), factories.user(Role.RECEPTIONIST)
    quiet = factories.matter(fee_earner=host, is_restricted=True)
    nameless = met(host, 9, room, quiet.clients()[0], matter=quiet)
    met(host, 14, None, quiet.clients()[0], matter=quiet)
    open_one = met(factories.user(), 15, None, factories.party(name="Gwen Bowen"))
    client.force_login(reception)

    pages = {on: client.get(f"/callbacks/arrivals/{on}") for on in ("", "?on=2026-11-25", "?on=9999-12-31", "?on=x")}
    texts = {on: page.content.decode() for on, page in pages.items()}
    that_day = texts["?on=2026-11-25"]
    assert {page.status_code for page in pages.values()} == {200}
    assert [on for on, text in texts.items() if "Gwen Bowen" in text] == ["?on=2026-11-25"]
    assert f"09:00 to 10:00, visitor for {host}</b>, Quiet room" in that_day
    assert (str(nameless.party) in that_day, "14:00" in that_day) == (False, False)
    assert ("?on=2026-11-24" in that_day, "?on=2026-11-26" in that_day) == (True, True)

    paths = [f"/callbacks/appointments/{one.pk}/{deed}/" for one, deed in (
        (nameless, "cancel"), (nameless, "here"), (open_one, "cancel"),
    )]  # fmt: skip
    answers = [client.post(path) for path in paths]
    assert [answer.status_code for answer in answers] == [404, 303, 303]
    assert answers[2]["Location"] == "/callbacks/arrivals/?on=2026-11-25"
    assert Message.objects.get(kind="appointment.arrived").staff == host
