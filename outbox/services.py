"""What people and sweeps do with messages. A deed queues a row; only the worker sends."""

import hashlib
import random
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.urls import reverse

from outbox import channels, leaving, rules
from outbox.models import Attachment, Channel, Document, Message, MessageState
from practice import journal
from practice.actors import SYSTEM, Actor
from practice.errors import Refusal, WorldMoved
from practice.models import FirmProfile, Matter, Party, User
from practice.office import load_calendar, main_office
from practice.services.tasks import give_task


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One message to one recipient, before it is a row. Build it with `to_staff` or `to_party` (see below)."""

    kind: str
    to_address: str
    to_name: str
    subject: str
    body: str
    channel: Channel = Channel.EMAIL
    party: Party | None = None
    staff: User | None = None
    matter: Matter | None = None
    owner: User | None = None
    reply_to: str = ""
    send_on: date | None = None
    is_automatic: bool = False
    documents: Sequence[Document] = field(default_factory=tuple)


def to_staff(user: User, *, kind: str, subject: str, body: str, matter: Matter | None = None) -> Notice:
    """Build a notice to a member of staff. It carries reference and link, no narrative (decisions 5)."""
    return Notice(
        kind=kind, to_address=user.email, to_name=user.name, staff=user, subject=subject, body=body, matter=matter
    )


def queue(notice: Notice, *, key: str, now: datetime, send_at: datetime | None = None) -> Message | None:
    """
    Write the row in the caller's transaction. Return None if a message with this key exists already.

    ``key`` is `noun:pk:notice[:occurrence]`. ``send_at`` is the earliest moment; None means at once.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A message belongs into the transaction of its deed.")
    message = _row(notice, key=key, now=now, send_at=send_at)
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        if not Message.objects.filter(key=key).exists():
            raise
        return None
    Attachment.objects.bulk_create(
        Attachment(message=message, document=document, position=position)
        for position, document in enumerate(notice.documents, start=1)
    )
    return message


def queue_all(notices: Sequence[tuple[str, Notice]], *, now: datetime) -> None:
    """Write many rows at once, ON CONFLICT DO NOTHING, for set-based sweeps. Such notices carry no documents."""
    Message.objects.bulk_create(
        [_row(notice, key=key, now=now, send_at=None) for key, notice in notices], batch_size=500, ignore_conflicts=True
    )


def _row(notice: Notice, *, key: str, now: datetime, send_at: datetime | None) -> Message:
    return Message(
        key=key,
        kind=notice.kind,
        channel=notice.channel,
        to_address=notice.to_address,
        to_name=notice.to_name,
        party=notice.party,
        staff=notice.staff,
        owner=notice.owner,
        matter=notice.matter,
        reply_to=notice.reply_to,
        subject=notice.subject,
        body=notice.body,
        send_on=notice.send_on,
        is_automatic=notice.is_automatic,
        created_at=now,
        next_attempt_at=send_at or now,
    )


def keep_document(*, content: bytes, media_type: str, file_name: str, now: datetime) -> Document:
    """Store bytes for good, in the caller's transaction."""
    return Document.objects.create(
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        media_type=media_type,
        file_name=file_name,
        created_at=now,
    )


def withdraw(*, key: str) -> bool:
    """
    Take back a message that has not gone yet, in the caller's transaction; False if it went or never was.

    One that was held before anybody tried to send it has not gone either.
    """
    waits = Q(state=MessageState.PENDING) | Q(state=MessageState.FAILED, attempts=0)
    return bool(Message.objects.filter(waits, key=key).update(state=MessageState.WITHDRAWN))


@transaction.atomic(durable=True)
def claim_next(*, now: datetime) -> Message | None:
    """
    Take the oldest due message for LEASE, or None. The lease owner is the fencing token.

    One that must not leave any more comes back held: it is asked about here, in the transaction that lets it go.
    """
    message = (
        Message.objects.claimable(now)
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("created_at", "pk")
        .first()
    )
    if message is None:
        return None
    if because := leaving.hindrances([message], now=now).get(message.pk):
        leaving.hold(message, because, now=now)
        return message
    message.state = MessageState.SENDING
    message.attempts += 1
    message.lease_until = now + rules.LEASE
    message.lease_owner = uuid.uuid4()
    message.save(update_fields=["state", "attempts", "lease_until", "lease_owner"])
    return message


