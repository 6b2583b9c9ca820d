"""Who is interrupted for an urgent call: whoever rings, and at once everybody who may ring instead (domain 5.3)."""

from datetime import datetime

from callbacks import notices
from callbacks.models import Callback, Promise
from callbacks.team import helpers_for
from outbox import services as outbox
from practice.calendar import WorkingCalendar
from practice.declining import declines


def tell_urgent(callback: Callback, promise: Promise, *, calendar: WorkingCalendar, now: datetime) -> None:
    """Interrupt for an urgent call only; any other stands on their page and lists (decisions 34)."""
    if not callback.is_urgent:
        return
    key = f"callback:{callback.pk}:booked:{promise.pk}"
    if not declines(promise.adviser, "booked"):
        outbox.queue(notices.booked(callback, promise, calendar=calendar), key=key, now=now)
    for person, _ in helpers_for(promise.adviser, callback.matter):
        if not declines(person, "booked"):
            notice = notices.urgent_for_team(callback, promise, to=person, calendar=calendar)
            outbox.queue(notice, key=f"{key}:{person.pk}", now=now)
