"""Asking again for an acknowledgement: how each planned stage ends, for the sweep and for the forecast (domain D18)."""

import logging
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from outbox.coming import FATES, About, Coming
from outbox.models import Acknowledgement, AcknowledgementStage, MessageState
from outbox.services.acknowledging import CALL, CHASER, calendar_for, chaser_key
from outbox.services.queueing import Notice, queue
from practice import phrases
from practice.automatic import mode_of
from practice.models import ContactKind, ContactPoint, FirmProfile, Outcome, SendMode, StageQuerySet, User
from practice.reach import why_not_written
from practice.services.tasks import give_task

KIND = "acknowledgement.chaser"
_log = logging.getLogger(__name__)


def sweep_acknowledgements(*, now: datetime) -> int:
    """End every stage that is due; return how many. Safe to run twice, side by side, and after any outage."""
    ended = 0
    for pk in list(AcknowledgementStage.objects.due(now).values_list("pk", flat=True)):
        try:
            ended += _end_one(pk, now=now)
        except Exception:
            _log.exception("Stage %s of an acknowledgement could not be swept", pk)
    return ended


@transaction.atomic(durable=True)
def _end_one(pk: int, *, now: datetime) -> int:
    """End one stage; its acknowledgement is locked first, as the deeds do."""
    parent = AcknowledgementStage.objects.filter(pk=pk).values("acknowledgement")
    locked = Acknowledgement.objects.select_for_update(no_key=True, skip_locked=True).filter(pk__in=parent)
    if locked.first() is None:
        return 0
    stage = _with_all(AcknowledgementStage.objects.due(now).filter(pk=pk)).first()
    if stage is None:
        return 0
    notice = _end(stage, at=now)
    if notice is not None:
        queue(notice, key=chaser_key(stage), now=now)
    if stage.outcome == Outcome.UNSAFE_CHANNEL or (stage.kind == CALL and stage.outcome == Outcome.FIRED):
        _ask_to_ring(stage.acknowledgement, now=now)
    stage.save(update_fields=["outcome", "because", "fired_at"])
    return 1


def _with_all(stages: StageQuerySet) -> StageQuerySet:
    of = "acknowledgement__message__"
    return stages.select_related(
        "held_by", f"{of}party", f"{of}owner", f"{of}matter__department__office", f"{of}matter__fee_earner"
    )


def _end(stage: AcknowledgementStage, *, at: datetime) -> Notice | None:
    """Decide how one stage ends; return what the client is told, if anything."""
    asked, message = stage.acknowledgement, stage.acknowledgement.message
    outcome, because, notice = Outcome.FIRED, "", None
    mode = mode_of(KIND) if stage.kind == CHASER else SendMode.ON
    if asked.acknowledged_at is not None:
        outcome, because = Outcome.SETTLED, "Acknowledged"
    elif message.state != MessageState.SENT:
        outcome, because = Outcome.WITHDRAWN, "It has not reached them"
    elif stage.held_by is not None:
        outcome, because = Outcome.HELD, f"Held by {stage.held_by}"
    elif stage.kind == CHASER and mode == SendMode.OFF:
        outcome = Outcome.SWITCHED_OFF
    elif stage.kind == CHASER:
        mailbox, because = _mailbox(asked, at)
        if mailbox is None:
            outcome = Outcome.UNSAFE_CHANNEL
        elif mode == SendMode.REHEARSE:
            outcome = Outcome.REHEARSED
        else:
            notice = _notice(asked, mailbox)
    stage.outcome, stage.because, stage.fired_at = outcome, because[:200], at
    return notice


def _mailbox(asked: Acknowledgement, at: datetime) -> tuple[ContactPoint | None, str]:
    """Return where they may be written to, or why they may not."""
    party, today = asked.message.party, calendar_for(asked.message).local_date(at)
    assert party is not None, "only what goes to a client is acknowledged"
    because = why_not_written(party, ContactKind.EMAIL)
    because = because or ("Other solicitors act for them." if party.is_represented_elsewhere else "")
    found = None if because else ContactPoint.objects.usable_emails(today).filter(party=party).first()
    return found, because if found or because else "No mailbox of theirs may be used."


def _notice(asked: Acknowledgement, mailbox: ContactPoint) -> Notice:
    """Ask for one word, without saying what the message was about."""
    message, firm = asked.message, FirmProfile.objects.get()
    assert message.party is not None, "only what goes to a client is acknowledged"
    assert message.sent_at is not None, "only what has left is chased"
    sent = phrases.long_date(calendar_for(message).local_date(message.sent_at))
    owner = _owner(asked)
    return Notice(
        kind=KIND,
        to_address=mailbox.text,
        to_name=message.party.full_name,
        party=message.party,
        matter=message.matter,
        owner=owner,
        reply_to=owner.email if owner else "",
        subject="Have you received our message?",
        body=(
            f"Dear {message.party.dear},\n\nWe sent you a message on {sent} and asked you to tell us that you have "
            f"it. We have not heard from you.\n\nPlease answer this e-mail, ring {firm.phone}, or press the button on "
            f"the page that our message linked to. One word is enough.\n\n{firm.name}\n"
        ),
        is_automatic=True,
    )


def _owner(asked: Acknowledgement) -> User | None:
    message = asked.message
    return message.owner or (message.matter.fee_earner if message.matter else None)


def _ask_to_ring(asked: Acknowledgement, *, now: datetime) -> None:
    """Put the call on the day of whoever answers for the message, once."""
    message = asked.message
    give_task(
        key=f"acknowledgement:{asked.pk}:ring",
        owner=_owner(asked) or asked.asked_by,
        title=f"Ring {message.to_name}: they have not acknowledged “{message.subject}”",
        url=reverse("outbox:message", args=[message.pk]),
        due_on=calendar_for(message).local_date(now),
        now=now,
        matter=message.matter,
    )


def chasers_to_come(*, reader: User, now: datetime, until: datetime) -> list[Coming]:
    """Return the messages that will be queued until then, of what this person may see, as things stand now."""
    seen = Acknowledgement.objects.visible_to(reader).open().values("pk")
    stages = AcknowledgementStage.objects.due(until).filter(kind=CHASER, acknowledgement__in=seen)
    found = []
    for stage in _with_all(stages):
        at, message = max(stage.fire_at, now), stage.acknowledgement.message
        notice = _end(stage, at=at)
        if stage.outcome not in FATES:
            continue
        found.append(
            Coming(
                key=chaser_key(stage),
                at=at,
                kind=KIND,
                words="Asking again for an acknowledgement",
                message_kind=KIND,
                subject=notice.subject if notice else message.subject,
                to_name=message.to_name,
                to_address=notice.to_address if notice else "",
                about=(About(text=message.subject, url=reverse("outbox:message", args=[message.pk])),),
                fate=FATES[Outcome(stage.outcome)],
                because=stage.because,
            )
        )
    return found
