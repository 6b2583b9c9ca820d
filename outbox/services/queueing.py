"""Messages become rows in the transaction of their deed; only the worker sends."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from outbox import channels, texts
from outbox.models import Attachment, Channel, Document, Message, MessageState
from practice.models import Matter, Party, User


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

    ``key`` is `noun:pk:notice[:occurrence]`. ``send_at`` is the earliest moment; None means at once. A text may be
    refused: see below.
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
    """
    Write many rows at once, ON CONFLICT DO NOTHING, for set-based sweeps.

    Documents that are not stored yet (new_document) are stored with the messages that are new.
    """
    rows = [_row(notice, key=key, now=now, send_at=None) for key, notice in notices]
    Message.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    papers = {row.pk: notice.documents for row, (_, notice) in zip(rows, notices, strict=True) if notice.documents}
    if not papers:
        return
    kept = set(Message.objects.filter(pk__in=papers).values_list("pk", flat=True))
    places = [
        Attachment(message_id=pk, document=document, position=position)
        for pk in papers
        if pk in kept
        for position, document in enumerate(papers[pk], start=1)
    ]
    Document.objects.bulk_create([one.document for one in places if one.document.pk is None], batch_size=500)
    for one in places:
        one.document_id = one.document.pk
    Attachment.objects.bulk_create(places, batch_size=500)


def _row(notice: Notice, *, key: str, now: datetime, send_at: datetime | None) -> Message:
    message = Message(
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
    if message.channel == Channel.SMS:
        _check_text(message)
    return message


def _check_text(message: Message) -> None:
    """
    Write a text's number as gateways want it, and let one that nobody asked for wait until the morning.

    :raises texts.NoMobile: for a number that gets no texts
    :raises texts.TextTooLong: if it takes more parts than the firm pays for
    """
    gateway = settings.SMS_GATEWAY
    if gateway is None:
        raise RuntimeError("Texts are switched off: ask for SMS_GATEWAY before a text is queued.")
    message.to_address = texts.e164(message.to_address)
    texts.check_length(channels.words(message), gateway)
    if message.is_automatic:
        message.next_attempt_at = texts.out_of_quiet_hours(message.next_attempt_at, gateway)


def new_document(*, content: bytes, media_type: str, file_name: str, now: datetime) -> Document:
    """Return bytes as a document, unsaved, for queue_all."""
    return Document(
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        media_type=media_type,
        file_name=file_name,
        created_at=now,
    )


def keep_document(*, content: bytes, media_type: str, file_name: str, now: datetime) -> Document:
    """Store bytes for good, in the caller's transaction."""
    document = new_document(content=content, media_type=media_type, file_name=file_name, now=now)
    document.save(force_insert=True)
    return document


def withdraw(*, key: str) -> bool:
    """
    Take back a message that has not gone yet, in the caller's transaction; False if it went or never was.

    One that was held before anybody tried to send it has not gone either.
    """
    waits = Q(state=MessageState.PENDING) | Q(state=MessageState.FAILED, attempts=0)
    return bool(Message.objects.filter(waits, key=key).update(state=MessageState.WITHDRAWN))
