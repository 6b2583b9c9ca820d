"""What a person says of a message: try it again, it arrived."""

import uuid
from datetime import datetime

from django.db import transaction

from outbox.models import Message, MessageState
from practice import journal
from practice.actors import Actor
from practice.errors import WorldMoved
from practice.models import User
from practice.services.tasks import settle_tasks


class NotFailed(WorldMoved):
    """Only a message that was given up, or of which nobody knows, can be tried again."""

    code = "message_not_failed"


@transaction.atomic(durable=True)
def retry_message(*, message_id: uuid.UUID, by: Actor, now: datetime) -> Message:
    """
    Put a failed message, or one that may have gone, back in the queue with fresh attempts.

    :raises NotFailed: if it is waiting or has gone meanwhile
    """
    message = Message.objects.select_for_update(no_key=True).get(pk=message_id)
    if message.state not in (MessageState.FAILED, MessageState.UNKNOWN):
        raise NotFailed("This message is no longer among the failed ones: it is waiting or has gone.")
    message.state, message.attempts = MessageState.PENDING, 0
    message.next_attempt_at = message.created_at = now
    message.save(update_fields=["state", "attempts", "next_attempt_at", "created_at"])
    journal.record(subject=message, event="message.retried", by=by, at=now, kind=message.kind)
    _no_more_doubt(message, by=by, now=now)
    return message


class NotInDoubt(WorldMoved):
    """Of this message it is known whether it went."""

    code = "message_not_in_doubt"


@transaction.atomic(durable=True)
def record_arrival(*, message_id: uuid.UUID, by: User, now: datetime) -> Message:
    """
    Record that a text of which nobody knew did arrive: it counts as sent when it was handed over.

    :raises NotInDoubt: if somebody sent it again or said so before
    """
    message = Message.objects.select_for_update(no_key=True).get(pk=message_id)
    if message.state != MessageState.UNKNOWN:
        raise NotInDoubt("Somebody has said so already, or it is being sent again.")
    message.state, message.sent_at, message.last_error = MessageState.SENT, message.next_attempt_at, ""
    message.save(update_fields=["state", "sent_at", "last_error"])
    journal.record(subject=message, event="message.arrived", by=by, at=now, kind=message.kind)
    _no_more_doubt(message, by=by, now=now)
    return message


def _no_more_doubt(message: Message, *, by: Actor, now: datetime) -> None:
    settle_tasks(prefix=f"message:{message.pk}:unknown:", by=by if isinstance(by, User) else None, now=now)
