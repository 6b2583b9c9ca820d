"""A real SMTP server in the test process that keeps what it is sent, for the outbox's tests and the whole house."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings

HOST = "127.0.0.1"


class Sink:
    """
    Listens on a loopback port of its own from `open` to `close`; the port stays the same when opened again.

    ``answer``: what it says to each recipient instead of 250.
    """

    def __init__(self) -> None:
        self.port = 0
        self.answer = ""
        self._kept: list[bytes] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    async def handle_RCPT(  # noqa: N802 aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        self._kept.append(envelope.original_content or b"")
        return "250 Kept"

    def messages(self) -> list[EmailMessage]:
        """Return what arrived, oldest first, parsed afresh."""
        return [message_from_bytes(content, policy=policy.default) for content in list(self._kept)]

    def open(self) -> None:
        listening = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, args=(self._loop, listening), daemon=True)
        self._thread.start()
        listening.wait()

    def close(self) -> None:
        if self._loop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
        self._loop = self._thread = None

    def _serve(self, loop: asyncio.AbstractEventLoop, listening: threading.Event) -> None:
        async def listen() -> asyncio.Server:
            return await loop.create_server(lambda: SMTP(self, enable_SMTPUTF8=True, loop=loop), HOST, self.port)

        server = loop.run_until_complete(listen())
        self.port = server.sockets[0].getsockname()[1]
        listening.set()
        loop.run_forever()
        server.close()
        loop.run_until_complete(server.wait_closed())
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


@contextmanager
def sink() -> Iterator[Sink]:
    """Run the server and point the settings at it."""
    kept = settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_BACKEND
    running = Sink()
    running.open()
    try:
        settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, running.port
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        yield running
    finally:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_BACKEND = kept
        running.close()
