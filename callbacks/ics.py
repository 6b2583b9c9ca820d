"""Times as a calendar keeps them (RFC 5545, 5546): the same number for good, a higher version with every change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from outbox.links import derive_token

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
FILE_NAME = "invite.ics"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """
    One time in somebody's calendar. ``sequence``: from 0, one more with every change. Times are instants: written in
    UTC they are right on both days on which clocks change, whatever zone the calendar is in.

    ``organiser``: mailbox and name; an invitation has one, a feed none.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    words: str = ""
    place: str = ""
    organiser: tuple[str, str] | None = None
    attendee: str = ""
    is_busy: bool = True


def uid_of(kind: str, number: object) -> str:
    """Return a number that stays the same and tells nobody how many there are."""
    return f"{derive_token(f'callbacks.ics.{kind}', number)}@{urlsplit(settings.BASE_URL).hostname}"


def media_type(method: str) -> str:
    return f"text/calendar; method={method}"


def calendar_file(entries: Iterable[Entry], *, method: str, now: datetime | None, name: str = "") -> bytes:
    """Return a calendar. ``now``: stamps its entries; a feed, which is read again and again, has none."""
    calendar = Calendar()
    calendar.add("prodid", "-//ClientCare//Calls//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry, method=method, now=now))
    return bytes(calendar.to_ical())


def _event(entry: Entry, *, method: str, now: datetime | None) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", (now or entry.starts_at).astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", entry.summary)
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE" if entry.is_busy else "TRANSPARENT")
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    for field, text in (("description", entry.words), ("location", entry.place)):
        if text:
            event.add(field, text)
    if entry.organiser is not None:
        event.add("organizer", _address(*entry.organiser))
    if entry.attendee:
        event.add("attendee", _address(entry.attendee, ""))
    return event


def _address(mailbox: str, name: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{mailbox}")
    if name:
        found.params["CN"] = vText(name)
    return found
