"""How a caller may be written to about a call: by a mailbox or mobile that is confirmed and safe (decisions 23)."""

from collections.abc import Collection
from datetime import date

from django.conf import settings

from outbox import texts
from outbox.models import Channel
from practice.models import ContactKind, ContactPoint, Party
from practice.reach import why_not_written
from practice.statuses import may_be_reached

Way = ContactPoint  # a mailbox, or the mobile that gets a text


def ways_to(callers: Collection[int | None], *, on: date) -> dict[int, Way]:
    """
    Return for each of these callers the way to write to them; who may not be written to is left out. Two queries.

    A mailbox, unless none may be used or a mobile alone is marked as preferred: then a text, where the firm sends any.
    """
    mailboxes: dict[int, ContactPoint] = {}
    for point in ContactPoint.objects.usable_emails(on).filter(party__in=callers).select_related("party"):
        if why_no_mail(point.party) == "":
            mailboxes.setdefault(point.party_id, point)
    mobiles: dict[int, ContactPoint] = {}
    if settings.SMS_GATEWAY is not None:
        for point in ContactPoint.objects.usable_phones(on).filter(party__in=callers).select_related("party"):
            if may_text(point):
                mobiles.setdefault(point.party_id, point)
    preferred = {
        number: one for number, one in mobiles.items() if one.is_preferred and not _prefers_mail(mailboxes, one)
    }
    return mobiles | mailboxes | preferred


def may_write_to(party: Party | None) -> bool:
    """Say if the rules allow any mail to this person at all (decisions 3, 23)."""
    return party is not None and why_no_mail(party) == ""


def may_text(point: ContactPoint) -> bool:
    """Say if a text may go to this confirmed number of theirs."""
    party = point.party
    return (
        texts.is_mobile(point.text)
        and not why_not_written(party, ContactKind.PHONE)
        and party.only_number_id in (None, point.pk)
        and may_be_reached(party)
        and not party.is_represented_elsewhere
    )


def why_no_mail(party: Party) -> str:
    """Say in words why no mail may go to somebody; "" if it may."""
    because = why_not_written(party, ContactKind.EMAIL)
    return because or ("Other solicitors act for them." if party.is_represented_elsewhere else "")


def why_no_way(caller: Party | None) -> str:
    """Say in words why a caller is not written to."""
    if caller is None:
        return "They are not on record."
    return why_no_mail(caller) or "No mailbox of theirs may be used."


def is_text(way: Way) -> bool:
    return way.kind == ContactKind.PHONE


def channel_of(way: Way) -> Channel:
    return Channel.SMS if is_text(way) else Channel.EMAIL


def _prefers_mail(mailboxes: dict[int, ContactPoint], mobile: ContactPoint) -> bool:
    mailbox = mailboxes.get(mobile.party_id)
    return mailbox is not None and mailbox.is_preferred
