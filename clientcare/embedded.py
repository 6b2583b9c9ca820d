"""
PostgreSQL and Valkey from wheels, for whoever has none of their own (decisions B18).

The addresses are computed from the clone's path, so that settings.py needs no side effect to know them. `ensure()`
attaches to running servers or starts them; everybody who uses them holds a shared lock, and the last one out
switches them off. A server whose DATABASE_URL or REDIS_URL is set is somebody else's and never touched.
"""

import fcntl
import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import quote

from clientcare import servers

CLONE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("CLIENTCARE_HOME", CLONE))  # tests of script/run keep house elsewhere
LOCAL = HOME / ".local"
OWNER, APP, DATABASE = servers.OWNER, "clientcare_app", "clientcare"


def _key() -> str:
    """Name this house, and other PostgreSQL binaries than the wheel's, in twelve letters."""
    return hashlib.sha256(f"{HOME}:{os.environ.get('POSTGRES_BIN', '')}".encode()).hexdigest()[:12]


def run_directory() -> Path:
    """Return where the sockets live: short, because a socket's address may not exceed 107 bytes."""
    return Path(f"/tmp/clientcare-{_key()}")  # noqa: S108 made 0700, and refused when somebody else owns it


def owner_url(database: str = DATABASE) -> str:
    """Return the address for the role that migrates."""
    return f"postgres://{OWNER}@{quote(str(run_directory() / 'postgres'), safe='')}/{database}"


def database_url(database: str = DATABASE) -> str:
    """Return the address for the role the application works as."""
    return f"postgres://{APP}@{quote(str(run_directory() / 'postgres'), safe='')}/{database}"


def redis_url() -> str:
    return f"redis+socket://{run_directory() / 'valkey' / 'valkey.sock'}?virtual_host=0"


def email_url() -> str:
    """Return the address of the mail catcher: a loopback port of this clone's own (decisions B19)."""
    return f"smtp://127.0.0.1:{20000 + int(_key(), 16) % 10000}"


def sms_url() -> str:
    """Return the folder in which texts are kept beside the caught mail."""
    return (LOCAL / "mail").resolve().as_uri()


@contextmanager
def ensure(*, database: bool = True, broker: bool = True) -> Iterator[None]:
    """
    Have the embedded servers running inside this block, whoever started them.

    Call it after the settings were loaded: .env may name servers of your own.

    :raises servers.CannotStart: with a sentence for the person at the terminal
    """
    database = database and "DATABASE_URL" not in os.environ
    broker = broker and "REDIS_URL" not in os.environ
    with ExitStack() as stack:
        if database:
            stack.enter_context(_in_use(postgres()))
        if broker:
            stack.enter_context(_in_use(valkey()))
        yield


@contextmanager
def _in_use(server: servers.Server) -> Iterator[None]:
    """Start a server unless it is alive; stop it afterwards unless somebody else still uses it."""
    LOCAL.mkdir(parents=True, exist_ok=True)
    gate = LOCAL / f"{server.name}-{_key()}.gate"
    users = _open(LOCAL / f"{server.name}-{_key()}.users")
    with _alone(gate):
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            servers.account().own_folder(run_directory())
            if not server.alive():
                server.start()
        except BaseException:
            users.close()
            raise
    try:
        yield
    finally:
        with _alone(gate), users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass  # another command still needs it and will be the last one out
            else:
                server.stop()
                for folder in (server.sockets, run_directory()):
                    with suppress(OSError):  # the other server's sockets are still in there
                        folder.rmdir()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with _open(path) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another command is starting or stopping the servers; waiting for it ...", file=sys.stderr)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _open(path: Path) -> IO[str]:
    """Open a lock file; it is never deleted, because a lock on a deleted file excludes nobody."""
    try:
        return path.open("a")
    except PermissionError as refusal:
        raise servers.CannotStart(
            f"{path} belongs to somebody else. Run this as the user who ran script/run here before."
        ) from refusal


def home(account: servers.Account) -> Path:
    """Return where data is kept: in the clone, or outside it when the server's account could not enter it."""
    LOCAL.mkdir(parents=True, exist_ok=True)
    return LOCAL if account.can_enter(LOCAL) else Path("/var/lib/clientcare") / _key()


def postgres() -> servers.Postgres:
    account = servers.account()
    folder = home(account)
    chosen = os.environ.get("POSTGRES_BIN")
    binaries = Path(chosen) if chosen else servers.reachable(servers.POSTGRES, account=account, home=folder) / "bin"
    directory = folder / (f"postgres-{_key()}" if chosen else "postgres")
    return servers.Postgres(
        account,
        binaries=binaries,
        directory=directory,
        sockets=run_directory() / "postgres",
        app=APP,
        database=DATABASE,
    )


def valkey() -> servers.Valkey:
    account = servers.account()
    folder = home(account)
    binary = servers.reachable(servers.VALKEY, account=account, home=folder) / "valkey-server"
    return servers.Valkey(account, binary=binary, directory=folder / "valkey", sockets=run_directory() / "valkey")


def forget() -> None:
    """
    Delete the embedded servers' data, for script/run --fresh.

    :raises servers.CannotStart: while somebody uses them
    """
    for server in (postgres(), valkey()):
        with _alone(LOCAL / f"{server.name}-{_key()}.gate"), _open(LOCAL / f"{server.name}-{_key()}.users") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as refusal:
                raise servers.CannotStart("The servers of this clone are in use. Stop script/run first.") from refusal
            server.forget()
