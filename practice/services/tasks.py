"""Things that people are asked to do."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import QuerySet

from practice import journal
from practice.models import Matter, Task, User


def give_task(
    *, key: str, owner: User, title: str, url: str, due_on: date, now: datetime, matter: Matter | int | None = None
) -> None:
    """
    Ask somebody to do something, in the caller's transaction. Asking twice by one key asks once.

    A task about a ``matter`` is not shown to an owner whom a barrier keeps from it later.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A task belongs into the transaction of its deed.")
    task = Task(key=key, owner=owner, title=title[:200], url=url, due_on=due_on, created_at=now)
    task.matter_id = matter.pk if isinstance(matter, Matter) else matter
    Task.objects.bulk_create([task], ignore_conflicts=True)


@transaction.atomic(durable=True)
def finish_task(*, task_id: int, by: User, now: datetime) -> Task:
    """Tick off a task; doing it twice changes nothing."""
    task = Task.objects.select_for_update(no_key=True).get(pk=task_id, owner=by)
    if task.done_at is None:
        task.done_at, task.done_by = now, by
        task.save(update_fields=["done_at", "done_by"])
        journal.record(subject=task, event="task.done", by=by, at=now)
    return task


def open_tasks(*, matter: Matter, owners: Collection[int], without: Sequence[str]) -> QuerySet[Task]:
    """Return what these people still have to do about a matter; ``without``: how the keys of the others begin."""
    found = Task.objects.filter(matter=matter, owner__in=owners, done_at=None)
    for prefix in without:
        found = found.exclude(key__startswith=prefix)
    return found.select_related("owner").order_by("due_on", "pk")


def settle_tasks(*, prefix: str, by: User | None, now: datetime) -> None:
    """Tick off every open task of a deed that is done, or that nobody needs any more, in the caller's transaction."""
    Task.objects.filter(key__startswith=prefix, done_at=None).update(done_at=now, done_by=by)


def reopen_task(*, key: str) -> bool:
    """Ask again for what was ticked off and is owed after all, in the caller's transaction; False if it is open."""
    return bool(Task.objects.filter(key=key, done_at__isnull=False).update(done_at=None, done_by=None))
