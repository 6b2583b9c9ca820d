"""What a calendar program reads of somebody's diary: busy times, or whom they ring, never a restricted matter."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from callbacks import ics
from callbacks.models import Block, CalendarFeed, Callback, DiaryEntry, EntryState, Shows, span_ends
from practice.models import User

BEHIND, AHEAD = timedelta(days=14), timedelta(days=90)
_BUSY = "Busy"


def feed_file(feed: CalendarFeed, *, now: datetime) -> bytes:
    """Return the calendar; the same bytes as long as nothing in it changes."""
    entries = sorted(_entries(feed, now - BEHIND, now + AHEAD), key=lambda one: (one.starts_at, one.uid))
    return ics.calendar_file(entries, method=ics.PUBLISH, now=None, name=f"Calls, {feed.owner.name}")


def _entries(feed: CalendarFeed, since: datetime, until: datetime) -> Iterator[ics.Entry]:
    diary = DiaryEntry.objects.filter(adviser=feed.owner, state__in=[EntryState.BOOKED, EntryState.DONE])
    for entry in diary.touching(since, until).select_related("callback__matter"):
        starts_at, ends_at = span_ends(entry.span)
        yield ics.Entry(
            uid=ics.uid_of("diary", entry.pk),
            sequence=0,
            starts_at=starts_at,
            ends_at=ends_at,
            summary=_words(entry.callback, feed.owner) if feed.shows == Shows.FULL else _BUSY,
        )
    for block in Block.objects.filter(adviser=feed.owner).touching(since, until):
        starts_at, ends_at = span_ends(block.span)
        uid = ics.uid_of("block", block.pk)
        yield ics.Entry(uid=uid, sequence=0, starts_at=starts_at, ends_at=ends_at, summary=_BUSY)


def _words(call: Callback | None, owner: User) -> str:
    """Say whom one rings, so that a colleague who sees the calendar learns no name."""
    if call is None or not Callback.objects.visible_to(owner).filter(pk=call.pk).exists():
        return _BUSY
    if call.matter is not None and call.matter.is_restricted:
        return _BUSY
    return f"Ring {call.initials}{f', {call.matter.reference_or_stage}' if call.matter else ''}"
