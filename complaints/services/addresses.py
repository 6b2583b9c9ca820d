"""Where a letter to a complainant may go: addresses for people to choose from, and the one for the safety net."""

from dataclasses import dataclass

from complaints.models import Complaint
from outbox.models import Channel
from practice.models import ContactKind, ContactPoint, User
from practice.names import normalise_email


@dataclass(frozen=True, slots=True)
class Address:
    """One way to reach the complainant. ``why`` is shown beside it; ``is_on_record``: confirmed, and theirs."""

    channel: Channel
    to: str
    why: str
    is_on_record: bool

    @property
    def key(self) -> str:
        """The value a form sends back."""
        return f"{self.channel}:{self.to}"


def addresses(complaint: Complaint) -> tuple[Address, ...]:
    """Return where a person may send a letter, the best first: what they wrote from, if it is theirs on record."""
    found = [*_emails(complaint), *_posts(complaint)]
    wrote_from = normalise_email(complaint.wrote_from)
    return tuple(sorted(found, key=lambda one: (not one.is_on_record, normalise_email(one.to) != wrote_from)))


def net_address(complaint: Complaint) -> Address | None:
    """
    Return the only mailbox to which a letter may go by itself (decision 3), or None.

    The one they wrote from if it is theirs on record, else a confirmed one that the safe-contact rules allow.
    """
    return next((one for one in addresses(complaint) if one.channel == Channel.EMAIL and one.is_on_record), None)


def is_shared(complaint: Complaint, address: Address) -> bool:
    """Say if somebody else has this mailbox too: another party, or somebody complained of."""
    mailbox = normalise_email(address.to)
    others = ContactPoint.objects.filter(kind=ContactKind.EMAIL, normalised=mailbox).exclude(party=complaint.party_id)
    return others.exists() or User.objects.filter(email__iexact=mailbox).exists()


def _emails(complaint: Complaint) -> list[Address]:
    party = complaint.party
    if party is None:
        return [Address(Channel.EMAIL, complaint.wrote_from, "as given, not on record", False)] * bool(
            "@" in complaint.wrote_from
        )
    if not party.email_is_safe:
        return []
    wrote_from = normalise_email(complaint.wrote_from)
    return [
        Address(
            Channel.EMAIL,
            point.text,
            "the address they wrote from, and theirs on record" if point.normalised == wrote_from else "on record",
            True,
        )
        for point in party.contacts.usable_emails()
    ]


def _posts(complaint: Complaint) -> list[Address]:
    party = complaint.party
    points = party.contacts.filter(kind=ContactKind.ADDRESS).order_by("-is_preferred", "pk") if party else []
    found = [
        Address(
            Channel.PRINT, point.text, "on record" if point.confirmed_at else "not confirmed", bool(point.confirmed_at)
        )
        for point in points
    ]
    if complaint.postal_address.strip():
        found.append(Address(Channel.PRINT, complaint.postal_address, "as given, not on record", False))
    return found
