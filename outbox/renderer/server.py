"""The printing service: one Unix socket, two warm children, a bounded queue."""

import fcntl
import hashlib
import os
import select
import signal
import socket
import threading
from pathlib import Path

from cachetools import LRUCache

from outbox.renderer.frames import BadFrame, Channel
from outbox.renderer.limits import Limits
from outbox.renderer.pool import Answer, Pool

CHILDREN = 2
WAIT_SECONDS = 20.0
MAX_CALLERS = 32
KEPT_BYTES = 4_000_000
_CALLER_SECONDS = 10.0


class AlreadyRunning(Exception):
    """Another printing service owns this socket."""


class Server:
    """Answers `ping` and `render`, each on a connection of its own."""

    def __init__(self, address: Path, *, children: int = CHILDREN, limits: Limits | None = None) -> None:
        """
        Take the socket and start the children.

        :raises AlreadyRunning: when another live server holds the lock beside the socket.
        """
        address.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = open(address.with_suffix(".lock"), "w")  # noqa: SIM115  held for life
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            self._lock.close()
            raise AlreadyRunning(f"A letter printer already listens on {address}.") from problem
        self.address = address
        self.address.unlink(missing_ok=True)
        self._ends, self._end = os.pipe()
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind(str(address))
        address.chmod(0o600)
        self._places = threading.BoundedSemaphore(MAX_CALLERS)
        self.pool = Pool(children, limits or Limits())
        self._kept: LRUCache[bytes, Answer] = LRUCache(KEPT_BYTES, getsizeof=lambda answer: len(answer[1]))
        self._keeping = threading.Lock()
        self._listener.listen(MAX_CALLERS)

    def serve(self) -> None:
        """Serve until stop() is called, then leave no process and no socket behind."""
        try:
            while True:
                ready, _, _ = select.select([self._listener.fileno(), self._ends], [], [])
                if self._ends in ready:
                    return
                caller, _ = self._listener.accept()
                if not self._places.acquire(blocking=False):
                    caller.close()
                    continue
                threading.Thread(target=self._answer, args=(caller,), daemon=True).start()
        finally:
            self._listener.close()
            self.address.unlink(missing_ok=True)
            self.pool.stop()
            self._lock.close()

    def stop(self) -> None:
        """Ask serve() to return; safe in a signal handler."""
        os.write(self._end, b".")

    def _answer(self, caller: socket.socket) -> None:
        try:
            with caller:
                channel = Channel(caller.fileno(), caller.fileno())
                head, html = channel.receive(seconds=_CALLER_SECONDS)
                if head.get("op") == "ping":
                    channel.send({"ok": True}, seconds=_CALLER_SECONDS)
                    return
                channel.send(*self._printed(html), seconds=_CALLER_SECONDS)
        except (EOFError, TimeoutError, BadFrame):
            return  # the caller has gone; nothing was promised to it
        finally:
            self._places.release()

    def _printed(self, html: bytes) -> Answer:
        """
        Print, or give again what was printed from the same HTML a while ago: the bytes would be the same (B24).

        The terms of business of a day go with every letter, and a letter that was looked at is then issued.
        """
        key = hashlib.sha256(html).digest()
        with self._keeping:
            kept = self._kept.get(key)
        if kept is not None:
            return kept
        answer = self.pool.render(html, wait_seconds=WAIT_SECONDS)
        if answer[0]["ok"]:
            with self._keeping:
                self._kept[key] = answer
        return answer


def run(address: Path) -> int:
    """Serve in this process until SIGTERM or SIGINT."""
    try:
        server = Server(address)
    except AlreadyRunning as problem:
        print(problem)
        return 1
    for kind in (signal.SIGTERM, signal.SIGINT):
        signal.signal(kind, lambda *_: server.stop())
    server.serve()
    return 0
