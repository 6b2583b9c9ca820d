"""HTML in, frozen PDF out. The door renders before its transaction opens; the deed stores what came back (B23)."""

import atexit
import hashlib
import os
import queue
import socket
from dataclasses import dataclass

from django.conf import settings

from outbox.renderer.frames import BadFrame, Channel
from outbox.renderer.limits import Limits
from outbox.renderer.pool import Answer, Child
from outbox.renderer.server import CHILDREN, WAIT_SECONDS
from practice.errors import Refusal

_LIMITS = Limits()
_ANSWER_SECONDS = WAIT_SECONDS + 2 * (_LIMITS.wall_seconds + _LIMITS.start_seconds)
_PING_SECONDS = 2.0
_SENTENCES = {
    "busy": "The letter printer has too much to do. Try again in a minute.",
    "too_slow": "Making this letter took too long and was stopped. Shorten its longest table or text and try again.",
    "too_big": "This letter is too large to print. Shorten its longest table or text and try again.",
    "too_many_pages": "This letter is too long to print: {detail}. Letters may have up to "
    f"{_LIMITS.pages} pages. Shorten it and try again.",
    "no_shape": "Our letter fonts have no shape for: {detail}. Write these in Latin, Greek, Cyrillic, Arabic, Hebrew "
    "or Chinese letters.",
    "outside_files": "This letter asks for files from outside ({detail}), which letters may not do. "
    "Ask an administrator to correct its wording.",
    "not_installed": "The letter printer is not fully installed. {detail}",
    "cannot_start": "The letter printer does not start. Ask an administrator to run manage.py check.",
    "died": "The letter printer stopped twice while making this letter. Ask an administrator to look at its wording.",
    "defect": "This letter could not be printed ({detail}). Ask an administrator to look at its wording.",
    "lost": "The letter printer was restarted while making this letter. Try again.",
}
_ABOUT_THE_LETTER = {"too_slow", "too_big", "too_many_pages", "no_shape", "outside_files", "defect"}


class RenderFailed(Refusal):
    """The letter did not become a PDF. Nothing was issued; the sentence says what to do."""

    code = "render_failed"

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(_SENTENCES[why].format(detail=detail) + " Nothing was issued.")
        self.why = why
        self.status = 422 if why in _ABOUT_THE_LETTER else 409


@dataclass(frozen=True)
class Rendered:
    """A finished PDF and what made it. `engine` is what the bytes depend on besides the HTML (decisions B24)."""

    pdf: bytes
    sha256: str
    pages: int
    engine: dict[str, str]


def render_pdf(html: str) -> Rendered:
    """
    Render one letter. The same HTML gives the same bytes on the same engine.

    Uses the printing service if one listens, else a child of this process, kept warm. Call it outside transactions.

    :raises RenderFailed: with a sentence for the person who asked.
    """
    body = html.encode()
    if len(body) > _LIMITS.html_bytes:
        raise RenderFailed("too_big")
    answer = _ask_service(body) or _own.render(body)
    head, pdf = answer
    if not head["ok"]:
        raise RenderFailed(head["why"], head.get("detail", ""))
    return Rendered(pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest(), pages=head["pages"], engine=head["engine"])


def service_answers() -> bool:
    """Return whether a printing service listens and answers."""
    connection = _connect()
    if connection is None:
        return False
    with connection:
        channel = Channel(connection.fileno(), connection.fileno())
        try:
            channel.send({"op": "ping"}, seconds=_PING_SECONDS)
            return bool(channel.receive(seconds=_PING_SECONDS)[0]["ok"])
        except (EOFError, TimeoutError, BadFrame):
            return False


def _connect() -> socket.socket | None:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.connect(settings.RENDERER_SOCKET)
    except (FileNotFoundError, ConnectionRefusedError):
        connection.close()
        return None
    return connection


def _ask_service(body: bytes) -> Answer | None:
    """Return the service's answer, or None where no service listens."""
    connection = _connect()
    if connection is None:
        return None
    with connection:
        channel = Channel(connection.fileno(), connection.fileno())
        try:
            channel.send({"op": "render"}, body, seconds=_ANSWER_SECONDS)
            return channel.receive(seconds=_ANSWER_SECONDS)
        except TimeoutError:
            return {"ok": False, "why": "too_slow"}, b""
        except (EOFError, BadFrame):
            return {"ok": False, "why": "lost"}, b""


class _OwnChildren:
    """Up to two warm children of this process, for commands and tests; forgotten, not shared, by forked processes."""

    def __init__(self) -> None:
        atexit.register(self.stop)
        os.register_at_fork(after_in_child=self.forget)
        self.forget()

    def render(self, body: bytes) -> Answer:
        child = self.free.get()
        try:
            if child is None or not child.usable:
                if child:
                    child.stop()
                child = Child(_LIMITS)
            return child.render(body)
        finally:
            self.free.put(child)

    def stop(self) -> None:
        while True:
            try:
                child = self.free.get_nowait()
            except queue.Empty:
                break
            if child:
                child.stop()
        self.forget()

    def forget(self) -> None:
        self.free: queue.LifoQueue[Child | None] = queue.LifoQueue()
        for _ in range(CHILDREN):
            self.free.put(None)


_own = _OwnChildren()
