"""What a child gives up before it sees a letter: the network, other programs, other people's files."""

import ctypes
import os
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from outbox.renderer.limits import Limits

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "pty.", "ctypes.dlopen")


def set_limits(limits: Limits) -> None:
    """Limit memory (Linux only: other kernels refuse), written bytes and open files for the life of this process."""
    for kind, value in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        if kind == resource.RLIMIT_AS and not sys.platform.startswith("linux"):
            continue
        hard = resource.getrlimit(kind)[1]
        soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (soft, soft))


def allow_cpu(seconds: int) -> None:
    """
    Allow this many more seconds of computing; the kernel ends the process after that.

    A CPU limit counts from birth, so a warm process needs a new one for each job (decisions B23).
    """
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = used + seconds if hard == resource.RLIM_INFINITY else min(used + seconds, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def leave_network() -> bool:
    """Move into an empty network of our own where the kernel lets us (Linux). The audit hook holds everywhere."""
    if not sys.platform.startswith("linux"):
        return False
    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    if unshare is None:
        return False
    return any(unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))


def close_doors(*, readable: Sequence[Path], writable: Sequence[Path]) -> None:
    """Refuse sockets, other programs and files outside these folders from now on. Cannot be undone."""
    may_read = tuple(f"{folder.resolve()}{os.sep}" for folder in (*readable, *writable))
    may_write = tuple(f"{folder.resolve()}{os.sep}" for folder in writable)

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            if not isinstance(path, (str, bytes, os.PathLike)):
                return
            writes = bool(flags & (os.O_WRONLY | os.O_RDWR)) if isinstance(flags, int) else set("wax+") & set(mode)
            if not os.path.realpath(os.fsdecode(path)).startswith(may_write if writes else may_read):
                raise PermissionError("The letter printer may not open this file.")
        elif event.startswith(_FORBIDDEN):
            raise PermissionError(f"The letter printer may not use {event}.")

    sys.addaudithook(refuse)
