"""Meetings with clients: booked, moved, cancelled; who is here and who was told (decisions 37)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from callbacks.models import DiaryEntry, EntryState, Room, Visit
from callbacks.offers import taken_spans
from callbacks.policies import calendar_of, policy_for
from callbacks.presets import visit_preset
from callbacks.rules import RoomTaken, Slot, VisitKind, VisitState, VisitWay, check_step, check_visit
from callbacks.services import visit_messages
from callbacks.services.clashes import enter, lock_advisers, release_stale_holds, slot_deed, span_of
from outbox import services as outbox
from practice import journal, receipts
from practice.calendar import DAY
from practice.models import Matter, Party, User
from practice.needs import minutes_for
from practice.reach import check_person
from practice.receipts import FormKey


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFacts:
    """What was agreed with a client."""

    kind: VisitKind
    way: VisitWay
    party: Party
    matter: Matter | None = None
    room: Room | None = None
    wants_message: bool = False


def lasts(kind: VisitKind, party: Party, *, host: User, now: datetime) -> timedelta:
    """Return how long a meeting takes: longer where that is agreed with them (domain 4.6)."""
    usual = visit_preset().minutes[kind]
    minutes, _ = minutes_for([party], calendar_of(host).local_date(now), usual=usual)
    return timedelta(minutes=minutes)


@slot_deed
def book_visit(
    *,
    facts: VisitFacts,
    adviser: User,
    starts_at: datetime,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> Visit:
    """
    Book a meeting in the diary of whoever is met, with its room, and tell the client where they want to be told.

    :raises SlotNotOffered, SlotTooSoon: if the office is not open all the time, or it is too near
    :raises SlotTaken, RoomTaken: if host or room is not free
    :raises NotToThem: if they have died or lack capacity
    """
    lock_advisers(adviser)
    if (before := receipts.earlier(form_key, Visit)) is not None:
        return before
    check_person(facts.party, matter=facts.matter)
    slot = _find(adviser, starts_at, lasts(facts.kind, facts.party, host=adviser, now=now), now=now)
    visit = Visit.objects.create(
        kind=facts.kind,
        way=facts.way,
        party=facts.party,
        matter=facts.matter,
        host=adviser,
        room=facts.room if facts.way == VisitWay.IN_PERSON else None,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        wants_message=facts.wants_message,
        booked_at=now,
        booked_by=by,
    )
    _enter(visit, slot, now=now)
    _journal(visit, "appointment.booked", by=by, now=now)
    visit_messages.tell(visit, now=now)
    receipts.keep(form_key, visit, at=now)
    return visit


@slot_deed
def move_visit(
    *,
    visit_id: int,
    adviser: User,
    starts_at: datetime,
    room: Room | None,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> Visit:
    """
    Give a meeting another time, room or host; what was told of the old time is taken back, calendars follow.

    :raises VisitOver: if it is cancelled or has taken place
    :raises SlotNotOffered, SlotTooSoon, SlotTaken, RoomTaken: as book_visit
    """
    lock_advisers(adviser)
    visit = _lock(visit_id)
    if (before := receipts.earlier(form_key, Visit)) is not None:
        return before
    check_step(visit.state, VisitState.BOOKED)
    visit_messages.take_back(visit)
    DiaryEntry.objects.filter(visit=visit, state=EntryState.BOOKED).update(state=EntryState.RELEASED, visit=None)
    slot = _find(adviser, starts_at, visit.ends_at - visit.starts_at, now=now)
    visit.host, visit.starts_at, visit.ends_at, visit.version = adviser, slot.starts_at, slot.ends_at, visit.version + 1
    visit.room = room if visit.way == VisitWay.IN_PERSON else None
    visit.save(update_fields=["host", "starts_at", "ends_at", "version", "room"])
    _enter(visit, slot, now=now)
    _journal(visit, "appointment.moved", by=by, now=now)
    visit_messages.tell(visit, now=now)
    receipts.keep(form_key, visit, at=now)
    return visit


@transaction.atomic(durable=True)
def cancel_visit(*, visit_id: int, by: User, now: datetime) -> Visit:
    """
    Cancel a meeting; host and room are free again, and the client's calendar is told if it knew.

    :raises VisitOver: if it is cancelled or has taken place
    """
    visit = _lock(visit_id)
    check_step(visit.state, VisitState.CANCELLED)
    visit.state = VisitState.CANCELLED
    visit.save(update_fields=["state"])
    DiaryEntry.objects.filter(visit=visit, state=EntryState.BOOKED).update(state=EntryState.RELEASED)
    visit_messages.take_back(visit)
    visit_messages.say_cancelled(visit, now=now)
    _journal(visit, "appointment.cancelled", by=by, now=now)
    return visit


@transaction.atomic(durable=True)
def record_arrival(*, visit_id: int, by: User, now: datetime) -> Visit:
    """
    Note that a visitor is here, and tell the host at once.

    :raises VisitOver: if they were here before, or it is cancelled
    """
    visit = _lock(visit_id)
    check_step(visit.state, VisitState.HERE)
    visit.state, visit.arrived_at = VisitState.HERE, now
    visit.save(update_fields=["state", "arrived_at"])
    outbox.queue(visit_messages.arrived(visit, now=now), key=f"visit:{visit.pk}:arrived", now=now)
    _journal(visit, "appointment.arrived", by=by, now=now)
    return visit


@transaction.atomic(durable=True)
def record_met(*, visit_id: int, by: User, now: datetime) -> Visit:
    """
    Note that the host has come, or that a meeting without arrival took place.

    :raises VisitOver: if it is cancelled or over
    """
    visit = _lock(visit_id)
    check_step(visit.state, VisitState.MET)
    visit.state, visit.met_at = VisitState.MET, now
    visit.save(update_fields=["state", "met_at"])
    DiaryEntry.objects.filter(visit=visit, state=EntryState.BOOKED).update(state=EntryState.DONE)
    _journal(visit, "appointment.met", by=by, now=now)
    return visit


def _lock(visit_id: int) -> Visit:
    rows = Visit.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("host__department__office", "party", "matter", "room").get(pk=visit_id)


def _find(host: User, starts_at: datetime, length: timedelta, *, now: datetime) -> Slot:
    policy, calendar = policy_for(host), calendar_of(host)
    release_stale_holds(host, now=now)
    taken = taken_spans([host], starts_at - DAY, starts_at + DAY, now=now)[host.pk]
    notice = timedelta(minutes=policy.notice_minutes)
    return check_visit(starts_at, length, buffer=policy.buffer, notice=notice, calendar=calendar, taken=taken, now=now)


def _enter(visit: Visit, slot: Slot, *, now: datetime) -> None:
    """:raises RoomTaken: if somebody else has the room; the constraint of the diary decides what this cannot see"""
    room = visit.room
    if room is not None:
        others = DiaryEntry.objects.taking_time(now).touching(slot.starts_at, slot.busy_until)
        if others.filter(room=room).exists():
            raise RoomTaken(f"{room} is taken then. Please choose another room or time.")
    entry = DiaryEntry(adviser=visit.host, span=span_of(slot), state=EntryState.BOOKED, visit=visit, room=room)
    enter(entry)


def _journal(visit: Visit, event: str, *, by: User, now: datetime) -> None:
    journal.record(
        subject=visit,
        event=event,
        by=by,
        at=now,
        matter=visit.matter_id,
        party=visit.party_id,
        what=visit.get_kind_display(),
        host=visit.host.name,
        starts_at=visit.starts_at.isoformat(),
    )
