"""
Planned stages that have come due: each ends once, in a message, a mark, or the reason why not (decisions B7, B8).

The callback is the lock: deeds and sweep take it first, so that neither waits for the other's stages.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from callbacks.models import Callback, CallbackStage, Promise
from callbacks.services.ending import Run, end_stage, prepare, share_rows, with_all_it_takes
from callbacks.services.promising import JUDGED_FIELDS
from outbox import services as outbox
from practice import journal
from practice.models import Task

BATCH = 500
_log = logging.getLogger(__name__)


def sweep_stages(*, now: datetime, replay: bool = False) -> int:
    """
    End every stage that is due, oldest first; return how many. Safe to run twice, side by side, and after any outage.

    ``replay``: history that is entered now is marked as it would have been; nobody is told (decisions B20).
    """
    ended, behind = 0, (datetime.min.replace(tzinfo=now.tzinfo), 0)
    while batch := list(
        CallbackStage.objects.due(now).after(*behind).values_list("fire_at", "pk", "promise__callback_id")[:BATCH]
    ):
        behind = batch[-1][:2]
        ids = sorted({callback_id for _, _, callback_id in batch})
        try:
            ended += _sweep(ids, now=now, replay=replay)
        except Exception:
            _log.exception("A batch of callback stages failed; taking them one by one")
            ended += sum(_sweep_alone(callback_id, now=now, replay=replay) for callback_id in ids)
    return ended


def _sweep_alone(callback_id: int, *, now: datetime, replay: bool) -> int:
    """One bad row stops nobody: it is logged by its number and tried again next time."""
    try:
        return _sweep([callback_id], now=now, replay=replay)
    except Exception:
        _log.exception("The stages of callback %s could not be swept", callback_id)
        return 0


@transaction.atomic(durable=True)
def _sweep(callback_ids: Sequence[int], *, now: datetime, replay: bool) -> int:
    locked = list(
        Callback.objects.filter(pk__in=callback_ids)
        .order_by("pk")
        .select_for_update(no_key=True, skip_locked=True)
        .values_list("pk", flat=True)
    )
    stages = list(with_all_it_takes(CallbackStage.objects.due(now).filter(promise__callback__in=locked)))
    if not stages:
        return 0
    run = prepare(stages, now=now)
    share_rows(stages)
    for stage in stages:
        end_stage(stage, run, at=stage.fire_at if replay else now)
    _write(stages, run, replay=replay)
    return len(stages)


def _write(stages: Sequence[CallbackStage], run: Run, *, replay: bool) -> None:
    CallbackStage.objects.bulk_update(stages, ["outcome", "because", "fired_at"], batch_size=BATCH)
    CallbackStage.objects.bulk_create(run.planned, batch_size=BATCH, ignore_conflicts=True)
    Promise.objects.bulk_update(run.judged.values(), JUDGED_FIELDS, batch_size=BATCH)
    Callback.objects.bulk_update(run.moved.values(), ["stage"], batch_size=BATCH)
    journal.record_all(run.entries)
    if not replay:
        Task.objects.bulk_create(run.tasks, batch_size=BATCH, ignore_conflicts=True)
        lists = [(one.key, one.notice()) for one in run.lists]
        outbox.queue_all([*run.notices.items(), *lists], now=run.now)