def deliver_next(*, clock: Callable[[], datetime]) -> bool:
    """
    Send one due message, with no transaction open while the mail server talks; False if none is due.

    At least once with a stable Message-ID: a repeat happens only after a crash between acceptance and record.
    """
    message = claim_next(now=clock())
    if message is None:
        return False
    if message.state == MessageState.FAILED:
        return True
    if message.attempts > rules.MOST_ATTEMPTS:
        _settle_failure(message, error="Gave up: every attempt ended without an answer", now=clock(), final=True)
        return True
    if message.send_on is not None and load_calendar(main_office()).local_date(clock()) > message.send_on:
        _settle_failure(
            message, error="Its dates count from a day that has passed: issue it again", now=clock(), final=True
        )
        return True
    firm = FirmProfile.objects.only("name", "email").get()
    try:
        channels.send_email(message, sender=f'"{firm.name}" <{firm.email}>')
    except channels.Rejected as refusal:
        _settle_failure(message, error=str(refusal), now=clock(), final=True)
    except channels.TryLater as trouble:
        _settle_failure(message, error=str(trouble), now=clock(), final=False)
    else:
        _settle_sent(message, now=clock())
    return True


@transaction.atomic(durable=True)
def _settle_sent(message: Message, *, now: datetime) -> None:
    settled = Message.objects.filter(pk=message.pk, lease_owner=message.lease_owner, state=MessageState.SENDING).update(
        state=MessageState.SENT, sent_at=now, lease_until=None, lease_owner=None, last_error=""
    )
    if settled:
        journal.record(
            subject=message, event="message.sent", by=SYSTEM, at=now, kind=message.kind, attempts=message.attempts
        )


@transaction.atomic(durable=True)
def _settle_failure(message: Message, *, error: str, now: datetime, final: bool) -> None:
    final = final or rules.gives_up(message.attempts, created_at=message.created_at, now=now)
    spread = random.uniform(-1, 1)  # noqa: S311 - spreads retries, guards nothing
    settled = Message.objects.filter(pk=message.pk, lease_owner=message.lease_owner, state=MessageState.SENDING).update(
        state=MessageState.FAILED if final else MessageState.PENDING,
        next_attempt_at=rules.next_attempt_at(message.attempts, now=now, spread=spread),
        lease_until=None,
        lease_owner=None,
        last_error=error[:200],
    )
    if settled and final:
        journal.record(subject=message, event="message.failed", by=SYSTEM, at=now, kind=message.kind, error=error[:200])
        if message.owner is not None:
            give_task(
                key=f"message:{message.pk}:failed:{message.attempts}",
                owner=message.owner,
                title=f"Not delivered: {message.subject}",
                url=reverse("outbox:message", args=[message.pk]),
                due_on=load_calendar(main_office()).local_date(now),
                now=now,
                matter=message.matter_id,
            )


class NotFailed(WorldMoved):
    """Only a message that was given up can be tried again."""

    code = "message_not_failed"


@transaction.atomic(durable=True)
def retry_message(*, message_id: uuid.UUID, by: Actor, now: datetime) -> Message:
    """
    Put a failed message back in the queue with fresh attempts.

    :raises NotFailed: if it is waiting or has gone meanwhile
    """
    message = Message.objects.select_for_update(no_key=True).get(pk=message_id)
    if message.state != MessageState.FAILED:
        raise NotFailed("This message is no longer among the failed ones: it is waiting or has gone.")
    message.state, message.attempts = MessageState.PENDING, 0
    message.next_attempt_at = message.created_at = now
    message.save(update_fields=["state", "attempts", "next_attempt_at", "created_at"])
    journal.record(subject=message, event="message.retried", by=by, at=now, kind=message.kind)
    return message


class NotInTray(WorldMoved):
    """Somebody else posted it, or it was withdrawn."""

    code = "letter_not_in_tray"


class NotYetPosted(Refusal):
    """A letter cannot have been posted at a time that is still to come."""

    code = "letter_not_yet_posted"


@transaction.atomic(durable=True)
def record_posting(*, message_id: uuid.UUID, posted_at: datetime, by: User, now: datetime) -> Message:
    """
    Record that a printed letter was posted: its dispatch time is when it was posted (decisions B6, 20).

    One that was taken out of the tray may have gone before, or all the same: what happened is recorded.

    :raises NotYetPosted: if that time is still to come
    :raises NotInTray: if it is no longer waiting to be posted
    """
    if posted_at > now:
        raise NotYetPosted("That time is still to come. Record the posting when the letter has gone.")
    message = Message.objects.select_for_update(no_key=True).get(pk=message_id)
    if message.channel != Channel.PRINT or message.state not in (MessageState.PENDING, MessageState.FAILED):
        raise NotInTray("This letter is no longer waiting in the post tray.")
    message.state, message.sent_at, message.posted_by, message.last_error = MessageState.SENT, posted_at, by, ""
    message.save(update_fields=["state", "sent_at", "posted_by", "last_error"])
    journal.record(subject=message, event="letter.posted", by=by, at=now, posted_at=posted_at.isoformat())
    return message
