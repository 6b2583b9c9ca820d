"""Do what is due without Celery: the trigger that needs neither broker nor beat (reliability.md 0, decision 3)."""

import signal
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection

from clientcare import celery
from practice import clock, heartbeats

_SIGN_OF_LIFE_SECONDS = 20


class Command(BaseCommand):
    help = "Run every sweep once, in this process; with --loop again and again, for a supervisor or an OS timer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on until stopped")
        parser.add_argument("--every", type=float, default=300.0, metavar="SECONDS", help="pause between runs (300)")

    def handle(self, *args: Any, loop: bool, every: float, **options: Any) -> None:
        celery.app.conf.task_always_eager = True  # what a sweep hands on is done here and now
        if not loop:
            if not self._run_all():
                raise SystemExit(1)
            return
        stopped = threading.Event()
        for kind in (signal.SIGTERM, signal.SIGINT):
            signal.signal(kind, lambda *_: stopped.set())
        while not stopped.is_set():
            self._sign_of_life()
            self._run_all()
            again_at = time.monotonic() + every
            while not stopped.is_set() and time.monotonic() < again_at:
                self._sign_of_life()
                stopped.wait(min(_SIGN_OF_LIFE_SECONDS, max(0.0, again_at - time.monotonic())))

    def _run_all(self) -> bool:
        """Run each sweep; one that fails is logged by Celery and does not stop the others."""
        fine = True
        celery.app.loader.import_default_modules()
        for name in celery.SWEEPS:
            if not celery.app.tasks[name].apply().successful():
                self.stderr.write(f"{name} failed; the reason is in the log. The next run tries again.")
                fine = False
        connection.close()
        return fine

    def _sign_of_life(self) -> None:
        try:
            heartbeats.beat("sweep", now=clock.now())
        except DatabaseError as trouble:
            self.stderr.write(f"No heartbeat written: {type(trouble).__name__}")
        finally:
            connection.close()
