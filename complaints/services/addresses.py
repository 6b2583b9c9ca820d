"""Where a letter to a complainant may go: addresses for people to choose from, and the one for the safety net."""

from collections.abc import Mapping
from datetime import date

from django.db.models.functions import Lower

from complaints.letters import Address
from complaints.models import Complaint
from outbox.models import Channel
from practice.models import ContactKind, ContactPoint, Party, StatusKind, User
from practice.names import normalise_email
from practice.statuses import acting_for, may_be_reached


def addresses(complaint: Complaint, *, on: date) -> tuple[Address, ...]:
    """Return where a person may send a letter that day, the best first: where they wrote from, if that is on record."""
    found = [*_emails(complaint, on), *_posts(complaint, on)]
    wrote_from = normalise_email(complaint.wrote_from)
    return tuple(sorted(found, key=lambda one: (not one.is_on_record, normalise_email(one.to) != wrote_from)))


def net_address(complaint: Complaint, *, on: date) -> Address | None:
    """
    Return the only mailbox to which a letter may go by itself (decision 3), or None.

    The one they wrote from if it is theirs on record, else a confirmed one that the safe-contact rules allow.
    """
    return next((one for one in addresses(complaint, on=on) if one.channel == Channel.EMAIL and one.is_on_record), None)


def shared_mailboxes(chosen: Mapping[int, tuple[Address, int | None]]) -> set[int]:
    """
    Return which of these mailboxes somebody else has too: another party, or anybody in the firm; two queries.

    ``chosen``: any key -> the address and the party it belongs to.
    """
    wanted = {key: (normalise_email(address.to), party) for key, (address, party) in chosen.items()}
    mailboxes = {mailbox for mailbox, _ in wanted.values()}
    points = ContactPoint.objects.filter(kind=ContactKind.EMAIL, normalised__in=mailboxes)
    owners: dict[str, set[int]] = {}
    for mailbox, party in points.values_list("normalised", "party_id"):
        owners.setdefault(mailbox, set()).add(party)
    staff = set(
        User.objects.annotate(mailbox=Lower("email")).filter(mailbox__in=mailboxes).values_list("mailbox", flat=True)
    )
    return {key for key, (mailbox, party) in wanted.items() if mailbox in staff or owners.get(mailbox, set()) - {party}}


def _emails(complaint: Complaint, on: date) -> list[Address]:
    party = complaint.party
    if party is None:
        return _given(complaint)
    wrote_from = normalise_email(complaint.wrote_from)
    if not may_be_reached(party):
        own = {point.normalised for point in party.contacts.all()}
        given = [] if wrote_from in own else _given(complaint)
        return [*given, *_of_acting(party, Channel.EMAIL, on)]
    if not party.email_is_safe:
        return []
    return [
        Address(
            Channel.EMAIL,
            point.text,
            "the address they wrote from, and theirs on record"
            if point.normalised == wrote_from
            else "a confirmed mailbox",
            True,
        )
        for point in _points(party, ContactKind.EMAIL, on)
        if point.confirmed_at is not None and point.bounced_at is None
    ]


def _posts(complaint: Complaint, on: date) -> list[Address]:
    party = complaint.party
    if party is not None and may_be_reached(party) and not party.post_is_safe:
        return []
    points = _points(party, ContactKind.ADDRESS, on) if party and may_be_reached(party) else []
    found = [
        Address(
            Channel.PRINT,
            point.text,
            "a confirmed address" if point.confirmed_at else "not confirmed",
            bool(point.confirmed_at),
        )
        for point in points
    ]
    if party is not None and not may_be_reached(party):
        found += _of_acting(party, Channel.PRINT, on)
    if complaint.postal_address.strip():
        found.append(Address(Channel.PRINT, complaint.postal_address, "as given, not on record", False))
    return found


def _given(complaint: Complaint) -> list[Address]:
    """Return the mailbox that they wrote from, where they wrote from one."""
    if "@" not in complaint.wrote_from:
        return []
    return [Address(Channel.EMAIL, complaint.wrote_from, "as given, not on record", False)]


def _of_acting(party: Party, channel: Channel, on: date) -> list[Address]:
    """Return where whoever acts for somebody who has died or lacks capacity may be written to."""
    status = StatusKind.DECEASED if party.died_on is not None else StatusKind.LACKS_CAPACITY
    found = []
    for relation in acting_for([party], because=[status])[party.pk]:
        acts, kind = relation.party, relation.get_kind_display().lower()
        is_email = channel == Channel.EMAIL
        if acts.email_is_safe if is_email else acts.post_is_safe:
            points = acts.contacts.usable_emails(on) if is_email else acts.contacts.usable_posts(on)
            found += [Address(channel, point.text, f"confirmed, of {acts.full_name}, {kind}", True) for point in points]
    return found


def _points(party: Party, kind: ContactKind, on: date) -> list[ContactPoint]:
    """Return those of one kind in use, the preferred first, from what was fetched for a whole board."""
    points = [point for point in party.contacts.all() if point.kind == kind and point.is_current(on)]
    return sorted(points, key=lambda point: (not point.is_preferred, point.pk))
