"""Celery's beat, which also says that it is alive and whether the broker takes what it sends (decisions B21)."""

import logging
import time
from typing import Any

from celery.beat import ScheduleEntry, Scheduler
from django.conf import settings
from django.db import DatabaseError, connection

from practice import clock, heartbeats

_EVERY_SECONDS = 15 / settings.TIMETABLE_SPEED
_log = logging.getLogger(__name__)


class HeartbeatScheduler(Scheduler):
    """Keeps the timetable in memory: intervals need no memory of the last run, and a file could go stale."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._told: dict[str, float] = {}
        super().__init__(*args, **kwargs)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        wait: float = super().tick(*args, **kwargs)
        self._tell("beat")
        return min(wait, _EVERY_SECONDS)

    def apply_async(self, entry: ScheduleEntry, producer: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Send with today's producer: the one that came along may belong to a connection that has died."""
        try:
            sent = super().apply_async(entry, self.producer, *args, **kwargs)
        except Exception:
            for kept in ("producer", "connection"):  # Celery keeps both for ever; the next line gets new ones
                self.__dict__.pop(kept, None)
            raise
        self._tell("broker")
        return sent

    def _ensure_connected(self) -> Any:
        """Connect when there is something to send; Celery would wait here for the broker, and beat seem dead."""
        return self.connection

    def _tell(self, name: str) -> None:
        """Write a sign of life every few seconds; a database that is away for a while must not end beat."""
        if time.monotonic() - self._told.get(name, -_EVERY_SECONDS) < _EVERY_SECONDS:
            return
        try:
            heartbeats.beat(name, now=clock.now())
        except DatabaseError as trouble:
            _log.warning("No heartbeat written: %s", type(trouble).__name__)
        else:
            self._told[name] = time.monotonic()
        finally:
            connection.close()
