"""Help at the desk: a supervisor is asked for, a hard call is noted, a caller is flagged (domain D14)."""

import uuid
from datetime import date, datetime

from django.db import transaction

from callbacks import notices
from callbacks.models import CallerFlag, HardCall, Manner
from outbox import services as outbox
from outbox.services import to_staff
from practice import journal, receipts
from practice.calendar import DAY
from practice.errors import Refusal
from practice.models import Party, User
from practice.office import local_date, main_office
from practice.receipts import FormKey
from practice.services.tasks import give_task

_LONGEST_REVIEW = 366 * DAY


class NoReview(Refusal):
    """A flag is looked at again within a year."""

    code = "no_review"


class RangLater(Refusal):
    """Nobody has rung at a time that is still to come."""

    code = "rang_later"


@transaction.atomic(durable=True)
def ask_for_help(*, key: uuid.UUID, supervisor: User, by: User, now: datetime) -> None:
    """Put it on the supervisor's page at once, and into their mailbox; the same slip asks once."""
    _ask(supervisor, f"help:{key}", f"{by.name} asks for you at the desk now", by=by, now=now)
    journal.record(subject=by, event="desk.help_asked", by=by, at=now, of=supervisor.name)


@transaction.atomic(durable=True)
def note_hard_call(
    *,
    caller: Party | None,
    caller_name: str,
    manner: Manner,
    said: str,
    handed_over: str,
    at: datetime,
    supervisor: User,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> HardCall:
    """
    Note what was said to somebody at the desk, and hand it to a supervisor. Nobody else reads it.

    :raises RangLater: if the call is said to be still to come
    """
    if (before := receipts.earlier(form_key, HardCall)) is not None:
        return before
    if at > now:
        raise RangLater("That time is still to come. Enter when the caller rang.")
    noted = HardCall.objects.create(
        caller=caller,
        caller_name=caller_name or (caller.full_name if caller else "Somebody without a name"),
        manner=manner,
        said=said,
        handed_over=handed_over,
        at=at,
        recorded_at=now,
        by=by,
        told=supervisor,
    )
    journal.record(subject=noted, event="call.hard_noted", by=by, at=now, told=supervisor.name)
    _ask(supervisor, f"hard-call:{noted.pk}", f"{by.name} noted a hard call: read what was said", by=by, now=now)
    receipts.keep(form_key, noted, at=now)
    return noted


@transaction.atomic(durable=True)
def flag_caller(
    *, party: Party, manner: Manner, instruction: str, review_on: date, by: User, now: datetime
) -> CallerFlag | None:
    """
    Tell the desk what to do when this person rings; without an instruction the flag is taken off.

    :raises NoReview: if nobody would look at it again within a year
    """
    if not instruction:
        CallerFlag.objects.filter(party=party).delete()
        journal.record(subject=party, event="caller.flag_taken_off", by=by, at=now)
        return None
    today = local_date(main_office(), now)
    if not today < review_on <= today + _LONGEST_REVIEW:
        raise NoReview("Name a day within a year on which this is looked at again.")
    words = {"manner": manner, "instruction": instruction, "review_on": review_on, "set_by": by, "set_at": now}
    flag, _ = CallerFlag.objects.update_or_create(party=party, defaults=words)
    journal.record(subject=party, event="caller.flagged", by=by, at=now, manner=manner, review_on=review_on.isoformat())
    return flag


def _ask(supervisor: User, key: str, title: str, *, by: User, now: datetime) -> None:
    give_task(
        key=key,
        owner=supervisor,
        title=title,
        url=notices.path("desk_difficult"),
        due_on=local_date(main_office(), now),
        now=now,
    )
    body = f"{title}.\n\n{notices.link('desk_difficult')}\n"
    outbox.queue(to_staff(supervisor, kind="desk.help", subject="The desk asks for you", body=body), key=key, now=now)
