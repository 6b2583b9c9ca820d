"""Making and revoking the address of somebody's calendar."""

import hashlib
from datetime import datetime

from django.db import transaction

from callbacks.models import CalendarFeed, Shows
from practice import journal, receipts
from practice.models import User
from practice.receipts import FormKey


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic(durable=True)
def make_feed(*, shows: Shows, token: str, by: User, now: datetime, form_key: FormKey | None = None) -> CalendarFeed:
    """Make an address of one's own. ``token``: a fresh secret of the door, which shows it once; its hash is kept."""
    if (before := receipts.earlier(form_key, CalendarFeed)) is not None:
        return before
    feed = CalendarFeed.objects.create(owner=by, shows=shows, sha256=hash_of(token), made_at=now)
    journal.record(subject=feed, event="feed.made", by=by, at=now, shows=shows)
    receipts.keep(form_key, feed, at=now)
    return feed


@transaction.atomic(durable=True)
def revoke_feed(*, feed_id: int, by: User, now: datetime) -> CalendarFeed:
    """Let an address of one's own open nothing any more; a second time changes nothing."""
    feed = CalendarFeed.objects.select_for_update(no_key=True).get(pk=feed_id, owner=by)
    if feed.revoked_at is None:
        feed.revoked_at = now
        feed.save(update_fields=["revoked_at"])
        journal.record(subject=feed, event="feed.revoked", by=by, at=now)
    return feed
