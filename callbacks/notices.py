"""What we tell people about promised calls. Staff mail has reference and link, not what was said (decisions 5)."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from callbacks import ics
from callbacks.models import Callback, Promise
from callbacks.rules import PromiseType, spoken_time
from outbox.entering import has_contact_rule
from outbox.links import MARK
from outbox.models import Channel, Document, SecureLink
from outbox.services import Notice, new_document, to_staff
from practice import phrases
from practice.calendar import WorkingCalendar
from practice.models import ContactPoint, FirmProfile, Party, PartyKind, User

CONFIRMATION = "callback.confirmation"
REMINDER = "callback.reminder"
LINK = "callback.link"
CALLED_OFF = "callback.called_off"
TO_CALLER_SUBJECT = "When we ring you"
DIGITS_SHOWN = 3


def when(promise: Promise, calendar: WorkingCalendar) -> str:
    """Say a promise as staff read it: "Tue 24 Nov 2026, 14:20 to 14:30"."""
    starts, ends = calendar.local(promise.starts_at), calendar.local(promise.ends_at)
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
    between = f"between {spoken_time(starts.time())} and {spoken_time(ends.time())}"
    digits = last_digits(callback)
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
            f"{first}{promise.adviser.name} will ring you on {phrases.long_date(starts.date())} {between}, "
            f"on the number that ends in {digits}.\n\n"
            f"If that no longer suits you, change it or call it off here:\n{MARK}\n\n"
            f"Or ring {firm.phone} and we will find another time.\n\n{firm.name}\n"
        ),
        is_automatic=kind == REMINDER,
    )


def last_digits(callback: Callback) -> str:
    """Return what a client is shown of the number that is rung (decisions 36)."""
    return "".join(letter for letter in callback.number_to_ring if letter.isdigit())[-DIGITS_SHOWN:]


def first_name(party: Party) -> str:
    """Return what a client's own page calls them; of a body its name."""
    return party.name.split()[0] if party.kind == PartyKind.INDIVIDUAL else party.name


def calendar_entry(promise: Promise, *, sequence: int, firm: FirmProfile, attendee: str = "") -> ics.Entry:
    """Return a promised call for the caller's own calendar, which others may see: neither matter nor who rings."""
    caller = promise.callback.caller
    assert caller is not None, "only somebody on record has a calendar file"
    is_quiet = has_contact_rule(caller)
    return ics.Entry(
        uid=ics.uid_of("callback", promise.callback_id),
        sequence=sequence,
        starts_at=promise.starts_at,
        ends_at=promise.ends_at,
        summary="Telephone call" if is_quiet else f"{firm.name} rings you",
        organiser=(promise.adviser.email, "" if is_quiet else firm.name),
        attendee=attendee,
    )


def with_calendar_file(notice: Notice, promise: Promise, *, firm: FirmProfile, now: datetime) -> Notice:
    """Put the time into a confirmation as a file, unless nobody near them may learn who rings."""
    party = notice.party
    if party is None or not party.may_name_firm or notice.channel != Channel.EMAIL:
        return notice
    times = len(promise.callback.promises.all())  # fetched with a batch
    entry = calendar_entry(promise, sequence=times - 1, firm=firm, attendee=notice.to_address)
    return replace(notice, documents=(_file([entry], ics.REQUEST, now=now),))


def called_off(
    callback: Callback,
    promise: Promise,
    mailbox: ContactPoint,
    *,
    firm: FirmProfile,
    calendar: WorkingCalendar,
    now: datetime,
) -> Notice:
    """Tell a caller who was told of a time that it stands no more, and their calendar too."""
    starts = calendar.local(promise.starts_at)
    documents: tuple[Document, ...] = ()
    if mailbox.party.may_name_firm:
        entry = calendar_entry(promise, sequence=callback.promises.count(), firm=firm, attendee=mailbox.text)
        documents = (_file([entry], ics.CANCEL, now=now),)
        documents[0].save(force_insert=True)
    return Notice(
        kind=CALLED_OFF,
        to_address=mailbox.text,
        to_name=mailbox.party.full_name,
        party=mailbox.party,
        owner=promise.adviser,
        reply_to=promise.adviser.email,
        subject="No call at the time we told you",
        body=(
            f"Dear {mailbox.party.dear},\n\n"
            f"The call on {phrases.long_date(starts.date())} at {phrases.hhmm(starts)} is called off.\n\n"
            f"If you still need it, ring {firm.phone}.\n\n{firm.name}\n"
        ),
        documents=documents,
    )


def invitation(callback: Callback, mailbox: ContactPoint, link: SecureLink, *, firm: FirmProfile, by: User) -> Notice:
    """Send a client the link by which they choose when we ring; the link itself comes in as it leaves (B12)."""
    until = phrases.long_date(timezone.localdate(link.expires_at))
    return Notice(
        kind=LINK,
        to_address=mailbox.text,
        to_name=mailbox.party.full_name,
        party=mailbox.party,
        owner=by,
        matter=callback.matter,
        reply_to=callback.adviser.email,
        subject="Choose a time for our call",
        body=(
            f"Dear {mailbox.party.dear},\n\n"
            f"Choose a time that suits you, and we ring you then on the number that ends in {last_digits(callback)}:\n"
            f"{MARK}\n\n"
            f"The link opens until {until}, for you alone. If you would rather speak to somebody now, "
            f"ring {firm.phone}.\n\n{firm.name}\n"
        ),
    )


def no_longer_wanted(callback: Callback) -> Notice:
    """Tell whoever rings that the caller called it off by their link."""
    return to_staff(
        callback.adviser,
        kind="callback.no_longer_wanted",
        subject=f"Call not wanted any more, {callback.reference}",
        body=f"The caller called it off. Your time is free again.\n\n{link('callbacks:detail', callback.pk)}\n",
        matter=callback.matter,
    )


def _file(entries: list[ics.Entry], method: str, *, now: datetime) -> Document:
    return new_document(
        content=ics.calendar_file(entries, method=method, now=now),
        media_type=ics.media_type(method),
        file_name=ics.FILE_NAME,
        now=now,
    )


def promised_in_words(promise: Promise, *, calendar: WorkingCalendar, today: datetime) -> str:
    """Say what is being promised: "Tue 24 Nov, between 14:20 and 14:30"."""
    starts, ends = calendar.local(promise.starts_at), calendar.local(promise.ends_at)
    day = phrases.weekday(starts.date(), today=calendar.local_date(today))
    join = "between" if promise.type in (PromiseType.SLOT, PromiseType.WINDOW) else "from"
    return f"{day}, {join} {phrases.hhmm(starts)} and {phrases.hhmm(ends)}"
