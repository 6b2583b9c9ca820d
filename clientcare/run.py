"""`python -m clientcare.run`, the second half of script/run: everything up, under one supervisor, until Ctrl-C."""

import argparse
import fcntl
import os
import secrets
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError, connection

from clientcare import embedded, servers

STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
DEMO_PEOPLE = ("reception", "secretary", "solicitor", "head", "partner", "compliance", "admin")

_FOR_THE_PAGES_SECONDS = 15.0  # the rest starts then even if the web server does not
_HALF_LOADED = embedded.LOCAL / "demo-half-loaded"  # there while the demo firm is being loaded


class CannotRun(Exception):
    """Something is in the way; the message is a sentence for the person at the terminal."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/run", description="Run ClientCare here, with the demo firm.")
    parser.add_argument("--fresh", action="store_true", help="delete this clone's data and start over")
    fresh = parser.parse_args().fresh
    for kind in STOPPING:
        signal.signal(kind, _stop)
    try:
        with suppress(KeyboardInterrupt), _only_once():
            _run(fresh=fresh)
        print("Stopped.")
    except (CannotRun, ImproperlyConfigured, servers.CannotStart) as problem:
        sys.exit(f"ClientCare cannot start: {problem}")
    except OperationalError as problem:
        sys.exit(f"The database does not answer: {str(problem).strip().splitlines()[0]}")


def _stop(signum: int, frame: FrameType | None) -> None:
    for kind in STOPPING:
        signal.signal(kind, signal.SIG_IGN)  # once is enough; a second one must not cut the tidying short
    raise KeyboardInterrupt


def _run(*, fresh: bool) -> None:
    port = _free_port()
    if not fresh and _HALF_LOADED.exists() and "DATABASE_URL" not in os.environ:
        print("Loading the demo firm was interrupted; starting over.", flush=True)
        fresh = True
    if fresh:
        _forget_everything()
    _choose_demo_secrets()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clientcare.settings")
    from django.conf import settings

    settings.DATABASES  # noqa: B018 reads .env, which may name servers of one's own
    with _step("Starting PostgreSQL and Valkey"):
        up = embedded.ensure()
        up.__enter__()
    try:
        _prepare()
        _supervise(port)
    finally:
        up.__exit__(None, None, None)


@contextmanager
def _only_once() -> Iterator[None]:
    embedded.LOCAL.mkdir(parents=True, exist_ok=True)
    with (embedded.LOCAL / "run.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as refusal:
            raise CannotRun("script/run is already running in this clone.") from refusal
        yield


def _free_port() -> int:
    typed = os.environ.get("PORT", "8000")
    if not typed.isdecimal() or not 0 < int(typed) < 65536:
        raise CannotRun(f'PORT is "{typed}". Use a number from 1 to 65535.')
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", int(typed)))
        except OSError as refusal:
            raise CannotRun(f"Port {typed} is not free. Choose another one: PORT=8001 script/run") from refusal
    return int(typed)


def _forget_everything() -> None:
    embedded.forget()
    for part in ("mail", "media", "log"):
        shutil.rmtree(embedded.LOCAL / part, ignore_errors=True)
    _HALF_LOADED.unlink(missing_ok=True)


def _choose_demo_secrets() -> None:
    """Write what settings.py reads when nobody named a mode, so that manage.py works from another terminal."""
    file = embedded.LOCAL / "env"
    if os.environ.get("MODE", "demo") == "demo" and not file.exists():
        half = file.with_suffix(".half")
        with open(half, "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as lines:
            lines.write(f"MODE=demo\nSECRET_KEY={secrets.token_urlsafe(50)}\n")
        half.rename(file)


@contextmanager
def _step(what: str) -> Iterator[None]:
    print(f"{what} ...", end="", flush=True)
    start = time.monotonic()
    try:
        yield
    except BaseException:
        print(flush=True)  # what is said next gets a line of its own
        raise
    print(f" {time.monotonic() - start:.1f} s", flush=True)


def _prepare() -> None:
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    with _step("Bringing the tables up to date"):
        call_command("migrate", verbosity=0)
    with _step("Bringing reference data up to date"):
        call_command("reference_data", verbosity=0)
    if settings.MODE == "demo":
        _load_demo_firm()
    _collect_static_files()
    connection.close()


def _load_demo_firm() -> None:
    from django.core.management import call_command

    from clientcare.demo.forward import move_forward, weeks_behind
    from clientcare.demo.load import is_loaded
    from practice import clock

    if not is_loaded():
        print("Loading the demo firm:", flush=True)
        _HALF_LOADED.touch()
        call_command("demo")
        _HALF_LOADED.unlink()
        return
    now = clock.now()
    if weeks := weeks_behind(now=now):
        with _step(f"Moving the demo firm forward by {weeks} {'week' if weeks == 1 else 'weeks'}"):
            move_forward(weeks=weeks, now=now)


def _collect_static_files() -> None:
    """Collect and compress what pages load, unless nothing has changed since: it takes several seconds."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    files = [Path(storage.path(path)) for finder in get_finders() for path, storage in finder.list([])]
    seen = sha256("".join(f"{file}{file.stat().st_mtime_ns}" for file in sorted(files)).encode()).hexdigest()
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text() == seen:
        return
    with _step("Collecting style sheets, fonts and scripts"):
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(seen)


