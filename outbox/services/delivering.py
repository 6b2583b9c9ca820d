"""What the worker does: claim a row, send it with no transaction open, write down how that ended."""

import random
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from outbox import channels, leaving, rules, texts
from outbox.models import Channel, Message, MessageState
from practice import journal
from practice.actors import SYSTEM
from practice.models import FirmProfile
from practice.office import load_calendar, main_office
from practice.services.tasks import give_task


@transaction.atomic(durable=True)
def claim_next(*, now: datetime) -> Message | None:
    """
    Take the oldest due message for LEASE, or None. The lease owner is the fencing token.

    One that must not leave any more comes back held: it is asked about here, in the transaction that lets it go. A text
    whose sender died comes back in doubt: it may have gone, and goes at most once by itself.
    """
    message = (
        Message.objects.claimable(now)
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("created_at", "pk")
        .first()
    )
    if message is None:
        return None
    if message.state == MessageState.SENDING and _goes_once(message):
        assert message.lease_until is not None
        _leave_in_doubt(message, error="Its sender died", tried_at=message.lease_until - rules.LEASE, now=now)
        return message
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

    Mail goes at least once with a stable Message-ID: a repeat happens only after a crash between acceptance and record.
    A text goes at most once, unless its gateway knows a repeat (reliability.md 1.5).
    """
    message = claim_next(now=clock())
    if message is None:
        return False
    if message.state != MessageState.SENDING:
        return True
    if message.attempts > rules.MOST_ATTEMPTS:
        _settle_failure(message, error="Gave up: every attempt ended without an answer", now=clock(), final=True)
        return True
    if message.send_on is not None and load_calendar(main_office()).local_date(clock()) > message.send_on:
        _settle_failure(message, error=leaving.DAY_PASSED, now=clock(), final=True)
        return True
    try:
        gateway_id = _hand_over(message)
    except channels.Rejected as refusal:
        _settle_failure(message, error=str(refusal), now=clock(), final=True)
    except channels.TryLater as trouble:
        _settle_failure(message, error=str(trouble), now=clock(), final=False)
    except channels.NotKnown as silence:
        _settle_in_doubt(message, error=str(silence), now=clock())
    else:
        settle_sent(message, now=clock(), gateway_id=gateway_id)
    return True


def _hand_over(message: Message) -> str:
    """Send it by its channel; return the number that the gateway gave a text, "" for mail."""
    if message.channel == Channel.SMS:
        if settings.SMS_GATEWAY is None:
            raise channels.TryLater("Texts are switched off")
        return channels.send_text(message, gateway=settings.SMS_GATEWAY)
    firm = FirmProfile.objects.only("name", "email").get()
    channels.send_email(message, sender=f'"{firm.name}" <{firm.email}>')
    return ""


def _goes_once(message: Message) -> bool:
    gateway = settings.SMS_GATEWAY
    return message.channel == Channel.SMS and (gateway is None or not gateway.is_idempotent)


@transaction.atomic(durable=True)
def settle_sent(message: Message, *, now: datetime, gateway_id: str = "") -> None:
    settled = Message.objects.filter(pk=message.pk, lease_owner=message.lease_owner, state=MessageState.SENDING).update(
        state=MessageState.SENT, sent_at=now, lease_until=None, lease_owner=None, last_error=""
    )
    if settled:
        noted: dict[str, Any] = {"gateway_id": gateway_id} if gateway_id else {}
        journal.record(
            subject=message,
            event="message.sent",
            by=SYSTEM,
            at=now,
            kind=message.kind,
            attempts=message.attempts,
            **noted,
        )


@transaction.atomic(durable=True)
def _settle_in_doubt(message: Message, *, error: str, now: datetime) -> None:
    ours = Message.objects.filter(pk=message.pk, lease_owner=message.lease_owner, state=MessageState.SENDING)
    if (found := ours.select_for_update(no_key=True, of=("self",)).select_related("owner").first()) is not None:
        _leave_in_doubt(found, error=error, tried_at=now, now=now)


def _leave_in_doubt(message: Message, *, error: str, tried_at: datetime, now: datetime) -> None:
    """Write down that nobody knows whether a text went, and have its owner ask. ``tried_at`` is kept for that."""
    message.state, message.last_error, message.next_attempt_at = MessageState.UNKNOWN, error[:200], tried_at
    message.lease_until = message.lease_owner = None
    message.save(update_fields=["state", "last_error", "next_attempt_at", "lease_until", "lease_owner"])
    journal.record(subject=message, event="message.unknown", by=SYSTEM, at=now, kind=message.kind, error=error[:200])
    _tell_owner(message, f"unknown:{now:%Y%m%dT%H%M%S}", f"Ask whether it arrived: {message.subject}", now=now)


@transaction.atomic(durable=True)
def _settle_failure(message: Message, *, error: str, now: datetime, final: bool) -> None:
    final = final or rules.gives_up(message.attempts, created_at=message.created_at, now=now)
    spread = random.uniform(-1, 1)  # noqa: S311 - spreads retries, guards nothing
    again_at = rules.next_attempt_at(message.attempts, now=now, spread=spread)
    if message.channel == Channel.SMS and message.is_automatic and settings.SMS_GATEWAY is not None:
        again_at = texts.out_of_quiet_hours(again_at, settings.SMS_GATEWAY)
    settled = Message.objects.filter(pk=message.pk, lease_owner=message.lease_owner, state=MessageState.SENDING).update(
        state=MessageState.FAILED if final else MessageState.PENDING,
        next_attempt_at=again_at,
        lease_until=None,
        lease_owner=None,
        last_error=error[:200],
    )
    if settled and final:
        journal.record(subject=message, event="message.failed", by=SYSTEM, at=now, kind=message.kind, error=error[:200])
        _tell_owner(message, f"failed:{message.attempts}", f"Not delivered: {message.subject}", now=now)


def _tell_owner(message: Message, what: str, title: str, *, now: datetime) -> None:
    if message.owner is None:
        return
    give_task(
        key=f"message:{message.pk}:{what}",
        owner=message.owner,
        title=title,
        url=reverse("outbox:message", args=[message.pk]),
        due_on=load_calendar(main_office()).local_date(now),
        now=now,
        matter=message.matter_id,
    )
