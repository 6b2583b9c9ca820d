"""What we tell people about promised calls. Staff mail has reference and link, not what was said (decisions 5)."""


from django.conf import settings
from django.urls import reverse

from callbacks.models import Callback, Promise
from callbacks.rules import spoken_time
from outbox.services import Notice, to_staff
from practice import phrases
from practice.calendar import WorkingCalendar
from practice.models import ContactPoint, FirmProfile, User

CONFIRMATION = "callback.confirmation"
REMINDER = "callback.reminder"
TO_CALLER_SUBJECT = "When we ring you"
DIGITS_SHOWN = 3


def when(promise: Promise, calendar: WorkingCalendar) -> str:
    """Say a promise as staff read it: "Tue 24 Nov 2026, 14:20 to 14:30", or "Tue 24 Nov 2026, by 16:00"."""
    starts, ends = calendar.local(promise.starts_at), calendar.local(promise.ends_at)
    if promise.has_only_an_end:
        return f"{phrases.weekday(ends.date())}, by {phrases.hhmm(ends)}"
    return f"{phrases.weekday(starts.date())}, {phrases.hhmm(starts)} to {phrases.hhmm(ends)}"


def path(name: str, *args: object) -> str:
    return reverse(name, args=args)


def link(name: str, *args: object) -> str:
    return f"{settings.BASE_URL}{path(name, *args)}"


def booked(callback: Callback, promise: Promise, *, calendar: WorkingCalendar) -> Notice:
    """Tell the person who rings that a call was promised in their name."""
    soon = "The caller needs it within the hour.\n" if callback.is_urgent else ""
    return to_staff(
        promise.adviser,
        kind="callback.booked",
        subject=f"Call to return, {callback.reference}",
        body=f"You are to ring back {when(promise, calendar)}.\n{soon}\n{link('callbacks:detail', callback.pk)}\n",
        matter=callback.matter,
    )


def passed_on(callback: Callback) -> Notice:
    """Tell somebody at once that a caller asked for them and left a number."""
    return to_staff(
        callback.adviser,
        kind="callback.passed_on",
        subject=f"Please ring back, {callback.reference}",
        body=f"Somebody rang for you and left a number.\n\n{link('callbacks:detail', callback.pk)}\n",
        matter=callback.matter,
    )


def passed_calls(to: User, count: int) -> Notice:
    """Tell a substitute how many calls were handed to them."""
    calls = "One call was" if count == 1 else f"{count} calls were"
    return to_staff(
        to,
        kind="callback.handed_over",
        subject="Calls handed to you",
        body=f"{calls} handed to you today.\n\n{link('my_day')}\n",
    )


def owner_list(adviser: User, promises: list[Promise], *, calendar: WorkingCalendar) -> Notice:
    """Send one list before the window: how many calls, when, under which references (decisions 34)."""
    ordered = sorted(promises, key=lambda promise: (promise.starts_at, promise.pk))
    lines = [f"{when(promise, calendar)}  {promise.callback.reference}" for promise in ordered]
    count = "One call" if len(ordered) == 1 else f"{len(ordered)} calls"
    return to_staff(
        adviser,
        kind="callback.reminder_owner",
        subject=f"{count} to return",
        body="\n".join([f"{count} to return:", "", *lines, "", link("my_day"), ""]),
    )


def unfinished(promise: Promise, to: User, *, calendar: WorkingCalendar) -> Notice:
    return to_staff(
        to,
        kind="callback.unfinished",
        subject=f"Urgent call still to be made, {promise.callback.reference}",
        body=f"Promised for {when(promise, calendar)}.\n\n{link('callbacks:detail', promise.callback_id)}\n",
        matter=promise.callback.matter,
    )


def missed(promise: Promise, to: User, *, calendar: WorkingCalendar) -> Notice:
    """Tell the owner or their supervisor that an urgent call was not made in time."""
    return to_staff(
        to,
        kind="callback.missed",
        subject=f"Urgent call not made, {promise.callback.reference}",
        body=(
            f"{promise.adviser.name} was to ring back {when(promise, calendar)}. No call is entered.\n\n"
            f"{link('callbacks:detail', promise.callback_id)}\n"
        ),
        matter=promise.callback.matter,
    )


def to_caller(
    kind: str,
    callback: Callback,
    promise: Promise,
    mailbox: ContactPoint,
    *,
    firm: FirmProfile,
    calendar: WorkingCalendar,
) -> Notice:
    """Tell the caller who rings and when. It names neither the matter nor what the call is about (decisions 36)."""
    starts, ends = calendar.local(promise.starts_at), calendar.local(promise.ends_at)
    day, between = starts.date(), f"between {spoken_time(starts.time())} and {spoken_time(ends.time())}"
    if promise.has_only_an_end:
        day, between = ends.date(), f"by {spoken_time(ends.time())}"
    digits = "".join(letter for letter in callback.number if letter.isdigit())[-DIGITS_SHOWN:]
    first = "This is to remind you: " if kind == REMINDER else ""
    return Notice(
        kind=kind,
        to_address=mailbox.text,
        to_name=mailbox.party.full_name,
        party=mailbox.party,
        owner=promise.adviser,
        reply_to=promise.adviser.email,
        subject=TO_CALLER_SUBJECT,
        body=(
            f"Dear {mailbox.party.dear},\n\n"
            f"{first}{promise.adviser.name} will ring you on {phrases.long_date(day)} {between}, "
            f"on the number that ends in {digits}.\n\n"
            f"If that no longer suits you, ring {firm.phone} and we will find another time.\n\n{firm.name}\n"
        ),
        is_automatic=kind == REMINDER,
    )
