"""Calls promised and not yet made, as the pages of a matter and of a client show them."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from callbacks.models import ExpectedCall, Promise
from callbacks.rules import CheckInState
from practice.models import User
from practice.phrases import Tone


def open_calls(user: User) -> QuerySet[Promise]:
    """Return the promises to ring that stand or were missed and are still owed, of calls they may see, oldest first."""
    found = Promise.objects.visible_to(user).owed()
    return found.select_related("adviser", "callback__caller").order_by("starts_at", "pk")


def with_tones(promises: QuerySet[Promise], *, now: datetime) -> list[tuple[Promise, Tone]]:
    """Say of each how near it is: red only once its end has passed, amber on its day."""
    return [(promise, _tone(promise, now)) for promise in promises]


def _tone(promise: Promise, now: datetime) -> Tone:
    if promise.ends_at < now:
        return Tone.LATE
    return Tone.SOON if timezone.localtime(promise.starts_at).date() == timezone.localtime(now).date() else Tone.CALM


def expected_calls(user: User, starts_at: datetime, ends_at: datetime) -> list[ExpectedCall]:
    """Return the weekly calls of clients that are expected in this time and have not come."""
    rows = ExpectedCall.objects.visible_to(user).standing().of_day(starts_at, ends_at)
    return list(rows.exclude(state=CheckInState.CAME).select_related("check_in__party", "check_in__host", "ring_back"))
