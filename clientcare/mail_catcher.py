"""Keep every e-mail in a folder instead of sending it, for who has no mail server (decisions B19)."""

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from aiosmtpd.smtp import SMTP, Envelope, Session

from clientcare import embedded

MAIL = embedded.LOCAL / "mail"


class Folder:
    """Writes each message to a file of its own, named by time, that appears whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self._numbers = count(1)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{os.getpid()}-{next(self._numbers)}"
        half = self.folder / f"{name}.half"
        half.write_bytes(envelope.original_content or b"")
        half.rename(self.folder / f"{name}.eml")
        return "250 Kept"


async def catch(folder: Path, *, host: str, port: int) -> None:
    """Listen until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    for kind in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(kind, ended.set)
    handler = Folder(folder)
    async with await loop.create_server(lambda: SMTP(handler, enable_SMTPUTF8=True), host, port):
        await ended.wait()


def main() -> None:
    address = urlsplit(embedded.email_url())
    try:
        asyncio.run(catch(MAIL, host=address.hostname or "127.0.0.1", port=address.port or 25))
    except OSError as problem:
        sys.exit(f"The mail catcher cannot listen on {address.netloc}: {problem.strerror}.")


if __name__ == "__main__":
    main()
