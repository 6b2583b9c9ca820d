"""
Keep a handful of processes running: start them again whenever they end, end them when they no longer work.

Why ours and not a package: docs/decisions/0002-supervisor.md.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

BACK_OFF_SECONDS = (1.0, 10.0)
SETTLED_SECONDS = 10.0  # a process that ran this long did start; its next end is a new trouble
GRACE_SECONDS = 25.0  # longer than a worker needs to finish a sweep; after that kill -9 is safe by design
STALE_SECONDS = 120.0
_MOST_LOG_BYTES = 5_000_000
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, kw_only=True)
class Program:
    """What to run. ``heartbeat`` names the row that it writes while it works, or is empty for none."""

    name: str
    command: Sequence[str]
    heartbeat: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass
class _Child:
    program: Program
    wanted: bool = True
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    back_off: float = BACK_OFF_SECONDS[0]


class Supervisor:
    """
    Runs programs until `stop_all`. Call `look` often, from one thread.

    ``heartbeat_age`` returns the age in seconds of a heartbeat row, or None when nobody can tell (then nothing is
    killed). ``say`` is told in a sentence what happened.
    """

    def __init__(
        self,
        programs: Sequence[Program],
        *,
        logs: Path,
        folder: Path,
        say: Callable[[str], None],
        heartbeat_age: Callable[[str], float | None] = lambda name: None,
    ) -> None:
        self._children = {program.name: _Child(program) for program in programs}
        self._logs, self._folder, self._say, self._heartbeat_age = logs, folder, say, heartbeat_age
        self._next_heartbeat_look = 0.0
        logs.mkdir(parents=True, exist_ok=True)

    def look(self) -> None:
        """Start what should run and does not; end what runs and does not work."""
        now = time.monotonic()
        for child in self._children.values():
            if child.process is not None and child.process.poll() is not None:
                self._bury(child, now)
            if child.wanted and child.process is None and now >= child.start_again_at:
                self._start(child, now)
        if now >= self._next_heartbeat_look:
            self._next_heartbeat_look = now + 5.0
            self._end_the_stuck(now)

    def pid(self, name: str) -> int | None:
        """Return the process id while it runs."""
        process = self._children[name].process
        return None if process is None or process.poll() is not None else process.pid

    def start(self, *names: str) -> None:
        for child in map(self._children.__getitem__, names):
            child.wanted, child.start_again_at, child.back_off = True, 0.0, BACK_OFF_SECONDS[0]

    def stop(self, *names: str) -> None:
        """Stop these, all at once, and keep them stopped."""
        children = [self._children[name] for name in names]
        for child in children:
            child.wanted = False
        self._end(children)

    def stop_all(self) -> None:
        self.stop(*self._children)

    def _start(self, child: _Child, now: float) -> None:
        with self._log(child.program.name) as log:
            child.process = subprocess.Popen(  # noqa: S603 our own programs
                child.program.command,
                cwd=self._folder,
                env={**os.environ, **child.program.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for us alone, and the group can be ended as one
                preexec_fn=_end_with_me,  # noqa: PLW1509 one system call, made safe by doing nothing else
            )
        child.started_at = now

    def _log(self, name: str) -> IO[bytes]:
        path = self._logs / f"{name}.log"
        if path.exists() and path.stat().st_size > _MOST_LOG_BYTES:
            path.replace(path.with_suffix(".log.1"))
        return path.open("ab")

    def _bury(self, child: _Child, now: float) -> None:
        """Note an end that nobody asked for and plan the next start, each a little later than the last."""
        assert child.process is not None
        _kill_group(child.process.pid)
        code, child.process = child.process.returncode, None
        if now - child.started_at >= SETTLED_SECONDS:
            child.back_off = BACK_OFF_SECONDS[0]
        child.start_again_at = now + child.back_off
        self._say(f"{child.program.name} ended ({code}); starting it again in {child.back_off:.0f} s.")
        child.back_off = min(child.back_off * 2, BACK_OFF_SECONDS[1])

    def _end_the_stuck(self, now: float) -> None:
        for child in self._children.values():
            if not child.program.heartbeat or child.process is None or now - child.started_at < STALE_SECONDS:
                continue
            age = self._heartbeat_age(child.program.heartbeat)
            if age is not None and age > STALE_SECONDS:
                self._say(f"{child.program.name} runs but has not worked for {age:.0f} s; ending it.")
                _kill_group(child.process.pid)

    def _end(self, children: list[_Child]) -> None:
        """Ask politely (the leader only: a worker's children finish their task), then end whole groups."""
        running = [child.process for child in children if child.process is not None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
            _kill_group(process.pid)
            process.wait()
        for child in children:
            child.process = None


def _end_with_me() -> None:
    """Let the kernel end a child whose supervisor was killed, where the kernel can."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
