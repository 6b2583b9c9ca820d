"""A real HTTP server on loopback that takes texts as a gateway does, and says what a test tells it to."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

from django.conf import settings

from outbox.gateway import read_gateway

HOST = "127.0.0.1"
SILENCE = 0  # takes the request and never answers
TAKEN = 201


@dataclass(frozen=True)
class Got:
    """One request as it came in."""

    headers: Message
    fields: dict[str, str]


class FakeGateway(ThreadingHTTPServer):
    """``answers``: the statuses it gives, the last one for ever; ``body`` goes with each."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__((HOST, 0), _Desk)
        self.answers = [TAKEN]
        self.body: object = {"messages": [{"id": "gw-1"}]}
        self.got: list[Got] = []
        self.ended = threading.Event()

    def address(self, more: str = "") -> str:
        return f"http://firm:s3cret@{HOST}:{self.server_port}/send?from=HartleyVane&id_field=messages.0.id{more}"


class _Desk(BaseHTTPRequestHandler):
    server: FakeGateway

    def do_POST(self) -> None:  # noqa: N802 the server's name
        content = self.rfile.read(int(self.headers["Content-Length"])).decode()
        is_json = self.headers["Content-Type"] == "application/json"
        self.server.got.append(Got(self.headers, json.loads(content) if is_json else dict(parse_qsl(content))))
        status = self.server.answers.pop(0) if len(self.server.answers) > 1 else self.server.answers[0]
        if status == SILENCE:
            self.server.ended.wait(30)
            return
        answer = json.dumps(self.server.body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the server's name
        """Say nothing."""


@contextmanager
def gateway(more: str = "&connect=2&read=0.3") -> Iterator[FakeGateway]:
    """Run one and point the settings at it."""
    running, kept = FakeGateway(), settings.SMS_GATEWAY
    threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        settings.SMS_GATEWAY = point_at(running, more)
        yield running
    finally:
        settings.SMS_GATEWAY = kept
        running.ended.set()
        running.shutdown()
        running.server_close()


def point_at(running: FakeGateway, more: str) -> object:
    return read_gateway({"SMS_URL": running.address(more)}, mode="test", kept_at="")
