"""The site served in the test's own process, from a database in which commits are real."""

from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from threading import Thread
from typing import TypedDict
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.wsgi import get_wsgi_application
from django.test import Client

from practice.models import User


class Cookie(TypedDict):
    name: str
    value: str
    url: str


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has in the library
        pass


@contextmanager
def served() -> Iterator[str]:
    """Give the address of the site."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=_Server, handler_class=_Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def cookie_of(user: User, site: str) -> Cookie:
    """Give the cookie of somebody who is signed in."""
    client = Client()
    client.force_login(user)
    return {"name": "session", "value": client.cookies["session"].value, "url": site}
