"""Frames over pipes and sockets: a JSON head and a body of bytes, each with its length, each with a deadline."""

import json
import os
import select
import struct
import time
from collections.abc import Mapping
from typing import Any

_LENGTHS = struct.Struct(">II")
MAX_HEAD = 64 * 1024
MAX_BODY = 24 * 1024 * 1024


class BadFrame(Exception):
    """The other end spoke something else."""


class Channel:
    """One conversation. A deadline that passes raises TimeoutError; the other end going away raises EOFError."""

    def __init__(self, reader: int, writer: int) -> None:
        self.reader = reader
        self.writer = writer
        os.set_blocking(reader, False)
        os.set_blocking(writer, False)

    def send(self, head: Mapping[str, Any], body: bytes = b"", *, seconds: float | None = None) -> None:
        """Write one frame. `seconds` is for the whole of it; None waits for ever."""
        text = json.dumps(head).encode()
        left = memoryview(_LENGTHS.pack(len(text), len(body)) + text + body)
        until = _until(seconds)
        while left:
            try:
                left = left[os.write(self.writer, left) :]
            except BlockingIOError:
                _wait(until, writer=self.writer)
            except (BrokenPipeError, ConnectionResetError):
                raise EOFError from None

    def receive(self, *, seconds: float | None = None) -> tuple[dict[str, Any], bytes]:
        """Read one frame. `seconds` is for the whole of it; None waits for ever."""
        until = _until(seconds)
        head_length, body_length = _LENGTHS.unpack(self._read(_LENGTHS.size, until))
        if head_length > MAX_HEAD or body_length > MAX_BODY:
            raise BadFrame(f"a frame of {head_length} and {body_length} bytes")
        try:
            head = json.loads(self._read(head_length, until))
        except ValueError as problem:
            raise BadFrame("a head that is not JSON") from problem
        if not isinstance(head, dict):
            raise BadFrame("a head that is not an object")
        return head, self._read(body_length, until)

    def _read(self, size: int, until: float | None) -> bytes:
        parts: list[bytes] = []
        while size:
            try:
                part = os.read(self.reader, size)
            except BlockingIOError:
                _wait(until, reader=self.reader)
                continue
            except ConnectionResetError:
                raise EOFError from None
            if not part:
                raise EOFError
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


def _until(seconds: float | None) -> float | None:
    return None if seconds is None else time.monotonic() + seconds


def _wait(until: float | None, *, reader: int | None = None, writer: int | None = None) -> None:
    readers = [] if reader is None else [reader]
    writers = [] if writer is None else [writer]
    timeout = None if until is None else until - time.monotonic()
    if timeout is not None and timeout <= 0:
        raise TimeoutError
    if not any(select.select(readers, writers, [], timeout)):
        raise TimeoutError
