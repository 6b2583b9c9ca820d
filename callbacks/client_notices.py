"""What a client and their calendar are told of a call that they choose themselves (decisions 36)."""

from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from callbacks import ics, notices
from callbacks.models import Callback, ExpectedCall, Promise
from outbox.links import MARK
from outbox.models import Channel, Document, SecureLink
from outbox.services import Notice, new_document, to_staff
from practice import phrases
from practice.calendar import WorkingCalendar
from practice.models import ContactKind, ContactPoint, FirmProfile, Party, PartyKind, User
from practice.reach import asks_for_discretion

LINK = "callback.link"
CALLED_OFF = "callback.called_off"
CHECK_IN = "callback.check_in"
CHECK_IN_SUBJECT = "Your weekly call to us"


def last_digits(callback: Callback) -> str:
    """Return what a client is shown of the number that is rung (decisions 36)."""
    return "".join(letter for letter in callback.number_to_ring if letter.isdigit())[-notices.DIGITS_SHOWN :]


def first_name(party: Party) -> str:
    """Return what a client's own page calls them; of a body its name."""
    return party.name.split()[0] if party.kind == PartyKind.INDIVIDUAL else party.name


def calendar_entry(promise: Promise, *, sequence: int, firm: FirmProfile, attendee: str = "") -> ics.Entry:
    """Return a promised call for the caller's own calendar, which others may see: neither matter nor who rings."""
    caller = promise.callback.caller
    assert caller is not None, "only somebody on record has a calendar file"
    is_quiet = asks_for_discretion(caller)
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
    if party is None or not party.may_name_firm or notice.channel != Channel.EMAIL or promise.has_only_an_end:
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
        body=f"The caller called it off. Your time is free again.\n\n{notices.link('callbacks:detail', callback.pk)}\n",
        matter=callback.matter,
    )


def _file(entries: list[ics.Entry], method: str, *, now: datetime) -> Document:
    return new_document(
        content=ics.calendar_file(entries, method=method, now=now),
        media_type=ics.media_type(method),
        file_name=ics.FILE_NAME,
        now=now,
    )


def check_in_reminder(call: ExpectedCall, way: ContactPoint, *, firm: FirmProfile, calendar: WorkingCalendar) -> Notice:
    """Remind a client of the call that they agreed to make. It names neither the matter nor what it is about."""
    host, due, is_text = call.check_in.host, calendar.local(call.expected_at), way.kind == ContactKind.PHONE
    when = f"{phrases.long_date(due.date())} at {phrases.hhmm(due)}"
    said = f"Please ring {firm.phone} on {when} and ask for {host.name}, as we agreed."
    mail = (
        f"Dear {way.party.dear},\n\n{said} It need only take a minute, also where nothing has changed.\n\n"
        f"If that time does not suit you this week, ring us when it does.\n\n{firm.name}\n"
    )
    return Notice(
        kind=CHECK_IN,
        channel=Channel.SMS if is_text else Channel.EMAIL,
        to_address=way.text,
        to_name=way.party.full_name,
        party=way.party,
        owner=host,
        reply_to="" if is_text else host.email,
        subject=CHECK_IN_SUBJECT,
        body=f"{firm.name}: {said}" if is_text else mail,
        is_automatic=True,
    )