def _supervise(port: int) -> None:
    """Run everything until a signal; say so when the pages answer. On two cores all at once would keep them waiting."""
    from clientcare.programs import mail_catcher, programs
    from clientcare.supervisor import Supervisor

    chosen = programs(port=port)
    if "EMAIL_URL" not in os.environ:
        chosen.append(mail_catcher())
    logs = embedded.LOCAL / "log"
    supervisor = Supervisor(chosen, logs=logs, folder=embedded.CLONE, say=_say(logs), heartbeat_age=heartbeat_age)
    behind = [program.name for program in chosen if program.name != "web"]
    supervisor.stop(*behind)
    print("Starting the web server, then worker, beat, sweep, renderer and mail ...", flush=True)
    patience = time.monotonic() + _FOR_THE_PAGES_SECONDS
    announced = False
    asked: list[int] = []
    for kind in STOPPING:  # an exception could come between starting a process and noting that it runs
        signal.signal(kind, lambda signum, frame: asked.append(signum))
    try:
        while not asked:
            supervisor.look()
            if not announced and _answers(port):
                announced = True
                _announce()
            if behind and (announced or time.monotonic() > patience):
                supervisor.start(*behind)
                behind = []
            time.sleep(0.1)
    finally:
        print("\nStopping ...", flush=True)
        supervisor.stop_all()


def _say(logs: Path) -> Callable[[str], None]:
    def say(sentence: str) -> None:
        print(f"{time.strftime('%H:%M:%S')} {sentence} Its log is in {logs}.", flush=True)

    return say


def heartbeat_age(name: str) -> float | None:
    """Return how many seconds ago that process last worked; None while the database cannot tell."""
    from practice import clock
    from practice.models import Heartbeat

    with suppress(DatabaseError):
        try:
            row = Heartbeat.objects.filter(name=name).first()
            return (clock.now() - row.at).total_seconds() if row else None
        finally:
            connection.close()
    return None


def _answers(port: int) -> bool:
    line = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        line.request("GET", "/livez", headers={"Host": "localhost"})
        return line.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        line.close()


def _announce() -> None:
    from django.conf import settings

    print(f"\nClientCare is at {settings.BASE_URL}")
    if settings.MODE == "demo":
        print("Sign in as one of these, each @hartleyvane.example:", ", ".join(DEMO_PEOPLE))
        print(f"with the password {settings.DEMO_PASSWORD}")
        if "EMAIL_URL" not in os.environ:
            print(f"Mail and text messages go nowhere: read them at {settings.BASE_URL}/demo/mail/")
    print("Ctrl-C stops everything.\n", flush=True)


if __name__ == "__main__":
    main()
