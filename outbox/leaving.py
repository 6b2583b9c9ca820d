"""Whether what waits may still leave: its recipient may have died, asked for no mail, or use another address now."""

import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.module_loading import import_string

from outbox.links import run_out
from outbox.models import Channel, Message, MessageState
from practice import journal
from practice.actors import SYSTEM
from practice.models import ContactKind, ContactPoint
from practice.office import local_date, main_office
from practice.reach import NO_LONGER, why_not_written
from practice.services.parties import normalise_contact
from practice.services.tasks import give_task

BATCH = 500
WRITTEN_TO = {
    Channel.EMAIL: ContactKind.EMAIL,
    Channel.PRINT: ContactKind.ADDRESS,
    Channel.SMS: ContactKind.PHONE,
}
RUN_OUT = "The six figures in it have run out."
DAY_PASSED = "Its dates count from a day that has passed: issue it again"
_log = logging.getLogger(__name__)


class Ask(Protocol):
    """What a feature says of its own messages."""

    def __call__(self, messages: Sequence[Message], /, *, now: datetime) -> Mapping[UUID, str]: ...


def hindrances(messages: Sequence[Message], *, now: datetime) -> dict[UUID, str]:
    """
    Say in words why these must not leave any more, by their number; whoever is not in it may leave.

    A letter on paper that states days counted from its sending leaves on that day or not at all (decisions 18). A
    message to a party follows that party's record. A kind of which the outbox does not know whose rules hold has its
    feature asked (OUTBOX_ASKED_AGAIN). One query, or two, for those to parties, however many; none for those to staff.
    """
    found: dict[UUID, str] = dict.fromkeys(run_out(messages, now=now), RUN_OUT)
    dated = [one for one in messages if one.channel == Channel.PRINT and one.send_on]
    for kind in {message.kind for message in messages} & settings.OUTBOX_ASKED_AGAIN.keys():
        ask: Ask = import_string(settings.OUTBOX_ASKED_AGAIN[kind])
        found |= ask([message for message in messages if message.kind == kind], now=now)
    others = [one.pk for one in messages if one.party_id and one.kind not in settings.OUTBOX_ASKED_AGAIN]
    if dated or others:
        on = local_date(main_office(), now)
        found |= {one.pk: f"{DAY_PASSED}." for one in dated if one.send_on and one.send_on < on}
    if others:
        rows = Message.objects.filter(pk__in=others).hindered(on).select_related("party")
        found |= _by_their_records(list(rows), on)
    return found


def _by_their_records(messages: Sequence[Message], on: date) -> dict[UUID, str]:
    """Say it of messages of which the database thinks so; it compares postal addresses letter by letter."""
    found, doubted = {}, []
    for message in messages:
        assert message.party is not None, "only messages to a party are asked about here"
        because = why_not_written(message.party, WRITTEN_TO[Channel(message.channel)])
        if because:
            found[message.pk] = because
        else:
            doubted.append(message)
    stand = _addresses_of(doubted, on) if doubted else set()
    for message in doubted:
        kind = WRITTEN_TO[Channel(message.channel)]
        if (message.party_id, kind, normalise_contact(kind, message.to_address)) not in stand:
            found[message.pk] = NO_LONGER[kind]
    return found


def _addresses_of(messages: Sequence[Message], on: date) -> set[tuple[int | None, str, str]]:
    points = ContactPoint.objects.filter(party__in=[message.party_id for message in messages])
    numbers = points.usable_phones(on).filter(Q(party__only_number=None) | Q(party__only_number=F("pk")))
    usable = [*points.usable_emails(on), *points.usable_posts(on), *numbers]
    return {(point.party_id, point.kind, point.normalised) for point in usable}


def hold(message: Message, because: str, *, now: datetime) -> None:
    """
    Keep back a message that the caller has locked, and tell its owner, in the caller's transaction.

    What hung on it is owed again, as with one that came back. Trying again asks the rules again.
    """
    message.state, message.last_error, message.next_attempt_at = MessageState.FAILED, because[:200], now
    message.lease_until = message.lease_owner = None
    message.save(update_fields=["state", "last_error", "next_attempt_at", "lease_until", "lease_owner"])
    journal.record(subject=message, event="message.held", by=SYSTEM, at=now, kind=message.kind, because=because)
    if message.owner is not None:
        give_task(
            key=f"message:{message.pk}:held:{now:%Y%m%dT%H%M%S}",
            owner=message.owner,
            title=f"Not sent: {message.subject}. {because}",
            url=reverse("outbox:message", args=[message.pk]),
            due_on=local_date(main_office(), now),
            now=now,
            matter=message.matter_id,
        )


def hold_back(*, now: datetime) -> int:
    """
    Ask again about all that waits, letters in the post tray too, and hold what must not leave; return how many.

    An e-mail is asked about once more at the moment when it leaves (services.claim_next).
    """
    held, on = 0, local_date(main_office(), now)
    waiting = list(Message.objects.to_ask_again(on).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(waiting), BATCH):
        ids = waiting[start : start + BATCH]
        try:
            held += _hold_back(ids, now=now)
        except Exception:
            _log.exception("A batch of waiting messages could not be asked about; taking them one by one")
            held += sum(_hold_back_alone(pk, now=now) for pk in ids)
    return held


def _hold_back_alone(pk: UUID, *, now: datetime) -> int:
    """One bad row stops nobody: it is logged by its number and asked about next time."""
    try:
        return _hold_back([pk], now=now)
    except Exception:
        _log.exception("Message %s could not be asked about", pk)
        return 0


@transaction.atomic(durable=True)
def _hold_back(ids: Sequence[UUID], *, now: datetime) -> int:
    waiting = Message.objects.filter(pk__in=ids, state=MessageState.PENDING)
    messages = list(waiting.select_for_update(skip_locked=True, of=("self",)).select_related("owner").order_by("pk"))
    found = hindrances(messages, now=now)
    for message in messages:
        if message.pk in found:
            hold(message, found[message.pk], now=now)
    return len(found)
