"""Time in which somebody takes no calls, and what happens to the calls it hits."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import QuerySet

from callbacks import notices
from callbacks.models import Block, BlockKind, Callback, DiaryEntry, EntryState, Promise, span_ends
from callbacks.services.clashes import EXCLUDED, lock_advisers
from outbox import services as outbox
from practice import journal
from practice.errors import Refusal, WorldMoved
from practice.models import Matter, User


class BlockHasNoLength(Refusal):
    """A time that ends before it starts."""

    code = "block_has_no_length"


class NobodyStandsIn(Refusal):
    """Calls can only be handed to somebody else who works here."""

    code = "nobody_stands_in"


class BlockOver(WorldMoved):
    """It has ended already."""

    code = "block_over"


@dataclass(frozen=True, slots=True)
class Away:
    """What became of somebody's calls: those the substitute makes at the same time, and those that need a person."""

    moved: Sequence[Promise]
    left: Sequence[Promise]


@transaction.atomic(durable=True)
def set_block(
    *, adviser: User, kind: BlockKind, starts_at: datetime, until: datetime, by: User, now: datetime
) -> Sequence[Promise]:
    """
    Keep a time free of new calls and return the promises it hits: they stand until somebody moves them (B9).

    :raises BlockHasNoLength: if it ends before it starts or before now
    """
    return keep_free(adviser=adviser, kind=kind, starts_at=starts_at, until=until, by=by, now=now)


def keep_free(
    *, adviser: User, kind: BlockKind, starts_at: datetime, until: datetime, by: User, now: datetime
) -> Sequence[Promise]:
    """Keep a time free in the caller's transaction; see `set_block`."""
    lock_advisers(adviser)
    _block(adviser, kind, starts_at, until, by=by, now=now)
    return _promises_in(adviser, starts_at, until)


def end_blocks(*, adviser: User, kind: BlockKind, by: User, now: datetime) -> int:
    """Let somebody be rung again, in the caller's transaction: end their running blocks of a kind; return how many."""
    lock_advisers(adviser)
    running = [
        block for block in Block.objects.at(now).filter(adviser=adviser, kind=kind) if span_ends(block.span)[0] < now
    ]
    for block in running:
        _end(block, by=by, now=now)
    return len(running)


@transaction.atomic(durable=True)
def end_block(*, block_id: int, by: User, now: datetime) -> Block:
    """
    End one's own block now.

    :raises BlockOver: if it is over
    """
    block = Block.objects.select_for_update(no_key=True).get(pk=block_id, adviser=by)
    starts_at, ends_at = span_ends(block.span)
    if not starts_at < now < ends_at:
        raise BlockOver("That time is over already.")
    _end(block, by=by, now=now)
    return block


@transaction.atomic(durable=True)
def go_away(
    *,
    adviser: User,
    until: datetime,
    to: User,
    by: User,
    now: datetime,
    instead: Mapping[int, User] | None = None,
) -> Away:
    """
    Keep somebody's time free until then and hand their promised calls to a substitute, each at its own time.

    ``instead``: who rings, by the call's number, where that is somebody else than ``to``. A call at whose time whoever
    is to ring is not free, or from which a barrier keeps them, stays and is returned as left (decisions 35).

    :raises NobodyStandsIn: if the substitute is the same person or has left
    :raises BlockHasNoLength: if it ends before now
    """
    named = instead or {}
    if any(one == adviser or not one.is_active for one in (to, *named.values())):
        raise NobodyStandsIn("Choose somebody else who can ring.")
    lock_advisers(adviser, to, *named.values())
    promises = _promises_in(adviser, now, until)
    _block(adviser, BlockKind.LEAVE, now, until, by=by, now=now)
    moved: list[Promise] = []
    left: list[Promise] = []
    for promise in promises:
        who = named.get(promise.callback_id, to)
        (moved if _hand_over(promise, who, by=by, now=now) else left).append(promise)
    _tell(f"user:{adviser.pk}", moved, now=now)
    return Away(moved=moved, left=left)


