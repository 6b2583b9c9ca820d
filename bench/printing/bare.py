"""
WeasyPrint as anybody would use it well: warm processes, fonts and stylesheet read once, gc.freeze, nothing of ours.

`python bare.py` reads and writes frames on its pipes: HTML in, PDF out.
"""

import gc
import hashlib
import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

CLONE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(CLONE))

from outbox.renderer.frames import Channel  # noqa: E402

_FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><cachedir>{}</cachedir></fontconfig>'


class Bare:
    """One warm process from outside."""

    def __init__(self) -> None:
        environment = os.environ | {"SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "0", "MALLOC_ARENA_MAX": "2"}
        command = [sys.executable, __file__]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        assert self.process.stdin
        assert self.process.stdout
        self._channel = Channel(self.process.stdout.fileno(), self.process.stdin.fileno())
        self._channel.receive()

    def __call__(self, html: str) -> bytes:
        self._channel.send({}, html.encode())
        return self._channel.receive()[1]

    def render_all(self, letters: Sequence[str]) -> list[bytes]:
        return [self(html) for html in letters]

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


class Pool:
    """Processes that share a pile of letters."""

    def __init__(self, processes: int) -> None:
        self.processes = [Bare() for _ in range(processes)]

    def render(self, letters: Sequence[str]) -> None:
        free: SimpleQueue[Bare] = SimpleQueue()
        for one in self.processes:
            free.put(one)

        def render(html: str) -> None:
            one = free.get()
            one(html)
            free.put(one)

        with ThreadPoolExecutor(len(self.processes)) as threads:
            list(threads.map(render, letters))


@contextmanager
def pool(processes: int) -> Iterator[Pool]:
    made = Pool(processes)
    try:
        yield made
    finally:
        for one in made.processes:
            one.stop()


def _serve() -> None:
    folder = Path(tempfile.mkdtemp(prefix="bare-"))
    (folder / "fonts.conf").write_text(_FONTS.format(folder))
    os.environ["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
    channel = Channel(os.dup(0), os.dup(1))
    os.dup2(2, 1)

    warnings.filterwarnings("ignore", message=".*FontConfig.*")  # no system fonts, as in our printer
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from outbox.renderer import assets
    from outbox.renderer.engine import OwnFilesOnly

    files, fonts = assets.load(), FontConfiguration()
    fetcher = OwnFilesOnly(files)
    stylesheet = CSS(url=assets.BASE_URL + assets.STYLESHEET, url_fetcher=fetcher, font_config=fonts)

    def render(html: str) -> bytes:
        source = HTML(string=html, base_url=assets.BASE_URL, url_fetcher=fetcher)
        identifier = hashlib.sha256(html.encode()).digest()[:16]
        pdf = source.write_pdf(
            stylesheets=[stylesheet], font_config=fonts, pdf_variant="pdf/ua-1", pdf_identifier=identifier
        )
        return bytes(pdf)

    render("<!doctype html><title>Warm</title><p>Warm")
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    channel.send({})
    while True:
        _, body = channel.receive()
        channel.send({}, render(body.decode()))


if __name__ == "__main__":
    try:
        _serve()
    except EOFError:
        sys.exit(0)
