"""The supervisor alone, with small programs: start again, later each time; end what hangs; leave nothing."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from clientcare import supervisor
from clientcare.supervisor import Program, Supervisor

SLEEPS = "import time; time.sleep(600)"
ENDS = "print('here I was'); raise SystemExit(3)"
IGNORES = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
)
HAS_CHILD = "import subprocess, time; print(subprocess.Popen(['sleep', '600']).pid, flush=True); time.sleep(600)"


def _make(tmp_path: Path, code: str, said: list[str] | None = None, age: float | None = None) -> Supervisor:
    return Supervisor(
        [Program(name="one", command=(sys.executable, "-c", code), heartbeat="one")],
        logs=tmp_path,
        folder=tmp_path,
        say=(said if said is not None else []).append,
        heartbeat_age=lambda name: age,
    )


def _look_until(watcher: Supervisor, condition: Callable[[], object]) -> None:
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until
        watcher.look()
        time.sleep(0.02)


def test_what_is_killed_is_started_again(tmp_path: Path) -> None:
    watcher = _make(tmp_path, SLEEPS)
    watcher.look()
    before = watcher.pid("one")
    assert before is not None

    os.kill(before, signal.SIGKILL)
    _look_until(watcher, lambda: watcher.pid("one") not in {None, before})

    watcher.stop_all()
    assert watcher.pid("one") is None


def test_what_keeps_ending_is_started_ever_later_and_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "BACK_OFF_SECONDS", (0.1, 0.4))
    said: list[str] = []
    watcher = _make(tmp_path, ENDS, said)
    watcher._children["one"].back_off = 0.1

    _look_until(watcher, lambda: len(said) == 5)

    watcher.stop_all()
    assert (tmp_path / "one.log").read_text().splitlines()[:5] == ["here I was"] * 5
    assert watcher._children["one"].back_off == 0.4


def test_what_runs_without_working_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "STALE_SECONDS", 0.0)
    said: list[str] = []
    watcher = _make(tmp_path, SLEEPS, said, age=121.0)

    _look_until(watcher, lambda: said)

    watcher.stop_all()
    assert said[0] == "one runs but has not worked for 121 s; ending it."


@pytest.mark.parametrize("age", [None, 119.0], ids=["nobody can tell", "fresh"])
def test_what_works_or_cannot_be_judged_is_left_alone(tmp_path: Path, age: float | None) -> None:
    watcher = _make(tmp_path, SLEEPS, age=age)
    watcher.look()
    watcher._children["one"].started_at -= 1000
    before = watcher.pid("one")

    watcher._next_heartbeat_look = 0.0
    watcher.look()

    assert watcher.pid("one") == before is not None
    watcher.stop_all()


def test_the_deaf_are_ended_after_a_grace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "GRACE_SECONDS", 0.2)
    watcher = _make(tmp_path, IGNORES)
    _look_until(watcher, lambda: (tmp_path / "one.log").exists() and "deaf" in (tmp_path / "one.log").read_text())
    pid = watcher.pid("one")
    assert pid is not None

    watcher.stop_all()

    assert not psutil.pid_exists(pid)


def test_what_a_program_started_ends_with_it(tmp_path: Path) -> None:
    watcher = _make(tmp_path, HAS_CHILD)
    log = tmp_path / "one.log"
    _look_until(watcher, lambda: log.exists() and log.read_text().strip())
    grandchild = psutil.Process(int(log.read_text()))

    watcher.stop_all()

    psutil.wait_procs([grandchild], timeout=10)
    assert not grandchild.is_running() or grandchild.status() == psutil.STATUS_ZOMBIE


def test_what_was_stopped_stays_stopped_until_it_is_wanted_again(tmp_path: Path) -> None:
    watcher = _make(tmp_path, SLEEPS)
    watcher.look()

    watcher.stop("one")
    watcher.look()
    stopped = watcher.pid("one")
    watcher.start("one")
    watcher.look()

    assert (stopped, watcher.pid("one") is not None) == (None, True)
    watcher.stop_all()
