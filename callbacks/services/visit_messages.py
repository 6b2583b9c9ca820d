"""What is told of a meeting: to the client by mail and calendar, to the host when somebody is here (decisions 37)."""

from datetime import datetime

from callbacks import ics, notices
from callbacks.models import Visit
from callbacks.policies import calendar_of, office_of
from callbacks.presets import visit_preset
from callbacks.rules import VisitWay
from callbacks.services.reaching import may_write_to
from outbox import services as outbox
from outbox.models import Message, MessageState
from outbox.services import Notice, to_staff
from practice import phrases
from practice.automatic import mode_of
from practice.models import ContactPoint, FirmProfile, SendMode
from practice.reach import asks_for_discretion

CONFIRMATION, REMINDER, CANCELLED = "appointment.confirmation", "appointment.reminder", "appointment.cancelled"
_LEFT = (MessageState.SENT, MessageState.SENDING, MessageState.UNKNOWN)


def tell(visit: Visit, *, now: datetime) -> None:
    """Queue the confirmation with its calendar file, and the reminder, where the client wants them and rules allow."""
    mailbox = _mailbox(visit, now=now)
    if mailbox is None:
        return
    if mode_of(notices.CONFIRMATION) == SendMode.ON:
        said = _notice(visit, mailbox, CONFIRMATION, "Your appointment", method=ics.REQUEST, now=now)
        outbox.queue(said, key=f"{_key(visit)}confirmation:{visit.version}", now=now)
    calendar = calendar_of(visit.host)
    day = calendar.add_working_days(calendar.local_date(visit.starts_at), -1)
    at = calendar.at(day, visit_preset().remind_at)
    if at > now and mode_of(notices.REMINDER) == SendMode.ON:
        said = _notice(visit, mailbox, REMINDER, "Your appointment: a reminder", method="", now=now, send_on=at)
        outbox.queue(said, key=f"{_key(visit)}reminder:{visit.version}", now=now, send_at=at)


def take_back(visit: Visit) -> None:
    """Withdraw whatever has not left."""
    for waiting in Message.objects.filter(key__startswith=_key(visit), state=MessageState.PENDING):
        outbox.withdraw(key=waiting.key)


def say_cancelled(visit: Visit, *, now: datetime) -> None:
    """Tell a client who was told of it, and their calendar, that it does not take place."""
    mailbox = _mailbox(visit, now=now)
    told = Message.objects.filter(key__startswith=f"{_key(visit)}confirmation:", state__in=_LEFT)
    if mailbox is None or visit.starts_at <= now or not told.exists():
        return
    said = _notice(visit, mailbox, CANCELLED, "Your appointment is cancelled", method=ics.CANCEL, now=now)
    outbox.queue(said, key=f"{_key(visit)}cancelled", now=now)


def arrived(visit: Visit, *, now: datetime) -> Notice:
    """Tell the host that somebody waits: by reference, not by name (decisions 5)."""
    since = phrases.hhmm(calendar_of(visit.host).local(now))
    room = f" {visit.room}." if visit.room else ""
    return to_staff(
        visit.host,
        kind="appointment.arrived",
        subject=f"Your visitor is here, {visit.reference}",
        body=f"Here since {since}.{room}\n\n{notices.link('callbacks:arrivals')}\n",
        matter=visit.matter,
    )


def _key(visit: Visit) -> str:
    return f"visit:{visit.pk}:client_"


def _mailbox(visit: Visit, *, now: datetime) -> ContactPoint | None:
    if not visit.wants_message or not may_write_to(visit.party):
        return None
    today = calendar_of(visit.host).local_date(now)
    return ContactPoint.objects.usable_emails(today).filter(party=visit.party).select_related("party").first()


def _notice(
    visit: Visit,
    mailbox: ContactPoint,
    kind: str,
    subject: str,
    *,
    method: str,
    now: datetime,
    send_on: datetime | None = None,
) -> Notice:
    firm, calendar = FirmProfile.objects.get(), calendar_of(visit.host)
    starts = calendar.local(visit.starts_at)
    when = f"{phrases.long_date(starts.date())}, {phrases.hhmm(starts)}"
    lead = {
        CONFIRMATION: f"Your appointment is on {when}.",
        REMINDER: f"This is to remind you: your appointment is on {when}.",
        CANCELLED: f"The appointment on {when} does not take place.",
    }[kind]
    how = {
        VisitWay.IN_PERSON: f"At our office:\n{office_of(visit.host).address}",
        VisitWay.VIDEO: "We send you the address of the video call before.",
        VisitWay.PHONE: "We ring you then.",
    }[VisitWay(visit.way)]
    words = [f"Dear {mailbox.party.dear},", lead, *([] if kind == CANCELLED else [how])]
    words += [f"If that does not suit you, ring {firm.phone}.", firm.name]
    documents = []
    if method and mailbox.party.may_name_firm:
        content = ics.calendar_file([_entry(visit, mailbox, firm, method)], method=method, now=now)
        documents.append(
            outbox.keep_document(content=content, media_type=ics.media_type(method), file_name=ics.FILE_NAME, now=now)
        )
    return Notice(
        kind=kind,
        to_address=mailbox.text,
        to_name=mailbox.party.full_name,
        party=mailbox.party,
        owner=visit.host,
        reply_to=visit.host.email,
        subject=subject,
        body="\n\n".join(words) + "\n",
        send_on=calendar.local_date(send_on) if send_on else None,
        is_automatic=kind == REMINDER,
        documents=tuple(documents),
    )


def _entry(visit: Visit, mailbox: ContactPoint, firm: FirmProfile, method: str) -> ics.Entry:
    """Return it for the client's own calendar, which others may see: neither what for nor with whom."""
    is_quiet = asks_for_discretion(visit.party)
    in_person = visit.way == VisitWay.IN_PERSON and not is_quiet
    return ics.Entry(
        uid=ics.uid_of("visit", visit.pk),
        sequence=visit.version if method == ics.CANCEL else visit.version - 1,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        summary="Appointment" if is_quiet else f"Appointment, {firm.name}",
        place=office_of(visit.host).address if in_person else "",
        organiser=(visit.host.email, "" if is_quiet else firm.name),
        attendee=mailbox.text,
    )
