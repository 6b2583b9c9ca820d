"""Meetings with clients: how long, and when they can be (decisions 37). The diary decides who was first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Self

from django.db.models import TextChoices

from callbacks.rules.slots import Slot, SlotNotOffered, SlotTaken, SlotTooSoon, Span
from practice.calendar import WorkingCalendar, day_in_words
from practice.errors import WorldMoved


class VisitKind(TextChoices):
    """What somebody is met for."""

    FIRST_MEETING = "first_meeting", "First meeting"
    IDENTITY = "identity", "Proof of identity"
    SIGNING = "signing", "Signing"


class VisitWay(TextChoices):
    IN_PERSON = "in_person", "In person"
    VIDEO = "video", "By video"
    PHONE = "phone", "By telephone"


class VisitState(TextChoices):
    BOOKED = "booked", "booked"
    HERE = "here", "here"
    MET = "met", "met"
    CANCELLED = "cancelled", "cancelled"


class VisitOver(WorldMoved):
    """It is cancelled or has taken place."""

    code = "visit_over"


class RoomTaken(WorldMoved):
    """Somebody else has that room then."""

    code = "room_taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPolicy:
    """How long each kind takes, and at what time of the working day before the client is reminded."""

    minutes: Mapping[str, int]
    remind_at: time

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> Self:
        """:raises ValueError: if a kind has no length or is none"""
        if set(mapping["minutes"]) != set(VisitKind.values):
            raise ValueError("Every kind of appointment has a length, and nothing else has.")
        return cls(minutes=mapping["minutes"], remind_at=time.fromisoformat(mapping["remind_at"]))

    def usual(self, kind: VisitKind) -> timedelta:
        return timedelta(minutes=self.minutes[kind])


def check_visit(
    starts_at: datetime,
    lasts: timedelta,
    *,
    buffer: timedelta,
    notice: timedelta,
    calendar: WorkingCalendar,
    taken: Sequence[Span],
    now: datetime,
) -> Slot:
    """
    Return the time, with what is kept free after it.

    :raises SlotNotOffered: if the office is not open all the time
    :raises SlotTooSoon: if it has passed or is too near
    :raises SlotTaken: if whoever is met is not free; why is not said
    """
    ends_at, day = starts_at + lasts, calendar.local_date(starts_at)
    if starts_at < now + notice:
        raise SlotTooSoon("That time has passed or is too near. Please choose a later one.")
    if not calendar.is_open_on(day):
        raise SlotNotOffered(f"The office is shut on {day_in_words(day)}. Please choose a working day.")
    if starts_at < calendar.opening(day) or ends_at > calendar.closing(day):
        opens, closes = f"{calendar.opens_at:%H:%M}", f"{calendar.closes_at:%H:%M}"
        raise SlotNotOffered(f"It has to lie between {opens} and {closes}: it takes {minutes_of(lasts)} minutes.")
    if any(begin < ends_at + buffer and starts_at < end for begin, end in taken):
        raise SlotTaken("They are not free all that time. Please choose another.")
    return Slot(starts_at, ends_at, ends_at + buffer)


def minutes_of(lasts: timedelta) -> int:
    return int(lasts.total_seconds() // 60)


_NEXT = {
    VisitState.BOOKED: (VisitState.BOOKED, VisitState.HERE, VisitState.MET, VisitState.CANCELLED),
    VisitState.HERE: (VisitState.MET,),
}


def check_step(state: VisitState | str, to: VisitState) -> None:
    """:raises VisitOver: if it cannot come to that any more"""
    if to not in _NEXT.get(VisitState(state), ()):
        raise VisitOver(f"This appointment is {VisitState(state).label} already.")
