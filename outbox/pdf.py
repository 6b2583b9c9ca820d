"""HTML in, frozen PDF out. The door renders before its transaction opens; the deed stores what came back (B23)."""

import atexit
import hashlib
import os
import queue
import re
import socket
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.conf import settings
from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject, NameObject, PdfObject

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
    "no_shape": "Our letter fonts have no shape for: {detail}. Write these in Latin, Greek or Cyrillic letters.",
    "outside_files": "This letter asks for files from outside ({detail}), which letters may not do. "
    "Ask an administrator to correct its wording.",
    "not_installed": "The letter printer is not fully installed. {detail}",
    "cannot_start": "The letter printer does not start. Ask an administrator to run manage.py check.",
    "died": "The letter printer stopped twice while making this letter. Ask an administrator to look at its wording.",
    "defect": "This letter could not be printed ({detail}). Ask an administrator to look at its wording.",
    "lost": "The letter printer was restarted while making this letter. Try again.",
}
Operation = tuple[Any, bytes]
_SHOW_TEXT = (b"Tj", b"TJ", b"'", b'"')
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


def text_of(pdf: bytes) -> str:
    """
    Return the words of a PDF in reading order, with ligatures undone and white space made single.

    Only what hangs in the document's structure counts: running heads and feet do not, and would cut sentences in two.
    """
    reader = PdfReader(BytesIO(pdf))
    structured = _structured_marks(reader.root_object["/StructTreeRoot"])
    words = []
    for page in reader.pages:
        content = ContentStream(page["/Contents"].get_object(), reader, "bytes")
        assert page.indirect_reference
        kept = structured[page.indirect_reference.idnum]
        content.operations = list(_without_others(content.operations, kept))
        page[NameObject("/Contents")] = content
        words.append(page.extract_text())
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", " ".join(words))).strip()


def _structured_marks(root: PdfObject) -> dict[int, set[int]]:
    """Return, for each page's object number, the marks of its content that the structure tree reaches."""
    found: dict[int, set[int]] = defaultdict(set)
    left: list[tuple[Any, Any]] = [(root, None)]
    while left:
        element, page = left.pop()
        element = element.get_object()
        if isinstance(element, int):
            found[page.idnum].add(element)
        elif isinstance(element, list):
            left += [(kid, page) for kid in element]
        elif isinstance(element, DictionaryObject):
            page = element.raw_get("/Pg") if "/Pg" in element else page
            left += [(element[key], page) for key in ("/K", "/MCID") if key in element]
    return found


def _without_others(operations: list[Operation], kept: set[int]) -> Iterator[Operation]:
    """Yield everything but text shown under a mark that is not kept."""
    marks: list[bool] = []
    for operands, operator in operations:
        if operator in (b"BMC", b"BDC"):
            properties = operands[1] if operator == b"BDC" else {}
            marks.append("/MCID" in properties and properties["/MCID"] not in kept)
        elif operator == b"EMC":
            marks.pop()
        elif operator in _SHOW_TEXT and any(marks):
            continue
        yield operands, operator


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
