"""A real mail server in the test's own process, which may be told to refuse."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage as Mail
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from django.conf import settings


class Sink:
    """Keeps what it is given; ``answer`` is what it says to each recipient instead of 250."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.answer = ""

    async def handle_RCPT(  # noqa: N802 aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 aiosmtpd's name
        self.mails.append(BytesParser(policy=default).parsebytes(envelope.content))
        return "250 OK"


@contextmanager
def sink() -> Iterator[Sink]:
    """Run the server on a free loopback port and point the settings at it."""
    handler = Sink()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free_port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=free_port)
    controller.start()
    host, port, backend = settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_BACKEND
    try:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        yield handler
    finally:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_BACKEND = host, port, backend
        controller.stop()
