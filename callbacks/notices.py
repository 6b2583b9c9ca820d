"""What we tell people about promised calls. Staff mail has reference and link, not what was said (decisions 5)."""

from django.conf import settings
from django.urls import reverse

from callbacks.models import Callback, Promise
from callbacks.rules import PromiseType, spoken_time
from outbox.links import MARK
from outbox.models import Channel
from outbox.services import Notice, to_staff
from practice import phrases
from practice.calendar import WorkingCalendar
from practice.models import ContactKind, ContactPoint, FirmProfile, User

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


def urgent_for_team(callback: Callback, promise: Promise, *, to: User, calendar: WorkingCalendar) -> Notice:
    """Tell those who may ring instead, at once."""
    return to_staff(
        to,
        kind="callback.booked",
        subject=f"Urgent call, {callback.reference}",
        body=f"{promise.adviser.name} is to ring back {when(promise, calendar)}. The call is urgent:\n"
        f"if {promise.adviser.given_name} cannot ring, please do.\n\n{link('callbacks:detail', callback.pk)}\n",
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


#: How the lists of calls begin: "3 calls to return".
LIST_WORDS = {
    "owner_list": "to return",
    "morning_list": "on the list this morning",
    "evening_list": "not made today",
    "supervisor_list": "not made today by your people",
}


def call_list(kind: str, reader: User, promises: list[Promise], *, calendar: WorkingCalendar) -> Notice:
    """Send one list instead of many reminders: how many calls, when, whose, under which references (decisions 34)."""
    ordered = sorted(promises, key=lambda promise: (promise.starts_at, promise.pk))
    of_others = kind == "supervisor_list"
    lines = [
        f"{when(promise, calendar)}  {promise.callback.reference}{f', {promise.adviser}' if of_others else ''}"
        for promise in ordered
    ]
    count = f"{'One call' if len(ordered) == 1 else f'{len(ordered)} calls'} {LIST_WORDS[kind]}"
    return to_staff(
        reader,
        kind=f"callback.{'reminder_owner' if kind == 'owner_list' else kind}",
        subject=count,
        body="\n".join([f"{count}:", "", *lines, "", link("my_day"), ""]),
    )


def unfinished(promise: Promise, to: User, *, calendar: WorkingCalendar) -> Notice:
    return to_staff(
        to,
        kind="callback.unfinished",
        subject=f"{_a_call(promise)} still to be made, {promise.callback.reference}",
        body=f"Promised for {when(promise, calendar)}.\n\n{link('callbacks:detail', promise.callback_id)}\n",
        matter=promise.callback.matter,
    )


def missed(promise: Promise, to: User, *, calendar: WorkingCalendar) -> Notice:
    """Tell the owner or their supervisor that a call was not made in time."""
    return to_staff(
        to,
        kind="callback.missed",
        subject=f"{_a_call(promise)} not made, {promise.callback.reference}",
        body=(
            f"{promise.adviser.name} was to ring back {when(promise, calendar)}. No call is entered.\n\n"
            f"{link('callbacks:detail', promise.callback_id)}\n"
        ),
        matter=promise.callback.matter,
    )


def apology(
    callback: Callback, promise: Promise, *, new_time: str, firm: FirmProfile, calendar: WorkingCalendar
) -> str:
    """Draft what a caller might be told after a miss; only a person sends it (decisions 33)."""
    starts, ends = calendar.local(promise.starts_at), calendar.local(promise.ends_at)
    dear = callback.caller.dear if callback.caller else callback.caller_name
    is_set = promise.type in (PromiseType.SLOT, PromiseType.WINDOW)
    by = f"by {spoken_time(ends.time())}"
    when_said = f"between {spoken_time(starts.time())} and {spoken_time(ends.time())}" if is_set else by
    again = f" I can ring you {new_time}. Please tell me if that does not suit." if new_time else ""
    return (
        f"Dear {dear},\n\n"
        f"You were promised a call on {phrases.long_date(ends.date())} {when_said}, and I did not make it. "
        f"I am sorry.{again}\n\n"
        f"{promise.adviser.name}\n{firm.name}, {firm.phone}\n"
    )


def _a_call(promise: Promise) -> str:
    return "Urgent call" if promise.callback.is_urgent else "Call"


def to_caller(
    kind: str,
    callback: Callback,
    promise: Promise,
    way: ContactPoint,
    *,
    firm: FirmProfile,
    calendar: WorkingCalendar,
) -> Notice:
    """Tell the caller who rings and when. It names neither the matter nor what the call is about (decisions 36)."""
    is_text = way.kind == ContactKind.PHONE
    digits = "".join(letter for letter in callback.number if letter.isdigit())[-DIGITS_SHOWN:]
    says = _text_to_caller if is_text else _mail_to_caller
    return Notice(
        kind=kind,
        channel=Channel.SMS if is_text else Channel.EMAIL,
        to_address=way.text,
        to_name=way.party.full_name,
        party=way.party,
        owner=promise.adviser,
        reply_to="" if is_text else promise.adviser.email,
        subject=TO_CALLER_SUBJECT,
        body=says(promise, way, digits, firm=firm, calendar=calendar, again=kind == REMINDER),
        is_automatic=kind == REMINDER,
    )


def _mail_to_caller(
    promise: Promise, way: ContactPoint, digits: str, *, firm: FirmProfile, calendar: WorkingCalendar, again: bool
) -> str:
    starts, ends = calendar.local(promise.starts_at), calendar.local(promise.ends_at)
    between = f"between {spoken_time(starts.time())} and {spoken_time(ends.time())}"
    if promise.has_only_an_end:
        between = f"by {spoken_time(ends.time())}"
    return (
        f"Dear {way.party.dear},\n\n"
        f"{'This is to remind you: ' if again else ''}{promise.adviser.name} will ring you on "
        f"{phrases.long_date(ends.date())} {between}, on the number that ends in {digits}.\n\n"
        f"If that no longer suits you, change it or call it off here:\n{MARK}\n\n"
        f"Or ring {firm.phone} and we will find another time.\n\n{firm.name}\n"
    )


def _text_to_caller(
    promise: Promise, way: ContactPoint, digits: str, *, firm: FirmProfile, calendar: WorkingCalendar, again: bool
) -> str:
    """Say it in one part, which is all that a text should be."""
    return (
        f"{firm.name}: {promise.adviser.name} will ring you on {when(promise, calendar)}, "
        f"on the number ending {digits}. If it does not suit, ring {firm.phone}."
    )
