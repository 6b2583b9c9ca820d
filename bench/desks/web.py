"""What both sides are driven with: gunicorn as the house starts it, and a browser that keeps its cookies."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

HOST = "127.0.0.1"
_START_SECONDS, _ANSWER_SECONDS = 60.0, 120.0
_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    body: str

    @property
    def csrf(self) -> str:
        """Return the token of the page's first form."""
        found = _CSRF.search(self.body)
        if found is None:
            raise ValueError(f"A page without a form, status {self.status}.")
        return found[1]


@dataclass
class Browser:
    """One person's browser: one connection kept open, cookies kept, no redirect followed. `at`: its own address."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    at: str = HOST
    _line: HTTPConnection | None = None

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self._ask("GET", path, None, headers or {})

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://{HOST}:{self.port}/"}
        return self._ask("POST", path, urlencode(fields), kind)

    def _ask(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        line = self._line or HTTPConnection(HOST, self.port, timeout=_ANSWER_SECONDS, source_address=(self.at, 0))
        try:
            line.request(method, path, body, {**headers, "Cookie": cookies})
            got = line.getresponse()
        except (OSError, HTTPException):  # an idle connection that the server has closed meanwhile
            line.close()
            line.request(method, path, body, {**headers, "Cookie": cookies})
            got = line.getresponse()
        self._line = line
        for name, value in got.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return Answer(got.status, got.getheader("Location", ""), got.read().decode(errors="replace"))


@contextmanager
def gunicorn(
    application: str, environment: Mapping[str, str], log: Path, *, python: str = sys.executable
) -> Iterator[int]:
    """Serve with two workers of four threads, as programs.py says; give the port."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
    command = [python, "-m", "gunicorn", application, "--bind", f"{HOST}:{port}", "--worker-class", "gthread"]
    command += ["--workers", "2", "--threads", "4", "--timeout", "120", "--log-level", "error", "--preload"]
    with log.open("ab") as out:
        served = subprocess.Popen(command, env={**os.environ, **environment}, stdout=out, stderr=out)
    try:
        _wait(port, served, log)
        yield port
    finally:
        served.terminate()
        served.wait()


def _wait(port: int, served: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and served.poll() is None:
        try:
            with socket.create_connection((HOST, port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"Void: {log.name} did not start.\n{log.read_text(errors='replace')[-2000:]}")