def hand_over_calls(*, matter: Matter, to: Mapping[int, User], by: User, now: datetime) -> Away:
    """
    Give the open calls about a matter to whoever goes on with it, in the caller's transaction, each at its own time.

    ``to``: who gets those of each person, by that one's number. Messages and calls without a time go with them. A call
    whose time has passed, or at whose time the other is not free, stays and is returned as left.
    """
    people = User.objects.filter(pk__in=to)
    lock_advisers(*people, *to.values())
    promises = list(calls_in_hand(matter, to))
    moved: list[Promise] = []
    left: list[Promise] = []
    for promise in promises:
        goes = promise.ends_at > now and _hand_over(promise, to[promise.adviser_id], by=by, now=now)
        (moved if goes else left).append(promise)
    for callback in untimed_calls(matter, to).select_for_update(no_key=True, of=("self",)):
        give(callback, to[callback.adviser_id], by=by, now=now)
    _tell(f"matter:{matter.pk}", moved, now=now)
    return Away(moved=moved, left=left)


def calls_in_hand(matter: Matter, advisers: Collection[int]) -> QuerySet[Promise]:
    """Return the promises that stand of calls about a matter which these people have to make."""
    found = Promise.objects.current().filter(callback__in=Callback.objects.to_return().filter(matter=matter))
    return found.filter(adviser__in=advisers).select_related("callback", "adviser").order_by("starts_at", "pk")


def untimed_calls(matter: Matter, advisers: Collection[int]) -> QuerySet[Callback]:
    """Return messages nobody has read, and calls without a time, about a matter and for these people."""
    found = Callback.objects.open().filter(matter=matter, adviser__in=advisers)
    return found.exclude(pk__in=Promise.objects.current().values("callback")).select_related("adviser").order_by("pk")


def _tell(about: str, moved: Sequence[Promise], *, now: datetime) -> None:
    """Tell everybody who got calls how many."""
    for who, number in Counter(promise.adviser for promise in moved).items():
        key = f"{about}:handed_over:{who.pk}:{now:%Y%m%dT%H%M%S%f}"
        outbox.queue(notices.passed_calls(who, number), key=key, now=now)


def _block(adviser: User, kind: BlockKind, starts_at: datetime, until: datetime, *, by: User, now: datetime) -> None:
    if until <= max(starts_at, now):
        raise BlockHasNoLength("Choose an end that is still to come.")
    span = DateTimeTZRange(starts_at, until)
    if Block.objects.filter(adviser=adviser, kind=kind, span__contains=span).exists():
        return  # the same form again: one block keeps that time already, and one "End it now" has to end it
    block = Block.objects.create(adviser=adviser, kind=kind, span=span, set_by=by, set_at=now)
    journal.record(subject=block, event="block.set", by=by, at=now, kind=kind, until=until.isoformat())


def _end(block: Block, *, by: User, now: datetime) -> None:
    block.span = DateTimeTZRange(span_ends(block.span)[0], now)
    block.save(update_fields=["span"])
    journal.record(subject=block, event="block.ended", by=by, at=now, kind=block.kind)


def _promises_in(adviser: User, starts_at: datetime, until: datetime) -> list[Promise]:
    return list(
        Promise.objects.current()
        .filter(callback__in=Callback.objects.to_return(), adviser=adviser, starts_at__lt=until, ends_at__gt=starts_at)
        .select_related("callback", "adviser")
        .order_by("starts_at", "pk")
    )


def _hand_over(promise: Promise, to: User, *, by: User, now: datetime) -> bool:
    """Give one call to somebody else at its time; False if they are not free then, or a barrier keeps them out."""
    callback = Callback.objects.select_for_update(no_key=True).get(pk=promise.callback_id)
    if Matter.objects.walled_from(to).filter(callbacks=callback).exists():
        return False
    if not callback.is_open or Block.objects.touching(promise.starts_at, promise.ends_at).filter(adviser=to).exists():
        return False
    try:
        with transaction.atomic():
            DiaryEntry.objects.filter(callback=callback, state=EntryState.BOOKED).update(adviser=to)
    except IntegrityError as clash:
        if getattr(clash.__cause__, "pgcode", None) != EXCLUDED:
            raise
        return False
    promise.adviser = to
    promise.save(update_fields=["adviser"])
    give(callback, to, by=by, now=now)
    return True


def give(callback: Callback, to: User, *, by: User, now: datetime) -> None:
    """Let somebody else make a locked call, in the caller's transaction."""
    before, callback.adviser = callback.adviser, to
    callback.save(update_fields=["adviser"])
    journal.record(
        subject=callback,
        event="callback.handed_over",
        by=by,
        at=now,
        matter=callback.matter_id,
        party=callback.caller_id,
        to=to.name,
        instead_of=before.name,
    )
