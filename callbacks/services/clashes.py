"""One time, one call: locks, and what the database says when somebody was first (decisions B9, reliability.md 2.3)."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q

from callbacks.models import Callback, DiaryEntry, EntryState
from callbacks.offers import next_free, taken_spans
from callbacks.rules import CallPolicyValue, Slot, SlotNotOffered, check_slot
from callbacks.rules import SlotTaken as SlotGone
from practice.calendar import DAY, WorkingCalendar
from practice.models import User

EXCLUDED, DEADLOCKED, LOCK_TIMED_OUT = "23P01", "40P01", "55P03"
_GONE = "That time has just been taken. Please choose another."

P = ParamSpec("P")
T = TypeVar("T")


class SlotTaken(SlotGone):
    """Somebody else has that time. `next_free` are the next ones of the same person."""

    next_free: Sequence[Slot] = ()


def slot_deed(deed: Callable[P, T]) -> Callable[P, T]:
    """Make a deed one durable transaction in which losing a time to somebody is a refusal, never an error."""
    durable = transaction.atomic(durable=True)(deed)

    @wraps(deed)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        adviser, now = kwargs["adviser"], kwargs["now"]
        assert isinstance(adviser, User)
        assert isinstance(now, datetime)
        try:
            return durable(*args, **kwargs)
        except SlotGone as gone:
            reason: Exception = gone
        except (OperationalError, IntegrityError) as clash:
            if getattr(clash.__cause__, "pgcode", None) not in (EXCLUDED, DEADLOCKED, LOCK_TIMED_OUT):
                raise
            reason = clash
        refusal = SlotTaken(str(reason) if isinstance(reason, SlotGone) else _GONE)
        refusal.next_free = next_free(adviser, now=now)
        raise refusal from reason

    return guarded


def lock_advisers(*advisers: User) -> None:
    """Take the diaries of these people for this transaction, always in the same order."""
    rows = User.objects.filter(pk__in=[one.pk for one in advisers]).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def find_slot(
    adviser: User,
    starts_at: datetime,
    *,
    policy: CallPolicyValue,
    calendar: WorkingCalendar,
    now: datetime,
    apart_from: Callback | None = None,
    holder: User | None = None,
) -> Slot:
    """
    Return the free slot that starts then, under the adviser's lock.

    :raises SlotNotOffered, SlotTooSoon, SlotTaken: as rules.check_slot
    """
    if abs(starts_at - now) > timedelta(days=policy.search_days) + DAY:
        raise SlotNotOffered("Please choose one of the times listed.")
    taken = taken_spans(
        [adviser],
        starts_at - DAY,
        starts_at + DAY,
        now=now,
        apart_from=apart_from,
        holder=holder,
        policies={adviser.pk: policy},
        calendar=calendar,
    )
    return check_slot(starts_at, policy=policy, calendar=calendar, taken=taken[adviser.pk], now=now)


def release_stale_holds(adviser: User, *, now: datetime, holder: User | None = None) -> None:
    """Give back holds that ran out, and those of the person who is now booking: an expired hold still excludes."""
    over = Q(held_until__lte=now) | (Q(held_by=holder) if holder is not None else Q())
    DiaryEntry.objects.filter(over, adviser=adviser, state=EntryState.HELD).update(state=EntryState.RELEASED)


def enter(entry: DiaryEntry) -> None:
    """Write an entry ON CONFLICT DO NOTHING, which never deadlocks. :raises SlotTaken: if somebody else's was first"""
    fields = DiaryEntry._meta.concrete_fields
    columns, places = ", ".join(str(one.column) for one in fields), ", ".join("%s" for _ in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {DiaryEntry._meta.db_table} ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING",  # noqa: S608
            [one.get_db_prep_save(getattr(entry, one.attname), connection) for one in fields],
        )
        if not cursor.rowcount:
            raise SlotGone(_GONE)


def span_of(slot: Slot) -> DateTimeTZRange:
    return DateTimeTZRange(slot.starts_at, slot.busy_until)
