"""Where a message or letter to somebody who enquired may go: nothing is trusted because it was typed (decisions 23)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from intake.models import Enquiry, EnquiryContact
from outbox.leaving import WRITTEN_TO
from outbox.models import Channel, Message
from practice.models import Party
from practice.office import local_date, main_office
from practice.reach import NO_LONGER, why_not_written
from practice.services.parties import normalise_contact
from practice.statuses import may_be_reached, whom_instead


@dataclass(frozen=True, slots=True)
class Way:
    """One way to write to somebody, and why it may be used."""

    channel: Channel
    to: str
    why: str

    @property
    def words(self) -> str:
        return "By e-mail" if self.channel == Channel.EMAIL else "By post, through the post tray"


def ways(enquiry: Enquiry, *, now: datetime) -> list[Way]:
    """
    Return how a letter may go, e-mail first; nothing where no address is both confirmed and safe.

    Once the enquiry is a party on record, that record decides.
    """
    if enquiry.party is not None:
        return ways_to(enquiry.party, local_date(main_office(), now))
    found = []
    if enquiry.email and enquiry.email_is_safe and enquiry.email_confirmed_at:
        found.append(Way(Channel.EMAIL, enquiry.email, "confirmed, and they said that we may write to it"))
    if enquiry.address and enquiry.post_is_safe and enquiry.address_confirmed_at:
        found.append(Way(Channel.PRINT, enquiry.address, "confirmed, and they said that we may write to it"))
    return found


def email_of(enquiry: Enquiry, *, now: datetime) -> Way | None:
    return next((way for way in ways(enquiry, now=now) if way.channel == Channel.EMAIL), None)


def why_not(enquiry: Enquiry) -> str:
    """Say why nothing may be sent, in a sentence for the person who wants to."""
    if enquiry.party is not None:
        return why_not_to(enquiry.party)
    if enquiry.email and not enquiry.email_is_safe:
        return "They have not said that we may write to their mailbox."
    if enquiry.email:
        return "Nobody has confirmed their e-mail address yet."
    return "They gave no e-mail address."


def why_not_to(party: Party) -> str:
    """Say the same of somebody on record."""
    return whom_instead(party) or "No mailbox or address on record is confirmed and safe to use."


def hindrances(messages: Sequence[Message], *, now: datetime) -> dict[UUID, str]:
    """Say why what waits for somebody who enquired must not leave, by what is on record of them now."""
    found = {}
    contacts = EnquiryContact.objects.filter(message__in=messages).select_related("message", "enquiry__party")
    for contact in contacts:
        assert contact.message is not None, "chosen by its message"
        if because := _hindrance(contact.enquiry, contact.message, now=now):
            found[contact.message.pk] = because
    return found


def _hindrance(enquiry: Enquiry, message: Message, *, now: datetime) -> str:
    channel = Channel(message.channel)
    kind = WRITTEN_TO[channel]
    if enquiry.party is None:
        usable = [way.to for way in ways(enquiry, now=now) if way.channel == channel]
    else:
        if because := why_not_written(enquiry.party, kind):
            return because
        points, on = enquiry.party.contacts, local_date(main_office(), now)
        chosen = points.usable_emails(on) if channel == Channel.EMAIL else points.usable_posts(on)
        usable = [one.text for one in chosen]
    to = normalise_contact(kind, message.to_address)
    return "" if to in [normalise_contact(kind, text) for text in usable] else NO_LONGER[kind]


def ways_to(party: Party, on: date) -> list[Way]:
    """Return how somebody on record may be written to, e-mail first; nothing where nothing is confirmed and safe."""
    found: list[Way] = []
    if not may_be_reached(party):
        return found
    if party.email_is_safe:
        found += [
            Way(Channel.EMAIL, point.text, "a confirmed mailbox on record")
            for point in party.contacts.usable_emails(on)[:1]
        ]
    if party.post_is_safe and not party.safe_contact:  # words are for a person to read: no paper goes by itself
        found += [
            Way(Channel.PRINT, point.text, "a confirmed address on record")
            for point in party.contacts.usable_posts(on)[:1]
        ]
    return found
