"""Questions of clients: logged when they come, answered once (domain D20)."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from practice import journal, receipts
from practice.actors import Actor
from practice.calendar import WorkingCalendar
from practice.errors import Refusal, WorldMoved
from practice.models import ClientQuery, Matter, Party, QueryWay, ServiceStandard, User
from practice.office import load_calendar
from practice.receipts import FormKey

_DAYS, _HOURS = "working_days", "working_hours"


class AskedInFuture(Refusal):
    """It cannot have been asked yet."""

    code = "asked_in_future"


class AnsweredBefore(WorldMoved):
    """Somebody has answered it meanwhile."""

    code = "answered_before"


def due_at(asked_at: datetime, standard: ServiceStandard | None, *, calendar: WorkingCalendar) -> datetime:
    """
    Return by when a first answer is promised: what the letter says of replies, one working day where it says nothing.

    A working day is the hours of the office; what comes out of hours counts from the next opening.
    """
    amount, unit = (standard.value, standard.unit) if standard else (1, _DAYS)
    length = timedelta(hours=amount) if unit == _HOURS else calendar.working_day * amount
    return calendar.add_working_hours(asked_at, length)


@transaction.atomic(durable=True)
def record_query(
    *,
    matter_id: int,
    party: Party,
    way: QueryWay,
    words: str,
    asked_at: datetime | None,
    by: User,
    now: datetime,
    form_key: FormKey | None = None,
) -> ClientQuery:
    """
    Log what a client asked by telephone, e-mail, post or in person. ``asked_at``: the true time; None means now.

    :raises AskedInFuture: if that is still to come
    """
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    if (before := receipts.earlier(form_key, ClientQuery)) is not None:
        return before
    if asked_at is not None and asked_at > now:
        raise AskedInFuture("That time is still to come. Enter when they asked.")
    made = log_query(
        key=f"typed:{uuid4()}",
        matter=matter,
        party=party,
        way=way,
        words=words,
        asked_at=asked_at or now,
        by=by,
        now=now,
    )
    receipts.keep(form_key, made, at=now)
    return made


def log_query(
    *, key: str, matter: Matter, party: Party, way: QueryWay, words: str, asked_at: datetime, by: Actor, now: datetime
) -> ClientQuery:
    """Log a question in the caller's transaction; for whoever acts on the matter, by its department's standard."""
    standard = ServiceStandard.objects.filter(department=matter.department_id, kind="reply").first()
    made = ClientQuery.objects.create(
        key=key,
        matter=matter,
        party=party,
        owner=matter.fee_earner,
        way=way,
        words=words,
        asked_at=asked_at,
        logged_at=now,
        due_at=due_at(asked_at, standard, calendar=load_calendar(matter.department.office)),
    )
    _journal(made, "query.logged", by=by, now=now, way=QueryWay(way).label, due_at=made.due_at.isoformat())
    return made


@transaction.atomic(durable=True)
def answer_query(*, query_id: int, by: User, now: datetime) -> ClientQuery:
    """
    Note that a client has had a first answer.

    :raises AnsweredBefore: if somebody was quicker
    """
    found = ClientQuery.objects.select_for_update(no_key=True).get(pk=query_id)
    if found.answered_at is not None:
        raise AnsweredBefore("This question has been answered already.")
    _answer(found, by=by, now=now)
    return found


def settle_query(*, key: str, by: User, now: datetime) -> None:
    """Take a question as answered in the transaction of a deed that answers it; where none was logged, nothing."""
    found = ClientQuery.objects.open().select_for_update(no_key=True).filter(key=key).first()
    if found is not None:
        _answer(found, by=by, now=now)


def _answer(found: ClientQuery, *, by: User, now: datetime) -> None:
    found.answered_at, found.answered_by = max(now, found.asked_at), by
    found.save(update_fields=["answered_at", "answered_by"])
    _journal(found, "query.answered", by=by, now=now, outcome=found.stands(now))


def _journal(query: ClientQuery, event: str, *, by: Actor, now: datetime, **facts: str) -> None:
    journal.record(subject=query, event=event, by=by, at=now, matter=query.matter_id, party=query.party_id, **facts)
