"""A warm child to print with, a process without a printing service, and one with."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from outbox.renderer.limits import Limits
from outbox.renderer.pool import Child
from outbox.renderer.server import Server


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    child = Child(Limits())
    yield child
    child.stop()


@pytest.fixture
def no_service(settings: Settings, tmp_path: Path) -> None:
    settings.RENDERER_SOCKET = str(tmp_path / "none.sock")


@pytest.fixture
def service(settings: Settings, tmp_path: Path) -> Iterator[Server]:
    settings.RENDERER_SOCKET = str(tmp_path / "pdf.sock")
    server = Server(tmp_path / "pdf.sock", children=1)
    thread = threading.Thread(target=server.serve)
    thread.start()
    yield server
    server.stop()
    thread.join()
