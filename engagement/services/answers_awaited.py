"""
A paper waits for its clients' answers: their links, and what will remind them (decisions B8, B12).

The same of a client care letter and of a cost update; helpers in the transactions of the deeds about either.
"""

from collections.abc import Iterable
from datetime import datetime

from engagement.papers import AnyCopy, AnyStage, reminder_key, waiting_key
from engagement.rules.acceptance import LINK_LASTS, Ending, reminder_at
from outbox import services as outbox
from outbox.entering import make_link, restore_links, revoke_links
from outbox.models import Channel, LinkPurpose, SecureLink
from practice.calendar import LatePolicy, WorkingCalendar
from practice.models import Outcome, User
from practice.services.tasks import settle_tasks

REMINDER, EXPIRED = "reminder", "expired"
_TAKEN_BACK = "The letter was replaced or stopped"


def let_answer(copy: AnyCopy, *, calendar: WorkingCalendar, now: datetime) -> SecureLink | None:
    """Give a client their link, if they have a mailbox for it, and plan what follows if they say nothing."""
    today, link = calendar.local_date(now), None
    ends_at = calendar.end_of_day(calendar.local_date(now + LINK_LASTS))
    if copy.channel == Channel.EMAIL:
        link = make_link(
            purpose=LinkPurpose.ACCEPT,
            party=copy.party,
            subject=copy,
            matter=copy.paper.matter,
            sent_to=copy.message.to_address,
            expires_at=ends_at,
            now=now,
        )
    for kind, fire_at in ((REMINDER, reminder_at(today, calendar=calendar)), (EXPIRED, ends_at)):
        copy.stages.create(kind=kind, fire_at=fire_at, late_policy=LatePolicy.ALWAYS)
    return link


def stop_asking(copies: Iterable[AnyCopy], *, because: Ending, by: User | None, now: datetime) -> None:
    """Take back what was planned for a paper that no longer stands; its links say why they open nothing."""
    for copy in copies:
        revoke_links(copy, because=because, now=now)
        end_for(copy, because=_TAKEN_BACK, now=now)
        settle_tasks(prefix=waiting_key(copy), by=by, now=now)


def ask_as_before(copies: Iterable[AnyCopy], *, now: datetime) -> None:
    """Let a paper that is in force again wait as it did."""
    for copy in copies:
        restore_links(copy, because=Ending.SUPERSEDED)
        if not hasattr(copy, "acceptance"):
            again = copy.stages.filter(outcome=Outcome.WITHDRAWN, because=_TAKEN_BACK, fire_at__gt=now)
            again.update(outcome="", because="", fired_at=None)


def end_for(copy: AnyCopy, *, because: str, now: datetime) -> None:
    """Take back what was planned for one client."""
    stage: AnyStage
    for stage in copy.stages.filter(kind=REMINDER):
        outbox.withdraw(key=reminder_key(stage))
    copy.stages.filter(outcome="").update(outcome=Outcome.WITHDRAWN, because=because, fired_at=now)
    outbox.stop_chasing(copy.message, because=because, by=None, now=now)
