"""Sending a client the link by which they choose when we ring (decisions 36, B12)."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from callbacks import client_notices
from callbacks.links import keep_link
from callbacks.models import Callback
from callbacks.policies import calendar_of
from callbacks.rules import NotToChange
from callbacks.services.holding import HoldingOnly, is_holding
from callbacks.services.reaching import may_write_to
from callbacks.services.running import lock_callback
from callbacks.services.slips import Slip
from outbox import services as outbox
from practice import journal, receipts
from practice.errors import Refusal
from practice.models import ContactPoint, FirmProfile, Party, User
from practice.reach import check_person
from practice.receipts import FormKey


class NoMailbox(Refusal):
    """No confirmed mailbox of theirs may be used."""

    code = "no_mailbox"


def mailboxes_for_link(caller: Party | None, *, adviser: User, now: datetime) -> QuerySet[ContactPoint]:
    """Return the confirmed mailboxes to which a link may go, the preferred first (decisions 23)."""
    today = calendar_of(adviser).local_date(now)
    found = ContactPoint.objects.usable_emails(today).select_related("party")
    return found.filter(party=caller) if may_write_to(caller) else found.none()


def number_for_link(party: Party, *, adviser: User, now: datetime) -> str:
    """Return the number to ring: the only one that may be, else the first confirmed one; "" if there is none."""
    if party.only_number is not None:
        return party.only_number.text
    first = party.contacts.usable_phones(calendar_of(adviser).local_date(now)).first()
    return first.text if first else ""


@transaction.atomic(durable=True)
def invite(*, slip: Slip, contact_id: int, by: User, now: datetime, form_key: FormKey | None = None) -> Callback:
    """
    Record that somebody is to be rung, and let them choose when. Until they do it waits among the calls to return.

    :raises NoMailbox: if that mailbox is none that may be used
    :raises HoldingOnly: before the conflict check is cleared
    :raises NotToThem: if they have died or lack capacity
    """
    if (before := receipts.earlier(form_key, Callback)) is not None:
        return before
    check_person(slip.caller, matter=slip.matter)
    if is_holding(caller=slip.caller, matter=slip.matter, subject=slip.subject, now=now):
        raise HoldingOnly("The conflict check is not cleared yet: ring them yourself, and say that we do not act yet.")
    callback = slip.as_callback(adviser=slip.for_staff, by=by, now=now)
    callback.save(force_insert=True)
    _send(callback, contact_id, by=by, now=now)
    receipts.keep(form_key, callback, at=now)
    return callback


@transaction.atomic(durable=True)
def send_link(
    *, callback_id: int, contact_id: int, by: User, now: datetime, form_key: FormKey | None = None
) -> Callback:
    """
    Send a caller the link to a call that is to be made, by which they choose or change its time.

    :raises NoMailbox: if that mailbox is none that may be used
    :raises NotToChange: if the call is done or closed
    """
    callback = lock_callback(callback_id)
    if (before := receipts.earlier(form_key, Callback)) is not None:
        return before
    _send(callback, contact_id, by=by, now=now)
    receipts.keep(form_key, callback, at=now)
    return callback


def _send(callback: Callback, contact_id: int, *, by: User, now: datetime) -> None:
    if not callback.is_open:
        raise NotToChange("This call is done: there is no time to choose.")
    mailbox = mailboxes_for_link(callback.caller, adviser=callback.adviser, now=now).filter(pk=contact_id).first()
    if mailbox is None:
        raise NoMailbox("That mailbox may not be used for them any more. Ring them instead.")
    promise = callback.promises.filter(replaced_by=None).first()
    still_to_come = promise is not None and promise.ends_at > now
    link = keep_link(callback, promised_until=promise.ends_at if promise and still_to_come else None, now=now)
    assert link is not None, "whoever has a mailbox is on record"
    said = client_notices.invitation(callback, mailbox, link, firm=FirmProfile.objects.get(), by=by)
    outbox.queue(said, key=f"callback:{callback.pk}:link:{now:%Y%m%dT%H%M%S%f}", now=now)
    journal.record(
        subject=callback,
        event="callback.link_sent",
        by=by,
        at=now,
        matter=callback.matter_id,
        party=callback.caller_id,
    )
