"""One printing process: reads HTML frames from its standard input, answers PDF frames on its standard output."""

import gc
import os
import sys
import tempfile
from pathlib import Path

from outbox.renderer import assets, guard
from outbox.renderer.frames import Channel
from outbox.renderer.limits import Limits

_NO_SYSTEM_FONTS = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><cachedir>{}</cachedir></fontconfig>'
)
_WARM_UP = "<!doctype html><html lang=en><title>Warm</title><h1>Warm</h1><table><tr><th scope=row>a<td><b>b</b></table>"


def main(arguments: list[str]) -> int:
    """Serve until the other end closes, the jobs are used up, or memory runs out."""
    limits = Limits.from_json(arguments[1])
    channel = _own_channel()
    guard.set_limits(limits)
    guard.allow_cpu(int(limits.start_seconds))
    guard.leave_network()
    folder = Path(tempfile.mkdtemp(prefix=f"{assets.FOLDER_PREFIX}{os.getpid()}-")).resolve()
    try:
        return _serve(channel, limits, folder)
    except EOFError:
        return 0
    finally:
        _remove(folder)


def _serve(channel: Channel, limits: Limits, folder: Path) -> int:
    configuration = folder / "fonts.conf"
    configuration.write_text(_NO_SYSTEM_FONTS.format(folder))
    os.environ["FONTCONFIG_FILE"] = str(configuration)
    tempfile.tempdir = str(folder)

    from outbox.renderer.engine import CannotPrint, Engine  # slow import, and only after the limits

    try:
        engine = Engine(limits)
    except assets.AssetsMissing as problem:
        channel.send({"ok": False, "why": "not_installed", "detail": str(problem)})
        return 1
    engine.render(_WARM_UP)
    fingerprint = engine.fingerprint()
    _leave_alone_what_stays()
    here = Path(__file__).resolve().parent
    guard.close_doors(readable=[Path(sys.prefix), Path(sys.base_prefix), here], writable=[folder])
    channel.send({"ok": True, "engine": fingerprint})
    for _job in range(limits.jobs):
        _head, body = channel.receive()
        guard.allow_cpu(limits.cpu_seconds)
        try:
            pdf, pages = engine.render(body.decode())
        except CannotPrint as problem:
            channel.send({"ok": False, "why": problem.why, "detail": problem.detail})
        except (MemoryError, RecursionError):
            channel.send({"ok": False, "why": "too_big", "detail": ""})
            return 1
        except Exception as problem:  # a defect in a template must not take the printer down
            channel.send({"ok": False, "why": "defect", "detail": type(problem).__name__})
        else:
            channel.send({"ok": True, "pages": pages, "engine": fingerprint}, pdf)
    return 0


def _leave_alone_what_stays() -> None:
    """Spare the collector what lives as long as this process: fonts, stylesheet and modules, half of its work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 5, 5)  # rarer, and garbage in circles keeps Pango's layouts: 10 MB over 400 letters


def _remove(folder: Path) -> None:
    """Remove our temporary files without opening one: the doors are closed by now."""
    for inner, folders, files in os.walk(folder, topdown=False):
        for name in files:
            os.unlink(os.path.join(inner, name))
        for name in folders:
            os.rmdir(os.path.join(inner, name))
    os.rmdir(folder)


def _own_channel() -> Channel:
    """Keep the pipes for ourselves, so that nothing a library prints can land in a frame."""
    reader, writer = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    return Channel(reader, writer)


if __name__ == "__main__":
    sys.exit(main(sys.argv))
