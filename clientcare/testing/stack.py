"""The whole running house for a test file: the real processes, on a database, broker, ports and clock of their own."""

import os
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from django.conf import settings
from django.db import connections

from clientcare import embedded, servers
from clientcare.programs import programs
from clientcare.run import heartbeat_age
from clientcare.supervisor import Program, Supervisor
from clientcare.testing import databases
from outbox.pdf import service_answers
from outbox.tests import smtp
from practice.models import Heartbeat

SMTP, BROKER = "smtp", "broker"
_WITH_A_CLOCK = ("web", "worker", "beat", "sweep")  # a renderer is told the date with the letter
SPEED = 5  # times as fast as the timetable says: what a test waits for comes in seconds
_HOST = "127.0.0.1"


class Stack:
    """
    What a test may do with the house: read its mail, stop, start and kill its parts, move its clock.

    Parts: web, worker, beat, sweep, renderer (see programs.py), and `smtp` and `broker`. The test's own connection
    goes to the stack's database, with real commits.
    """

    def __init__(self, folder: Path) -> None:
        self.port = _free_port()
        self.base_url = f"http://{_HOST}:{self.port}"
        self._folder = folder
        self._sink = smtp.Sink()
        self._broker = _own_broker(folder)
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._supervisor: Supervisor | None = None
        self._thread: threading.Thread | None = None
        self._environment: dict[str, str] = {}  # read anew whenever a process starts

    # --- what a test reads

    def mails(self) -> list[EmailMessage]:
        return self._sink.messages()

    @property
    def smtp_port(self) -> int:
        return self._sink.port

    def has_broker(self) -> bool:
        return self._broker.alive()

    def get(self, path: str) -> tuple[int, bytes]:
        """Ask the web server without signing in; status 0 when it does not answer."""
        line = HTTPConnection(_HOST, self.port, timeout=10)
        try:
            line.request("GET", path)
            answer = line.getresponse()
            return answer.status, answer.read()
        except (OSError, HTTPException):
            return 0, b""
        finally:
            line.close()

    def pid(self, name: str) -> int | None:
        assert self._supervisor is not None
        return self._supervisor.pid(name)

    def log(self, name: str) -> str:
        return (self._folder / "log" / f"{name}.log").read_text(errors="replace")

    def wait_until(self, condition: Callable[[], object], *, what: str, seconds: float = 60) -> None:
        """Look again and again; fail with what was awaited and the ends of the logs."""
        until = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > until:
                logs = "\n".join(f"--- {path.name}\n{path.read_text()[-2000:]}" for path in self._logs())
                raise AssertionError(f"{what}: not within {seconds:.0f} s.\n{logs}")
            time.sleep(0.1)

    def wait_until_healthy(self) -> None:
        self.wait_until(
            lambda: self.get("/healthz")[0] == 200 and service_answers(),
            what="The house is at work",
        )

    # --- what a test does

    def stop(self, *names: str) -> None:
        """Stop parts and keep them stopped."""
        for name in names:
            if name == SMTP:
                self._sink.close()
            elif name == BROKER:
                self._broker.stop()
            else:
                assert self._supervisor is not None
                with self._lock:
                    self._supervisor.stop(name)

    @contextmanager
    def doubled(self, name: str) -> Iterator[None]:
        """Run a second process of a part beside the one that is watched."""
        (program,) = (it for it in programs(port=self.port, sweep_every_seconds=86_400) if it.name == name)
        second = subprocess.Popen(  # noqa: S603 - a program of our own
            program.command,
            env={**os.environ, **self._environment},
            cwd=embedded.CLONE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield
        finally:
            second.kill()
            second.wait()

    def start(self, name: str) -> None:
        if name == SMTP:
            self._sink.open()
        elif name == BROKER:
            self._broker.go_on()
            if not self.has_broker():
                self._broker.start()
        else:
            assert self._supervisor is not None
            with self._lock:
                self._supervisor.start(name)

    def hang_broker(self) -> None:
        """Let the broker keep its connections and answer nobody, until it is started."""
        self._broker.hang()

    def kill(self, name: str) -> None:
        """End a part by kill -9, as a crash would; the supervisor starts it again."""
        pid = self.pid(name)
        assert pid is not None, f"{name} does not run"
        os.kill(pid, signal.SIGKILL)

    def move_clock(self, *, offset_seconds: int) -> None:
        """Stop every process that reads it and start it again with its clock, and the test's, set off by this much."""
        assert self._supervisor is not None
        with self._lock:
            self._supervisor.stop(*_WITH_A_CLOCK)
        settings.CLOCK_OFFSET_SECONDS = offset_seconds
        self._environment["CLOCK_OFFSET_SECONDS"] = str(offset_seconds)
        Heartbeat.objects.all().delete()
        with self._lock:
            self._supervisor.start(*_WITH_A_CLOCK)
        self.wait_until_healthy()

    # --- how the fixture runs it

    @contextmanager
    def running(self) -> Iterator[None]:
        renderer, settings.RENDERER_SOCKET = settings.RENDERER_SOCKET, str(self._folder / "pdf.sock")
        self._broker.start()
        self._sink.open()
        try:
            self._start_processes()
            self.wait_until_healthy()
            yield
        finally:
            self._stop_processes()
            self._sink.close()
            self._broker.stop()
            settings.CLOCK_OFFSET_SECONDS, settings.RENDERER_SOCKET = 0, renderer

    def _start_processes(self) -> None:
        self._environment = self._first_environment()
        # The sweep that needs no broker runs once and then only says it is alive: a test must see Celery do the work.
        chosen = [
            Program(name=it.name, command=it.command, heartbeat=it.heartbeat, environment=self._environment)
            for it in programs(port=self.port, sweep_every_seconds=86_400)
        ]
        self._supervisor = Supervisor(
            chosen, logs=self._folder / "log", folder=embedded.CLONE, say=lambda _: None, heartbeat_age=heartbeat_age
        )
        self._ended.clear()
        self._thread = threading.Thread(target=self._watch, args=(self._supervisor,), daemon=True)
        self._thread.start()

    def _stop_processes(self) -> None:
        if self._thread is not None:
            self._ended.set()
            self._thread.join()
            self._thread = None

    def _watch(self, supervisor: Supervisor) -> None:
        """Supervise from one thread for as long as the processes live: the kernel ends them with it."""
        while not self._ended.wait(0.1):
            with self._lock:
                supervisor.look()
        supervisor.stop_all()
        connections.close_all()

    def _first_environment(self) -> dict[str, str]:
        return {
            "MODE": "test",
            "PORT": str(self.port),
            "BASE_URL": self.base_url,
            "DATABASE_URL": databases.address_of("default"),
            "DATABASE_OWNER_URL": databases.address_of("owner"),
            "REDIS_URL": f"redis+socket://{self._broker.socket}?virtual_host=0",
            "EMAIL_URL": f"smtp://{smtp.HOST}:{self._sink.port}",
            "RENDERER_SOCKET": settings.RENDERER_SOCKET,
            "CLOCK_OFFSET_SECONDS": "0",
            "TIMETABLE_SPEED": str(SPEED),
            "LOG_LEVEL": "INFO",
        }

    def _logs(self) -> list[Path]:
        return sorted((self._folder / "log").glob("*.log"))


@contextmanager
def running_stack() -> Iterator[Stack]:
    """Run a stack on a fresh copy of the template database; leave no process, file or database."""
    with tempfile.TemporaryDirectory(prefix="cc-", dir="/tmp") as folder, databases.copy_of_template():  # noqa: S108
        Path(folder).chmod(0o711)  # the broker's account passes through to its own folder
        stack = Stack(Path(folder))
        with stack.running():
            yield stack


def _own_broker(folder: Path) -> servers.Valkey:
    account = servers.account()
    binary = servers.reachable(servers.VALKEY, account=account, home=embedded.home(account)) / "valkey-server"
    return servers.Valkey(account, binary=binary, directory=folder / "valkey", sockets=folder / "broker")


def _free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind((_HOST, 0))
        port: int = attempt.getsockname()[1]
        return port
