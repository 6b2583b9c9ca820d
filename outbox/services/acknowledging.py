"""Messages that a client is to acknowledge: asked, given, and chased until they are (domain D18)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.db import transaction

from outbox.models import (
    Acknowledgement,
    AcknowledgementStage,
    AcknowledgementWay,
    ClientSession,
    Message,
    MessageState,
)
from outbox.services.queueing import withdraw
from practice import journal
from practice.actors import Actor, ClientLink
from practice.calendar import LatePolicy, WorkingCalendar
from practice.errors import Refusal, WorldMoved
from practice.models import Outcome, User
from practice.office import load_calendar, main_office
from practice.services.tasks import settle_tasks

_FILE = Path(__file__).parents[1] / "data" / "acknowledging.yaml"
CHASER, CALL = "chaser", "call"
_NOT_OF = ("complaint.", "conflict.")  # these have duties and readers of their own
_NEVER_LEFT = (MessageState.WITHDRAWN, MessageState.FAILED)


class NothingToAcknowledge(Refusal):
    """It goes to no client, or does not go at all."""

    code = "nothing_to_acknowledge"


class DueInPast(Refusal):
    """It is asked for a day to come."""

    code = "due_in_past"


class AskedBefore(WorldMoved):
    """Somebody has asked for it already."""

    code = "asked_before"


class AcknowledgedBefore(WorldMoved):
    """They have acknowledged it already."""

    code = "acknowledged_before"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChasingPolicy:
    """Numbers of working days: ``due_after`` asking, the others after the due day."""

    due_after: int
    chase_after: tuple[int, ...]
    call_after: int
    at: time

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> "ChasingPolicy":
        """:raises TypeError: if the data is no such policy"""
        return cls(**{**mapping, "chase_after": tuple(mapping["chase_after"]), "at": time.fromisoformat(mapping["at"])})

    def stages(self, due_on: date, *, calendar: WorkingCalendar) -> Iterator[tuple[str, int, datetime]]:
        """Yield kind, occurrence and moment of what follows if they say nothing; always on working days."""
        moments = [(CHASER, number, days) for number, days in enumerate(self.chase_after, start=1)]
        for kind, occurrence, days in [*moments, (CALL, 1, self.call_after)]:
            yield kind, occurrence, calendar.at(calendar.add_working_days(due_on, days), self.at)


@cache
def chasing_policy() -> ChasingPolicy:
    return ChasingPolicy.from_mapping(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


def calendar_for(message: Message) -> WorkingCalendar:
    return load_calendar(message.matter.department.office if message.matter else main_office())


def due_from(today: date, *, calendar: WorkingCalendar) -> date:
    """Return the day that is proposed."""
    return calendar.add_working_days(today, chasing_policy().due_after)


@transaction.atomic(durable=True)
def ask_acknowledgement(*, message_id: UUID, due_on: date, by: User, now: datetime) -> Acknowledgement:
    """
    Ask that a client acknowledges a message by a day, and plan what follows if they do not.

    :raises NothingToAcknowledge: if it goes to no client, or does not go
    :raises DueInPast: if that day is not to come
    :raises AskedBefore: if it was asked for already
    """
    message = Message.objects.select_for_update(no_key=True, of=("self",)).get(pk=message_id)
    if Acknowledgement.objects.filter(message=message).exists():
        raise AskedBefore("An acknowledgement of this message has been asked for already.")
    if message.party is None or message.state in _NEVER_LEFT or message.kind.startswith(_NOT_OF):
        raise NothingToAcknowledge("Only what goes to a client can be acknowledged.")
    calendar = calendar_for(message)
    if due_on <= calendar.local_date(now):
        raise DueInPast("Choose a day to come.")
    return expect_acknowledgement(message, due_on=due_on, calendar=calendar, by=by, now=now)


def expect_acknowledgement(
    message: Message, *, due_on: date, calendar: WorkingCalendar, by: User, now: datetime
) -> Acknowledgement:
    """Write down, in the caller's transaction, that a message of theirs is to be acknowledged."""
    made = Acknowledgement.objects.create(message=message, due_on=due_on, asked_at=now, asked_by=by)
    AcknowledgementStage.objects.bulk_create(
        AcknowledgementStage(
            acknowledgement=made, kind=kind, occurrence=occurrence, fire_at=fire_at, late_policy=LatePolicy.ALWAYS
        )
        for kind, occurrence, fire_at in chasing_policy().stages(due_on, calendar=calendar)
    )
    _journal(made, "acknowledgement.asked", by=by, now=now, due_on=due_on.isoformat())
    return made


@transaction.atomic(durable=True)
def record_acknowledgement(
    *,
    acknowledgement_id: int,
    way: AcknowledgementWay,
    by: User | ClientLink,
    now: datetime,
    note: str = "",
    session: ClientSession | None = None,
) -> Acknowledgement:
    """
    Record how a client has acknowledged a message; nobody asks them again.

    ``session``: of a client who pressed the button on their own page.

    :raises AcknowledgedBefore: if they have done so already
    """
    found = Acknowledgement.objects.select_for_update(no_key=True).get(pk=acknowledgement_id)
    if found.acknowledged_at is not None:
        raise AcknowledgedBefore("They have acknowledged it already.")
    found.acknowledged_at, found.way, found.note = now, way, note
    found.noted_by, found.session = (by if isinstance(by, User) else None), session
    found.save(update_fields=["acknowledged_at", "way", "note", "noted_by", "session"])
    for stage in found.stages.filter(kind=CHASER):
        withdraw(key=chaser_key(stage))
    found.stages.filter(outcome="").update(outcome=Outcome.SETTLED, because="Acknowledged", fired_at=now)
    settle_tasks(prefix=f"acknowledgement:{found.pk}:", by=found.noted_by, now=now)
    _journal(found, "acknowledgement.given", by=by, now=now, way=AcknowledgementWay(way).label)
    return found


def stop_chasing(message: Message, *, because: str, by: User | None, now: datetime) -> None:
    """Ask no more, in the transaction of a deed by which they have answered or the message stands no more."""
    for stage in AcknowledgementStage.objects.filter(acknowledgement__message=message, kind=CHASER):
        withdraw(key=chaser_key(stage))
    waiting = AcknowledgementStage.objects.filter(acknowledgement__message=message, outcome="")
    waiting.update(outcome=Outcome.SETTLED, because=because, fired_at=now)
    for found in Acknowledgement.objects.filter(message=message):
        settle_tasks(prefix=f"acknowledgement:{found.pk}:", by=by, now=now)


def chaser_key(stage: AcknowledgementStage) -> str:
    return f"acknowledgement:{stage.acknowledgement_id}:chaser:{stage.occurrence}"


def _journal(found: Acknowledgement, event: str, *, by: Actor, now: datetime, **facts: object) -> None:
    message = found.message
    journal.record(
        subject=message,
        event=event,
        by=by,
        at=now,
        matter=message.matter_id,
        party=message.party_id,
        what=message.subject,
        **{name: str(fact) for name, fact in facts.items()},
    )
