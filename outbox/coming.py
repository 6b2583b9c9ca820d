"""What will leave by itself if nobody does anything before: the unit of the forecast (decisions B8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from django.db.models import Q, QuerySet, TextChoices
from django.urls import reverse

from outbox.models import BY_WIRE, Channel, Message, MessageState
from outbox.services import Notice
from practice.calendar import WorkingCalendar
from practice.models import Matter, Outcome, User

HORIZON = timedelta(days=14)


class Fate(TextChoices):
    """What becomes of a message when its moment comes, as things stand now."""

    GOES = "goes", "Goes by itself"
    HELD = "held", "Held"
    UNSAFE = "unsafe", "No safe way"
    REHEARSED = "rehearsed", "Rehearsal only"
    OFF = "off", "Switched off"
    SPARED = "spared", "If still needed"
    PULLED_BACK = "pulled_back", "Does not leave"


#: What a planned stage that would end so means for its message. Every other end sends nothing that could be listed.
FATES = {
    Outcome.FIRED: Fate.GOES,
    Outcome.HELD: Fate.HELD,
    Outcome.UNSAFE_CHANNEL: Fate.UNSAFE,
    Outcome.REHEARSED: Fate.REHEARSED,
    Outcome.SWITCHED_OFF: Fate.OFF,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A row that a message is about; ``url`` is empty for a reader who may not open it."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """
    One message to one recipient.

    ``kind`` names what was planned, ``words`` says it; ``message_kind`` and ``subject`` are those of the message.
    ``key`` is the one it will have in the outbox. ``to_address`` is empty while none may be used. ``hold_url``: where a
    reader may have it held, or let go again, by its ``stages``; empty where they may not.
    """

    key: str
    at: datetime
    kind: str
    words: str
    message_kind: str
    subject: str
    to_name: str
    to_address: str
    about: tuple[About, ...]
    channel: Channel = Channel.EMAIL
    fate: Fate = Fate.GOES
    because: str = ""
    stages: tuple[int, ...] = ()
    hold_url: str = ""

    @classmethod
    def of(
        cls,
        notice: Notice,
        *,
        key: str,
        at: datetime,
        kind: str,
        words: str,
        about: Iterable[About],
        fate: Fate = Fate.GOES,
        because: str = "",
        stages: tuple[int, ...] = (),
        hold_url: str = "",
    ) -> Self:
        """Say what a notice will be once it is queued."""
        return cls(
            key=key,
            at=at,
            kind=kind,
            words=words,
            message_kind=notice.kind,
            subject=notice.subject,
            to_name=notice.to_name,
            to_address=notice.to_address,
            channel=notice.channel,
            about=tuple(about),
            fate=fate,
            because=because,
            stages=stages,
            hold_url=hold_url,
        )

    @property
    def leaves(self) -> bool:
        return self.fate == Fate.GOES

    @property
    def is_held(self) -> bool:
        return self.fate == Fate.HELD

    @property
    def is_stuck(self) -> bool:
        """Say if it has no way out as things stand, though nobody holds it."""
        return self.fate not in (Fate.GOES, Fate.HELD, Fate.SPARED)


def queued_messages(*, reader: User, until: datetime) -> QuerySet[Message]:
    """
    Return the e-mails and texts that wait in the outbox for their moment. Paper leaves when a person posts it.

    Those about a matter that the reader may not see are left out, unless they are written to the reader.
    """
    may_see = Q(matter=None) | Q(staff=reader) | Q(matter__in=Matter.objects.visible_to(reader).values("pk"))
    return (
        Message.objects.visible_to(reader)
        .filter(may_see, channel__in=BY_WIRE, state=MessageState.PENDING, next_attempt_at__lte=until)
        .order_by("next_attempt_at", "pk")
    )


def coming_from(
    message: Message, *, now: datetime, words: str, calendar: WorkingCalendar, hindrance: str = ""
) -> Coming:
    """
    Say when a queued message leaves, or that it will not: its dates count from another day, or a rule is against it.

    ``hindrance``: what outbox.leaving says of it.
    """
    at = max(message.next_attempt_at, now)
    is_stale = message.send_on is not None and calendar.local_date(at) > message.send_on
    return Coming(
        key=message.key,
        at=at,
        kind=message.kind,
        words=words,
        message_kind=message.kind,
        subject=message.subject,
        to_name=message.to_name,
        to_address=message.to_address,
        channel=Channel(message.channel),
        about=(About(text=message.subject, url=reverse("outbox:message", args=[message.pk])),),
        fate=Fate.UNSAFE if hindrance else Fate.PULLED_BACK if is_stale else Fate.GOES,
        because=hindrance or ("its dates count from a day that will have passed" if is_stale else ""),
    )
