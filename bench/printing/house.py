"""The parts of the house that letters need: its worker with two children, its letter printer, people and matters."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.test import Client

from clientcare import embedded
from clientcare.celery import app
from clientcare.programs import programs
from clientcare.testing import databases
from engagement.tests import factories
from outbox.pdf import service_answers
from practice.models import Matter, User

QUEUE = f"bench-{os.getpid()}"
_NAMES = ("Joseph Adeyemi", "Marta Nowak", "Siân Pritchard", "Dimitra Papadaki", "Wei Chen", "Órla Byrne", "Tom Lee")
_START_SECONDS, _WAIT_SECONDS = 90.0, 600.0


@contextmanager
def running() -> Iterator[None]:
    """Run worker and printer on a database of the benchmark's own, with a queue of their own."""
    with embedded.ensure(), tempfile.TemporaryDirectory(prefix="cc-") as folder:
        databases.name_this_run()
        try:
            with databases.copy_of_template(), _processes(Path(folder)):
                yield
        finally:
            databases.drop_databases_of_this_run()


@contextmanager
def _processes(folder: Path) -> Iterator[None]:
    before, settings.RENDERER_SOCKET = settings.RENDERER_SOCKET, str(folder / "pdf.sock")
    known = {program.name: list(program.command) for program in programs(port=0)}
    worker = known["worker"]
    worker[worker.index("--queues") + 1] = QUEUE
    environment = os.environ | {
        "DATABASE_URL": databases.address_of("default"),
        "DATABASE_OWNER_URL": databases.address_of("owner"),
        "REDIS_URL": settings.REDIS_URL,
        "RENDERER_SOCKET": settings.RENDERER_SOCKET,
        "PYTHONPATH": os.pathsep.join((str(embedded.CLONE), str(embedded.CLONE / "bench"))),
    }
    with (folder / "log").open("wb") as log:
        started = [
            subprocess.Popen(command, cwd=embedded.CLONE, env=environment, stdout=log, stderr=log)
            for command in ([*worker, "--include", "printing.issuing"], known["renderer"])
        ]
    try:
        wait(service_answers, "the letter printer", _START_SECONDS)
        wait(lambda: bool(app.control.ping(timeout=0.5)), "the worker", _START_SECONDS)
        yield
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait()
        settings.RENDERER_SOCKET = before


def wait(done: Callable[[], bool], what: str, seconds: float = _WAIT_SECONDS) -> None:
    until = time.monotonic() + seconds
    while not done():
        if time.monotonic() > until:
            sys.exit(f"Void: {what} did not come within {seconds:.0f} s.")
        time.sleep(0.02)


def hand_out(task: str, name: str, ids: Sequence[int], *, left: QuerySet[Any]) -> None:
    """Give the worker a task for each id, and wait until nothing is left."""
    for pk in ids:
        app.send_task(task, kwargs={name: pk}, queue=QUEUE)
    wait(lambda: not left.exists(), "every letter of a round")


def browser_of(person: User) -> Client:
    browser = Client(headers={"host": "localhost"})
    browser.force_login(person)
    return browser


def matters(count: int) -> list[Matter]:
    """Open purchases by different people of different addresses."""
    with transaction.atomic():
        return [_matter(number) for number in range(count)]


def _matter(number: int) -> Matter:
    name = _NAMES[number % len(_NAMES)]
    client = factories.client(name, address=f"{number + 1} Ashlar Terrace\nLeeds LS11 0ZZ")
    return factories.matter(clients=(client,), title=f"Purchase of {number + 1} Quarry Mount")
