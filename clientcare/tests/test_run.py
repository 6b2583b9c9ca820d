"""script/run as a person uses it: one command up, a signal down, nothing left, data kept."""

import email
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from email import policy
from email.message import EmailMessage
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil
import pytest

from clientcare import embedded
from clientcare.demo.start import CHOSEN
from practice.tests.sampling import EVERYTHING

pytestmark = pytest.mark.stack


class House:
    """A house of its own in a folder of its own, started and stopped like script/run does."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.socket() as attempt:
            attempt.bind(("127.0.0.1", 0))
            self.port: int = attempt.getsockname()[1]
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
        self.environment = kept | {"CLIENTCARE_HOME": str(home), "PORT": str(self.port)}
        self.said: list[str] = []
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        self.said = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "clientcare.run"],
            cwd=embedded.CLONE,
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        threading.Thread(target=self._listen, args=(self.process,), daemon=True).start()
        ended = self.process.poll
        self.wait_until(lambda: "Ctrl-C stops everything" in self.output or ended() is not None, seconds=300)
        assert ended() is None, self.output

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        self.said.extend(process.stdout)

    @property
    def output(self) -> str:
        return "".join(self.said)

    def wait_until(self, condition: Callable[[], object], *, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < until, self.output
            time.sleep(0.1)

    def stop(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def healthy(self) -> bool:
        line = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            line.request("GET", "/healthz", headers={"Host": "localhost"})
            answer = line.getresponse()
            return answer.status == 200 and json.loads(answer.read())["status"] == "ok"
        except (OSError, HTTPException):
            return False
        finally:
            line.close()

    def manage(self, *words: str) -> str:
        done = subprocess.run(  # noqa: S603 our own command
            [sys.executable, "manage.py", *words],
            cwd=embedded.CLONE,
            env=self.environment,
            text=True,
            capture_output=True,
            check=True,
        )
        return done.stdout.strip()

    def mails(self) -> list[EmailMessage]:
        """Return what the mail catcher has kept."""
        kept = sorted(self.home.glob("**/mail/*.eml"))
        return [email.message_from_bytes(file.read_bytes(), policy=policy.default) for file in kept]

    def processes(self) -> list[str]:
        """Return the command lines of everything that was started for this house and still runs."""
        found = []
        for process in psutil.process_iter():
            try:
                if process.environ().get("CLIENTCARE_HOME") == str(self.home):
                    found.append(" ".join(process.cmdline()))
            except psutil.Error:
                continue
        return found


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    folder = Path(tempfile.mkdtemp(prefix="cc-home-", dir="/tmp"))
    folder.chmod(0o755)
    house = House(folder)
    yield house
    if house.process is not None and house.process.poll() is None:
        house.stop()
    shutil.rmtree(folder)


PEOPLE = 14  # of the demo firm
COUNT_PEOPLE = "from practice.models import User; print(User.objects.count())"
UNTIL_NOTHING_IS_DUE = """
import time
from callbacks.models import CallbackStage
from complaints.models import DeadlineStage
from outbox.models import Message
from practice import clock
until = time.monotonic() + 60
while time.monotonic() < until:
    now = clock.now()
    due = [CallbackStage.objects.due(now), DeadlineStage.objects.due(now), Message.objects.waiting()]
    left = [rows.count() for rows in due]
    if not any(left):
        break
    time.sleep(0.5)
print(*left)
"""
FIRST_MINUTES = 600 if EVERYTHING else 0  # what is planned after the first sweep: test_demo.py


def test_one_command_starts_everything_and_the_chosen_twelve_messages_leave(house: House) -> None:
    house.start()
    started = time.monotonic()

    house.wait_until(house.healthy, seconds=60)
    house.wait_until(lambda: len(house.mails()) >= CHOSEN, seconds=90)
    assert house.manage("shell", "-v", "0", "-c", UNTIL_NOTHING_IS_DUE) == "0 0 0"
    time.sleep(max(0, started + FIRST_MINUTES - time.monotonic()))

    assert int(house.manage("shell", "-v", "0", "-c", COUNT_PEOPLE)) == PEOPLE
    assert len(house.mails()) == CHOSEN
    assert [mail["To"] for mail in house.mails() if not mail["To"].rstrip(">").endswith(".example")] == []


def test_a_signal_stops_everything_and_leaves_no_process(house: House) -> None:
    assert house.processes() != []

    assert (house.stop(), house.processes()) == (0, [])


def test_a_second_start_keeps_the_data_and_loads_nothing_again(house: House) -> None:
    house.start()

    assert int(house.manage("shell", "-v", "0", "-c", COUNT_PEOPLE)) == PEOPLE
    assert "demo firm" not in house.output


def test_a_killed_supervisor_leaves_only_servers_which_the_next_start_takes_over(house: House) -> None:
    assert house.process is not None
    house.process.kill()
    house.process.wait()
    house.wait_until(lambda: not [line for line in house.processes() if "python" in line], seconds=60)

    house.start()

    house.wait_until(house.healthy, seconds=60)
    assert (house.stop(), house.processes()) == (0, [])


def test_a_taken_port_is_told_in_one_sentence(house: House) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", house.port))
        other.listen()
        done = subprocess.run(
            [sys.executable, "-m", "clientcare.run"],
            cwd=embedded.CLONE,
            env=house.environment,
            text=True,
            capture_output=True,
            check=False,
        )

    said = f"Port {house.port} is not free. Choose another one: PORT=8001 script/run"
    assert (done.returncode, done.stderr.strip()) == (1, f"ClientCare cannot start: {said}")
