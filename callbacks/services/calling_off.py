"""A time that the caller was told of and that stands no more: their calendar hears of it too."""

from datetime import datetime

from callbacks import client_notices, notices
from callbacks.models import Callback
from outbox import services as outbox
from outbox.models import Message, MessageState
from practice.automatic import mode_of
from practice.calendar import WorkingCalendar
from practice.models import ContactPoint, FirmProfile, SendMode

_LEFT = (MessageState.SENT, MessageState.SENDING, MessageState.UNKNOWN)


def say_called_off(callback: Callback, *, calendar: WorkingCalendar, now: datetime) -> None:
    """
    Take back the confirmation of a time to come, in the transaction of the deed that closes the call.

    One that has not left is withdrawn; one that has is followed by a cancellation to the same mailbox.
    """
    promise = callback.promises.filter(replaced_by=None).first()
    if promise is None or promise.ends_at <= now or callback.caller is None:
        return
    confirmations = Message.objects.filter(key__startswith=f"callback:{callback.pk}:client_confirmation:")
    for waiting in confirmations.filter(state=MessageState.PENDING):
        outbox.withdraw(key=waiting.key)
    told = confirmations.filter(state__in=_LEFT, channel="email").order_by("-created_at", "-pk").first()
    if told is None or mode_of(notices.CONFIRMATION) != SendMode.ON:
        return
    today = calendar.local_date(now)
    mailbox = ContactPoint.objects.usable_emails(today).filter(party=callback.caller, text=told.to_address).first()
    if mailbox is None:
        return
    said = client_notices.called_off(
        callback, promise, mailbox, firm=FirmProfile.objects.get(), calendar=calendar, now=now
    )
    outbox.queue(said, key=f"callback:{callback.pk}:called_off:{promise.pk}", now=now)
