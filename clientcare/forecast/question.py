"""The forecast: every planned stage that will send something, and what waits in the outbox for its moment."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from callbacks import services as callbacks
from complaints.models import Complaint
from complaints.services import coming as complaints
from engagement import services as letters
from outbox.coming import Coming, coming_from, queued_messages
from outbox.leaving import hindrances
from outbox.models import Message
from outbox.services.chasing import chasers_to_come
from practice.calendar import WorkingCalendar
from practice.models import User

_COMPLAINT = "complaint"
#: How the kinds of queued messages begin, and what one is.
_QUEUED = {
    "engagement.letter": "Client care letter",
    "engagement.cost_update": "Cost update",
    "engagement.closing": "Closing letter",
    "engagement.": "Message about a client care letter",
    "link.code": "Six figures for a link",
    "mailing.notice": "Letter to many clients",
    "complaint.letter": "Letter on a complaint",
    "complaint.": "Notice about a complaint",
    "acknowledgement.": "Asking again for an acknowledgement",
    "callback.": "Message about a call",
    "conflict.": "Notice about a conflict check",
    "user.": "Message about an account",
}


def what_will_leave(reader: User, *, now: datetime, until: datetime, calendar: WorkingCalendar) -> list[Coming]:
    """
    Return what leaves by itself until then if nobody does anything before, the earliest first.

    Only what this person may see: nobody complained of finds a complaint here (decisions 5). As many queries for one
    message as for a thousand.
    """
    waiting = _seen(list(queued_messages(reader=reader, until=until)), reader)
    hindered = hindrances(waiting, now=now)
    queued = [
        coming_from(
            message,
            now=now,
            words=_words(message.kind),
            calendar=calendar,
            hindrance=hindered.get(message.pk, ""),
        )
        for message in waiting
    ]
    found = [
        *callbacks.messages_to_come(reader=reader, now=now, until=until),
        *callbacks.check_ins_to_come(reader=reader, now=now, until=until),
        *complaints.messages_to_come(reader=reader, now=now, until=until),
        *letters.messages_to_come(reader=reader, now=now, until=until),
        *chasers_to_come(reader=reader, now=now, until=until),
        *queued,
    ]
    return sorted(found, key=lambda one: (one.at, one.words, one.to_name, one.key))


@dataclass(frozen=True)
class KindCount:
    """How many messages of one kind will leave."""

    kind: str
    words: str
    number: int


def count_kinds(coming: list[Coming]) -> list[KindCount]:
    """Count what leaves by its kind, the most frequent first; what is held or has no way out is not counted."""
    numbers = Counter((one.kind, one.words) for one in coming if one.leaves)
    counts = [KindCount(kind, words, number) for (kind, words), number in numbers.items()]
    return sorted(counts, key=lambda one: (-one.number, one.words))


def _seen(messages: list[Message], reader: User) -> list[Message]:
    """Leave out messages of complaints that this person may not read, unless they are the recipient."""
    of = {message.pk: _complaint_of(message) for message in messages}
    wanted = {pk for pk in of.values() if pk is not None}
    visible = set(Complaint.objects.visible_to(reader).filter(pk__in=wanted).values_list("pk", flat=True))
    return [one for one in messages if one.staff_id == reader.pk or of[one.pk] is None or of[one.pk] in visible]


def _complaint_of(message: Message) -> int | None:
    """Return the complaint a message belongs to: its key is `complaint:pk:...`."""
    noun, _, rest = message.key.partition(":")
    return int(rest.partition(":")[0]) if noun == _COMPLAINT else None


def _words(kind: str) -> str:
    return next((words for start, words in _QUEUED.items() if kind.startswith(start)), "Other message")
