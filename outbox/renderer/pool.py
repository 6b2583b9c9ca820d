"""Children from outside: start one, give it a job with a deadline, replace it when it is spent or has misbehaved."""

import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from outbox.renderer.assets import BASE_DIR, FOLDER_PREFIX
from outbox.renderer.frames import BadFrame, Channel
from outbox.renderer.limits import Limits

_PASSED_ON = ("PATH", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "SYSTEMROOT")
Answer = tuple[dict[str, Any], bytes]


class Child:
    """One printing process and how many jobs it has left."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.jobs_left = limits.jobs
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        environment |= {"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2", "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1"}
        environment["SOURCE_DATE_EPOCH"] = "0"  # else each child would write its own start into the fonts it unpacks
        self.process = subprocess.Popen(  # noqa: S603  our own module
            [sys.executable, "-m", "outbox.renderer.child", limits.to_json()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=BASE_DIR,
            env=environment,
        )
        assert self.process.stdin
        assert self.process.stdout
        self.channel = Channel(self.process.stdout.fileno(), self.process.stdin.fileno())
        self.ready = False

    def render(self, html: bytes) -> Answer:
        """Return the answer to one job; a failure is an answer too, never an exception."""
        if not self.ready:
            head, _ = self._exchange(None, self.limits.start_seconds)
            if not head["ok"]:
                return head, b""
            self.ready = True
        self.jobs_left -= 1
        return self._exchange(html, self.limits.wall_seconds)

    def _exchange(self, html: bytes | None, seconds: float) -> Answer:
        try:
            if html is not None:
                self.channel.send({}, html, seconds=seconds)
            return self.channel.receive(seconds=seconds)
        except TimeoutError:
            self.stop()
            return {"ok": False, "why": "too_slow", "detail": ""}, b""
        except (EOFError, BadFrame):
            code = self.stop()
            started = "died" if self.ready else "cannot_start"
            return {"ok": False, "why": "too_slow" if code == -signal.SIGXCPU else started, "detail": ""}, b""

    @property
    def usable(self) -> bool:
        return self.jobs_left > 0 and self.process.poll() is None

    def stop(self) -> int:
        """End the process at once and return how it ended: after EOF it may be ending by itself already."""
        try:
            self.process.wait(timeout=0.2 if self.process.poll() is None else None)
        except subprocess.TimeoutExpired:
            self.process.kill()
        code = self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()
        for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER_PREFIX}{self.process.pid}-*"):  # killed: left behind
            shutil.rmtree(folder, ignore_errors=True)
        return code


class Pool:
    """A fixed number of warm children. A job waits for a free one; a spent or broken one is replaced."""

    def __init__(self, size: int, limits: Limits) -> None:
        self.limits = limits
        self.free: queue.Queue[Child] = queue.Queue()
        for _ in range(size):
            self.free.put(Child(limits))

    def render(self, html: bytes, *, wait_seconds: float) -> Answer:
        """Return the answer to one job, or `busy` when no child came free in time."""
        if len(html) > self.limits.html_bytes:
            return {"ok": False, "why": "too_big", "detail": ""}, b""
        try:
            child = self.free.get(timeout=wait_seconds)
        except queue.Empty:
            return {"ok": False, "why": "busy", "detail": ""}, b""
        try:
            if not child.usable:
                child.stop()
                child = Child(self.limits)
            answer = child.render(html)
            if answer[0].get("why") in {"died", "cannot_start"}:  # between two jobs or over this one: once more
                child = Child(self.limits)
                answer = child.render(html)
            return answer
        finally:
            if not child.usable:
                child.stop()
                child = Child(self.limits)
            self.free.put(child)

    def stop(self) -> None:
        while True:
            try:
                self.free.get_nowait().stop()
            except queue.Empty:
                return
